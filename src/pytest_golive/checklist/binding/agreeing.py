"""When a number in a row's words and the limit of a gate mean the same."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from pytest_golive.checklist.binding.numbers import COMPLEMENT, IN_SECONDS, Quantity

COUNTED = frozenset({"", "items"})  # units of what is counted, whatever it is called
FAR = 30  # a time or a size so many times the limit is something else: "load of 60 s" beside "p95 < 200 ms"
PERIOD = re.compile(
    r"(?:for|during|after|every|each|last|next|first|past|once|pendant|apr[eè]s|nach|alle)(?: the)? ?$", re.IGNORECASE
)


def agree(stated: Quantity, judged: Quantity, *, counts: bool = False) -> bool:
    """Whether two limits accept the same values.

    Args:
        stated: the limit in the row.
        judged: the limit of the gate.
        counts: whether only whole numbers are compared, so that "< 200" equals "<= 199".
    """
    if _is_of_other_things(stated, judged):
        return False
    if not stated.unit:  # the row means the unit of the gate
        stated = replace(stated, unit=judged.unit)
    (value, unit), (judged_value, unit_of_gate) = stated.base, judged.base
    if unit != unit_of_gate:
        return False
    if counts:
        value, comparison = _whole(value, stated.comparison)
        judged_value, comparison_of_gate = _whole(judged_value, judged.comparison)
        return comparison == comparison_of_gate and math.isclose(value, judged_value)
    return stated.comparison == judged.comparison and math.isclose(value, judged_value)


def fires(stated: Quantity, judged: Quantity, *, counts: bool = False) -> bool:
    """Whether *stated*, a trigger, fires exactly when *judged*, a limit, does not hold."""
    inverse = Quantity(stated.text, stated.value, stated.unit, COMPLEMENT.get(stated.comparison, ""))
    return agree(inverse, judged, counts=counts)


def _whole(value: float, comparison: str) -> tuple[float, str]:
    if comparison == "<":
        return value - 1, "<="
    return (value + 1, ">=") if comparison == ">" else (value, comparison)


def agrees(number: Quantity, judged: Quantity, *, counts: bool = False) -> bool:
    """Whether the number of a row is the gate's limit, or a trigger that fires when the gate's limit is passed.

    A number of which the row does not say how it is compared agrees if its value is the limit's.
    """
    if not number.is_limit:
        return agree(replace(number, comparison=judged.comparison), judged, counts=counts)
    compare = agree if number.comparison[0] == judged.comparison[0] else fires
    return compare(number, judged, counts=counts)


def is_of_one_kind(number: Quantity, judged: Quantity) -> bool:
    """Whether both have units of the same kind; a number without a unit may have any.

    What is counted ("200 words") can only mean a limit on a count, which has no unit, or on a rate.
    """
    if _is_of_other_things(number, judged):
        return False
    are_rates = number.unit.startswith("/") and judged.unit.startswith("/")
    return not number.unit or are_rates or number.base[1] == judged.base[1]


def _is_of_other_things(number: Quantity, judged: Quantity) -> bool:
    return bool(number.noun) and judged.unit not in COUNTED and not judged.unit.startswith("/")


def may_mean(number: Quantity, judged: Quantity) -> bool:
    """Whether a number without a comparison can mean the limit *judged*: it has its unit and about its size."""
    if not number.unit or number.unit in {"x", "files", "items"} or not is_of_one_kind(number, judged):
        return False
    (value, _), (limit, _) = number.base, judged.base
    return number.base[1] == "%" or max(value, limit) <= FAR * min(value, limit)


def without_periods(numbers: Sequence[Quantity], text: str) -> list[Quantity]:
    """*numbers* without the times that say how long something goes on: "for 30 minutes", "every 90 days"."""
    return [one for one in numbers if one.unit not in IN_SECONDS or not PERIOD.search(text[: text.find(one.text)])]
