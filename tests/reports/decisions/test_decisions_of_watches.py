"""What a watch alone lets a pipeline do: it names what it has not looked at, and real causes come first."""

from __future__ import annotations

import pytest

from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.facts import ONLY_WHOLE
from pytest_golive.judging.verdict import Entry, Facts, Outcome, Row, Verdict
from pytest_golive.reports.decisions.deciding import UNSEEN, decided
from pytest_golive.reports.decisions.watched import decided_by_watch

TRIGGERS, WATCH = "rollback::no_trigger_fired", "deployment::stable_after_deploy"
CHOSEN = f"7 of the 8 built-in rows for deploy were not chosen: {ONLY_WHOLE}"


def row(name, outcome, *notes, message="why"):
    evidence = tuple(Evidence(key, value) for key, value in notes)
    return Row(Entry(f"golive/{name}", name, "", ("deploy",)), outcome, message, evidence=evidence)


def by_watch(*rows, faults=(CHOSEN,), was_ended=False):
    return decided_by_watch(Verdict(rows, faults, Facts()), was_ended=was_ended)


def test_a_stable_service_lets_the_pipeline_go_on_and_what_was_not_looked_at_is_named():
    found = by_watch(row(WATCH, Outcome.PASSED, ("watched", "monitoring::error_rate, probe; 60 samples in 30 min")))
    assert (found.decision, found.verdict) == ("continue", "NO-GO")
    assert found.reasons == (f"{WATCH} passed", UNSEEN)


def test_triggers_that_were_left_out_are_named_one_by_one():
    watched = ("watched", f"monitoring::error_rate, {TRIGGERS}; 60 samples in 30 min")
    left_out = ("not watched", f"{TRIGGERS}, response time: not set up: there is no baseline")
    other = ("not watched", "monitoring::memory: not set up: no metric says what the limit is")
    found = by_watch(row(WATCH, Outcome.PASSED, watched, left_out, other))
    assert found.reasons == (f"{WATCH} passed", f"{WATCH}: not watched: {left_out[1]}")


@pytest.mark.parametrize("outcome", [each for each in Outcome if each is not Outcome.PASSED])
def test_nothing_but_a_pass_continues(outcome):
    assert by_watch(row(WATCH, outcome)).decision == "hold"


def test_the_cause_stands_first_and_the_choice_of_rows_last():
    found = by_watch(row(WATCH, Outcome.ERROR, message="the service could not be measured"))
    assert found.reasons == (f"{WATCH} (error): the service could not be measured", CHOSEN)


@pytest.mark.parametrize(
    "more",
    [
        {"faults": (CHOSEN, "the record out.json cannot be written")},
        {"was_ended": True},
    ],
)
def test_whatever_else_is_wrong_holds(more):
    assert by_watch(row(WATCH, Outcome.PASSED), **more).decision == "hold"
    assert by_watch(row(WATCH, Outcome.PASSED), row("smoke::healthy", Outcome.FAILED)).decision == "hold"
    assert by_watch(row("smoke::healthy", Outcome.PASSED)).decision == "hold"


def test_in_a_run_of_chosen_rows_the_same_pass_is_no_go():
    assert decided(Verdict((row(WATCH, Outcome.PASSED),), (CHOSEN,), Facts()), was_ended=False).decision == "hold"


def test_a_row_of_triggers_that_has_passed_makes_the_reminder_needless():
    rows = (row(WATCH, Outcome.PASSED), row(TRIGGERS, Outcome.PASSED))
    found = decided(Verdict(rows, (), Facts()), was_ended=False)
    assert found.reasons == (f"{WATCH} passed", f"{TRIGGERS} passed")
