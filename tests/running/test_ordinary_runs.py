"""A team's gates are not unit tests: an ordinary run ignores them, and a gate named by its path runs as a gate."""

from __future__ import annotations

import pytest
from spared import SPARED

GATE = """\
from pytest_golive import Judge, gate


@gate("Every invoice has a number")
def test_invoices_have_numbers(judge: Judge) -> None:
    judge("invoices without a number", {count}, at_most=0, n=12)
"""
UNIT = "def test_pay():\n    pass\n"
LEFT = "golive: gates/ is left to the go-live checklist (pytest -m pre_deploy)"


@pytest.fixture
def shop(project):
    """A project without ``testpaths`` and with a gate that holds."""
    project.write("tests/test_pay.py", UNIT)
    project.write("gates/conftest.py", "raise AssertionError('a conftest of gates is none of the unit tests')\n")
    project.write("gates/test_shop.py", GATE.format(count=0))
    return project


@pytest.mark.parametrize(
    "args", [(), (".",), ("tests", "."), ("-m", "not pre_deploy"), ("--doctest-modules",)], ids=str
)
def test_an_ordinary_run_leaves_the_gates_alone_and_says_so(shop, args):
    result = shop.run(*args)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines([LEFT])
    assert result.ret == 0


@pytest.mark.parametrize("args", [("tests",), ("-q",)], ids=str)
def test_where_they_would_not_be_collected_nothing_is_said(shop, args):
    result = shop.run(*args)
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("golive:*")


def test_testpaths_that_hold_the_gates_are_no_wish_for_them(shop):
    shop.write("pytest.ini", "[pytest]\ntestpaths = tests gates\n")
    shop.write("gates/conftest.py", "")  # pytest loads it before it asks anybody
    shop.run().assert_outcomes(passed=1)


def test_a_folder_that_the_settings_name_is_left_alone_whatever_stands_in_it(shop):
    text = (shop.path / "pyproject.toml").read_text()
    shop.write("pyproject.toml", text.replace("[tool.golive.not", '[tool.golive]\ngates = "ready"\n\n[tool.golive.not'))
    shop.write("ready/test_plain.py", "def test_never_here():\n    raise AssertionError\n")
    (shop.path / "gates/conftest.py").unlink()
    (shop.path / "gates/test_shop.py").write_text(UNIT)
    result = shop.run()
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["golive: ready/ is left to *"])


def test_gates_of_another_kind_are_tests_of_the_project(project):
    project.write("tests/test_pay.py", UNIT)
    project.write("gates/test_and.py", "def test_and():\n    assert 1 & 1\n")
    result = project.run()
    result.assert_outcomes(passed=2)
    result.stdout.no_fnmatch_line("golive:*")


@pytest.mark.parametrize("settings", ["golive.toml", "pyproject.toml"])
def test_settings_that_cannot_be_read_disturb_no_ordinary_run(shop, settings):
    shop.write(settings, "[tool.golive]\ngates = \xff\n")
    shop.run("-p", "no:cacheprovider", "-c", "/dev/null", f"--rootdir={shop.path}").assert_outcomes(passed=1)


@pytest.mark.parametrize("path", ["gates", "gates/test_shop.py", "gates/test_shop.py::test_invoices_have_numbers"])
def test_a_gate_named_by_its_path_is_judged_but_is_no_go(shop, path):
    shop.write("gates/conftest.py", "")
    result = shop.run(path)
    result.stdout.fnmatch_lines(
        [
            f"golive: {path} of *",
            "*PASS*Every invoice has a number*0*",
            f"*{SPARED + 3} of the {SPARED + 3} built-in rows for pre_deploy were not chosen: only the whole checklist can be a GO",
            "NO-GO  1 passed; *",
        ]
    )
    assert result.ret == 1


def test_a_gate_named_by_its_path_that_fails_is_told_as_a_row(shop):
    shop.write("gates/conftest.py", "")
    shop.write("gates/test_shop.py", GATE.format(count=3))
    result = shop.run("gates/test_shop.py", "tests")
    result.stdout.fnmatch_lines(["*FAIL*Every invoice*", "*invoices without a number: 3, must be at most 0*", "NO-GO*"])
    assert "not found" not in result.stdout.str()


def test_a_gate_named_from_a_subfolder_is_the_same_gate(shop, monkeypatch):
    shop.write("gates/conftest.py", "")
    monkeypatch.chdir(shop.path / "src")
    shop.run("../gates/test_shop.py").stdout.fnmatch_lines(["*PASS*Every invoice has a number*", "NO-GO*"])


def test_a_path_that_is_not_there_is_pytests_to_report(shop):
    shop.write("gates/conftest.py", "")
    result = shop.run("gates/test_nothing.py")
    result.stderr.fnmatch_lines(["*not found: gates/test_nothing.py*"])
    assert result.ret == 4


@pytest.mark.parametrize("args", [("--golive",), ("--golive", "tests"), ("-m", "pre_deploy", "tests")], ids=str)
def test_beside_unit_tests_the_checklist_holds_the_teams_gates(shop, args):
    shop.write("pytest.ini", "[pytest]\ntestpaths = tests\n")
    shop.write("gates/conftest.py", "")
    shop.write("tests/test_pay.py", "import pytest\n\n@pytest.mark.pre_deploy\n" + UNIT)
    result = shop.run(*args)
    result.stdout.fnmatch_lines(["*PASS*Every invoice has a number*", "GO  3 passed*"])
    assert result.ret == 0


def test_settings_of_the_folder_one_stands_in_count_below_anothers_pytest_ini(project, monkeypatch):
    project.write("pytest.ini", "[pytest]\n")
    project.write("services/api/golive.toml", "[code_quality]\nmax_lines = 1\n")
    project.write("services/api/app.py", "x = 1\ny = 2\n")
    monkeypatch.chdir(project.path / "services" / "api")
    project.commit()
    result = project.run("golive/code_quality::files_within_limit")
    result.stdout.fnmatch_lines(["golive: * of */services/api (golive.toml)", "*FAIL*All files have at most*"])


def test_a_rootdir_that_is_named_counts_before_the_folder_one_stands_in(project, monkeypatch):
    project.write("services/api/golive.toml", "[code_quality]\nmax_lines = 1\n")
    monkeypatch.chdir(project.path / "services" / "api")
    result = project.run("golive/code_quality::files_within_limit", f"--rootdir={project.path}")
    result.stdout.fnmatch_lines([f"golive: * of {project.path} (pyproject.toml)"])
