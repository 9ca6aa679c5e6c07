"""A run inside a git hook: neither it nor its children work on the repository of git's caller."""

from __future__ import annotations

import os

from pytest_golive.processes import children

GATE = """\
import subprocess
from pytest_golive import gate

@gate("A gate that asks git itself")
def asks(judge):
    said = subprocess.run(("git", "rev-parse", "--show-toplevel"), capture_output=True, text=True, check=True).stdout
    judge("top", said.strip().rpartition("/")[2], equals="here")
"""


def test_a_gate_of_the_team_and_the_verdict_speak_of_the_tree_they_stand_in(pytester, commit, git, monkeypatch):
    here, other = pytester.path / "here", pytester.path / "other"
    for root in (here, other):
        (root / "gates").mkdir(parents=True)
        (root / "pyproject.toml").write_text('[tool.golive]\ngates = "gates"\n')
        (root / "gates" / "mine.py").write_text(GATE)
        commit(root)
    git(other, "commit", "--quiet", "--allow-empty", "--message", "another")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    monkeypatch.chdir(here)
    result = pytester.runpytest_subprocess("gates/mine.py", "-v")
    monkeypatch.delenv("GIT_DIR")
    result.stdout.fnmatch_lines(["*PASS*A gate that asks git itself*"])
    result.stdout.fnmatch_lines([f"*commit {git(here, 'rev-parse', 'HEAD')[:10]}*"])


def test_the_variables_are_back_after_the_run():
    variables = {"GIT_DIR": "x", "PATH": os.environ["PATH"]}
    put_back = children.set_aside(variables)
    assert "GIT_DIR" not in variables
    assert children.ASIDE == {"GIT_DIR": "x"}
    put_back()
    assert variables["GIT_DIR"] == "x"
    assert children.ASIDE == {}


def test_a_repository_of_somebody_else_is_not_called_one_without_a_commit(pytester, commit, monkeypatch):
    (pytester.path / "pyproject.toml").write_text("[tool.golive]\n")
    commit(pytester.path)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setattr("pytest_golive.delivery.git.configuration.KEPT", ("GIT_TEST_", "GIT_CONFIG_"))
    result = pytester.runpytest_inprocess("golive/code_quality::files_within_limit", "-v")
    result.stdout.fnmatch_lines(["*commit unknown: git refuses *: it belongs to a different user*"])
    result.stdout.fnmatch_lines(["*git config --global --add safe.directory*"])
    result.stdout.no_fnmatch_line("*no commit yet*")
