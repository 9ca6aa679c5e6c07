"""The verdict over rows, and the texts of evidence: each rule alone, without a run."""

from __future__ import annotations

import dataclasses

import pytest

from pytest_golive.findings import Finding
from pytest_golive.judging.choices import Choices
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.spelling import spell
from pytest_golive.judging.verdict import Entry, Facts, Outcome, Row, Verdict, decide

BLOCKING = {
    Outcome.FAILED,
    Outcome.ERROR,
    Outcome.NOT_SET_UP,
    Outcome.SKIPPED,
    Outcome.NOT_RUN,
    Outcome.NOT_SIGNED,
    Outcome.REJECTED,
}
VERIFYING = {Outcome.PASSED, Outcome.KNOWN, Outcome.SIGNED}
ENTRY = Entry("golive/security::x", "X", "security", ("pre_deploy",))
UNVERIFIED = "no row was verified: all are waived, not applicable or not due"
AWAY = {Outcome.WAIVED, Outcome.ON_TRIAL, Outcome.NOT_PROVEN, Outcome.NOT_APPLICABLE, Outcome.NOT_DUE}
PLACE = Finding("a.py", 3, "R", "m")


def row(outcome, *evidence):
    return Row(ENTRY, outcome, evidence=evidence)


@pytest.mark.security
@pytest.mark.parametrize("outcome", Outcome)
def test_beside_a_row_that_passed_each_outcome_blocks_or_does_not(outcome):
    verdict = decide([row(Outcome.PASSED), row(outcome)], [], Facts())
    assert outcome.blocks is (outcome in BLOCKING)
    is_red = outcome in BLOCKING or outcome is Outcome.NOT_PROVEN  # nobody broke a glass here
    assert (verdict.go, verdict.word) == (not is_red, "NO-GO" if is_red else "GO")
    assert [each.outcome for each in verdict.blockers] == ([outcome] if is_red else [])
    assert verdict.faults == ()


@pytest.mark.security
@pytest.mark.parametrize("outcome", Outcome)
def test_a_row_alone_is_a_go_only_if_it_verifies(outcome):
    verdict = decide([row(outcome)], [], Facts())
    assert outcome.verifies is (outcome in VERIFYING)
    assert verdict.go is (outcome in VERIFYING)
    assert outcome.is_declared_away is (outcome in AWAY)
    assert verdict.faults == ((UNVERIFIED,) if outcome in AWAY else ())
    assert not Verdict((row(outcome),)).go or outcome in VERIFYING


@pytest.mark.security
def test_nothing_due_and_a_fault_are_no_go_and_say_so():
    nothing = decide([], ["crashed"], Facts())
    assert (nothing.go, nothing.faults) == (False, ("crashed", "no row of the checklist was due"))
    later = dataclasses.replace(row(Outcome.NOT_DUE), message="no rollback recorded")
    assert decide([], [], Facts(), [later]).faults[0].endswith('say so in [tool.golive]: occasions = ["rollback"]')
    broken = decide([row(Outcome.PASSED)], ["crashed"], Facts())
    assert (broken.go, broken.word, broken.faults, broken.blockers) == (False, "NO-GO", ("crashed",), ())
    assert broken.line == "NO-GO  1 passed; 1 of 1 verified, 0 declared away; no commit yet"


def test_the_summary_says_what_was_judged():
    facts = Facts("0123456789abcdef+changes", "1.2.0", "staging", previous="v1.1.0, 3 commits ago")
    choices = Choices(since="v1.1.0", counted="1 limit")
    verdict = Verdict((row(Outcome.PASSED), row(Outcome.PASSED), row(Outcome.FAILED)), (), facts, choices)
    assert verdict.line == (
        "NO-GO  2 passed, 1 failed; 2 of 3 verified, 0 declared away; commit 0123456789 + uncommitted changes, "
        "version 1.2.0, target staging, since v1.1.0, 3 commits ago, loosened since v1.1.0: 1 limit"
    )
    assert (verdict.count(Outcome.PASSED), verdict.count(Outcome.ERROR)) == (2, 0)
    nothing = "nothing was due; 0 of 0 verified, 0 declared away"
    assert Verdict((), (), Facts("0123456789abcdef")).summary == f"{nothing}; commit 0123456789"
    assert Verdict((), (), Facts(unknown="no git")).summary == f"{nothing}; commit unknown: no git"
    assert Verdict(()).summary == f"{nothing}; no commit yet"


