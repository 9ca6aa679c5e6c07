"""Coverage from the same run as the test results."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from half_tested import INI, PROJECT, SRC

from pytest_golive.errors import CannotMeasure


def paths(coverage):
    return [file.path for file in coverage.files]


def test_coverage_comes_from_the_same_run(make, run, measured):
    root = make(**PROJECT, **{"pytest.ini": INI})
    result = run(root, with_coverage=True)
    assert (result.passed, result.no_coverage) == (1, "")
    got = measured(root, result)
    assert (got.percent, got.statements) == (100 * 3 / 7, 7)
    assert paths(got) == SRC
    assert not list(root.glob(".coverage*"))


def test_it_is_measured_only_on_request(make, run):
    result = run(make(**PROJECT, **{"pytest.ini": INI}))
    assert result.coverage_data == ""
    with pytest.raises(CannotMeasure, match="measured no coverage: it was not requested"):
        result.coverage_file()


def test_the_projects_own_configuration_decides(make, run, measured):
    rules = "[run]\nbranch = true\nparallel = true\nsource_pkgs = shop\nomit = */never.py\n[report]\nfail_under = 99\n"
    root = make(**PROJECT, **{"pytest.ini": INI, ".coveragerc": rules})
    got = measured(root, run(root, with_coverage=True))
    assert (paths(got), got.branches, got.percent) == (["src/shop/__init__.py", "src/shop/pay.py"], 2, 100 * 4 / 6)


def test_the_settings_decide_where_the_configuration_does_not(make, run, measured):
    root = make(**PROJECT, **{"pytest.ini": INI})
    (root / "worker.py").write_text("a = 1\nb = 2\n")
    subprocess.run(["git", "add", "worker.py"], cwd=root, check=True)
    got = measured(root, run(root, with_coverage=True, source=["src"]), source=["src"])
    assert (paths(got), [(file.path, file.rule) for file in got.left_out]) == (SRC, [("worker.py", "source")])


def test_tests_and_set_up_files_do_not_flatter_a_flat_project(make, run, measured):
    root = make(
        **{
            "app.py": "def f():\n    return 1\n",
            "conftest.py": "a = 1\nb = 2\n",
            "test_app.py": "import app\ndef test_a(): pass\n",
        }
    )
    assert paths(measured(root, run(root, with_coverage=True))) == ["app.py"]


def test_packages_beside_their_tests_are_found(make, run, measured):
    root = make(
        **{
            "shop/__init__.py": "",
            "shop/a.py": "a = 1\n",
            "tests/__init__.py": "",
            "tests/test_a.py": "import shop.a\n",
        },
        **{"tests/test_b.py": "def test_b(): pass\n"},
    )
    assert paths(measured(root, run(root, with_coverage=True))) == ["shop/__init__.py", "shop/a.py"]


@pytest.mark.parametrize("where", ["command", "pytest.ini"])
def test_a_project_that_uses_pytest_cov_is_left_alone(make, run, measured, where):
    options = ("--cov=src/shop", "--cov-branch", "--cov-report=")
    ini = INI + (f"addopts = {' '.join(options)}\n" if where == "pytest.ini" else "")
    root = make(**PROJECT, **{"pytest.ini": ini})
    result = run(root, "pytest", *(options if where == "command" else ()), with_coverage=True)
    got = measured(root, result)
    assert (got.branches, len(got.files), result.failures()) == (2, 3, ())
    assert not list(root.glob(".coverage*"))


def test_a_minimum_of_pytest_cov_makes_the_run_fail_as_it_does_alone(make, run):
    root = make(**PROJECT, **{"pytest.ini": INI})
    result = run(root, "pytest", "--cov=src", "--cov-fail-under=99", with_coverage=True)
    assert result.exit_status == 1
    assert result.failures()[0].message.startswith("no test failed, yet the test command did (exit status 1)")


def test_processes_of_xdist_are_measured(make, run, measured):
    root = make(**PROJECT, **{"pytest.ini": INI})
    got = measured(root, run(root, "pytest", "-n", "1", with_coverage=True))
    assert got.percent == 100 * 3 / 7


def test_processes_of_xdist_that_were_not_measured_are_not_taken_for_untested(make, run):
    script = "import pytest\nraise SystemExit(pytest.main(['-n', '1']))\n"
    root = make(**PROJECT, **{"pytest.ini": INI, "check.py": script})
    result = run(root, "python", "check.py", with_coverage=True)
    assert result.passed == 1
    with pytest.raises(CannotMeasure, match="ran in processes of pytest-xdist"):
        result.coverage_file()


def test_a_command_that_is_no_python_leaves_no_coverage(make, run):
    root = make(**PROJECT, **{"pytest.ini": INI})
    result = run(root, "sh", "-c", f"{sys.executable} -m pytest", with_coverage=True)
    assert result.passed == 1
    with pytest.raises(CannotMeasure, match="is not Python, and left no coverage"):
        result.coverage_file()


def test_data_of_an_older_run_is_not_taken_for_this_one(make, run):
    root = make(**PROJECT, **{"pytest.ini": INI})
    assert run(root, with_coverage=True).coverage_data
    result = run(root, "coverage", "run", "--data-file=elsewhere", "-m", "pytest", with_coverage=True)
    assert (result.coverage_data, result.no_coverage) == ("", "the run left no coverage data")


def test_an_interpreter_without_coverage_says_so(make, run):
    root = make(**PROJECT)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", root / ".venv"], check=True)
    unit = "import unittest\nclass T(unittest.TestCase):\n    def test_a(self): pass\n"
    (root / "test_unit.py").write_text(unit)
    result = run(root, "python", "-m", "unittest", python=".venv", with_coverage=True)
    assert result.passed == 1
    with pytest.raises(CannotMeasure, match=r"bin/python has no coverage installed"):
        result.coverage_file()


def test_a_run_of_coverage_by_the_command_itself(make, run, measured):
    root = make(**PROJECT, **{"pytest.ini": INI})
    result = run(root, "coverage", "run", "--source=src", "-m", "pytest", with_coverage=True)
    assert measured(root, result).percent == 100 * 3 / 7


def test_a_script_that_runs_the_tests_is_measured(make, run, measured):
    root = make(**PROJECT, **{"pytest.ini": INI, "check.py": "import pytest\nraise SystemExit(pytest.main())\n"})
    result = run(root, "python", "-B", "check.py", with_coverage=True)
    assert (result.passed, paths(measured(root, result))) == (1, ["check.py", *SRC])


def test_the_report_is_coverages_own(make, run, measured):
    root = make(**PROJECT, **{"pytest.ini": INI, ".coveragerc": "[run]\nsource = src\n"})
    result = run(root, with_coverage=True)
    totals = json.loads(Path(result.coverage_file()).read_text())["totals"]
    assert measured(root, result).percent == totals["percent_covered"]


@pytest.mark.parametrize(
    "where", ["addopts = --cov-report=term-missing --cov-fail-under=10", "addopts = --cov --no-cov"]
)
def test_options_that_only_begin_like_the_one_that_measures(make, run, measured, where):
    root = make(**PROJECT, **{"pytest.ini": f"{INI}{where}\n"})
    assert measured(root, run(root, with_coverage=True)).percent == 100 * 3 / 7
