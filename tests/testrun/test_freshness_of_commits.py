"""Reports of other branches and other commits."""

from __future__ import annotations

import os
import time

import pytest
from ageing import NOW, change, stale


@pytest.fixture
def branches(tmp_path, git, commit):
    """A repository on main, and a branch "other" on which pay.py differs; a report is made on main."""
    change(tmp_path, "pay.py", NOW)
    commit(tmp_path)
    git(tmp_path, "switch", "-qc", "other")
    change(tmp_path, "pay.py", NOW, "other = 2\n")
    commit(tmp_path)
    git(tmp_path, "switch", "-q", "main")
    os.utime(tmp_path / "pay.py", (NOW, NOW))
    (tmp_path / "reports.xml").write_text("")
    return tmp_path


def later(root, name="pay.py"):
    """As if *name* had been written a minute from now."""
    moment = time.time() + 60
    os.utime(root / name, (moment, moment))


def test_a_report_that_lay_here_when_another_branch_was_checked_out_is_stale(branches, git):
    assert not stale(branches, time.time() + 2)
    git(branches, "switch", "-q", "other")
    later(branches)
    assert "pay.py was changed" in stale(branches, time.time() + 2)


def test_a_commit_that_is_dated_back_makes_no_report_fresh(branches, git, monkeypatch):
    (branches / "pay.py").write_text("third = 3\n")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2001-01-01T00:00:00Z")
    git(branches, "commit", "-qam", "of old")
    later(branches)
    assert "pay.py was changed" in stale(branches, time.time() + 2)


def test_a_report_that_came_after_the_checkout_may_be_of_the_same_commit(branches, git, monkeypatch):
    git(branches, "switch", "-q", "other")
    moment = time.time() + 60
    os.utime(branches / "pay.py", (moment, moment))
    monkeypatch.setattr("pytest_golive.testrun.freshness._came", lambda report: moment + 60)
    assert not stale(branches, time.time() + 2)
    assert "HEAD (" in stale(branches, NOW - 60)


def test_a_report_that_names_its_commit_is_held_to_it(branches, git):
    main, other = (git(branches, "rev-parse", name).strip() for name in ("main", "other"))
    later(branches)  # written anew, with the same content
    assert stale(branches, time.time() + 2)
    assert not stale(branches, time.time() + 2, commits=[main[:10]])
    message = stale(branches, time.time() + 2, commits=[other])
    assert f"was made from commit {other[:7]}, and HEAD ({main[:7]}) is another: 1 file differs, pay.py" in message
    assert "commit abcdef0, which is not in this repository" in stale(branches, time.time() + 2, commits=["abcdef0"])


def test_tests_run_and_then_committed_are_fresh_though_the_report_names_the_commit_before(branches, git):
    main = git(branches, "rev-parse", "main").strip()
    change(branches, "pay.py", NOW + 100, "fourth = 4\n")
    git(branches, "commit", "-qam", "tested")
    assert not stale(branches, time.time() + 2, commits=[main])
    later(branches)
    assert "is another" in stale(branches, time.time() + 2, commits=[main])
