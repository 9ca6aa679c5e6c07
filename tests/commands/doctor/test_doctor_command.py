"""``golive doctor`` in real projects."""

from __future__ import annotations

import subprocess

import pytest

from pytest_golive.cli import main

TARGET = '\n[tool.golive.targets.staging]\nurl = "http://127.0.0.1:9"\n'
OWN = """\
import socket, subprocess, pytest
from pathlib import Path

@pytest.mark.pre_deploy
def test_starts_something(judge):
    subprocess.run(["touch", "started"], check=True)
    judge("x", 1, equals=1)

@pytest.mark.pre_deploy
def test_asks_somebody(judge):
    socket.create_connection(("127.0.0.1", 9), timeout=1)
    judge("x", 1, equals=1)

@pytest.mark.pre_deploy
def test_asks_git(judge):
    said = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, check=True)
    judge("x", said.returncode, equals=0)

@pytest.mark.pre_deploy
def test_fetches(judge):
    subprocess.run(["git", "fetch", "origin"], check=True)
    judge("x", 1, equals=1)
"""


@pytest.fixture
def at(project, monkeypatch):
    project.write(".gitignore", ".golive/\n.pytest_cache/\n__pycache__/\n")
    project.commit()
    monkeypatch.chdir(project.path)
    return project


def doctor(capsys, *args):
    status = main(["doctor", *args])
    return status, capsys.readouterr().out


def test_what_is_missing_comes_with_its_cure_the_most_rows_first(at, capsys):
    at.write("pyproject.toml", "[tool.golive]\n")
    at.commit()
    status, told = doctor(capsys)
    assert status == 1
    groups = [int(line.split()[0]) for line in told.splitlines() if line.startswith("  ") and " row" in line[:9]]
    assert groups
    missing = groups[: len(groups) - told.partition("could not be looked at")[2].count(" row")]
    assert missing == sorted(missing, reverse=True)
    assert "code_quality::no_todo_in_critical_paths" in told
    assert "-> name some: [tool.golive] critical" in " ".join(told.split())
    assert int(told.splitlines()[-1].split()[0]) > sum(groups)  # those that are set up count, too


def test_a_row_that_would_measure_is_set_up_and_nothing_is_started_or_asked(at, capsys):
    at.write("gates/test_own.py", OWN)
    at.commit()
    _, told = doctor(capsys)
    assert "test_own" not in told
    assert not (at.path / "started").exists()


def test_nothing_is_left_behind(at, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    _, told = doctor(capsys)
    assert subprocess.check_output(["git", "status", "--porcelain"], cwd=at.path) == b""
    assert not (tmp_path / "summary").exists()
    assert "::error " not in told


def test_without_a_repository_the_cure_is_git_init(tmp_path, monkeypatch, capsys):
    (tmp_path / "pyproject.toml").write_text("[tool.golive]\n")
    monkeypatch.chdir(tmp_path)
    status, told = doctor(capsys)
    assert status == 1
    assert "git init" in told


def test_what_stands_around_it(at, capsys, monkeypatch):
    monkeypatch.delenv("STAGING_TOKEN", raising=False)
    text = (at.path / "pyproject.toml").read_text() + TARGET
    text += '[[tool.golive.targets.staging.auth]]\nscheme = "token"\nprotected = ["/a"]\ntoken_env = "STAGING_TOKEN"\n'
    at.write("pyproject.toml", text)
    at.write(".gitignore", "")
    _, told = doctor(capsys)
    told = " ".join(told.split())
    assert "settings in pyproject.toml, with changes that are not committed" in told
    assert "STAGING_TOKEN is not set here, and targets.staging.auth[0].token_env names it" in told
    assert ".golive/ is not ignored" in told


def test_faults_in_the_settings_have_their_own_status(at, capsys):
    at.write("pyproject.toml", "[tool.golive]\nkind = 'none'\n")
    assert main(["doctor"]) == 4
    assert "kind" in capsys.readouterr().err


def test_a_project_whose_checklist_cannot_be_collected_says_why(at, capsys):
    at.write("conftest.py", "raise RuntimeError('broken on purpose')\n")
    assert main(["doctor"]) == 1
    assert "no row could be looked at" in capsys.readouterr().err


def test_a_service_is_not_even_looked_for_by_its_name(at, capsys):
    at.write("pyproject.toml", TARGET.replace("http://127.0.0.1:9", "https://shop.invalid"))
    at.commit()
    status, told = doctor(capsys)
    assert status == 1
    assert "smoke::version" not in told, "it would be measured, so it is set up"
    assert "shop.invalid" not in told


def test_rows_of_production_are_looked_at_past_the_records_that_only_a_run_has(at, capsys):
    table = TARGET.replace("staging", "prod") + "production = true\n"
    at.write("pyproject.toml", (at.path / "pyproject.toml").read_text() + table)
    at.commit()
    _, told = doctor(capsys, "--target", "prod")
    told = " ".join(told.split())
    assert "the phase is not open" not in told
    assert "chain::earlier_records" not in told
    assert "deployment::deployed" in told, "it lacks the command, and says so"
