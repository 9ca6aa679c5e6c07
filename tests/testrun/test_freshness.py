"""A report speaks only of the code it was made from."""

from __future__ import annotations

import os
import time

import pytest

from pytest_golive.delivery.git import Repository
from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.freshness import check_fresh, code_time

NOW = 1_790_000_000


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


def change(root, name, moment, text="y = 2\n"):
    (root / name).write_text(text)
    os.utime(root / name, (moment, moment))


def stale(root, written, **options):
    report = root / "reports.xml"
    try:
        check_fresh(report, written, Repository.open(root), **options)
    except CannotMeasure as error:
        return error.what
    return ""


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
    said = stale(root, NOW - 60)
    assert "is older than the code" in said
    assert "pay.py was changed at" in said


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
    said = stale(at(written=NOW, committed=NOW), time.time() + 3600)
    assert "in the future" in said


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
    said = stale(branches, time.time() + 2, commits=[other])
    assert f"was made from commit {other[:7]}, and HEAD ({main[:7]}) is another: 1 file(s) differ, pay.py" in said
    assert "commit abcdef0, which is not in this repository" in stale(branches, time.time() + 2, commits=["abcdef0"])


def test_tests_run_and_then_committed_are_fresh_though_the_report_names_the_commit_before(branches, git):
    main = git(branches, "rev-parse", "main").strip()
    change(branches, "pay.py", NOW + 100, "fourth = 4\n")
    git(branches, "commit", "-qam", "tested")
    assert not stale(branches, time.time() + 2, commits=[main])
    later(branches)
    assert "is another" in stale(branches, time.time() + 2, commits=[main])
