"""Projects whose tests are run by unittest, or by Django."""

from __future__ import annotations

import sys

import pytest

CASES = """
import unittest


class Cases(unittest.TestCase):
    def test_passes(self):
        self.assertTrue(1)

    def test_fails(self):
        self.assertEqual(1, 2)

    def test_breaks(self):
        raise ValueError("no table")

    @unittest.skip("not today")
    def test_skipped(self):
        pass

    @unittest.expectedFailure
    def test_known(self):
        self.fail()

    @unittest.expectedFailure
    def test_mended(self):
        pass

    def test_parts(self):
        for number in range(3):
            with self.subTest(number=number):
                if number == 1:
                    self.skipTest("part")
                self.assertLess(number, 2)


class NoClass(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise RuntimeError("no server")

    def test_never(self):
        pass
"""


def test_every_outcome_of_unittest(make, run):
    root = make(**{"test_unit.py": CASES})
    result = run(root, "python", "-m", "unittest", "-v")
    outcomes = {test.id.rpartition(".")[2]: test.outcome for test in result.tests}
    assert outcomes == {
        "test_passes": "passed",
        "test_fails": "failed",
        "test_breaks": "error",
        "test_skipped": "skipped",
        "test_known": "xfailed",
        "test_mended": "failed",
        "test_parts": "failed",
        "NoClass)": "error",
    }
    assert (result.expected, result.missing, result.complete, result.exit_status) == (9, 1, True, 1)
    place = {test.id: (test.file, test.line) for test in result.tests}
    assert place["test_unit.Cases.test_fails"] == ("test_unit.py", 9)
    assert "ValueError: no table" in {test.message for test in result.tests}


def test_unittest_in_a_bare_virtualenv(make, run):
    import subprocess

    root = make(**{"tests/test_unit.py": "import unittest\nclass T(unittest.TestCase):\n    def test_a(self): pass\n"})
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", root / ".venv"], check=True)
    from pytest_golive.testrun.project.command import find_command
    from pytest_golive.testrun.running import run_tests

    found = find_command(root, python=".venv")
    result = run_tests(found, root=root, artifacts=root / ".golive", timeout=600)
    assert (result.passed, result.failures(), result.source[:18]) == (1, (), "unittest of Python")


def test_a_file_that_unittest_cannot_import_is_an_error(make, run):
    result = run(make(**{"test_unit.py": "import nothing_of_that_name\n"}), "python", "-m", "unittest")
    assert [test.outcome for test in result.tests] == ["error"]


def test_unittest_that_dies_in_the_middle_is_not_complete(make, run):
    text = "import os, unittest\nclass T(unittest.TestCase):\n    def test_a(self): os._exit(0)\n    def test_b(self): pass\n"
    result = run(make(**{"test_unit.py": text}), "python", "-m", "unittest")
    assert (result.errors, result.missing, result.complete) == (1, 1, False)


def test_django(make, run):
    pytest.importorskip("django")
    settings = "SECRET_KEY='x'\nINSTALLED_APPS=['poll']\nDATABASES={}\n"
    tests = """
    from django.test import SimpleTestCase, tag

    @tag("security")
    class Cases(SimpleTestCase):
        def test_passes(self):
            pass

        def test_fails(self):
            self.assertEqual(1, 2)
    """
    manage = """
    import os, sys
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
    from django.core.management import execute_from_command_line
    execute_from_command_line(sys.argv)
    """
    root = make(**{"settings.py": settings, "manage.py": manage, "poll/__init__.py": "", "poll/tests.py": tests})
    result = run(root, "python", "manage.py", "test")
    assert sorted((test.outcome, test.file, *test.markers) for test in result.tests) == [
        ("failed", "poll/tests.py", "security"),
        ("passed", "poll/tests.py", "security"),
    ]


SKIPPED = """
import unittest

def setUpModule():
    {module}

class Server(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        {klass}

    def test_starts(self): pass
    def test_stops(self): pass

class Always(unittest.TestCase):
    def test_passes(self): pass
"""
SKIP = "raise unittest.SkipTest('no server here')"


@pytest.mark.parametrize(
    ("text", "outcomes"),
    [
        (SKIPPED.format(module="pass", klass=SKIP), ["passed", "skipped", "skipped"]),
        (SKIPPED.format(module=SKIP, klass="pass"), ["skipped", "skipped", "skipped"]),
    ],
    ids=["class", "module"],
)
def test_what_a_class_or_a_module_skips_is_skipped_test_by_test(make, run, text, outcomes):
    result = run(make(**{"test_unit.py": text}), "python", "-m", "unittest")
    assert sorted(test.outcome for test in result.tests) == outcomes
    assert (result.expected, result.missing, result.complete) == (3, 0, True)
    assert {test.message for test in result.tests if test.outcome == "skipped"} == {"no server here"}


def test_two_tests_of_one_name_are_two(make, run):
    text = """
    import unittest

    def made(number):
        class Cases(unittest.TestCase):
            def test_small(self):
                self.assertLess(number, 2)
        return Cases

    One, Two = made(1), made(2)
    """
    result = run(make(**{"test_unit.py": text}), "python", "-m", "unittest")
    assert sorted((test.id.rpartition(".")[2], test.outcome) for test in result.tests) == [
        ("test_small", "passed"),
        ("test_small (2)", "failed"),
    ]
    assert (result.expected, result.missing) == (2, 0)