def test_the_summary_always_says_how_many_rows_were_verified_and_how_many_were_declared_away():
    every = Verdict(tuple(map(row, Outcome)))
    assert (every.verified, every.declared_away) == (len(VERIFYING), len(AWAY))
    assert f"; {len(VERIFYING)} of {len(Outcome)} verified, {len(AWAY)} declared away or not due; " in every.summary
    assert "1 waived, 1 known, 1 signed, 1 on trial, 1 not proven, 1 not applicable, 1 not due" in every.summary


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        ([Outcome.PASSED], "1 of 1 verified, 0 declared away"),
        ([Outcome.PASSED, Outcome.NOT_DUE], "1 of 2 verified, 1 not due"),
        ([Outcome.PASSED, Outcome.WAIVED], "1 of 2 verified, 1 declared away"),
        ([Outcome.PASSED, Outcome.NOT_APPLICABLE, Outcome.NOT_DUE], "1 of 3 verified, 2 declared away or not due"),
    ],
)
def test_what_is_not_due_was_declared_by_nobody(outcomes, words):
    assert decide([row(outcome) for outcome in outcomes], [], Facts()).summary.split("; ")[1] == words


def test_the_headline_is_what_decided():
    note = Evidence("note", 1)
    good = Evidence("good", 1, "<=", 2, ok=True)
    excused = Evidence("excused", 3, "<=", 2, ok=True, is_excused=True)
    bad = Evidence("bad", 3, "<=", 2, ok=False)
    for evidence, expected in (
        ((), None),
        ((note,), note),
        ((note, good), good),
        ((note, good, excused), excused),
        ((note, good, excused, bad), bad),
        ((bad, dataclasses.replace(bad, name="second")), bad),
    ):
        assert row(Outcome.PASSED, *evidence).headline == expected


@pytest.mark.parametrize(
    ("choices", "summary"),
    [
        (Choices(), ""),
        (Choices(in_force="2 waivers"), "first release: 2 waivers"),
        (Choices(since="v1"), ""),
        (Choices(in_force="2 waivers", since="v1"), "in force: 2 waivers; since v1: nothing loosened"),
        (Choices(in_force="2 waivers", since="v1", counted="1 limit"), "in force: 2 waivers; since v1: 1 limit"),
        (Choices(since="v1", counted="1 limit"), "since v1: 1 limit"),
    ],
)
def test_choices_on_one_line(choices, summary):
    assert choices.summary == summary


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "yes"),
        (False, "no"),
        (3660, "3,660"),
        (1.0, "1"),
        (-1.5, "-1.5"),
        (0.99951, "1"),
        (0.12345, "0.123"),
        (12345.678, "12,345.68"),
        (100.0, "100"),
        ("text", "text"),
        (None, "None"),
    ],
)
def test_values_are_spelled_as_people_write_them(value, text):
    assert spell(value) == text


@pytest.mark.parametrize(
    ("operator", "allowed"), [("<=", "≤ 80 %"), (">=", "≥ 80 %"), ("==", "= 80 %"), ("<", "< 80 %"), (">", "> 80 %")]
)
def test_limits_are_written_with_their_signs(operator, allowed):
    assert Evidence("x", 1, operator, 80, " %").allowed == allowed
    assert Evidence("x", 1, unit=" %").allowed == ""
    assert Evidence("x", 1, operator, 0).allowed.endswith(" 0")


def test_a_value_is_told_in_full_only_where_rounding_would_hide_a_breach():
    assert Evidence("x", 79.999, ">=", 80.0, ok=False).measured == "79.999"
    assert Evidence("x", 5.003552217598702, "<=", 5.0, ok=False).measured == "5.004"
    assert Evidence("x", 80.001, ">=", 80.0, ok=True).measured == "80"
    assert Evidence("x", 71.239, ">=", 80.0, ok=False).measured == "71.24"
    assert Evidence("x", 79.999, ok=False).measured == "80"


def test_what_is_excused_is_counted_by_its_kind():
    both = Evidence("x", 0, waived=(PLACE,), known=(PLACE,) * 2, excuses=("because",))
    assert both.excuse == "1 waived: because; 2 known findings, none of them worse"
    assert Evidence("x", 0, known=(PLACE,)).excuse == "1 known finding, no worse"
    assert Evidence("x", 0).excuse == ""
    five = Evidence("x", 0, waived=(PLACE,), excuses=tuple("abcde"))
    assert five.excuse == "1 waived: a; b; c; d; e"


@pytest.mark.parametrize("record", [Evidence.as_dict, Evidence.as_record])
def test_a_record_has_all_that_is_there_and_nothing_else(record):
    full = Evidence(
        *("x", 3, "<=", 0, " files", "wc", 9, False, (PLACE,), (PLACE,), (PLACE,), (PLACE,)),
        excuses=("because",),
        time="now",
        is_excused=True,
    )
    made = record(full)
    assert [made[f"{kind}_count"] for kind in ("found", "waived", "known", "lesser")] == [1, 1, 1, 1]
    assert made["is_excused"] is True
    assert Evidence.from_dict(made) == full
    assert record(Evidence("note", 0)) == {"name": "note", "value": 0, "found_count": 0}
    judged = record(Evidence("x", "", "==", "", ok=True))
    assert judged == {"name": "x", "value": "", "operator": "==", "limit": "", "ok": True, "found_count": 0}
