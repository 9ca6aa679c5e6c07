"""What looking back over a window makes of a quantity: a mean, the highest value, the value at a moment before."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pytest_golive.observability.alerts.meaning.quantities import BUCKETS, FALLING, FREE, LIMIT, NUMBER, RATE, Quantity
from pytest_golive.observability.alerts.promql.tree import NotUnderstood, Subquery
from pytest_golive.observability.alerts.rules.durations import spelled

OVER_TIME: Final = frozenset(
    {"avg_over_time", "max_over_time", "min_over_time", "last_over_time", "quantile_over_time"}
)
USUAL: Final = 60.0  # seconds between two looks that nobody calls late


def over_time(name: str, quantity: Quantity, window: float, param: Quantity | None = None) -> Quantity:
    """What ``avg_over_time`` and its like make of a quantity.

    Raises:
        NotUnderstood: it is called with something else.
    """
    if name == "quantile_over_time" and (param is None or param.kind != NUMBER or not 0 <= param.value <= 1):
        raise NotUnderstood(f"{name}() takes a number from 0 to 1")
    if name == "last_over_time":
        return quantity
    if name == "avg_over_time":
        return replace(quantity, window=max(quantity.window, window))
    if quantity.kind in {RATE, BUCKETS, LIMIT, FREE}:
        return quantity.doubted(f"it takes {name} of {quantity.kind}, not of the signal")
    if name == "quantile_over_time" or (name == "max_over_time") == (quantity.kind in FALLING):
        return replace(quantity, delay=quantity.delay + window)  # it must be past the limit all the time
    return quantity  # once past the limit is enough


def late_by(subquery: Subquery) -> float:
    """The seconds by which a subquery is late: its offset, and the step at which it looks.

    Raises:
        NotUnderstood: it looks into the future.
    """
    if subquery.offset < 0:
        raise NotUnderstood(f"{subquery} looks into the future")
    return subquery.offset + max(0.0, subquery.step - USUAL)


def blind(subquery: Subquery) -> str:
    """Why a subquery mostly sees nothing; "" if it does not."""
    if subquery.step <= subquery.window:
        return ""
    step, window = spelled(subquery.step), spelled(subquery.window)
    return f"its subquery looks once in {step} and back over {window} only, so it mostly sees nothing"
