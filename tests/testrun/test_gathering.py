"""Only data of the run's own processes counts, and all tests must have run."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from half_tested import INI, PROJECT

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.partial import require_all
from pytest_golive.testrun.project.command import find_command
from pytest_golive.testrun.running import run_tests

PYTEST = ("pytest", "-p", "no:randomly", "-p", "no:cacheprovider")


def test_a_missing_pytest_cov_is_what_has_to_be_installed(make, run):
    root = make(**PROJECT, **{"pytest.ini": f"{INI}addopts = -n 1\n"})
    command = find_command(root, command=PYTEST)
    without = replace(command.interpreter, has=command.interpreter.has - {"pytest_cov"})
    result = run_tests(
        replace(command, interpreter=without), root=root, timeout=600, artifacts=root / ".golive", with_coverage=True
    )
    assert result.passed == 1
    with pytest.raises(CannotMeasure, match=r"only pytest-cov measures them; .* has none") as caught:
        result.coverage_file()
    assert caught.value.cure.endswith("-m pip install pytest-cov")


def test_each_reason_has_a_cure_of_its_own(make, run):
    root = make(**PROJECT, **{"pytest.ini": INI})
    cures = []
    for command in (
        ("sh", "-c", f"{sys.executable} -m pytest"),
        ("coverage", "run", "--data-file=elsewhere", "-m", "pytest"),
        ("coverage", "run", "--source=no_such_folder", "-m", "pytest"),
    ):
        with pytest.raises(CannotMeasure) as caught:
            run(root, *command, with_coverage=True).coverage_file()
        cures.append(caught.value.cure)
    assert "command = ['python', '-m', 'pytest']" in cures[0]
    assert "where COVERAGE_FILE says" in cures[1]
    assert "pip install -e ." in cures[2]


FORGES = """
    import os
    import coverage
    from shop.pay import pay

    def test_forges():
        assert pay(1) == 1
        for suffix in [{suffixes}]:
            data = coverage.CoverageData(basename=os.environ["COVERAGE_FILE"] + suffix)
            data.add_lines({{os.path.abspath("src/shop/never.py"): [1, 2, 3]}})
            data.write()
