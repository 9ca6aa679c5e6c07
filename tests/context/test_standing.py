"""A verdict is about one state of the work tree: changes during the run are faults."""

from __future__ import annotations

import pytest

from pytest_golive.context.standing import Standing, moved

EDIT = """
from pathlib import Path

def test_it_edits(judge):
    judge("x", 1, at_most=1)
    path = Path({path!r})
    path.write_text(path.read_text() + "# more\\n")
"""
COMMIT = """
import subprocess

def test_it_commits(judge):
    judge("x", 1, at_most=1)
    subprocess.run(["git", "commit", "--quiet", "--allow-empty", "--message", "more"], check=True)
"""


def test_what_only_begins_like_an_output_is_named():
    before, after = Standing("a" * 40, {}), Standing("a" * 40, {"reports/x": (1, 1), "reports-of-ours/x": (1, 1)})
    (said,) = moved(before, after, ["reports"])
    assert said.startswith("reports-of-ours/x changed while the checklist ran")
    assert moved(before, before, []) == []


@pytest.mark.parametrize("ends", [(None, Standing("", {})), (Standing("", {}), None)], ids=["end", "beginning"])
def test_where_git_can_tell_at_one_end_only_nobody_knows_what_was_judged(ends):
    (said,) = moved(*ends, [])
    assert said.startswith("git could read the repository only at one end of the run")
    assert moved(None, None, []) == []


@pytest.mark.parametrize("workers", [(), ("-n", "1")], ids=["alone", "worker"])
def test_a_tracked_file_that_changes_while_the_checklist_runs_is_named(project, workers):
    project.write("gates/test_edit.py", EDIT.format(path="src/shop/pay.py"))
    project.commit()
    result = project.phase(*workers)
    result.stdout.fnmatch_lines(["*src/shop/pay.py changed while the checklist ran, *run it again*", "NO-GO*"])
    assert result.ret == 1


def test_a_file_that_was_changed_before_and_again_is_named(project):
    project.write("gates/test_edit.py", EDIT.format(path="src/shop/pay.py"))
    project.commit()
    project.write("src/shop/pay.py", (project.path / "src/shop/pay.py").read_text() + "# work\n")
    project.phase().stdout.fnmatch_lines(["*src/shop/pay.py changed while the checklist ran, *"])


def test_head_that_moves_while_the_checklist_runs_is_told(project):
    project.write("gates/test_commit.py", COMMIT)
    project.commit()
    project.phase().stdout.fnmatch_lines(["*HEAD moved from * to * while the checklist ran; run it again*", "NO-GO*"])


def test_what_a_run_writes_may_be_tracked(project):
    project.write(".golive/log.txt", "")
    project.write("gates/test_edit.py", EDIT.format(path=".golive/log.txt"))
    project.commit()
    project.phase().stdout.fnmatch_lines(["GO  *"])


def test_what_lay_changed_from_the_start_is_no_change(project):
    project.write("src/shop/pay.py", (project.path / "src/shop/pay.py").read_text() + "# work\n")
    project.phase().stdout.fnmatch_lines([project.is_go])
