"""Whatever goes wrong with a sample is an error of it, and is named."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.known import MASK
from pytest_golive.observability.watch.holding.taking import measured
from pytest_golive.observability.watch.measured import Measurement, Phase

GOOD = Measurement("a", Phase.GOOD, 1.0)


def only(take, signals=("a",)):
    found = measured(take, signals)
    assert [each.signal for each in found] == list(signals)
    return found[0]


def raising(error):
    def take():
        raise error

    return take


def test_an_error_of_ours_is_one_of_all_signals():
    found = measured(raising(CannotMeasure("Prometheus does not answer", "start it")), ("a", "b"))
    assert [(each.phase, each.said, each.cure) for each in found] == [
        (Phase.ERROR, "Prometheus does not answer", "start it")
    ] * 2


def test_a_fault_in_a_gate_of_the_team_is_named():
    one = only(raising(KeyError("orders")))
    assert one.phase is Phase.ERROR
    assert one.said.startswith("KeyError: 'orders' (test_taking_samples.py, line ")
    assert "traceback" in one.cure


def test_an_interrupt_is_no_error_of_a_sample():
    with pytest.raises(KeyboardInterrupt):
        measured(raising(KeyboardInterrupt()), ("a",))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("phase", [Phase.GOOD, Phase.INCONCLUSIVE])
def test_a_number_that_is_none_is_never_good(value, phase):
    one = only(lambda: [Measurement("a", phase, value)])
    assert (one.phase, one.value, one.said) == (
        Phase.ERROR,
        None,
        f"its value is {value}, which is no number that can be measured",
    )
    assert only(lambda: [Measurement("a", Phase.GOOD, 1.0, bound=value)]).phase is Phase.ERROR


def test_what_cannot_be_counted_is_never_good():
    assert only(lambda: [Measurement("a", Phase.GOOD, n=-1)]).phase is Phase.ERROR
    assert only(lambda: [Measurement("a", Phase.GOOD, "1")]).said.startswith("TypeError: must be real number, not str")
    assert only(lambda: [Measurement("a", Phase.GOOD, 10**400)]).said.startswith("OverflowError: ")
    assert only(lambda: None).said.startswith("TypeError: ")
    assert only(lambda: [7]).said.startswith("AttributeError: ")


def test_numbers_of_other_libraries_are_plain_ones():
    one = only(lambda: [Measurement("a", Phase.GOOD, Decimal("0.5"), bound=Fraction(1, 4), n=True)])
    assert [(type(each), each) for each in (one.value, one.bound, one.n)] == [(float, 0.5), (float, 0.25), (int, 1)]


def test_a_failure_stays_one_whatever_its_number():
    one = only(lambda: [Measurement("a", Phase.FAILED, math.inf, said="all requests fail")])
    assert (one.phase, one.value, one.said) == (Phase.FAILED, None, "all requests fail")


def test_of_two_measurements_of_a_signal_the_worse_one_counts():
    for pair in ((GOOD, Measurement("a", Phase.FAILED)), (Measurement("a", Phase.FAILED), GOOD)):
        assert only(lambda pair=pair: pair).phase is Phase.FAILED


def test_a_signal_that_nobody_asked_for_is_an_error():
    one = only(lambda: [GOOD, Measurement("orders", Phase.GOOD)])
    assert (one.phase, one.said) == (Phase.ERROR, "orders was measured, which is no signal of this watch")


@pytest.mark.security
def test_texts_hide_secrets_and_have_an_end():
    MASK.add("hunter2-hunter2")
    one = only(lambda: [Measurement("a", Phase.FAILED, said="401 for hunter2-hunter2\n" + "x" * 9999, cure="y" * 999)])
    assert "hunter2" not in one.said
    assert one.said.startswith("401 for [hidden] xx")
    assert (len(one.said), len(one.cure)) == (300, 300)
