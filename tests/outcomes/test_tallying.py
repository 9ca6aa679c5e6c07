"""From reports to rows and the verdict, without a run: what decides a row, and which rows there are."""

from __future__ import annotations

from types import SimpleNamespace as Fake

import pytest
from spared import rows_of as rows_in
from tallied import GOOD, OWN, asked, report, rows_of, tallies

from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry, Facts, Outcome
from pytest_golive.outcomes import tallying

pytestmark = pytest.mark.security
ROWS = 19 + len(rows_in("infrastructure")) + len(rows_in("documentation"))


@pytest.fixture
def tally(monkeypatch):
    return tallies(monkeypatch)


def test_all_built_in_rows_of_the_phase_are_due(tally):
    verdict = tally().decide(0)
    assert len(verdict.rows) == ROWS
    assert {row.outcome for row in verdict.rows} == {Outcome.NOT_RUN}
    assert {(row.message, row.cure) for row in verdict.rows} == {("it did not run", tallying.ALONE)}
    for phases, chosen, count in ((("smoke",), (), 7), ((), ("golive/smoke",), 3), ((), ("golive/smoke::healthy",), 1)):
        assert len(tally(asked(phases, chosen)).decide(0).rows) == count


def test_a_row_is_what_was_recorded(tally):
    row = rows_of(tally(), report(when="setup"), report(), report(when="teardown"))
    assert (row.outcome, row.message, row.cure, row.place) == (Outcome.PASSED, "m", "c", "a.py:3")
    assert (row.evidence, row.seconds, row.attachments, row.trace) == ((GOOD,), 3.0, ("/log",), ("t",))
    assert rows_of(tally(), report(place=["a.py", 0])).place == "a.py"


@pytest.mark.parametrize(
    ("reports", "outcome"),
    [
        ([("passed", "setup"), ("passed", "call"), ("failed", "teardown")], Outcome.FAILED),
        ([("passed", "call"), ("failed", "call")], Outcome.FAILED),
        ([("failed", "call"), ("passed", "call")], Outcome.FAILED),
        ([("skipped", "setup"), ("passed", "teardown")], Outcome.FAILED),
        ([("passed", "call"), ("skipped", "call")], Outcome.FAILED),
        ([("rerun", "call"), ("passed", "call")], Outcome.PASSED),
        ([("rerun", "call")], Outcome.NOT_RUN),
        ([("passed", "setup"), ("passed", "teardown")], Outcome.NOT_RUN),
    ],
)
def test_the_worst_phase_decides_and_without_a_body_none_does(tally, reports, outcome):
    made = [report(outcome=said, when=when) for said, when in reports]
    row = rows_of(tally(), *made)
    assert row.outcome is outcome
    if outcome is Outcome.NOT_RUN and len(made) > 1:
        assert (row.message, row.seconds) == ("its setup ran, but its body did not", 2.0)
        assert row.cure == tallying.ALONE


@pytest.mark.parametrize(("text", "message"), [("broke\nfar", "broke"), ("", "it left no record")])
def test_a_report_without_a_record_is_an_error(tally, text, message):
    bare = report(outcome="failed")
    del bare.golive
    bare.longrepr = text
    row = rows_of(tally(), bare)
    assert (row.outcome, row.message, row.cure) == (Outcome.ERROR, message, "run it alone to see more")
    assert row.seconds == 1.0


@pytest.mark.parametrize(
    ("evidence", "built_in", "outcome"),
    [
        ((), True, Outcome.ERROR),
        ((Evidence("note", 1),), True, Outcome.ERROR),
        ((Evidence("x", 2, "<=", 1, ok=False),), True, Outcome.ERROR),
        ((GOOD,), True, Outcome.PASSED),
        ((), False, Outcome.PASSED),
    ],
)
def test_a_row_of_ours_that_passed_has_judged(tally, evidence, built_in, outcome):
    row = rows_of(tally(), report(evidence=evidence, built_in=built_in))
    assert row.outcome is outcome
    assert (row.message == "it ended without a check") is (outcome is Outcome.ERROR)


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.ERROR, Outcome.WAIVED, Outcome.NOT_APPLICABLE])
def test_a_row_of_ours_that_did_not_pass_keeps_its_outcome_and_its_words(tally, outcome):
    made = report(outcome="failed", evidence=(), built_in=True)
    made.golive["outcome"] = str(outcome)
    row = rows_of(tally(), made)
    assert (row.outcome, row.message) == (outcome, "m")


def test_a_mark_of_expected_failure_is_no_waiver(tally):
    red, green = report(outcome="skipped", message="m"), report()
    red.wasxfail = green.wasxfail = "later"
    assert rows_of(tally(), red).message == "marked xfail (later), which does not waive it"
    assert rows_of(tally(), green).message == "m"


def test_a_row_with_cases_is_its_cases(tally):
    cases = tally(asked((), ("golive/smoke::healthy",)))
    cases.is_due(Entry("golive/smoke::healthy[a]", "", "smoke", ("smoke",)))
    cases.is_due(Entry("golive/smoke::healthy[b]", "", "smoke", ("smoke",)))
    assert [row.entry.id for row in cases.decide(0).rows] == ["golive/smoke::healthy[a]", "golive/smoke::healthy[b]"]
    first = tally().decide(0).rows[0].entry
    known = tally()
    known.is_due(Entry(first.id, "other", "", ()))
    assert known.decide(0).rows[0].entry == first, "its place and words stay"
    twice = tally()
    for entry in (OWN, Entry(OWN.id, "other", "", ())):
        twice.is_due(entry)
    assert [row.entry.title for row in twice.decide(0).rows if row.entry.id == OWN.id] == ["X"]


def test_the_verdict_says_which_settings_counted(tally):
    loaded = Fake(digest="0123", path="pyproject.toml")
    assert tally(loaded=loaded).decide(0).facts == tally(loaded=loaded).only("x").facts == Facts(settings=loaded.path)


def test_the_target_is_told_where_one_was_asked_for_or_set_up(tally):
    for is_asked, targets, told in ((True, {}, "demo"), (False, {}, ""), (False, {"demo": 1}, "demo")):
        made = tally(asked(target="demo") if is_asked else None, target_name="demo")
        made._run.settings = Fake(targets=targets)
        verdict = made.only("broken")
        assert (verdict.rows, verdict.faults[0]) == ((), "broken")
        assert made.told[-1][1:4] == ("0123", told, "now")
