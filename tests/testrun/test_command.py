"""Which command runs the tests, and in which interpreter."""

from __future__ import annotations

import sys

import pytest

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.testrun.project.command import find_command

ME = sys.executable


@pytest.mark.parametrize(
    ("command", "args", "kind", "split"),
    [
        (["pytest", "-q"], (ME, "-m", "pytest", "-q"), "pytest", 1),
        (["py.test"], (ME, "-m", "pytest"), "pytest", 1),
        (["python", "-m", "pytest"], (ME, "-m", "pytest"), "pytest", 1),
        (["python3.11", "-W", "error", "-B", "-m", "pytest"], (ME, "-W", "error", "-B", "-m", "pytest"), "pytest", 4),
        (["coverage", "run", "-m", "pytest"], (ME, "-m", "coverage", "run", "-m", "pytest"), "pytest", 1),
        (["python", "-m", "unittest", "-v"], (ME, "-m", "unittest", "-v"), "unittest", 1),
        (["python", "src/manage.py", "test"], (ME, "src/manage.py", "test"), "django", 1),
        (["python", "tests/runtests.py"], (ME, "tests/runtests.py"), "other", 1),
        (["make", "test"], ("make", "test"), "other", 0),
        (["tox", "-e", "py"], ("tox", "-e", "py"), "other", 0),
    ],
)
def test_a_command_that_was_set(tmp_path, command, args, kind, split):
    found = find_command(tmp_path, command=command)
    assert (found.args, found.kind, found.split) == (args, kind, split)


@pytest.mark.parametrize(
    "files",
    [
        {"pytest.ini": "[pytest]\n"},
        {"pyproject.toml": "[tool.pytest.ini_options]\nminversion = '7'\n"},
        {"pyproject.toml": "[tool.pytest]\nminversion = '9'\n"},
        {"setup.cfg": "[tool:pytest]\naddopts = -q\n"},
        {"tox.ini": "[pytest]\naddopts = -q\n"},
        {"tests/test_a.py": "import unittest\n"},
        {"test_a.py": ""},
        {"src/shop/pay_test.py": ""},
    ],
    ids=lambda files: next(iter(files)),
)
def test_pytest_is_found_by_looking(make, files):
    assert find_command(make(**files)).args == (ME, "-m", "pytest")


def test_django_is_found_by_looking(make):
    root = make(**{"manage.py": "import django\n", "poll/tests.py": ""})
    found = find_command(root)
    assert (found.args, found.kind) == ((ME, "manage.py", "test"), "django")


@pytest.mark.parametrize(
    "files",
    [
        {"app.py": ""},
        {"manage.py": "print('no django here')\n".replace("django", "frame" + "work")},
        {"pyproject.toml": "[project]\n"},
        {"setup.cfg": "[metadata]\n"},
    ],
    ids=lambda files: next(iter(files)),
)
def test_nothing_found_is_not_set_up(make, files):
    with pytest.raises(NotSetUp, match="no tests of this project were found") as caught:
        find_command(make(**files))
    assert "[tool.golive.tests] command" in caught.value.cure


def test_untracked_tests_do_not_count(make):
    root = make(**{"app.py": ""})
    (root / "test_mine.py").write_text("")
    with pytest.raises(NotSetUp, match="no tests of this project were found"):
        find_command(root)


@pytest.mark.parametrize(
    ("python", "said"),
    [
        (".venv", "no interpreter or virtualenv '.venv'"),
        ("python9.9", "no interpreter or virtualenv"),
        ("empty", "a folder without bin/python"),
        ("broken", "does not run as a Python interpreter"),
        ("app.py", "does not run as a Python interpreter"),
    ],
)
def test_an_interpreter_that_is_none(make, python, said):
    root = make(**{"app.py": "", "empty/x": "", "broken": "#!/bin/sh\nexit 1\n"})
    (root / "broken").chmod(0o755)
    with pytest.raises(CannotMeasure, match=said) as caught:
        find_command(root, command=["pytest"], python=python)
    assert "[tool.golive.tests] python" in caught.value.cure


def bare(root):
    """An interpreter that has no packages at all."""
    import subprocess

    subprocess.run([ME, "-m", "venv", "--without-pip", root / ".venv"], check=True)
    return ".venv"


def test_an_interpreter_without_pytest_cannot_run_it(make):
    root = make(**{"test_a.py": "import pytest\n"})
    with pytest.raises(CannotMeasure, match="has none") as caught:
        find_command(root, python=bare(root))
    assert "install it there" in caught.value.cure


def test_unittest_is_found_where_there_is_no_pytest(make):
    root = make(**{"tests/test_a.py": "import unittest\n"})
    found = find_command(root, python=bare(root))
    assert found.args[1:] == ("-m", "unittest", "discover", "-s", "tests")


def test_a_folder_named_coverage_is_not_the_tool(make):
    root = make(**{"coverage/index.html": "", "pytest/x": ""})
    assert find_command(root, command=["true"], python=bare(root)).interpreter.has == frozenset()
