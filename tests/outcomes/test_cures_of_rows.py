"""How to turn a red row green: each reason has its own cure, and a row's general cure is for what it measures."""

from __future__ import annotations

import datetime as dt

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.explaining.catalogue import explanations
from pytest_golive.findings import Finding
from pytest_golive.judging.judge import Judge
from pytest_golive.judging.waivers import Waiver
from pytest_golive.outcomes.curing import OUR_FAULT, REMOVE, RENEW, cure_for

TODAY = dt.date(2026, 11, 23)
ROW = "code_quality::files_within_limit"
OWN = explanations()[ROW].fix
LONG = Finding("a.py", 0, "lines", "300 lines")


def judged(*waivers, found=()):
    judge = Judge(waivers, TODAY)
    judge("files", found, at_most=0)
    return judge


def waiver(match, day):
    return Waiver(ROW, match, "split in v2", "payments", "manager", day)


OLD, YOUNG = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("judge", "cure"),
    [
        (judged(found=[LONG]), OWN),
        (judged(waiver("b.py", YOUNG)), REMOVE),
        (judged(waiver("b.py", YOUNG), found=[LONG]), f"{OWN.rstrip('.')}; {REMOVE}"),
        (judged(waiver("b.py", OLD)), REMOVE),
        (judged(waiver("a.py", OLD), found=[LONG]), f"{OWN.rstrip('.')}; {RENEW}"),
    ],
    ids=["a breach", "a dead waiver", "both", "a dead one that has expired", "an expired waiver"],
)
def test_a_breach_has_the_cure_of_its_reason(judge, cure):
    assert cure_for(ROW, None, judge, is_built_in=True) == cure


def test_each_finding_may_have_a_cure_of_its_own():
    expired = Finding("", 0, "certificate", "expired", cure="renew it")
    flag = Finding("", 0, "cookie", "it lacks Secure", cure="set the flag")
    assert cure_for(ROW, None, judged(found=[expired, expired]), is_built_in=True) == "renew it"
    assert cure_for(ROW, None, judged(found=[expired, flag]), is_built_in=True) == "renew it; set the flag"
    assert cure_for(ROW, None, judged(found=[expired, LONG]), is_built_in=True) == f"renew it; {OWN}"


def test_a_waived_finding_needs_no_cure():
    cured = Finding("b.py", 0, "cookie", "it lacks Secure", cure="set the flag")
    judge = judged(waiver("b.py", YOUNG), found=[cured, LONG])
    assert cure_for(ROW, None, judge, is_built_in=True) == OWN


def test_what_could_not_be_measured_has_its_own_cure_or_none():
    assert cure_for(ROW, CannotMeasure("x", "do y"), Judge(), is_built_in=True) == "do y"
    assert cure_for(ROW, CannotMeasure("x"), Judge(), is_built_in=True) == ""


def test_a_fault_of_ours_is_not_cured_by_the_user():
    assert cure_for(ROW, KeyError("x"), Judge(), is_built_in=True) == OUR_FAULT
    assert cure_for("gates/own.py::x", KeyError("x"), Judge(), is_built_in=False) == ""


def test_a_waiver_of_the_row_that_has_expired_is_not_to_be_renewed_for_a_finding():
    assert cure_for(ROW, None, judged(waiver("", OLD), found=[LONG]), is_built_in=True) == OWN


def test_of_three_cures_each_but_the_last_loses_its_full_stop():
    cures = [Finding("", number, "R", "m", cure=cure) for number, cure in enumerate(("One.", "Two.", "Three."))]
    assert cure_for(ROW, None, judged(found=cures), is_built_in=True) == "One; Two; Three."


def test_a_number_that_breaks_without_findings_has_the_rows_cure():
    judge = Judge()
    judge("coverage", 61, at_least=80)
    assert cure_for(ROW, None, judge, is_built_in=True) == OWN
    own = cure_for("gates/own.py::x", None, judge, is_built_in=False)
    assert own.startswith("read the gate: ")


def test_a_gate_of_the_teams_own_may_say_its_fix():
    own = "gates/own.py::x"
    expired = Finding("", 0, "certificate", "expired", cure="renew it")
    assert cure_for(own, None, judged(found=[LONG]), is_built_in=False, fix="call Ann") == "call Ann"
    assert cure_for(own, None, judged(found=[expired]), is_built_in=False, fix="call Ann") == "renew it"
    assert cure_for(own, AssertionError("x"), Judge(), is_built_in=False, fix="call Ann") == "call Ann"
    assert cure_for(own, CannotMeasure("x", "do y"), Judge(), is_built_in=False, fix="call Ann") == "do y"