"""


@pytest.mark.security
def test_data_that_a_test_wrote_is_not_combined(make, run, measured):
    suffixes = ("", ".fake", ".host.notanumber.X1")
    text = FORGES.format(suffixes=", ".join(map(repr, suffixes)))
    root = make(**PROJECT | {"tests/test_pay.py": text, "pytest.ini": INI})
    result = run(root, with_coverage=True)
    assert (result.passed, sorted(result.foreign_data)) == (1, [f".coverage{suffix}" for suffix in suffixes])
    assert measured(root, result).percent == 100 * 3 / 7


@pytest.mark.security
def test_data_that_bears_the_number_of_the_tests_own_process_is_refused(make, run):
    text = FORGES.format(suffixes="f'.host.pid{os.getpid()}.Xabcdefx'")
    root = make(**{**PROJECT, "tests/test_pay.py": text}, **{"pytest.ini": INI})
    with pytest.raises(CannotMeasure, match=r"two data files, .*Xabcdefx.* bear the number") as caught:
        run(root, with_coverage=True).coverage_file()
    assert "elsewhere" in caught.value.cure


def test_a_file_that_cannot_be_collected_is_told_instead_of_a_low_figure(make, run):
    root = make(**PROJECT, **{"tests/test_more.py": "import no_such_module\n", "pytest.ini": INI})
    result = run(root, with_coverage=True)
    with pytest.raises(CannotMeasure, match=r"not all tests were run.*tests/test_more.py could not be collected"):
        require_all(result)


def test_tests_that_kill_their_process_are_told_instead_of_a_low_figure(make, run):
    root = make(**PROJECT, **{"tests/test_more.py": "import os\ndef test_x():\n    os._exit(3)\n", "pytest.ini": INI})
    with pytest.raises(CannotMeasure, match="the test run stopped in the middle"):
        require_all(run(root, with_coverage=True))


def test_failed_tests_are_measured(make, run, measured):
    root = make(**PROJECT, **{"tests/test_more.py": "def test_x():\n    assert 0\n", "pytest.ini": INI})
    result = run(root, with_coverage=True)
    require_all(result)
    assert measured(root, result).percent == 100 * 3 / 7


def test_a_crash_of_coverage_is_no_failure_of_the_tests(make, run):
    root = make(**PROJECT, **{"pytest.ini": INI})
    breaks = "import coverage\n\ndef test_x():\n    coverage.Coverage.save = None\n"
    (root / "tests/test_more.py").write_text(breaks)
    result = run(root, with_coverage=True)
    assert (result.exit_status, result.failures(), result.passed) == (0, (), 2)
    with pytest.raises(CannotMeasure, match="coverage itself broke when the tests had ended"):
        result.coverage_file()


COVERED = {
    "central": ("pytest", "--cov"),
    "coverage's own": ("coverage", "run", "--source=src", "-m", "pytest"),
}
RULES = {"pytest.ini": INI, ".coveragerc": "[run]\nsource = src\n"}
MADE_UP = {
    "the plain name": "''",
    "no process's name": "'.fake'",
    "a process that never was": "'.host.pid999999999.Xabcdefx'",
    "a process's name of old": "'.host.12345.678901'",
    "the tests' own process": "f'.host.pid{os.getpid()}.Xabcdefx'",
    "the process that combines": "f'.host.pid{os.getppid()}.Xabcdefx'",
    "the combined file of pytest-cov": "f'.host.pid{os.getpid()}.Xabcdefx.combine'",
}
# Data of this process, which coverage itself writes under the same number, and pytest-cov does not.
OF_THE_TESTS = {name: suffix for name, suffix in MADE_UP.items() if "getpid" in suffix}


@pytest.fixture
def forged(make, run):
    """Run tests that put data with these suffixes beside their own; returns the project and the results."""

    def forged(suffixes, *command):
        # COVERAGE_FILE as the project's own processes see it, under whatever measures.
        text = FORGES.format(suffixes=", ".join(suffixes))
        root = make(**PROJECT | {"tests/test_pay.py": text} | RULES)
        result = run(root, *command, *PYTEST[1:], with_coverage=True)
        assert (result.passed, result.other_data) == (1, ())
        return root, result

    return forged


@pytest.mark.security
@pytest.mark.parametrize("command", COVERED.values(), ids=COVERED)
def test_what_a_test_puts_beside_the_data_never_counts(forged, measured, command):
    refused = OF_THE_TESTS if command[0] == "coverage" else {}
    suffixes = [suffix for name, suffix in MADE_UP.items() if name not in refused]
    root, result = forged(suffixes, *command)
    assert len(result.foreign_data) == len(suffixes)
    assert measured(root, result).percent == 100 * 3 / 7


@pytest.mark.security
@pytest.mark.parametrize("suffix", OF_THE_TESTS.values(), ids=OF_THE_TESTS)
def test_two_files_of_the_process_that_coverage_itself_measures(forged, suffix):
    _, result = forged([suffix], *COVERED["coverage's own"])
    with pytest.raises(CannotMeasure, match=r"two data files, .*Xabcdefx.* bear the number"):
        result.coverage_file()


@pytest.mark.security
@pytest.mark.parametrize("command", [("--cov", "-n", "2"), ("-n", "2")], ids=["workers", "workers, by our doing"])
def test_what_a_test_puts_beside_the_data_of_workers_never_counts(forged, measured, command):
    root, result = forged(MADE_UP.values(), "pytest", *command)
    assert len(result.foreign_data) == len(MADE_UP)
    assert measured(root, result).percent == 100 * 3 / 7


CHILD = """
    import os, subprocess, sys

    def test_child():
        subprocess.run([sys.executable, "-c", "import shop.never"], check=True, env={**os.environ, "PYTHONPATH": "src"})
"""
ALSO_CHILDREN = "[run]\nsource = src\npatch = subprocess\nrelative_files = true\n"


@pytest.mark.parametrize("command", [("pytest", "--cov"), ("pytest", "--cov", "-n", "2"), ("pytest",)])
def test_what_other_processes_measured_is_combined_and_named(make, run, measured, command):
    root = make(**PROJECT, **{"tests/test_child.py": CHILD, "pytest.ini": INI, ".coveragerc": ALSO_CHILDREN})
    result = run(root, *command, "-p", "no:randomly", "-p", "no:cacheprovider", with_coverage=True)
    assert (result.passed, result.foreign_data, len(result.other_data)) == (2, (), 1)
    assert measured(root, result).percent == 100 * 6 / 7


def test_contexts_write_early_and_a_second_session_appends(make, run, measured):
    root = make(
        **PROJECT, **{"pytest.ini": INI, "tests/test_more.py": "import shop.never\n\ndef test_x():\n    pass\n"}
    )
    script = "\n".join(
        f"{sys.executable} -m pytest -q -p no:cacheprovider --cov=src --cov-context=test {rest}"
        for rest in ("tests/test_pay.py", "--cov-append tests/test_more.py")
    )
    result = run(root, "sh", "-c", script, with_coverage=True)
    assert (result.passed, result.foreign_data, result.other_data) == (2, (), ())
    assert measured(root, result).percent == 100 * 6 / 7
