"""How a run ends after an error."""

from __future__ import annotations

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from pytest_golive.masking import known
from pytest_golive.running.door import _write_broken_end

HEAD = "import atexit, os, sys\nimport pytest\n\n"


def run(project, *args, **environment):
    """Pytest in a separate process, since its exit is tested."""
    command = [sys.executable, "-m", "pytest", "-p", "no:randomly", *(args or ("-m", "pre_deploy"))]
    env = {**os.environ, "COLUMNS": "200", **environment}
    done = subprocess.run(command, check=False, cwd=project.path, env=env, capture_output=True, text=True, timeout=300)
    return done.returncode, pytest.LineMatcher(done.stdout.splitlines())


def test_on_github_a_run_without_a_verdict_is_annotated(red):
    red.write("conftest.py", HEAD + "def pytest_sessionstart(session):\n    pytest.exit('no', returncode=0)\n")
    _, said = run(red, GITHUB_ACTIONS="true")
    said.fnmatch_lines(["::error title=NO-GO::the run ended with exit status 0 before there was a verdict*"])


@pytest.mark.parametrize(
    ("conftest", "args", "told"),
    [
        ("def pytest_unconfigure():\n    raise OSError('no \\n room')\n", [], "OSError: no room"),
        ("", ["--junitxml=pyproject.toml/report.xml"], "*Error: *pyproject.toml*"),
    ],
    ids=["a hook", "JUnit"],
)
def test_an_error_that_ends_a_go_is_told_as_no_go(project, conftest, args, told):
    project.write("conftest.py", conftest)
    status, said = run(project, "-m", "pre_deploy", *args)
    said.fnmatch_lines([f"NO-GO  a hook or plugin broke the end of the run with {told}, and the checklist was a GO"])
    assert status == 1


def test_a_usage_error_is_told_by_pytest_alone(project):
    project.write("golive.toml", "nothing = 1\n")
    status, said = run(project)
    said.no_fnmatch_line("*broke the end of the run*")
    assert status == 4


@pytest.mark.security
def test_no_credential_stands_in_the_line_about_an_error(capsys, monkeypatch):
    monkeypatch.setattr(known, "MASK", known.Mask())
    known.MASK.add("e1b5cd0aa1d0")  # pragma: allowlist secret
    _write_broken_end(SimpleNamespace(stash=pytest.Stash()), OSError("no room for e1b5cd0aa1d0"))
    assert "with OSError: no room for [hidden], before there was a verdict" in capsys.readouterr().out
