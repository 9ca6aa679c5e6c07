"""A limit can hold for numbers, texts and truth values; an object that equals everything never holds."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from unittest import mock

import pytest

from pytest_golive.judging.evidence import holds
from pytest_golive.judging.judge import Judge


class Mode(StrEnum):
    FAST = "fast"


class Agreeable:
    """A value that converts to a number and for which every comparison is true."""

    def __float__(self):
        return 1.0

    def _yes(self, _other):
        return True

    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = _yes
    __hash__ = None


@pytest.mark.parametrize(
    ("value", "limit"),
    [
        (Agreeable(), {"at_most": 200}),
        (Agreeable(), {"above": 0}),
        (Agreeable(), {"equals": True}),
        (Agreeable(), {"equals": 1}),
        (mock.ANY, {"equals": 1}),
        (mock.ANY, {"equals": "2.0.1"}),
        (mock.MagicMock(), {"at_least": 0}),
        (1, {"equals": mock.ANY}),
        ("2.0.1", {"equals": Agreeable()}),
    ],
)
def test_what_is_no_value_breaches(value, limit):
    assert not Judge()("x", value, **limit)


@pytest.mark.parametrize("limit", [Agreeable(), mock.MagicMock(), [1]])
def test_what_is_no_number_is_no_limit(limit):
    with pytest.raises(TypeError, match="judge needs a finite number as a limit"):
        Judge()("x", 1, at_most=limit)


@pytest.mark.parametrize(
    ("value", "comparison", "limit"),
    [
        (Mode.FAST, "==", "fast"),
        (Decimal(2), "==", 2.0),
        (Fraction(1, 2), "<=", 0.5),
        (2, "==", Decimal(2)),
        (True, "==", True),
        ((1, 2), "==", (1, 2)),
    ],
)
def test_what_is_one_does_not(value, comparison, limit):
    assert holds(value, comparison, limit)
