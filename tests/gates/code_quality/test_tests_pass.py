"""The gate about the project's own tests: it passes, is breached, cannot measure."""

from __future__ import annotations

import json
import os
import sys
import time

import pytest

TESTS, COVERAGE = "code_quality::tests_pass", "code_quality::coverage"
JUNIT = '<testsuite tests="{n}" failures="{f}" errors="0" skipped="0">{cases}</testsuite>'
GOOD = '<testcase classname="tests.test_pay" name="test_pay"/>'
BAD = '<testcase classname="tests.test_pay" name="test_bad"><failure message="3 != 4"/></testcase>'


def junit(shop, text):
    shop.settings('[tool.golive.tests]\njunit = ["report.xml"]\n')
    shop.commit()
    shop.write("report.xml", text)
    shop.write(".gitignore", "report.xml\n__pycache__/\n")


def test_tests_pass_passes(shop):
    shop.passes(TESTS, "*tests that passed: 2, must be at least 1*", "*tests that failed: 0*")
    assert "2 passed" in (shop.path / ".golive" / "tests.log").read_text()


def test_tests_pass_is_breached(shop):
    shop.write("tests/test_more.py", "def test_bad():\n    assert 3 == 4\n")
    shop.breaches(TESTS, "*tests that failed: 1*", "*tests/test_more.py:*3 == 4*")


@pytest.mark.parametrize(
    "text",
    [
        "import no_such_module\n",
        "import pytest\n\n@pytest.fixture\ndef x():\n    raise OSError('gone')\n\ndef test_x(x):\n    pass\n",
    ],
)
def test_tests_pass_is_breached_by_an_error(shop, text):
    shop.write("tests/test_more.py", text)
    shop.breaches(TESTS, "*tests/test_more.py*")


def test_tests_pass_is_breached_by_no_tests(shop):
    shop.write("tests/test_pay.py", "")
    shop.breaches(TESTS, "*tests that passed: 0, must be at least 1*")


def test_tests_pass_is_breached_by_skipped_tests_alone(shop):
    shop.write("tests/test_pay.py", "import pytest\n\n@pytest.mark.skip\ndef test_x():\n    pass\n")
    shop.breaches(TESTS, "*tests that passed: 0*")


def test_tests_pass_is_breached_by_an_exit_status(shop):
    shop.write("run_tests.py", "import sys, pytest\npytest.main()\nsys.exit(3)\n")
    shop.settings('[tool.golive.tests]\ncommand = ["python", "run_tests.py"]\n')
    shop.breaches(TESTS, "*no test failed, yet the test command did (exit status 3)*")


def test_tests_pass_is_not_set_up_where_there_are_none(shop):
    (shop.path / "tests" / "test_pay.py").unlink()
    text = (shop.path / "pyproject.toml").read_text()
    shop.write("pyproject.toml", text.split("[tool.pytest.ini_options]")[0] + "[tool.golive]\n")
    shop.cannot_measure(TESTS, word="NOT SET UP")


def test_tests_pass_cannot_measure_a_command_that_does_not_exist(shop):
    shop.settings('[tool.golive.tests]\ncommand = ["no-such-program"]\n')
    shop.cannot_measure(TESTS, "*no-such-program*")


def test_tests_pass_cannot_measure_tests_that_never_end(shop):
    shop.write("tests/test_more.py", "import time\n\ndef test_slow():\n    time.sleep(60)\n")
    shop.settings('[tool.golive.tests]\ntimeout = "3s"\n')
    began = time.monotonic()
    shop.cannot_measure(TESTS, "*3 s*")
    assert time.monotonic() - began < 30


def test_tests_pass_cannot_measure_an_interpreter_that_is_not_there(shop):
    shop.settings('[tool.golive.tests]\npython = ".no-venv"\n')
    shop.cannot_measure(TESTS, "*.no-venv*")


def test_tests_pass_reads_what_ci_wrote(shop):
    junit(shop, JUNIT.format(n=1, f=0, cases=GOOD))
    shop.passes(TESTS, "*tests that passed: 1*")


def test_tests_pass_is_breached_by_what_ci_wrote(shop):
    junit(shop, JUNIT.format(n=2, f=1, cases=GOOD + BAD))
    shop.breaches(TESTS, "*tests that failed: 1*")


@pytest.mark.parametrize("text", ["", "<testsuite", "no xml at all", JUNIT.format(n=5, f=0, cases=GOOD)])
def test_tests_pass_cannot_measure_a_broken_report(shop, text):
    junit(shop, text)
    shop.cannot_measure(TESTS, "*report.xml*")


def test_tests_pass_cannot_measure_a_report_older_than_the_code(shop):
    junit(shop, JUNIT.format(n=1, f=0, cases=GOOD))
    os.utime(shop.path / "report.xml", (1_600_000_000, 1_600_000_000))
    shop.cannot_measure(TESTS, "*older than the code*")


def test_tests_pass_cannot_measure_a_report_that_is_not_there(shop):
    shop.settings('[tool.golive.tests]\njunit = ["reports/*.xml"]\n')
    shop.cannot_measure(TESTS, "*no file matches*reports/*")


def test_tests_are_not_run_again_where_a_fresh_report_may_be_reused(shop):
    run = "import pathlib, shutil; pathlib.Path('ran').touch(); shutil.copy('template.txt', 'report.xml')"
    command = json.dumps([sys.executable, "-c", run])
    shop.write(".gitignore", "report.xml\nran\n")
    shop.write("template.txt", JUNIT.format(n=1, f=0, cases=GOOD))
    shop.settings(f'[tool.golive.tests]\ncommand = {command}\njunit = ["report.xml"]\nreuse = true\n')
    shop.passes(TESTS)  # there is none yet
    (shop.path / "ran").unlink()
    shop.passes(TESTS)
    assert not (shop.path / "ran").exists()
    shop.write("src/shop/pay.py", "x = 1\n")
    os.utime(shop.path / "report.xml", (1, 1))
    shop.passes(TESTS)  # of older code
    assert (shop.path / "ran").exists()
