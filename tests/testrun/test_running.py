"""The run around the tests: its output, its end, its environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pytest_golive
from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.junit.reading import read_junit

GREEN = {"test_it.py": "def test_a():\n    print('said by a test')\n"}


def test_output_and_junit_are_kept(make, run):
    root = make(**GREEN)
    result = run(root, "pytest", "-rP")
    assert "said by a test" in Path(result.log).read_text()
    assert result.junit == str(root / ".golive/tests.xml")
    assert (result.source, result.exit_status, result.failures()) == (f"pytest {pytest.__version__}", 0, ())
    again = read_junit([Path(result.junit)], root)
    assert (again.passed, again.tests[0].file) == (1, "test_it.py")


def test_a_junit_file_of_the_projects_own_stands(make, run):
    root = make(**GREEN, **{"pytest.ini": "[pytest]\naddopts = --junitxml=own.xml\n"})
    assert run(root).junit == str(root / "own.xml")
    assert not (root / ".golive/tests.xml").exists()


def test_an_old_report_is_not_taken_for_a_new_one(make, run):
    root = make(**GREEN)
    run(root)
    result = run(root, "pytest", "-p", "no:junitxml")
    assert result.junit == ""


def test_progress_names_the_test_and_counts(make, run):
    root = make(**{"test_it.py": "import time\n\ndef test_a(): time.sleep(0.3)\ndef test_b(): time.sleep(0.3)\n"})
    said = []
    run(root, progress=lambda *args: said.append(args))
    assert ("tests: test_it.py::test_b", 1, 2) in said


def test_no_tests_is_a_run_with_no_tests(make, run):
    result = run(make(**{"test_it.py": "x = 1\n"}))
    assert (result.exit_status, result.ran, result.tests, result.failures()) == (5, 0, (), ())


def test_a_green_run_with_a_red_exit_status_has_failed(make, run):
    root = make(**GREEN, **{"conftest.py": "def pytest_sessionfinish(session): session.exitstatus = 7\n"})
    result = run(root)
    assert (result.passed, result.exit_status) == (1, 7)
    assert [found.message[:60] for found in result.failures()] == [
        "no test failed, yet the test command did (exit status 7); se"
    ]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("pytest", "--no-such-option"), "no-such-option"),
        (("python", "-c", "print('hello')"), "left no result of any test; it last said: hello"),
        (("sh", "-c", "exit 3"), "ended with status 3 and left no result"),
        (("no-such-program",), "`no-such-program` does not start: No such file"),
        (("./tests.txt",), "does not start: Permission denied"),
        (("nul\0byte",), "does not start"),
    ],
)
def test_a_command_without_results_cannot_be_measured(make, run, command, said):
    root = make(**GREEN, **{"tests.txt": "no program\n"})
    with pytest.raises(CannotMeasure) as caught:
        run(root, *command)
    assert said in caught.value.what
    assert caught.value.cure


def test_an_internal_error_of_pytest_cannot_be_measured(make, run):
    root = make(**GREEN, **{"conftest.py": "def pytest_collection_modifyitems(): raise RuntimeError('own bug')\n"})
    with pytest.raises(CannotMeasure, match="before its first test"):
        run(root)


def test_arguments_that_may_be_secret_are_not_shown(make, run):
    with pytest.raises(CannotMeasure) as caught:
        run(make(**GREEN), "sh", "-c", "exit 1", "--password", "swordfish")
    assert "swordfish" not in str(caught.value)


def test_the_environment_of_the_outer_run_stays_outside(make, run, monkeypatch):
    foreign = {
        "PYTEST_ADDOPTS": "--no-such-option",
        "PYTEST_XDIST_WORKER": "gw7",
        "COV_CORE_SOURCE": "elsewhere",
        "COVERAGE_PROCESS_START": "nowhere",
        "COVERAGE_FILE": "/nowhere/data",
    }
    for name, value in foreign.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SHOP_TOKEN", "kept")
    root = make(
        **{
            "test_it.py": f"""
            import os
            def test_a():
                assert not set(os.environ) & {set(foreign)}
                assert os.environ["SHOP_TOKEN"] == "kept"
            """
        }
    )
    assert run(root).failures() == ()


def test_tests_that_run_the_checklist_on_themselves_are_stopped(make, run, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(pytest_golive.__file__).parents[1]))
    root = make(
        **{
            "test_it.py": """
            from pathlib import Path
            from pytest_golive.testrun.project.command import find_command
            from pytest_golive.testrun.running import run_tests

            def test_a():
                here = Path(__file__).parent
                run_tests(find_command(here, command=["pytest"]), root=here, artifacts=here / "out", timeout=20)
            """
        }
    )
    result = run(root)
    assert result.failed == 1
    assert "which would run the test command again" in result.tests[0].message


def test_a_virtualenv_is_used_as_if_it_were_active(make, run):
    root = make(**{"test_it.py": "import os, sys\ndef test_a(): assert sys.prefix == os.environ['VIRTUAL_ENV']\n"})
    subprocess.run(
        [sys.executable, "-m", "venv", "--system-site-packages", "--without-pip", root / "my venv"], check=True
    )
    # A virtualenv of a virtualenv sees the packages of the interpreter below, not those of ours.
    site = next(path for path in sys.path if path.endswith("site-packages"))
    next((root / "my venv/lib").glob("*/site-packages")).joinpath("outer.pth").write_text(
        f"import site; site.addsitedir({site!r})\n"
    )
    result = run(root, python="my venv")
    assert result.failures() == ()
    assert result.command[0] == str(root / "my venv/bin/python")


def test_reports_of_a_command_that_is_not_pytest(make, run):
    root = make(
        **{
            "check.sh": """
            mkdir -p out
            echo '<testsuite tests="2" failures="1"><testcase name="a"/><testcase name="b"><failure message="no"/>' > out/t.xml
            echo '</testcase></testsuite>' >> out/t.xml
            exit 1
            """
        }
    )
    result = run(root, "sh", "check.sh", junit=["out/*.xml"])
    assert (result.passed, result.failed, result.exit_status) == (1, 1, 1)
    os.utime(root / "out/t.xml", (1, 1))
    with pytest.raises(CannotMeasure, match="left no result"):
        run(root, "true", junit=["out/*.xml"])


def test_a_folder_that_cannot_be_written_is_named(make, run):
    root = make(**GREEN, taken="a file")
    with pytest.raises(CannotMeasure, match="taken cannot be written"):
        run(root, artifacts=root / "taken")
    (root / "out/tests.log").mkdir(parents=True)
    with pytest.raises(CannotMeasure, match=r"out cannot be written \(Is a directory\)"):
        run(root, artifacts=root / "out")


def test_a_guard_that_is_not_ours_does_no_harm(make, run, monkeypatch):
    monkeypatch.setenv("GOLIVE_TESTING", "{not json")
    assert run(make(**GREEN)).passed == 1
