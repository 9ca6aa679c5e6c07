"""The judgement of a release is Kayenta's, on Kayenta's own test cases; and what is different is different on purpose."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace
from pathlib import Path

import pytest

from pytest_golive.observability.canary.comparing import Label, compare
from pytest_golive.observability.canary.rules import KAYENTA, OF_ERRORS, Rules

CASES = json.loads((Path(__file__).parents[2] / "data" / "kayenta_classifier.json").read_text())["cases"]
# Kayenta passes what nobody could have told apart, and what is not there.
WITHOUT_DATA = {"Tied Observations", "Missing Experiment Data with NaN Replacement"}
STEADY = [100.0 + number % 7 for number in range(30)]


def test_there_are_cases_of_each_label():
    assert {case["label"] for case in CASES} == {"Pass", "High", "Low", "Nodata"}
    assert len(CASES) > 25


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_as_kayenta(case):
    found = compare(case["now"], case["before"], Rules(**case["rules"], fewest=1))
    assert found.label == ("Nodata" if case["title"] in WITHOUT_DATA else case["label"])


def test_kayentas_defaults():
    assert (KAYENTA.confidence, KAYENTA.tolerance, KAYENTA.most, KAYENTA.direction) == (0.98, 0.25, 1.0, "either")
    assert (Rules().confidence, Rules().tolerance, Rules().most, Rules().fewest) == (0.98, 0.25, 1.25, 10)


def test_a_certain_but_small_difference_counts_only_for_kayenta():
    slower = [1.05 * value for value in STEADY]
    assert compare(slower, STEADY, KAYENTA).label == Label.HIGH
    found = compare(slower, STEADY, Rules())
    assert found.label == Label.PASS
    assert found.ratio == pytest.approx(1.05)
    assert found.shift.low > 0


def test_times_in_seconds_are_compared_like_those_in_milliseconds():
    now, before = [1.5e-6 * value for value in STEADY], [1e-6 * value for value in STEADY]
    found = compare(now, before, Rules())
    assert found.label == Label.HIGH
    assert found.shift.estimate == pytest.approx(5.1e-5, rel=0.05)


@pytest.mark.parametrize(
    ("now", "before", "why"),
    [
        ([], STEADY, "no value now"),
        (STEADY, [], "no value in the baseline"),
        ([math.nan] * 30, STEADY, "no value now"),
        ([math.inf] * 30, STEADY, "no value now"),
        ([500.0], STEADY, "each side needs 10"),
        (STEADY, [100.0], "each side needs 10"),
        (STEADY[:9], STEADY, "9 values now and 30 in the baseline"),
    ],
)
def test_without_enough_values_there_is_no_data(now, before, why):
    found = compare(now, before, Rules())
    assert found.label == Label.NODATA
    assert why in found.why


def test_three_values_against_three_prove_nothing():
    found = compare([500.0, 510.0, 520.0], [1.0, 2.0, 3.0], Rules(fewest=1))
    assert found.label == Label.NODATA
    assert "no difference of so few is certain" in found.why


@pytest.mark.parametrize(
    ("now", "before", "label"),
    [
        ([5.0] * 20, [5.0] * 20, Label.PASS),
        ([10.0] * 20, [5.0] * 20, Label.HIGH),
        ([5.0] * 20, [10.0] * 20, Label.PASS),  # it became faster
        ([0.0] * 20, [0.0] * 20, Label.PASS),
        ([3.0] * 20, [0.0] * 20, Label.HIGH),
        ([0.0] * 20, [3.0] * 20, Label.PASS),
    ],
)
def test_constant_series(now, before, label):
    assert compare(now, before, Rules()).label == label


def test_the_other_direction():
    rules = Rules(direction="decrease")
    assert compare([0.5 * value for value in STEADY], STEADY, rules).label == Label.LOW
    assert compare([2 * value for value in STEADY], STEADY, rules).label == Label.PASS


def test_error_rates_that_are_mostly_zero():
    before = [0.0] * 58 + [0.4, 0.4]
    now = [0.0] * 35 + [4.0] * 25
    assert compare(now, before, OF_ERRORS).label == Label.HIGH
    assert compare([0.0] * 57 + [0.4] * 3, before, OF_ERRORS).label == Label.PASS
    assert compare(now, before, replace(OF_ERRORS, unnoticed=2.0)).label == Label.PASS  # 1.7 percent points more


def test_nan_is_removed_or_zero():
    now = [value if number % 2 else math.nan for number, value in enumerate(STEADY)]
    assert compare(now, STEADY, Rules()).n == 15
    assert compare(now, STEADY, Rules(missing="zero")).n == 30
    assert compare([math.nan] * 30, [math.nan] * 30, Rules(missing="zero")).label == Label.PASS


def test_outliers_are_left_out_on_demand():
    """A stall of one value in thirty moves the mean, and so the effect."""
    drawn = random.Random(17)
    before = [drawn.gauss(100, 2) for _ in range(100)]
    now = [drawn.gauss(104, 2) for _ in range(150)] + [9_000.0]
    assert compare(now, before, Rules(measure="mean ratio")).label == Label.HIGH
    assert compare(now, before, Rules(measure="mean ratio", outliers=True)).label == Label.PASS
    assert compare(now, before, Rules()).label == Label.PASS  # its measure is of the median


def test_the_share_of_pairs_is_another_measure():
    found = compare([value + 3 for value in STEADY], STEADY, Rules(measure="share above", most=0.6))
    assert found.label == Label.HIGH
    assert found.effect > 0.6
