"""Two runs of one phase, each with some of its rows, are a GO together, unless the record is invalid."""

from __future__ import annotations

import pytest
from written_document import NO_PEOPLE

from pytest_golive.signing.record import read_record


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
    stale.stdout.fnmatch_lines(["*it covers other content (commit *"])
    assert stale.ret == 1


def test_a_row_that_failed_in_the_record_is_still_left_out(red):
    red.write(".gitignore", "*.json\n")
    red.commit()
    assert red.phase("--golive-record=first.json").ret == 1
    result = red.phase("-k", "not files_within_limit", "--golive-after=first.json")
    result.stdout.fnmatch_lines(["NO-GO  2 passed, * not applicable, 1 not due, 1 not run; *"])
    assert result.ret == 1


@pytest.mark.security
def test_a_row_that_was_deleted_after_the_record_where_nobody_signs(documented):
    project = documented(NO_PEOPLE)
    assert project.phase(f"--golive-record={project.path.parent}/pre.json").ret == 0
    kept = [line for line in NO_PEOPLE.splitlines(keepends=True) if "files_within_limit" not in line]
    project.write("docs/GO.md", "".join(kept))
    project.commit()
    result = project.phase(f"--golive-after={project.path.parent}/pre.json")
    result.stdout.fnmatch_lines(["*earlier_records*pre.json opens nothing here*", "*has changed since: docs/GO.md*"])
    assert result.ret == 1


@pytest.mark.security
def test_rows_of_the_document_must_be_in_the_record_and_stand_when_it_is_used(documented):
    project = documented(settings='checklist = "docs/GO.md"\nphases.deploy.needs = "pre_deploy"')
    file = project.path.parent / "pre.json"
    assert project.phase(f"--golive-record={file}").ret == 1  # nobody has signed
    record = read_record(file)
    there = {row.id: row for row in record.rows}
    del there["checklist::code-quality-gate/files-are-short"]
    there["checklist::backup"] = there["checklist::backup"].model_copy(update={"outcome": "signed"})
    forged = record.model_copy(update={"rows": tuple(there.values()), "faults": (), "verdict": "GO"})
    file.write_text(forged.sealed().text)
    result = project.run("-m", "deploy", f"--golive-after={file}")
    why = "checklist::code-quality-gate/files-are-short; backup is not signed now: 0 of 1 signatures"
    words = " ".join(result.stdout.str().split())
    assert words.count(f"pre.json opens nothing here: it lacks rows that are due: {why}") == 1  # others refer to it
    assert "not tried, because the phase is not open: chain::earlier_records says why" in words
    assert "to fix: pytest -m pre_deploy --golive-record=FILE, then --golive-after=FILE here" in words
    assert result.ret == 1
