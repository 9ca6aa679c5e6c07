"""Under ``python -O`` an assert statement checks nothing, so nothing that depends on one is verified."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.security
GATE = "def test_invoices_have_numbers():\n    assert not 'an invoice without a number'\n"
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "pre_deploy")
WORDS = "this Python leaves assert statements out (python -O, or PYTHONOPTIMIZE)"


@pytest.mark.parametrize(("flags", "value"), [(("-O",), ""), ((), "1"), ((), "2")])
def test_a_checklist_is_not_run_without_asserts(project, flags, value):
    project.write("gates/shop.py", GATE)
    project.commit()
    environment = {**os.environ, "PYTHONOPTIMIZE": value}
    words = [sys.executable, *flags, *PYTEST, "--assert=plain"]
    done = subprocess.run(words, cwd=project.path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 4, done.stdout
    assert WORDS in done.stderr
    assert "GO  " not in done.stdout.replace("NO-GO  ", "")


def test_without_that_a_plain_assert_is_one(project):
    project.write("gates/shop.py", GATE)
    project.commit()
    words = [sys.executable, *PYTEST, "--assert=plain"]
    done = subprocess.run(words, cwd=project.path, capture_output=True, text=True, check=False)
    assert (done.returncode, "NO-GO  " in done.stdout) == (1, True)


def test_an_ordinary_run_is_not_stopped(project):
    project.write("test_it.py", "def test_one():\n    pass\n")
    words = [sys.executable, "-O", "-m", "pytest", "-q", "test_it.py"]
    done = subprocess.run(words, cwd=project.path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
