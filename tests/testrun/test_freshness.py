"""A report is only about the code that it was made from."""

from __future__ import annotations

import os
import time

import pytest
from ageing import NOW, change, stale

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.testrun.freshness import code_time


@pytest.fixture
def at(tmp_path, git, monkeypatch):
    """A repository with one file, written at one time and committed at another."""

    def at(*, written, committed):
        (tmp_path / "pay.py").write_text("x = 1\n")
        os.utime(tmp_path / "pay.py", (written, written))
        git(tmp_path, "init", "-q")
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"{committed} +0000")
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-qm", "work")
        return tmp_path

    return at


def test_tests_run_and_then_committed_are_fresh(at):
    root = at(written=NOW, committed=NOW + 600)
    assert code_time(Repository.open(root)) == NOW
    assert not stale(root, NOW + 60)


def test_a_checkout_makes_files_young_and_not_the_code(at):
    root = at(written=NOW + 9000, committed=NOW)
    assert code_time(Repository.open(root)) == NOW
    assert not stale(root, NOW + 60)


def test_a_report_from_before_both_is_stale(at):
    root = at(written=NOW, committed=NOW + 600)
    message = stale(root, NOW - 60)
    assert "is older than the code" in message
    assert "pay.py was changed at" in message


def test_a_commit_after_the_report_is_named(at):
    assert "HEAD (" in stale(at(written=NOW + 9000, committed=NOW), NOW - 60)


def test_one_second_is_tolerated(at):
    root = at(written=NOW, committed=NOW)
    assert not stale(root, NOW - 0.9)
    assert stale(root, NOW - 1.1)


def test_work_not_committed_counts_by_its_file(at):
    root = at(written=NOW, committed=NOW)
    change(root, "pay.py", NOW + 500)
    assert "pay.py was changed" in stale(root, NOW + 60)
    assert not stale(root, NOW + 501)


def test_new_files_count(at):
    root = at(written=NOW, committed=NOW)
    change(root, "new\nfile.py", NOW + 500)
    assert "new\\nfile.py was changed" in stale(root, NOW + 60)


def test_a_removed_file_counts_by_its_folder(at):
    root = at(written=NOW, committed=NOW)
    (root / "pay.py").unlink()
    os.utime(root, (NOW + 500, NOW + 500))
    assert "pay.py was removed" in stale(root, NOW + 60)
    assert not stale(root, NOW + 501)


def test_reports_are_no_code(at):
    root = at(written=NOW, committed=NOW)
    for name in ("reports.xml", "coverage.xml", ".coverage", "lint.log", "notes"):
        change(root, name, NOW + 500)
    assert not stale(root, NOW + 60)


def test_a_module_that_is_not_added_yet_is_code_unless_it_is_named(at):
    root = at(written=NOW, committed=NOW)
    change(root, "made.py", NOW + 500)
    assert stale(root, NOW + 60)
    assert not stale(root, NOW + 60, leave_out=["made.py"])


def test_links_that_lead_nowhere_and_submodules_do_no_harm(at, git, tmp_path_factory, commit):
    other = tmp_path_factory.mktemp("other")
    (other / "x").write_text("")
    commit(other)
    root = at(written=NOW, committed=NOW)
    (root / "nowhere").symlink_to("gone")
    (root / "loop").symlink_to("loop")
    git(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "sub")
    git(root, "commit", "-qam", "more")
    assert not stale(root, time.time() + 60)


def test_before_the_first_commit_the_files_decide(tmp_path, git):
    git(tmp_path, "init", "-q")
    change(tmp_path, "pay.py", NOW)
    git(tmp_path, "add", "-A")
    assert code_time(Repository.open(tmp_path)) == NOW


def test_a_project_inside_a_larger_repository_is_alone(at):
    root = at(written=NOW, committed=NOW)
    (root / "inner").mkdir()
    change(root / "inner", "a.py", NOW + 100)
    change(root, "outside.py", NOW + 900)
    assert code_time(Repository.open(root / "inner")) == NOW + 100


def test_a_report_from_the_future_is_refused(at):
    message = stale(at(written=NOW, committed=NOW), time.time() + 3600)
    assert "in the future" in message
