"""What becomes of two quantities that are added, subtracted, multiplied or divided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from pytest_golive.observability.alerts.meaning.adding import ALIKE, added, difference
from pytest_golive.observability.alerts.meaning.matching import STATUSES
from pytest_golive.observability.alerts.meaning.quantities import (
    COMPLEMENTS,
    ERROR_SHARE,
    FAST_SHARE,
    FREE,
    FREE_SHARE,
    LIMIT,
    MEAN,
    NUMBER,
    PERIOD,
    QUOTA,
    RATE,
    SHARES,
    SLOW_SHARE,
    SUCCESS_SHARE,
    USED,
    USED_SHARE,
    Quantity,
)
from pytest_golive.observability.alerts.meaning.sides import matched
from pytest_golive.observability.alerts.promql.tree import Binary, Match, NotUnderstood

APART: Final = STATUSES | {"le", "mode", "area", "id", "resource", "unit", "quantile"}
ERRORS: Final = frozenset({"errors", "some errors", "no errors"})
LACKS: Final = {
    "some errors": "it counts only some of the server's errors (5xx)",
    "no errors": "it counts statuses that no error of the server has",
}
# (numerator, denominator): the quotient.
RATES: Final = {
    ("success", "all"): SUCCESS_SHARE,
    ("errors", "all"): ERROR_SHARE,
    ("errors", "success"): ERROR_SHARE,  # a little more than the share, so it fires a little earlier
    ("fast", "all"): FAST_SHARE,
    ("slow", "all"): SLOW_SHARE,
    ("time", "all"): MEAN,
}
STOCKS: Final = {(USED, LIMIT): USED_SHARE, (FREE, LIMIT): FREE_SHARE, (QUOTA, PERIOD): LIMIT}


def combine(node: Binary, left: Quantity, right: Quantity) -> Quantity:
    """The result of an arithmetic operator.

    Raises:
        NotUnderstood: the two make no quantity that we know.
    """
    if left.kind == right.kind == NUMBER:
        return Quantity(NUMBER, value=_number(node.op, left.value, right.value))
    if NUMBER in (left.kind, right.kind):
        return _with_number(node.op, left, right)
    if node.op == "/":
        return matched(node, left, right, _quotient(left, right))
    if node.op == "-":
        return matched(node, left, right, difference(left, right))
    if node.op == "+":
        return matched(node, left, right, added(left, right))
    raise NotUnderstood(f"it is not known what {left.kind} {node.op} {right.kind} is")


def _number(op: str, left: float, right: float) -> float:
    try:
        return {
            "+": lambda: left + right,
            "-": lambda: left - right,
            "*": lambda: left * right,
            "/": lambda: left / right,
            "^": lambda: float(left**right),
            "%": lambda: left % right,
        }[op]()
    except (ZeroDivisionError, OverflowError, TypeError, KeyError):
        raise NotUnderstood(f"{left:g} {op} {right:g} is no number") from None


def _with_number(op: str, left: Quantity, right: Quantity) -> Quantity:
    quantity, number = (right, left.value) if left.kind == NUMBER else (left, right.value)
    if op == "*" and number:
        return replace(quantity, scale=quantity.scale * number)
    if op == "/" and quantity is left and number:
        return replace(quantity, scale=quantity.scale / number)
    if op == "-" and quantity is right and quantity.kind in SHARES:
        if abs(number - quantity.scale) < ALIKE * max(1.0, abs(number)):
            return replace(quantity, kind=COMPLEMENTS[quantity.kind])
        raise NotUnderstood(f"{number:g} minus {quantity.kind} whose whole is {quantity.scale:g} is no share")
    raise NotUnderstood(f"it is not known what {left.kind} {op} {right.kind} is")


def _quotient(left: Quantity, right: Quantity) -> Quantity:
    if left.kind == right.kind == RATE:
        return _of_rates(left, right)
    if left.topic == right.topic and (part := STOCKS.get((left.kind, right.kind))):
        result = left.joined(right, kind=part, scale=left.scale / right.scale if right.scale else 0.0)
        if left.of_host != right.of_host:
            result = result.doubted(f"it is a share of the host's {left.topic}, not of the limit")
        if _is_heap(left) and not _is_heap(right):
            result = result.doubted("it is about the heap alone, which is a part of the memory that is limited")
        return result
    raise NotUnderstood(f"it is not known what {left.kind} / {right.kind} is")


def _of_rates(left: Quantity, right: Quantity) -> Quantity:
    share = "errors" if left.share in ERRORS else left.share
    over = RATES.get((share, right.share))
    if right.share == left.share == "success":  # of a histogram whose selectors choose successes on both sides
        over = None
    if over is None and left.share == right.share == "all" and (some := left.matches(APART) - right.matches(APART)):
        raise NotUnderstood(which_requests(some))
    if over is None:
        raise NotUnderstood(f"it divides a rate of {left.share} by a rate of {right.share}")
    if left.counted != right.counted:
        raise NotUnderstood("it divides a number of requests by a rate, or a rate by a number")
    result = left.joined(right, kind=over, scale=left.scale / right.scale if right.scale else 0.0)
    for why in lacks_of(left):
        result = result.weaker(why)
    if left.window != right.window:
        result = result.doubted("numerator and denominator have different windows")
    if left.delay != right.delay:
        result = result.doubted("numerator and denominator are of different moments")
    return _narrowed(left, right, result)


def which_requests(matches: Iterable[Match]) -> str:
    """Why a rate of requests may be one of failed ones, and is not known to be."""
    shown = ",".join(sorted(map(str, matches)))
    return f'it is not known which requests {{{shown}}} selects; a matcher of a status, such as code=~"5..", says it'


def lacks_of(quantity: Quantity) -> tuple[str, ...]:
    """Why a rate of failed requests does not count all of the server's errors."""
    why = LACKS.get(quantity.share) if quantity.kind == RATE else None
    return (why,) if why else ()


def _narrowed(left: Quantity, right: Quantity, result: Quantity) -> Quantity:
    """A numerator that leaves out more than the denominator makes the share too small."""
    ours, theirs = left.matches(APART), right.matches(APART)
    if (further := right.names - left.names) and left.names & right.names:
        result = result.doubted(f"the denominator adds {min(further)}, of which the numerator counts nothing")
    if ours - theirs:
        shown = ",".join(sorted(map(str, ours - theirs)))
        if left.names & right.names:
            return result.weaker(f"the numerator counts only {{{shown}}}, the denominator counts all")
        return result.doubted(f"the numerator counts only {{{shown}}}")
    if theirs - ours:
        return result.doubted(f"the denominator counts only {{{','.join(sorted(map(str, theirs - ours)))}}}")
    return result


def _is_heap(quantity: Quantity) -> bool:
    return all(
        "heap" in each.name.split("_") or any(one.label == "area" and one.value == "heap" for one in each.matches)
        for each in quantity.series
    )
