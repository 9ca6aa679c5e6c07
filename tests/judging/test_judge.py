"""The judge records what it gets, and never treats nothing as good."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.judging.evidence import Evidence, holds
from pytest_golive.judging.judge import Judge

BIG = Finding("src/big.py", 0, "lines", "412 lines, 212 over 200")


@pytest.mark.parametrize(
    ("value", "limit", "expected"),
    [
        (200, {"at_most": 200}, True),
        (201, {"at_most": 200}, False),
        (80.0, {"at_least": 80}, True),
        (79.99, {"at_least": 80}, False),
        (200, {"below": 200}, False),
        (1, {"above": 0}, True),
        ("2.0.1", {"equals": "2.0.1"}, True),
        ("2.0.0", {"equals": "2.0.1"}, False),
        (False, {"equals": True}, False),
        (math.nan, {"at_most": 200}, False),
        (math.nan, {"at_least": 0}, False),
        (math.nan, {"equals": math.nan}, False),
        ("many", {"at_most": 200}, False),
        ("10.0", {"below": 11}, False),
        (math.inf, {"at_least": 80}, False),
        (-math.inf, {"at_most": 200}, False),
        (True, {"at_most": 200}, False),
        (0, {"equals": False}, False),
        (True, {"equals": 1}, False),
        (1.0, {"equals": 1}, True),
        (10**400, {"at_most": 200}, False),
        (10**400, {"at_least": 200}, True),
        (Decimal("199.5"), {"at_most": 200}, True),
    ],
)
def test_limits(value, limit, expected):
    judge = Judge()
    assert judge("x", value, **limit) is expected
    assert bool(judge.breaches()) is not expected


def test_findings_are_judged_by_their_number():
    judge = Judge()
    judge("files over the limit", [BIG], at_most=0)
    assert judge.evidence[0].value == 1
    assert judge.evidence[0].found == (BIG,)


@pytest.mark.parametrize("limits", [{}, {"at_most": 1, "at_least": 0}])
def test_exactly_one_limit(limits):
    with pytest.raises(TypeError, match="exactly one"):
        Judge()("x", 1, **limits)


@pytest.mark.parametrize("limit", ["1.9", math.nan, math.inf, True])
def test_a_limit_that_nothing_can_be_held_against_is_refused(limit):
    with pytest.raises(TypeError, match="a finite number as a limit"):
        Judge()("version", "1.10", at_least=limit)


@pytest.mark.parametrize(
    ("value", "n", "why"),
    [
        (None, 3, "there is no value"),
        (None, None, "there is no value"),
        (0, 0, r"nothing was measured \(n = 0\)"),
        ([], 0, r"nothing was measured \(n = 0\)"),
        (0, -1, r"nothing was measured \(n = -1\)"),
        (0, math.nan, r"nothing was measured \(n = nan\)"),
    ],
)
def test_no_value_and_no_samples_cannot_be_judged(value, n, why):
    judge = Judge()
    with pytest.raises(CannotMeasure, match=f"x: {why}, so it cannot be judged"):
        judge("x", value, at_most=0, n=n)
    assert not judge.evidence
    assert judge("x", 0, at_most=0, n=1)


def test_every_breach_is_kept():
    judge = Judge()
    judge("a", 1, at_most=0)
    judge("b", 1, at_most=2)
    judge("c", 1, at_most=0)
    assert [evidence.name for evidence in judge.breaches()] == ["a", "c"]


def test_a_note_is_not_a_judgement():
    judge = Judge()
    judge.note("files", 3)
    assert not judge.has_judged
    assert judge.evidence[0].allowed == ""


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [
        (Evidence("coverage", 61.25, ">=", 80, " %"), "coverage: 61.25 %, must be at least 80 %"),
        (
            Evidence("longest file", 3660, "<=", 200, " lines"),
            "longest file: 3,660 lines, must be at most 200 lines",
        ),
        (Evidence("signed", False, "==", True), "signed: no, must be yes"),
        (Evidence("files", 12), "files: 12"),
        (Evidence("coverage", 82.977099, ">=", 80, " %", ok=True), "coverage: 82.98 %, must be at least 80 %"),
        (Evidence("coverage", 79.999, ">=", 80, " %", ok=False), "coverage: 79.999 %, must be at least 80 %"),
        (Evidence("error rate", 0.00123, "<", 0.01, ok=True), "error rate: 0.00123, must be below 0.01"),
    ],
)
def test_evidence_reads_as_a_sentence(evidence, sentence):
    assert evidence.sentence == sentence


def test_evidence_survives_its_dictionary():
    judge = Judge()
    judge("x", 7, at_most=3, unit=" files", n=9, source="wc", where=[BIG])
    assert Evidence.from_dict(judge.evidence[0].as_dict()) == judge.evidence[0]


def test_a_zero_survives_its_dictionary():
    judge = Judge()
    judge("x", 0, at_most=0)
    judge("y", False, equals=False)
    judge("z", "", equals="")
    assert [Evidence.from_dict(e.as_dict()) for e in judge.evidence] == judge.evidence


def test_the_dictionary_is_bounded_but_counts_all():
    judge = Judge()
    judge("x", [BIG] * 500, at_most=0)
    record = judge.evidence[0].as_dict(most=20)
    assert len(record["found"]) == 20
    assert record["found_count"] == 500


def test_what_cannot_be_compared_does_not_hold():
    assert not holds("a", "<=", 3)
    assert not holds(3, "<=", math.inf)
    assert not holds(3, ">=", True)
    assert not holds("3", "<=", "4")


class Outage:
    """A finding of a measurement, with additional fields."""

    seconds = 0.5
    finding = Finding("", 0, "gap", "gone for 0.5 s", key="fresh")


def test_what_knows_its_finding_is_judged_by_it():
    judge = Judge()
    assert not judge("gaps", (Outage(), BIG), at_most=0)
    assert judge.evidence[0].found == (Outage.finding, BIG)
    assert Evidence.from_dict(judge.evidence[0].as_dict()) == judge.evidence[0]


def test_a_note_of_several_lines_is_a_picture():
    judge = Judge()
    judge.note("timeline", "····\n██··")
    judge.note("source", "one line")
    assert [evidence.picture for evidence in judge.evidence] == [("····", "██··"), ()]


def test_the_gravest_findings_come_first_for_whoever_has_no_room_for_all():
    judge = Judge()
    judge(
        "x",
        [Finding(f"{n}.py", 1, "r", "m", how) for n, how in enumerate(["low", "high", "odd", "medium", "high"])],
        at_most=0,
    )
    assert [finding.path for finding in judge.evidence[0].found] == ["1.py", "2.py", "4.py", "3.py", "0.py"]
