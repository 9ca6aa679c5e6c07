"""What becomes of two quantities that are added, subtracted, multiplied or divided."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

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
    QUEUE,
    RATE,
    SHARES,
    SLOW_SHARE,
    SUCCESS_SHARE,
    USED,
    USED_SHARE,
    Quantity,
)
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
STOCKS: Final = {(USED, LIMIT): USED_SHARE, (FREE, LIMIT): FREE_SHARE}
DIFFERENCES: Final = {
    ("all", "errors"): "success",
    ("all", "success"): "errors",
    ("all", "fast"): "slow",
    ("all", "slow"): "fast",
}
STOCK_DIFFERENCES: Final = {(LIMIT, FREE): USED, (LIMIT, USED): FREE, (USED, FREE): USED}
ALIKE: Final = 1e-9


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
        return _matched(node, left, right, _quotient(left, right))
    if node.op == "-":
        return _matched(node, left, right, _difference(left, right))
    if node.op == "+":
        return _matched(node, left, right, _sum(left, right))
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
        share = "errors" if left.share in ERRORS else left.share
        over = RATES.get((share, right.share))
        if right.share == left.share == "success":  # of a histogram whose selectors choose successes on both sides
            over = None
        if over is None:
            raise NotUnderstood(f"it divides a rate of {left.share} by a rate of {right.share}")
        result = left.joined(right, kind=over, scale=left.scale / right.scale if right.scale else 0.0)
        for why in lacks_of(left):
            result = result.weaker(why)
        if left.window != right.window:
            result = result.doubted("numerator and denominator have different windows")
        return _narrowed(left, right, result)
    if left.topic == right.topic and (part := STOCKS.get((left.kind, right.kind))):
        result = left.joined(right, kind=part, scale=left.scale / right.scale if right.scale else 0.0)
        if left.of_host != right.of_host:
            result = result.doubted(f"it is a share of the host's {left.topic}, not of the limit")
        return result
    raise NotUnderstood(f"it is not known what {left.kind} / {right.kind} is")


def lacks_of(quantity: Quantity) -> tuple[str, ...]:
    """Why a rate of failed requests does not count all of the server's errors."""
    why = LACKS.get(quantity.share) if quantity.kind == RATE else None
    return (why,) if why else ()


def _narrowed(left: Quantity, right: Quantity, result: Quantity) -> Quantity:
    """A numerator that leaves out more than the denominator makes the share too small."""
    ours, theirs = left.matches(APART), right.matches(APART)
    if ours - theirs:
        shown = ",".join(sorted(map(str, ours - theirs)))
        if left.names & right.names:
            return result.weaker(f"the numerator counts only {{{shown}}}, the denominator counts all")
        return result.doubted(f"the numerator counts only {{{shown}}}")
    if theirs - ours:
        return result.doubted(f"the denominator counts only {{{','.join(sorted(map(str, theirs - ours)))}}}")
    return result


def _difference(left: Quantity, right: Quantity) -> Quantity:
    if left.kind == right.kind == RATE and (share := DIFFERENCES.get((left.share, right.share))):
        _alike(left, right)
        return left.joined(right, share=share, boundary=left.boundary or right.boundary)
    if left.topic == right.topic and (kind := STOCK_DIFFERENCES.get((left.kind, right.kind))):
        _alike(left, right)
        return left.joined(right, kind=kind)
    raise NotUnderstood(f"it is not known what {left.kind} - {right.kind} is")


def _sum(left: Quantity, right: Quantity) -> Quantity:
    _alike(left, right)
    if left.kind == right.kind == RATE:
        shares = {left.share, right.share}
        if shares == {"errors", "success"}:
            return left.joined(right, share="all")
        if len(shares) == 1:
            return left.joined(right)
    if left.kind == right.kind and left.kind in {QUEUE, FREE, USED, LIMIT} and left.topic == right.topic:
        return left.joined(right)
    raise NotUnderstood(f"it is not known what {left.kind} + {right.kind} is")


def _alike(left: Quantity, right: Quantity) -> None:
    if abs(left.scale - right.scale) > ALIKE * max(abs(left.scale), abs(right.scale)):
        raise NotUnderstood(f"it adds or subtracts different units: {left.kind} and {right.kind}")


def _matched(node: Binary, left: Quantity, right: Quantity, result: Quantity) -> Quantity:
    """Whether the two sides find each other: they need the same labels, or ``on``, ``ignoring``."""
    keeps = right.keeps if node.group == "right" else left.keeps
    if node.on is not None and not node.group:
        keeps = ("by", frozenset(node.on))
    result = replace(result, keeps=keeps)
    if (node.on is not None or node.ignoring) and not node.group:
        several = sorted(
            {one.label for side in (left, right) for one in side.matches(()) if _is_several(node, side, one)}
        )
        return result.doubted(f"it fails with several {several[0]} at once: add them up") if several else result
    if node.group:
        return result
    if left.keeps != right.keeps:
        return result.doubted("its two sides keep different labels, so they may not find each other")
    statuses = {one.label for one in left.matches(()) if one.label.lower() in STATUSES}
    if left.kind == RATE and left.names & right.names and any(map(left.keeps_label, statuses)):
        return result.doubted("it divides the series of each status by itself, for nothing adds them up")
    return result


def _is_several(node: Binary, side: Quantity, match: Match) -> bool:
    """Whether a side may have series with several statuses that are one and the same to its partner."""
    is_open = match.label.lower() in STATUSES and match.op != "=" and side.keeps_label(match.label)
    return is_open and (match.label in node.ignoring or (node.on is not None and match.label not in node.on))
