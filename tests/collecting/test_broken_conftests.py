"""A conftest for unit tests that cannot be imported by a run of the checklist."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def run(project, *args):
    command = [sys.executable, "-m", "pytest", "-p", "no:randomly", *args]
    env = {**os.environ, "COLUMNS": "200"}
    done = subprocess.run(command, check=False, cwd=project.path, env=env, capture_output=True, text=True, timeout=300)
    return done.returncode, pytest.LineMatcher(done.stdout.splitlines())


BROKEN = {
    "lacks a module": (
        "import no_such_thing\n",
        (
            "NO-GO  *conftest.py cannot be imported (ModuleNotFoundError), and so nothing was verified; it imports "
            "no_such_thing, which * does not have: install it, or leave conftests out, if no gate needs one: --noconftest"
        ),
    ),
    "raises": (
        "raise RuntimeError('TOKEN-4711')\n",
        "NO-GO  *conftest.py cannot be imported (RuntimeError), and so nothing was verified; mend it, or leave *",
    ),
}


@pytest.mark.parametrize("way", BROKEN)
def test_a_conftest_of_unit_tests_that_cannot_be_imported_has_a_cure(project, way):
    code, line = BROKEN[way]
    project.write("tests/conftest.py", code)
    status, said = run(project, "-m", "pre_deploy")
    said.fnmatch_lines([line])
    assert status == pytest.ExitCode.USAGE_ERROR
    status, said = run(project, "-m", "pre_deploy", "--noconftest")
    said.fnmatch_lines(["GO  *"])
    assert status == 0


def test_an_ordinary_run_hears_nothing_of_it(project):
    project.write("tests/conftest.py", "import no_such_thing\n")
    status, said = run(project, "tests")
    said.no_fnmatch_line("*NO-GO*")
    assert status == pytest.ExitCode.USAGE_ERROR
