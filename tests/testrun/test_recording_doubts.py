"""Outcomes that the project's own hooks change are not trusted."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import dedent

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.keeping.scope import SCOPE
from pytest_golive.testrun.leaving_out import choosing, left_out

TEST = """
import pytest, unittest
def test_good(): pass
def test_bad(): assert 0
def test_skipped(): pytest.skip("later")
@pytest.mark.xfail
def test_expected(): assert 0
class TestOld(unittest.TestCase):
    def test_old(self): self.fail("old")
"""
REWRITES = {
    "the outcome": """
        @pytest.hookimpl(hookwrapper=True)
        def pytest_runtest_makereport(item, call):
            report = (yield).get_result()
            report.outcome = "passed"
    """,
    "the call": """
        @pytest.hookimpl(tryfirst=True)
        def pytest_runtest_makereport(item, call):
            call.excinfo = None
    """,
    "what is raised": """
        @pytest.hookimpl(hookwrapper=True)
        def pytest_pyfunc_call(pyfuncitem):
            outcome = yield
            if outcome.excinfo is not None:
                outcome.force_result(True)
    """,
    "what is logged": """
        @pytest.hookimpl(tryfirst=True)
        def pytest_runtest_logreport(report):
            report.outcome = "passed"
    """,
}


@pytest.mark.security
@pytest.mark.parametrize("how", REWRITES)
def test_a_failure_that_a_conftest_makes_a_pass_of_has_not_passed(make, run, how):
    root = make(**{"test_it.py": TEST, "conftest.py": "import pytest\n" + dedent(REWRITES[how])})
    result = run(root)
    outcomes = {test.id.rpartition("::")[2]: test.outcome for test in result.tests}
    assert outcomes["test_good"] == "passed"
    assert outcomes["test_bad"] == "failed"
    assert outcomes["test_skipped"] in {"skipped", "failed"}
    assert outcomes["test_expected"] != "passed" or how == "what is raised"  # an expected failure is never a pass
    bad = next(test for test in result.tests if test.id.endswith("test_bad"))
    assert "made a pass of it" in bad.message


@pytest.mark.security
def test_a_report_that_a_conftest_replaces_proves_nothing(make, run):
    conftest = """
        import pytest
        @pytest.hookimpl(hookwrapper=True)
        def pytest_runtest_makereport(item, call):
            outcome = yield
            old = outcome.get_result()
            outcome.force_result(pytest.TestReport(old.nodeid, old.location, {}, "passed", None, old.when))
    """
    result = run(make(**{"test_it.py": "def test_bad(): assert 0\n", "conftest.py": dedent(conftest)}))
    assert [test.outcome for test in result.tests] == ["error"]
    assert "did not see it" in result.tests[0].message


def test_what_the_options_left_out_is_known(make, run):
    root = make(**{"test_it.py": "def test_a(): pass\ndef test_b(): assert 0\n"})
    result = run(root, "pytest", "-k", "test_a", "--ignore=docs", "test_it.py")
    assert (result.passed, result.deselected) == (1, 1)
    assert result.choices == ("-k 'test_a'", "--ignore docs", "only test_it.py")
    assert choosing(result) == "1 deselected; -k 'test_a', --ignore docs, only test_it.py"
    (found,) = left_out(result)
    assert found.message == "the tests ran with -k 'test_a': 1 deselected"
    assert choosing(run(root, "pytest")) == ""
    (root / "pytest.ini").write_text("[pytest]\naddopts = --deselect test_it.py::test_b\n")
    assert [one.key for one in left_out(run(root, "pytest"))] == ["--deselect test_it.py::test_b"]


def test_what_unittest_is_told_to_choose_is_known(make, run):
    text = (
        "import unittest\nclass T(unittest.TestCase):\n    def test_a(self): pass\n    def test_b(self): self.fail()\n"
    )
    result = run(make(**{"test_it.py": text}), "python", "-m", "unittest", "-k", "test_a")
    assert (result.passed, result.choices) == (1, ("-k test_a",))
    assert [one.message for one in left_out(result)] == ["the tests ran with -k test_a: an unknown number left out"]


def test_skips_expected_failures_and_repetitions_are_remarked(make, run):
    text = """
        import pytest
        @pytest.mark.skip
        def test_a(): pass
        @pytest.mark.xfail
        def test_b(): assert 0
        tries = []
        def test_c():
            tries.append(1)
            assert len(tries) > 1
    """
    result = run(make(**{"test_it.py": dedent(text)}), "pytest", "-p", "rerunfailures", "--reruns", "1")
    assert result.remarks() == (
        ("skipped tests", 1),
        ("tests expected to fail (xfail)", 1),
        ("tests that passed at another try only", 1),
    )


SCRIPT = "#!/bin/sh\n{} {} -m pytest -p no:cacheprovider --junitxml=r.xml\n"


def script(root, before):
    file = root / "run-tests"
    file.write_text(SCRIPT.format(before, sys.executable))
    file.chmod(0o755)
    return ["./run-tests"]


@pytest.mark.parametrize(
    ("before", "source"),
    [
        ("", "pytest"),
        ("PYTHONPATH=lib:$PYTHONPATH", "pytest"),
        ("PYTHONPATH=lib", "r.xml"),
        ("env -i PYTHONPATH=lib", "r.xml"),
    ],
)
def test_a_script_may_set_pythonpath_itself(make, run, before, source):
    root = make(**{"lib/shop.py": "x = 1\n", "test_it.py": "def test_a():\n    assert True\n"})
    result = run(root, *script(root, before), junit=["r.xml"])
    assert result.failures() == ()
    assert result.passed == 1
    assert result.source.startswith(source)


def test_a_script_that_hides_the_recorder_and_leaves_no_report_says_how_to_mend_it(make, run):
    root = make(**{"test_it.py": "def test_a(): pass\n"})
    with pytest.raises(CannotMeasure, match="left no result of any test") as caught:
        run(root, *script(root, "PYTHONPATH=lib"))
    assert "PYTHONPATH=src:$PYTHONPATH" in caught.value.cure
    assert str(root / ".golive/tests.log") in caught.value.cure


@pytest.mark.parametrize("options", [["-I"], ["-E"], ["-sI"], ["-W", "ignore", "-I"]])
def test_an_isolated_interpreter_records_too(make, run, options):
    root = make(**{"lib/shop.py": "x = 1\n", "test_it.py": "import shop\ndef test_a():\n    assert shop.x\n"})
    result = run(root, "python", *options, "-m", "pytest", "-o", "pythonpath=lib")
    assert (result.failures(), result.passed) == ((), 1)
    assert result.source.startswith("pytest")


def test_an_isolated_unittest_records_too(make, run):
    root = make(**{"test_it.py": "import unittest\nclass T(unittest.TestCase):\n    def test_a(self): pass\n"})
    result = run(root, "python", "-I", "-m", "unittest", "discover", "-s", str(root))
    assert (result.failures(), result.passed) == ((), 1)


def test_two_runs_at_once_have_places_of_their_own(make, run, tmp_path, monkeypatch):
    monkeypatch.setattr(SCOPE, "folder", tmp_path)
    root = make(**{"shop.py": "x = 1\ny = 2\n", "test_it.py": "def test_a():\n    import shop\n"})
    first = run(root, "pytest", with_coverage=True, source=["."])
    second = run(root, "pytest", "-k", "nothing", with_coverage=True, source=["."])
    assert first.coverage_data != second.coverage_data
    assert tmp_path in Path(first.coverage_data).parents
    assert (root / ".golive/tests.log").read_text().count("deselected") >= 1  # that of the last
    assert second.log == str(root / ".golive/tests.log")


HELPER = "def check(value):\n    assert value == 1\n"
BY_PYTEST = "from helper import check\ndef test_it():\n    check(2)\n"
BY_UNITTEST = "import unittest\nclass T(unittest.TestCase):\n    def test_it(self):\n        assert 1 == 2\n"


@pytest.mark.security
@pytest.mark.parametrize(
    ("test", "command"),
    [
        (BY_PYTEST, (sys.executable, "-O", "-m", "pytest", "-p", "no:cacheprovider")),
        (BY_PYTEST, ("env", "PYTHONOPTIMIZE=1", sys.executable, "-m", "pytest")),
        (BY_UNITTEST, (sys.executable, "-OO", "-m", "unittest")),
    ],
)
def test_tests_without_their_asserts_prove_nothing(make, run, test, command):
    root = make(**{"test_it.py": test, "helper.py": HELPER})
    with pytest.raises(CannotMeasure, match=r"ran the tests without their assert statements \(python -O, or PYTHONOPT"):
        run(root, *command)
