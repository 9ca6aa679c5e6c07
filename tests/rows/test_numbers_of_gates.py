"""Rows, compared with the limits of the team's own gates, and the message for several red ones."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial

from lines import CATALOGUE, gate, lines_of

from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Outcome as Out
from pytest_golive.rows.arranging import Known, arrange
from pytest_golive.rows.due import When
from pytest_golive.rows.limits import Limits, not_compared
from pytest_golive.settings.loading import settings_in

COVERAGE, TESTS = "code_quality::coverage", "code_quality::tests_pass"
WHEN = When(("pre_deploy",), dt.datetime(2026, 11, 26, tzinfo=dt.UTC))


def only(markdown, *rows):
    (row, *_) = arrange(lines_of(markdown), rows, Known(WHEN, CATALOGUE)).rows
    return row


def test_the_limit_in_a_row_must_be_the_one_by_which_a_teams_gate_judged():
    markdown = "- [ ] Payments < 500 ms <!-- golive: gates/own.py::pays -->\n"
    for limit, outcome in ((500, Out.PASSED), (400, Out.FAILED)):
        evidence = [Evidence("time", 20, "<", limit, " ms", ok=True)]
        row = only(markdown, gate("gates/own.py::pays", evidence=evidence))
        assert row.outcome is outcome
    assert row.message == "the row says '< 500 ms', but the applied limit is time < 400 ms"


def test_what_a_teams_gate_judged_of_another_kind_does_not_contradict_the_row():
    judged = [Evidence("time", 20, "<", 500, " ms", ok=True), Evidence("errors", 0, "<=", 1, " %", ok=True)]
    markdown = "- [ ] Payments < 500 ms <!-- golive: gates/own.py::pays -->\n"
    assert only(markdown, gate("gates/own.py::pays", evidence=judged[1:])).outcome is Out.PASSED
    assert only(markdown, gate("gates/own.py::pays", evidence=judged)).outcome is Out.PASSED


def test_a_number_without_a_comparison_is_compared_with_a_teams_gate():
    markdown = "- [ ] Payments take 500 ms <!-- golive: gates/own.py::pays{} -->\n"
    for limit, outcome in ((500, Out.PASSED), (400, Out.FAILED)):
        evidence = [Evidence("time", 20, "<", limit, " ms", ok=True)]
        row = only(markdown.format(""), gate("gates/own.py::pays", evidence=evidence))
        assert row.outcome is outcome
    assert row.message == "the row says '500 ms', but the applied limit is time < 400 ms"
    row = only(markdown.format(" count=500"), gate("gates/own.py::pays", evidence=[replace(evidence[0], n=9)]))
    assert (row.outcome, row.message) == (Out.PASSED, "not compared: 500")


def test_what_is_compared_with_no_limit_of_a_teams_gate_is_shown():
    markdown = "- [ ] 9 payments < 500 ms, at 80 % load <!-- golive: gates/own.py::pays -->\n"
    left = Known(WHEN, CATALOGUE, partial(not_compared, limits=Limits(settings_in("", "golive.toml"))))
    of_time, of_cents = (Evidence("x", 20, "<", 500, unit, ok=True) for unit in (" ms", " cents"))
    for evidence, said in ((of_time, "9, 80 %"), (of_cents, "9, < 500 ms, 80 %")):
        (row, *_) = arrange(lines_of(markdown), [gate("gates/own.py::pays", evidence=[evidence])], left).rows
        assert (row.outcome, row.message) == (Out.PASSED, f"not compared: {said}")


def test_of_two_gates_that_are_red_each_is_named():
    row = only(
        f"- [ ] both <!-- golive: {COVERAGE} {TESTS} -->\n",
        gate(COVERAGE, Out.FAILED, "61 %"),
        gate(TESTS, Out.FAILED, "2 of 9"),
    )
    assert row.message == f"{COVERAGE}: 61 %; {TESTS}: 2 of 9"
