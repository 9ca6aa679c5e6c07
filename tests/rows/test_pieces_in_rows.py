"""Rows of single checks, and nothing reported twice."""

from __future__ import annotations

import datetime as dt

import pytest
from lines import CATALOGUE, bad, gate, good, lines_of

from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry, Outcome, Row
from pytest_golive.rows.arranging import ALSO, Known, arrange
from pytest_golive.rows.due import When
from pytest_golive.rows.measured import contradicted
from pytest_golive.rows.pieces import is_meant, piece_of
from pytest_golive.rows.plan import Plan
from pytest_golive.settings.loading import settings_in

LOAD = "infrastructure::performance_acceptable"
KNOWN = Known(When(("pre_deploy",), dt.datetime(2026, 11, 26, tzinfo=dt.UTC)), CATALOGUE)
FAST = f"- [ ] Fast <!-- golive: {LOAD}#p95 -->\n"


def told(markdown, *rows):
    return [
        (row.entry.title, row.entry.section == ALSO, row.outcome)
        for row in arrange(lines_of(markdown), rows, KNOWN).rows
    ]


def test_what_no_row_speaks_of_is_checked_too():
    half = gate(LOAD, Outcome.FAILED, "slow", [good("p(95)"), bad("error rate")])
    assert told(FAST, half) == [("Fast", False, Outcome.PASSED), (LOAD, True, Outcome.FAILED)]
    assert told(FAST, gate(LOAD, evidence=[good("p(95)")])) == [("Fast", False, Outcome.PASSED)]


@pytest.mark.security
def test_rows_of_people_are_told_once_and_never_lost():
    people = Row(Entry("golive/checklist::team", "Team", "s", ("pre_deploy",)), Outcome.SIGNED)
    assert told("- [ ] Team\n", people) == [("Team", False, Outcome.SIGNED)]
    assert told("- [ ] Team\n") == [("Team", False, Outcome.NOT_RUN)]


def test_a_percentile_means_itself_alone():
    assert not is_meant("error rate", "p(95)")
    assert not is_meant("p95", "error rate")


def test_what_is_waived_and_not_needed_has_passed():
    waived = good("p(95)", waived=(), is_excused=False)
    assert piece_of(gate(LOAD, evidence=[waived]), "p95").outcome is Outcome.PASSED


def test_limits_in_units_that_nobody_knows_are_compared_as_they_are():
    (line,) = lines_of("- [ ] Widgets < 5 <!-- golive: gates/own.py::pays -->\n")
    assert contradicted(line, [Evidence("w", 1, "<", 5, " widgets", ok=True)]) == ""
    assert "the applied limit is w < 6 widgets" in contradicted(line, [Evidence("w", 1, "<", 6, " widgets", ok=True)])


@pytest.mark.security
def test_rows_that_were_chosen_are_their_gates_and_never_everything(tmp_path):
    (tmp_path / "GO.md").write_text(
        "# T\n## A\n- [ ] a <!-- golive: code_quality::coverage sign -->\n- [ ] b\n## B\n- [ ] c <!-- golive: gates/own.py::pays -->\n"
    )
    plan = Plan(tmp_path, settings_in('checklist = "GO.md"', "golive.toml"))
    rows = "golive/checklist"
    for name, expected in {
        f"{rows}::a/a": ["golive/code_quality::coverage", f"{rows}::a/a::signatures"],
        f"{rows}::a": ["golive/code_quality::coverage", f"{rows}::a/a::signatures", f"{rows}::a/b"],
        f"{rows}::b/c": [f"{rows}::b/c"],
        f"{rows}::none": [f"{rows}::none"],
        "golive/smoke": ["golive/smoke"],
    }.items():
        assert list(plan.chosen([name], CATALOGUE)) == expected
