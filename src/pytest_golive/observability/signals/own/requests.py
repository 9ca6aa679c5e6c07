"""Whether a query of the team's own is a share of failed requests, or the percentile that is limited, in its unit."""

from __future__ import annotations

from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.meaning.names import ERRORS, TIMES, WORD
from pytest_golive.observability.alerts.meaning.quantities import (
    ERROR_SHARE,
    GAUGE,
    MEAN,
    QUANTILE,
    SUCCESS_SHARE,
    Quantity,
)
from pytest_golive.observability.alerts.promql.tree import NotUnderstood
from pytest_golive.observability.signals.units import SHORT, percent_in, second_of
from pytest_golive.observability.signals.wanted import Wanted

Notes = tuple[tuple[str, str], ...]
ALIKE: Final = 1e-6
PERCENT: Final = 100.0


def check_share(wanted: Wanted, quantity: Quantity) -> Notes:
    """Refuse what is no share of failed requests, or has another unit than the settings say.

    Raises:
        NotUnderstood: it is something else.
        CannotMeasure: the unit is another one.
    """
    if quantity.kind == GAUGE:
        return of_exported(wanted, quantity, ERRORS)
    if quantity.kind == SUCCESS_SHARE:
        raise NotUnderstood("it is the share of requests that do not fail: subtract it from 1")
    if quantity.kind != ERROR_SHARE:
        raise NotUnderstood(f"it is {quantity.kind}, and no share of failed requests")
    check_whole(wanted, quantity)
    return ()


def check_whole(wanted: Wanted, quantity: Quantity) -> None:
    """Refuse a share whose whole is not what the unit in the settings says.

    Raises:
        NotUnderstood: the whole is that of no unit.
        CannotMeasure: it is that of another unit.
    """
    whole = PERCENT / percent_in(wanted.unit, wanted.signal)
    if not quantity.scale or is_alike(quantity.scale, whole):
        return
    if is_alike(quantity.scale, 1.0) or is_alike(quantity.scale, PERCENT):
        right = "ratio" if is_alike(quantity.scale, 1.0) else "%"
        raise CannotMeasure(
            f"the query of {wanted.signal} gives {quantity.scale:g} where all are meant, so it is in {right}, and its "
            f"unit in {wanted.place} is {wanted.unit!r}",
            f"write unit = {right!r}, or correct the query",
        )
    raise NotUnderstood(f"it gives {quantity.scale:g} where all are meant, and not {whole:g}")


def check_latency(wanted: Wanted, quantity: Quantity) -> Notes:
    """Refuse what is not the percentile of the limit, or has another unit than the settings say.

    Raises:
        NotUnderstood: it is something else.
        CannotMeasure: its name says another unit.
    """
    if quantity.kind == GAUGE:
        return of_exported(wanted, quantity, TIMES)
    if quantity.kind == MEAN:
        raise NotUnderstood(f"it is the mean, and the limit is for p({wanted.percent:g}), which is longer")
    if quantity.kind != QUANTILE:
        raise NotUnderstood(f"it is {quantity.kind}, and no percentile of response times")
    if not wanted.percent / PERCENT - ALIKE <= quantity.quantile < 1:
        raise NotUnderstood(f"it is p({quantity.quantile * PERCENT:g}), and the limit is for p({wanted.percent:g})")
    per_unit = second_of(wanted.unit)
    if quantity.scale and not is_alike(quantity.scale * per_unit, 1.0):
        own = next((text for value, text in SHORT.items() if is_alike(quantity.scale * value, 1.0)), "")
        said = f"is in {own}" if own else f"gives {quantity.scale:g} for a second"
        raise CannotMeasure(
            f"the query of latency {said}, by the name of its metric, and its unit in {wanted.place} is "
            f"{wanted.unit!r}",
            f"write unit = {own!r}" if own else "remove the factor from the query",
        )
    return ()


def of_exported(wanted: Wanted, quantity: Quantity, words: frozenset[str]) -> Notes:
    """A note on a value that is taken as it stands, as its name says that it is the signal by one of some words.

    Raises:
        NotUnderstood: its name does not; or the query multiplies it by something that is no conversion of a unit.
    """
    if not all(words & {word.lower() for word in WORD.findall(name)} for name in quantity.names):
        raise NotUnderstood(unsaid(wanted, quantity))
    if not any(is_alike(quantity.scale, one) for one in (1.0, 100.0, 0.01, 1000.0, 0.001)):
        raise NotUnderstood(f"it multiplies {', '.join(sorted(quantity.names))} by {quantity.scale:g}")
    shown = ", ".join(sorted(quantity.names)) or "its value"
    return (("not understood", f"what {shown} holds: it is taken as it stands"),)


def unsaid(wanted: Wanted, quantity: Quantity) -> str:
    """That the name of what a query reads does not say that it is the signal."""
    return f"nothing says that {', '.join(sorted(quantity.names)) or 'its value'} is the {wanted.signal}"


def is_alike(one: float, other: float) -> bool:
    """Whether two factors are the same, apart from what arithmetic adds."""
    return abs(one - other) <= ALIKE * max(abs(one), abs(other))
