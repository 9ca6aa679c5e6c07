"""Git always reads the given folder, whatever the caller's environment."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure
from pytest_golive.processes import children


@pytest.fixture
def repo(tmp_path, commit):
    root = tmp_path / "here"
    root.mkdir()
    (root / "a.py").write_text("one\ntwo\n")
    commit(root)
    return root


@pytest.fixture
def other(tmp_path, commit):
    root = tmp_path / "other"
    root.mkdir()
    (root / "b.py").write_text("x\n")
    commit(root)
    return root


def paths(root):
    return [entry.path for entry in Repository.open(root).tracked()]


@pytest.mark.parametrize(
    "variables",
    [
        {"GIT_DIR": "{other}/.git"},
        {"GIT_DIR": "{other}/.git", "GIT_WORK_TREE": "{other}"},
        {"GIT_DIR": "{other}/.git", "GIT_COMMON_DIR": "{other}/.git"},
        {"GIT_INDEX_FILE": "{other}/.git/index"},
        {"GIT_OBJECT_DIRECTORY": "{other}/.git/objects"},
        {"GIT_NAMESPACE": "elsewhere"},
        {"GIT_PREFIX": "sub/"},
        {"GIT_CEILING_DIRECTORIES": "{here}"},
        {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.worktree", "GIT_CONFIG_VALUE_0": "{other}"},
        {"GIT_CONFIG_PARAMETERS": "'core.bare'='true'"},
        {"GIT_GLOB_PATHSPECS": "1", "GIT_ICASE_PATHSPECS": "1"},
        {"GIT_TRACE": "1", "GIT_TRACE_SETUP": "1"},
    ],
    ids=" ".join,
)
def test_variables_of_git_do_not_say_what_is_judged(repo, other, commit, monkeypatch, variables):
    (repo / "sub").mkdir()
    (repo / "sub" / "c.py").write_text("")
    commit(repo)
    expected = Repository.open(repo / "sub").head
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(other=other, here=repo))
    assert paths(repo) == ["a.py", "sub/c.py"]
    assert paths(repo / "sub") == ["c.py"]
    assert Repository.open(repo / "sub").head == expected
    assert not Repository.open(repo).is_dirty


def test_a_folder_without_a_repository_is_an_error_that_names_the_variable_that_is_not_followed(
    tmp_path, repo, monkeypatch
):
    folder = tmp_path / "plain"
    folder.mkdir()
    monkeypatch.setenv("GIT_DIR", str(repo / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(repo))
    with pytest.raises(CannotMeasure, match=r"not in a git repository.*\(GIT_DIR and GIT_WORK_TREE of the environment"):
        Repository.open(folder)


def test_a_work_tree_that_the_repository_places_elsewhere_is_an_error(repo, other, git):
    git(repo, "config", "core.worktree", str(other))
    with pytest.raises(CannotMeasure, match=r"sets its work tree to .*other.*core\.worktree"):
        Repository.open(repo)


def test_a_bare_repository_is_an_error_of_its_own(repo, git):
    git(repo, "config", "core.bare", "true")
    with pytest.raises(CannotMeasure, match=r"no work tree .*core\.bare"):
        Repository.open(repo)
    with pytest.raises(CannotMeasure, match=r"is inside a \.git folder"):
        Repository.open(repo / ".git")


def test_a_linked_work_tree_whose_repository_is_gone(repo, tmp_path, git):
    git(repo, "worktree", "add", "--quiet", str(tmp_path / "linked"))
    repo.rename(tmp_path / "moved")
    with pytest.raises(
        CannotMeasure, match=r"linked/\.git points to a repository that no longer exists.*git worktree repair"
    ):
        Repository.open(tmp_path / "linked")


def test_a_repository_of_somebody_else_is_named_as_that(repo, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setattr("pytest_golive.delivery.git.configuration.KEPT", ("GIT_TEST_", "GIT_CONFIG_"))
    with pytest.raises(CannotMeasure, match=r"belongs to a different user.*safe\.directory"):
        Repository.open(repo)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "2")
    for number, (key, value) in enumerate([("core.bare", "true"), ("safe.directory", "*")]):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", key)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
    assert paths(repo) == ["a.py"]


def test_a_git_of_the_project_is_not_run(repo, monkeypatch):
    (repo / "git").write_text("#!/bin/sh\ntouch ran\n")
    (repo / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(repo)
    assert paths(repo) == ["a.py"]
    assert not (repo / "ran").exists()


def test_replaced_and_grafted_commits_are_not_believed(repo, commit, git):
    (repo / "a.py").write_text("three\n")
    commit(repo)
    first, last = git(repo, "rev-list", "--max-parents=0", "HEAD").strip(), git(repo, "rev-parse", "HEAD").strip()
    git(repo, "replace", last, first)
    (repo / ".git" / "info").mkdir(exist_ok=True)
    (repo / ".git" / "info" / "grafts").write_text(f"{last}\n")
    repository = Repository.open(repo)
    assert repository.git("rev-list", "HEAD").decode().split() == [last, first]
    assert not repository.is_dirty


def test_a_monitor_that_sees_nothing_is_not_asked(repo, git):
    program = repo / ".git" / "monitor"
    program.write_text("#!/bin/sh\nprintf 'token\\0'\n")
    program.chmod(0o755)
    git(repo, "config", "core.fsmonitor", str(program))
    for _ in range(3):
        git(repo, "update-index", "--fsmonitor")
        git(repo, "status")
    (repo / "a.py").write_text("changed\n")
    assert Repository.open(repo).changed().tracked == ("a.py",)


def test_a_change_that_keeps_size_and_time_is_seen(repo, git):
    before = (repo / "a.py").stat()
    git(repo, "config", "core.trustctime", "false")
    git(repo, "config", "core.checkStat", "minimal")
    os.utime(repo / "a.py", ns=(before.st_atime_ns, before.st_mtime_ns - 10**10))
    git(repo, "update-index", "--refresh")
    while int(time.time()) == int((repo / "a.py").stat().st_ctime):  # the index keeps whole seconds
        time.sleep(0.05)
    (repo / "a.py").write_text("ONE\nTWO\n")
    os.utime(repo / "a.py", ns=(before.st_atime_ns, before.st_mtime_ns - 10**10))
    assert Repository.open(repo).is_dirty


def test_names_are_taken_literally(repo, commit, git):
    for name in ("[a].py", "*.py", ":(glob)x.py"):
        (repo / name).write_text("x\n")
    commit(repo)
    for name in ("[a].py", "*.py", ":(glob)x.py"):
        assert Repository.open(repo).git("ls-files", "--", name).decode().splitlines() == [name]


def test_children_learn_nothing_of_the_repository_that_a_hook_is_run_for(repo, tmp_path, git):
    hooked = {**os.environ, "GIT_DIR": str(repo / ".git"), "GIT_INDEX_FILE": str(repo / ".git" / "index")}
    hooked |= {"GIT_WORK_TREE": str(repo), "GIT_PREFIX": "", "GIT_AUTHOR_NAME": "kept"}
    named = git(repo, "rev-parse", "--local-env-vars").split()
    child = children.environment({**hooked, **dict.fromkeys(named, "x")})
    assert set(named) & child.keys() <= {"GIT_CONFIG_COUNT"}
    assert child["GIT_AUTHOR_NAME"] == "kept"
    made = tmp_path / "made"
    made.mkdir()
    code = "import subprocess; subprocess.run(['git', 'init', '--quiet'], check=True)"
    subprocess.run([sys.executable, "-c", code], cwd=made, env=children.environment(hooked), check=True)
    assert (made / ".git" / "HEAD").is_file()
