"""Two runs of one phase, each of some of its rows, are a GO together; and not where the record does not hold."""

from __future__ import annotations


def test_records_of_one_phase_merge(project):
    project.write(".gitignore", "*.json\n")
    project.commit()
    first = project.phase("-k", "no_fixme_or_hack or not code_quality", "--golive-record=first.json")
    assert first.ret == 1
    rest = ("-k", "not no_fixme_or_hack")
    assert project.phase(*rest).ret == 1
    both = project.phase(*rest, "--golive-after=first.json", "--golive-record=both.json")
    assert both.ret == 0, both.stdout.str()
    both.stdout.fnmatch_lines(["*No FIXME or HACK comments*", "GO  3 passed, *"])
    assert "by the record first.json of " in (project.path / "both.json").read_text()
    project.write("src/shop/new.py", "NEW = 1\n")
    project.commit()
    stale = project.phase(*rest, "--golive-after=first.json")
    stale.stdout.fnmatch_lines(["*it is of another content (commit *"])
    assert stale.ret == 1


def test_a_row_that_failed_in_the_record_is_still_left_out(red):
    red.write(".gitignore", "*.json\n")
    red.commit()
    assert red.phase("--golive-record=first.json").ret == 1
    result = red.phase("-k", "not files_within_limit", "--golive-after=first.json")
    result.stdout.fnmatch_lines(["NO-GO  2 passed, * not applicable, 1 not run; *"])
    assert result.ret == 1
