"""A row may be about one piece of a gate's evidence; the rest still counts."""

from __future__ import annotations

import pytest
from lines import bad, gate, good

from pytest_golive.checklist.binding.parsing import parse
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Outcome
from pytest_golive.rows.pieces import is_meant, piece_of, rest_of, spelled

KEY = "infrastructure::performance_acceptable"
FAST, RATE = good("p(95)"), bad("error rate")
HALF = gate(KEY, Outcome.FAILED, "both", [FAST, RATE])


@pytest.mark.parametrize(
    ("piece", "name", "expected"),
    [
        ("p95", "p(95)", True),
        ("95th percentile", "p(95)", True),
        ("p99", "p(95)", False),
        ("p95", "error rate", False),
        ("error_rate", "Error  rate", True),
        ("rate", "error rate", False),
        ("error_rate", "error rate in total", True),
        ("error_rate_in_total", "error rate", True),
        ("p95", "p(95) in total", True),
        ("rps", "requests a second in total", True),
        ("error_rate", "error rate of orders", False),
    ],
)
def test_what_a_piece_means(piece, name, expected):
    assert is_meant(piece, name) is expected


def test_a_piece_holds_though_another_does_not():
    assert piece_of(HALF, "p95").outcome is Outcome.PASSED
    assert piece_of(HALF, "p95").evidence == (FAST,)
    red = piece_of(HALF, "error rate")
    assert (red.outcome, red.message) == (Outcome.FAILED, "error rate: 2, must be at most 1")


def test_what_was_not_judged_proves_nothing():
    missing = piece_of(gate(KEY, evidence=[FAST]), "p99")
    assert (missing.outcome, missing.message) == (Outcome.ERROR, "it did not measure 'p99'")
    assert missing.cure == f"bind what it judges: {KEY}#p95"
    noted = piece_of(gate(KEY, evidence=[FAST, Evidence("seen", 3)]), "seen")
    assert (noted.outcome, noted.message) == (Outcome.ERROR, "it only notes 'seen' and does not judge it")


@pytest.mark.parametrize("outcome", [Outcome.NOT_RUN, Outcome.SKIPPED, Outcome.NOT_APPLICABLE, Outcome.ERROR])
def test_what_kept_the_gate_from_judging_is_told_of_its_pieces(outcome):
    assert piece_of(gate(KEY, outcome, "why"), "p95").outcome is outcome


def test_a_waived_piece_has_not_passed():
    waived = bad("error rate")
    assert piece_of(gate(KEY, Outcome.WAIVED, "waived: x", [FAST, waived]), "error rate").outcome is Outcome.WAIVED
    excused = good("error rate", is_excused=True)
    assert piece_of(gate(KEY, Outcome.KNOWN, "k", [FAST, excused]), "error rate").outcome is Outcome.KNOWN


def test_what_stands_in_no_row_of_its_own_is_left_to_judge():
    assert rest_of(gate(KEY, evidence=[FAST]), {"p95"}) is None
    left = rest_of(HALF, {"p95"})
    assert (left.outcome, left.message, left.evidence) == (
        Outcome.FAILED,
        "error rate: 2, must be at most 1",
        (RATE,),
    )
    assert rest_of(HALF, {"error rate"}).outcome is Outcome.PASSED
    assert rest_of(HALF, {"p95", "error rate"}) is None
    assert rest_of(gate(KEY, Outcome.ERROR, "why"), {"p95"}).outcome is Outcome.ERROR


def test_the_pieces_that_a_cure_names_are_ones_that_a_binding_takes():
    names = ["p(95) in total", "error rate in total", "slower than the baseline", "docs/a, b.md", "it's"]
    for name in names:
        (bond,) = parse(spelled(KEY, name)).bonds
        assert (bond.name, is_meant(bond.evidence, name)) == (KEY, True)
    assert [spelled(KEY, name).partition("#")[2] for name in names[:3]] == [
        "p95",
        "error_rate",
        names[2].replace(" ", "_"),
    ]


def test_what_a_gate_left_open_for_a_breach_is_told_of_its_piece():
    row = gate(KEY, Outcome.FAILED, "slow", [RATE, Evidence("not judged", "p(95) may be this machine's doing")])
    found = piece_of(row, "p95")
    assert found.message == "it did not measure 'p95': p(95) may be this machine's doing"
    assert found.cure == "mend what failed, and run the gate again"
