"""The gates appear in pytest's collection tree as users expect."""

from __future__ import annotations

import pytest
from spared import SPARED

from pytest_golive.collecting.entries import built_in_entries

LINES = "golive/code_quality::files_within_limit"
FIXME = "golive/code_quality::no_fixme_or_hack"


def ids(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if "::" in line and not line.startswith(" ")]


def test_phase_lists_the_gates_under_ids_of_their_own(project):
    result = project.phase("--collect-only", "-q")
    assert result.ret == 1, "a list of rows is no GO"
    assert LINES in ids(result)
    assert "golive/security::no_exposed_secrets" in ids(result)
    assert all(line.startswith("golive/") for line in ids(result))


def test_tree_shows_checklist_section_gate(project):
    result = project.phase("--collect-only")
    result.stdout.fnmatch_lines(["*<Checklist golive>", "*<Section code_quality>", "*<Function files_within_limit>"])
    assert "site-packages" not in result.stdout.str()
    result.stdout.fnmatch_lines(["NO-GO  nothing was verified: --collect-only only lists*"])
    assert "due, but not run" not in result.stdout.str()


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("golive/code_quality::files_within_limit", 1),
        ("golive/code_quality", 6),
        ("golive/smoke", 3),
        ("golive", len([entry for entry in built_in_entries() if "pre_deploy" in entry.phases])),
    ],
)
def test_sections_and_gates_are_chosen_by_id(project, chosen, expected):
    assert len(ids(project.run(chosen, "--collect-only", "-q"))) == expected


def test_unknown_id_is_a_usage_error(project):
    result = project.run("golive/code_quality::no_such_gate")
    assert result.ret == 4
    result.stderr.fnmatch_lines(["*not found: golive/code_quality::no_such_gate*"])


def test_folder_of_the_users_with_our_name_wins(project):
    project.write("golive/test_own.py", "def test_own():\n    pass\n")
    result = project.run("golive", "-v")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["golive/test_own.py::test_own PASSED*"])


def test_keyword_marker_and_deselect_select(project):
    assert ids(project.phase("--collect-only", "-q", "-k", "fixme")) == [FIXME]
    assert LINES not in ids(project.phase("--collect-only", "-q", "--deselect", LINES))
    assert ids(project.run("-m", "pre_deploy and nosuch", "--collect-only", "-q")) == []


def test_unit_tests_are_not_imported(project):
    result = project.phase()
    assert result.ret == 0, result.stdout.str()
    result.stdout.fnmatch_lines(["GO *"])


def test_a_path_is_collected_beside_the_gates(project):
    project.write("tests/test_pay.py", "import pytest\n\n@pytest.mark.pre_deploy\ndef test_pay():\n    pass\n")
    result = project.phase("tests", "-v")
    result.stdout.fnmatch_lines(
        ["golive/code_quality::files_within_limit PASSED*", "tests/test_pay.py::test_pay PASSED*"]
    )


def test_golive_option_runs_the_checklist_before_the_tests(project):
    project.write("tests/test_pay.py", "def test_pay():\n    pass\n")
    result = project.run("--golive", "-v")
    assert result.ret == 0
    result.stdout.fnmatch_lines(
        ["golive/code_quality::files_within_limit PASSED*", "tests/test_pay.py::test_pay PASSED*"]
    )


def test_last_failed_runs_the_failed_gate_again_and_is_not_a_go(red):
    assert red.phase().ret == 1
    red.write("src/shop/big.py", "x = 1\n")
    result = red.phase("--lf", "-v")
    result.stdout.fnmatch_lines(["golive/code_quality::files_within_limit PASSED*", "NO-GO*"])
    assert result.ret == 1, "rows that did not run are not proven"
    assert red.phase().ret == 0


def test_last_failed_does_not_lose_a_gate_behind_a_fixed_test_of_the_users(red):
    red.write("tests/test_pay.py", "def test_pay():\n    assert False\n")
    assert red.run("--golive").ret == 1
    red.write("tests/test_pay.py", "def test_pay():\n    pass\n")
    result = red.run("--golive", "--lf", "-v")
    result.stdout.fnmatch_lines(["golive/code_quality::files_within_limit FAILED*", "NO-GO*"])
    assert result.ret == 1


def test_failed_first_orders_the_run_but_not_the_table(red):
    red.write("src/shop/note.py", "x = 1  # " + "FIX" + "ME: later\n")
    red.commit()
    red.write("src/shop/big.py", "x = 1\n" * 250)
    red.phase()
    red.write("src/shop/big.py", "x = 1\n")
    red.phase()
    result = red.phase("--ff", "-v")
    lines = [line for line in result.outlines if " FAILED" in line or " PASSED" in line]
    assert lines[0].startswith(FIXME)


def test_stepwise_stops_and_is_not_a_go(red):
    result = red.phase("--sw")
    result.stdout.fnmatch_lines(
        ["*pytest stopped early: *", f"*{SPARED + 2} rows due, but not run", f"NO-GO*1 failed, {SPARED + 2} not run;*"]
    )
    assert result.ret == 2


@pytest.mark.parametrize("dist", ["load", "loadscope", "loadfile", "worksteal"])
def test_workers_reach_the_same_verdict(project, dist):
    result = project.phase("-n", "2", "--dist", dist)
    assert result.ret == 0, result.stdout.str()
    result.stdout.fnmatch_lines([project.is_go])


def test_a_gate_of_the_teams_is_a_row_of_the_table_where_workers_ran_it(project):
    project.write("gates/test_shop.py", "def test_x(judge):\n    judge('things', 1, equals=1)\n")
    project.commit()
    result = project.phase("-n", "2")
    result.stdout.fnmatch_lines(["*  PASS    x *", "GO  3 passed, *"])
    assert result.ret == 0


def test_workers_reach_the_same_no_go(red):
    result = red.phase("-n", "2")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*longest file: 250 lines, must be at most 200 lines*", "NO-GO*"])


@pytest.mark.parametrize(
    "args",
    [
        ("--import-mode=importlib",),
        ("--strict-markers", "--strict-config"),
        ("-W", "error"),
        ("-p", "no:cacheprovider"),
        ("-s",),
        ("-p", "no:terminal"),
        ("-p", "no:junitxml"),
        ("--setup-show",),
    ],
    ids=" ".join,
)
def test_pytest_options_work_as_ever(project, args):
    result = project.phase(*args)
    assert result.ret == 0, result.stdout.str() + result.stderr.str()


def test_run_from_a_subfolder_judges_the_whole_project(red, monkeypatch):
    monkeypatch.chdir(red.path / "src" / "shop")
    result = red.phase("-v")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*src/shop/big.py: 250 lines*"])


def test_id_printed_in_a_subfolder_can_be_pasted_back(project, monkeypatch):
    monkeypatch.chdir(project.path / "src")
    result = project.run("../golive/code_quality::files_within_limit", "--collect-only", "-q")
    assert len(ids(result)) == 1


def test_virtualenv_inside_the_project_is_not_judged(project):
    project.write(".venv/lib/python3.11/site-packages/big.py", "x = 1\n" * 5000)
    project.write(".venv/pyvenv.cfg", "home = /usr/bin\n")
    result = project.phase()
    assert result.ret == 0, result.stdout.str()
