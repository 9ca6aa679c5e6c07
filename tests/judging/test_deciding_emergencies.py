"""The verdict over rows that a broken glass has let through."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from pytest_golive.judging.verdict import Entry, Facts, Outcome, Row, Verdict, decide
from pytest_golive.signing.glass.glass import Glass

ENTRY = Entry("golive/security::x", "X", "security", ("pre_deploy",))
NOW = dt.datetime(2026, 11, 27, 3, tzinfo=dt.UTC)
GLASS = Glass("prod", "0" * 40, ("a::b",), "nobody can pay", "ann", "bob", NOW, NOW + dt.timedelta(hours=2))


def row(outcome):
    return Row(ENTRY, outcome)


@pytest.mark.security
def test_an_emergency_never_reads_like_a_go():
    rows = (row(Outcome.PASSED), row(Outcome.NOT_PROVEN))
    verdict = Verdict(rows, glass=GLASS)
    assert (verdict.go, verdict.is_emergency, verdict.blockers) == (False, True, ())
    assert verdict.line.startswith("GO (BREAK-GLASS: 1 row not proven)  1 passed, 1 not proven; 1 of 2 verified")
    unneeded = Verdict(rows[:1], glass=GLASS)
    assert (unneeded.go, unneeded.word) == (False, "GO (BREAK-GLASS: no row needed it)")
    for red in (Verdict((*rows, row(Outcome.FAILED)), glass=GLASS), Verdict(rows, ("crashed",), glass=GLASS)):
        assert (red.go, red.is_emergency, red.word) == (False, False, "NO-GO")
    nothing = decide(rows[1:], [], Facts())
    assert not dataclasses.replace(nothing, glass=GLASS).is_emergency, "nothing was verified"
