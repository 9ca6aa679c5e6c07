"""Projects that run their tests by a program of their own."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure

CASES = """
import unittest

from shop import add


class Cases(unittest.TestCase):
    def test_passes(self):
        self.assertEqual(add(2, 2), 4)

    def test_fails(self):
        self.assertEqual(add(2, 2), 5)
"""
SHOP = "def add(a, b):\n    if a > 100:\n        return 100\n    return a + b\n"
MAIN = "\n\nif __name__ == '__main__':\n    unittest.main()\n"
CLASS_OF_ITS_OWN = """
import sys, unittest

class Result(unittest.TextTestResult):
    def addFailure(self, test, err):
        super().addFailure(test, err)
        print("own class saw", test.id())

class Runner(unittest.TextTestRunner):
    resultclass = Result

if __name__ == "__main__":
    suite = unittest.defaultTestLoader.loadTestsFromName("cases")
    sys.exit(not Runner().run(suite).wasSuccessful())
"""
TWO_RUNS = """
import sys, unittest
from cases import Cases

for name in ("test_passes", "test_fails"):
    unittest.TextTestRunner().run(unittest.TestSuite([Cases(name)]))
"""
ENDS = """
import os, unittest
from cases import Cases

unittest.TextTestRunner().run(unittest.TestSuite([Cases("test_passes")]))
os._exit(0)
"""
BY_PYTEST = "import sys, pytest\nsys.exit(pytest.main(['-p', 'no:cacheprovider', 'cases.py']))\n"
BY_PYTEST_ELSEWHERE = """
import subprocess, sys
sys.exit(subprocess.call([sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "cases.py"]))
"""
BOTH = {"Cases.test_passes": "passed", "Cases.test_fails": "failed"}


def outcomes(result):
    return {".".join(test.id.replace("::", ".").split(".")[-2:]): test.outcome for test in result.tests}


@pytest.mark.parametrize(
    ("files", "command"),
    [
        ({"tests.py": CASES + MAIN}, ("tests.py",)),
        ({"tests.py": CASES + MAIN}, ("tests.py", "-v")),
        ({"tests.py": CASES + MAIN}, ("-W", "error", "tests.py")),
        ({"tests.py": CASES + MAIN}, ("-m", "tests")),
        ({"tests.py": CASES + MAIN}, ("-m", "coverage", "run", "--branch", "tests.py")),
        ({"tests/__init__.py": "", "tests/__main__.py": CASES + MAIN}, ("-m", "tests")),
        ({"tests.py": CLASS_OF_ITS_OWN}, ("tests.py",)),
        ({"tests.py": TWO_RUNS}, ("tests.py",)),
        ({"tests.py": BY_PYTEST}, ("tests.py",)),
        ({"tests.py": BY_PYTEST_ELSEWHERE}, ("tests.py",)),
    ],
    ids=["program", "option", "interpreter", "module", "coverage", "package", "class", "twice", "pytest", "pytest elsewhere"],
)  # fmt: skip
def test_what_it_runs_is_recorded_and_measured(make, run, files, command):
    result = run(make(**{"shop.py": SHOP, "cases.py": CASES, **files}), "python", *command, with_coverage=True)
    assert outcomes(result) == BOTH
    assert (result.expected, result.missing, result.complete) == (2, 0, True)
    assert result.coverage_data, result.no_coverage
    assert result.exit_status == (
        0 if files["tests.py" if "tests.py" in files else "tests/__main__.py"] is TWO_RUNS else 1
    )


def test_it_is_isolated_from_the_environment(make, run):
    result = run(
        make(**{"shop.py": SHOP, "tests.py": "import sys\nsys.path[:0] = ['.']\n" + CASES + MAIN}),
        "python",
        "-E",
        "tests.py",
    )
    assert outcomes(result) == BOTH


def test_its_own_result_class_still_sees_everything(make, run):
    root = make(**{"shop.py": SHOP, "cases.py": CASES, "tests.py": CLASS_OF_ITS_OWN})
    run(root, "python", "tests.py")
    assert "own class saw cases.Cases.test_fails" in (root / ".golive/tests.log").read_text()


def test_a_program_that_ends_itself_is_not_complete(make, run):
    result = run(make(**{"shop.py": SHOP, "cases.py": CASES, "tests.py": ENDS}), "python", "tests.py")
    assert (outcomes(result), result.complete) == ({"Cases.test_passes": "passed"}, False)


@pytest.mark.parametrize("text", ["print('all is well')\n", "import unittest\nunittest.TestResult()\n"])
def test_a_program_that_runs_no_test_leaves_no_result(make, run, text):
    with pytest.raises(CannotMeasure, match="left no result of any test"):
        run(make(**{"tests.py": text}), "python", "tests.py")


def test_the_program_sees_itself_as_python_starts_it(make, run):
    text = "import os, sys\nprint([sys.argv, os.path.basename(sys.path[0]), __name__, os.path.basename(__file__)])\n"
    root = make(**{"ci/tests.py": text})
    with pytest.raises(CannotMeasure):
        run(root, "python", "ci/tests.py", "--fast")
    assert "[['ci/tests.py', '--fast'], 'ci', '__main__', 'tests.py']" in (root / ".golive/tests.log").read_text()
