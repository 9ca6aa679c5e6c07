"""What prevents a GO beside the rows, without a run: each fault in its own words."""

from __future__ import annotations

import pytest
from spared import SPARED
from tallied import all_pass, asked, report, rows_of, tallies

from pytest_golive.judging.verdict import Outcome

pytestmark = pytest.mark.security


@pytest.fixture
def tally(monkeypatch):
    return tallies(monkeypatch)


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
    assert not tally().has_foreign_failures
    foreign.add(report("tests/a.py::good"))
    assert (foreign.decide(0).go, foreign.has_foreign_failures) == (True, False)
    foreign.add(report("tests/a.py::b", "failed"))
    foreign.add(report("tests/a.py::c", "failed"))
    assert foreign.decide(1).faults == ("2 tests outside the checklist failed, first tests/a.py::b",)
    assert foreign.has_foreign_failures
    own = tally()
    assert rows_of(own, report(outcome="failed")).outcome is Outcome.FAILED
    assert own.decide(1).faults == ()


def test_what_was_not_chosen_is_counted(tally):
    one = tally(asked((), ("golive/code_quality::files_within_limit",)))
    only = "only the whole checklist can be a GO"
    assert one.decide(0).faults == (
        f"{SPARED + 2} of the {SPARED + 3} built-in rows for pre_deploy were not chosen: {only}",
    )
    none = tally(asked((), ("gates/mine.py::x",)))
    every = f"{SPARED + 3} of the {SPARED + 3} built-in rows for pre_deploy were not chosen: {only}"
    assert none.decide(0).faults[0] == every
    smoke = tally(asked((), ("golive/smoke::healthy",)))
    assert smoke.decide(0).faults == (f"6 of the 7 built-in rows for smoke were not chosen: {only}",)
    both = tally(asked(("pre_deploy",), ("golive/code_quality::files_within_limit",)))
    assert both.decide(0).faults == (f"rows were chosen by name: {only}",)
