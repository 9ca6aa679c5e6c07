"""From reports to rows and the verdict, without a run: what decides a row, and what else is reported."""

from __future__ import annotations

from types import SimpleNamespace as Fake

import pytest
from spared import SPARED
from spared import rows_of as rows_in

from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry, Facts, Outcome
from pytest_golive.outcomes import tallying
from pytest_golive.settings.model import Settings

pytestmark = pytest.mark.security
OWN = Entry("gates/mine.py::x", "X", "mine", ("pre_deploy",))
GOOD = Evidence("x", 1, "<=", 1, ok=True)
ROWS = 15 + len(rows_in("documentation"))


def asked(phases=("pre_deploy",), chosen=(), target=None):
    return Fake(phases=phases, chosen=chosen, target=target)


@pytest.fixture
def tally(monkeypatch):
    def make(given_asked=None, missing=(), **run):
        facts = []
        monkeypatch.setattr(tallying.missing, "gates", lambda *_: list(missing))
        monkeypatch.setattr(tallying, "gather", lambda *args, seen: facts.append((*args, seen)) or Facts())
        loaded = Fake(digest="0123", path="")
        given = {"root": None, "started": "now", "target_name": "", "loaded": loaded, "settings": Settings()}
        made = tallying.Tally(Fake(asked=given_asked or asked(), **(given | run)))
        made.told = facts
        return made

    return make


def report(nodeid=OWN.id, outcome="passed", when="call", evidence=(GOOD,), **record):
    made = pytest.TestReport(nodeid, ("a", 0, "x"), {}, outcome, None, when, duration=1.0)
    words = {
        "outcome": "passed" if outcome == "passed" else "failed", "message": "m", "cure": "c", "place": ["a.py", 3],
        "built_in": False, "evidence": [each.as_record() for each in evidence], "attachments": ["/log"], "trace": ["t"],
    }  # fmt: skip
    made.golive = words | record
    return made


def rows_of(tally, *reports):
    tally.is_due(OWN)
    for each in reports:
        tally.add(each)
    return next(row for row in tally.decide(0).rows if row.entry.id == OWN.id)


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


def test_a_mark_of_expected_failure_is_no_waiver(tally):
    red, green = report(outcome="skipped", message="m"), report()
    red.wasxfail = green.wasxfail = "later"
    assert rows_of(tally(), red).message == "marked xfail (later), which does not waive it"
    assert rows_of(tally(), green).message == "m"


def all_pass(tally):
    for row in tally.decide(0).rows:
        tally.add(report(row.entry.id))
    return tally


def test_what_pytest_ended_with_must_be_explained(tally):
    assert all_pass(tally()).decide(0).go
    assert all_pass(tally()).decide(5).go
    red = all_pass(tally()).decide(1, lambda: ": why")
    assert (red.go, red.faults) == (False, ("pytest ended with exit status 1: why",))
    assert all_pass(tally()).decide(2).faults == ("pytest ended with exit status 2",)
    explained = tally()
    assert explained.decide(1, lambda: ": why").faults == ()


def test_faults_beside_the_rows(tally):
    crashed = all_pass(tally(missing=("a gate has no row",)))
    crashed.faults += ["worker crashed", "worker crashed"]
    verdict = crashed.decide(1)
    assert (verdict.go, verdict.faults) == (False, ("worker crashed", "a gate has no row"))
    assert not all_pass(tally(missing=("a gate has no row",))).decide(0).go


def test_tests_outside_the_checklist_count_if_they_fail(tally):
    foreign = all_pass(tally())
    foreign.add(report("tests/a.py::good"))
    assert foreign.decide(0).go
    assert not foreign.has_foreign_failures
    foreign.add(report("tests/a.py::b", "failed"))
    foreign.add(report("tests/a.py::c", "failed"))
    assert foreign.decide(1).faults == ("2 test(s) outside the checklist failed, first tests/a.py::b",)
    assert foreign.has_foreign_failures


def test_what_was_not_chosen_is_counted(tally):
    one = tally(asked((), ("golive/code_quality::files_within_limit",)))
    only = "only the whole checklist can be a GO"
    assert one.decide(0).faults == (
        f"{SPARED + 1} of the {SPARED + 2} built-in rows for pre_deploy were not chosen: {only}",
    )
    none = tally(asked((), ("gates/mine.py::x",)))
    assert (
        none.decide(0).faults[0]
        == f"{SPARED + 2} of the {SPARED + 2} built-in rows for pre_deploy were not chosen: {only}"
    )
    both = tally(asked(("pre_deploy",), ("golive/code_quality::files_within_limit",)))
    assert both.decide(0).faults == (f"rows were chosen by name: {only}",)


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


def test_the_target_is_told_where_one_was_asked_for_or_set_up(tally):
    for is_asked, targets, told in ((True, {}, "demo"), (False, {}, ""), (False, {"demo": 1}, "demo")):
        made = tally(asked(target="demo") if is_asked else None, target_name="demo")
        made._run.settings = Fake(targets=targets)
        verdict = made.only("broken")
        assert (verdict.rows, verdict.faults[0]) == ((), "broken")
        assert made.told[-1][1:4] == ("0123", told, "now")
