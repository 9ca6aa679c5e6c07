"""Whether a query of the team's own is what is used of memory or CPU, or what waits in a queue, in its unit."""

from __future__ import annotations

from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.meaning.quantities import (
    FREE,
    FREE_SHARE,
    GAUGE,
    LIMIT,
    QUEUE,
    USED,
    USED_SHARE,
    Quantity,
)
from pytest_golive.observability.alerts.promql.tree import NotUnderstood
from pytest_golive.observability.signals.own.requests import check_whole, is_alike, unsaid
from pytest_golive.observability.signals.units import BYTES, in_bytes, percent_in
from pytest_golive.observability.signals.wanted import Wanted

Notes = tuple[tuple[str, str], ...]
CORES: Final = "cores"
WRONG_WAY: Final = frozenset({FREE, FREE_SHARE, LIMIT})


def check_memory(wanted: Wanted, quantity: Quantity) -> Notes:
    """Refuse what is not the used memory, in the unit of the settings.

    Raises:
        NotUnderstood: it is something else.
        CannotMeasure: its unit, or the limit in it, is another one.
    """
    return _of_used(wanted, quantity, BYTES.get(wanted.unit, 0), wanted.memory_limit)


def check_cpu(wanted: Wanted, quantity: Quantity) -> Notes:
    """Refuse what is not the used CPU, in the unit of the settings.

    Raises:
        NotUnderstood: it is something else.
        CannotMeasure: its unit, or the limit in it, is another one.
    """
    return _of_used(wanted, quantity, 1 if wanted.unit == CORES else 0, wanted.cpu_limit)


def check_queue(wanted: Wanted, quantity: Quantity) -> Notes:
    """Refuse what is not a number of waiting jobs.

    Raises:
        NotUnderstood: it is something else.
    """
    if quantity.kind == QUEUE and is_alike(quantity.scale, 1.0):
        return ()
    if quantity.kind == GAUGE:
        raise NotUnderstood(unsaid(wanted, quantity))
    times = "" if is_alike(quantity.scale, 1.0) else f", times {quantity.scale:g}"
    raise NotUnderstood(f"it is {quantity.kind}{times}, and no number of {wanted.signal}")


def _of_used(wanted: Wanted, quantity: Quantity, size: int, capacity: float) -> Notes:
    """What is used, as a share or as an amount; *size* is what one unit of the settings is, 0 for a share."""
    if quantity.kind == GAUGE:
        raise NotUnderstood(unsaid(wanted, quantity))
    if quantity.kind in WRONG_WAY or quantity.topic != wanted.signal:
        raise NotUnderstood(f"it is {quantity.kind} of {quantity.topic or 'something else'}, and not what is used")
    if quantity.kind == USED_SHARE:
        if size:
            raise _other_unit(wanted, "a share", "'ratio', or '%'")
        check_whole(wanted, quantity)
        return ()
    if quantity.kind != USED:
        raise NotUnderstood(f"it is {quantity.kind}, and not what is used")
    if size:
        if not is_alike(quantity.scale * size, 1.0):
            own = "bytes" if wanted.signal == "memory" else CORES
            raise NotUnderstood(f"it gives {quantity.scale:g} for one of the {own}, and its unit is {wanted.unit}")
        return ()
    return _by_number(wanted, quantity, capacity)


def _by_number(wanted: Wanted, quantity: Quantity, capacity: float) -> Notes:
    """An amount that is divided by a number, which stands for the limit."""
    whole = 100.0 / percent_in(wanted.unit, wanted.signal) / quantity.scale
    shown = in_bytes(whole) if wanted.signal == "memory" else f"{whole:g} cores"
    if capacity and not is_alike(whole, capacity):
        key = "memory_limit" if wanted.signal == "memory" else "cpu_limit"
        raise CannotMeasure(
            f"the query of {wanted.signal} takes {shown} for the limit, and {key} in {wanted.place} is another one",
            f"correct one of them, or give the amount with unit = '{'bytes' if key == 'memory_limit' else CORES}'",
        )
    if is_alike(quantity.scale, 1.0) and wanted.signal == "memory":
        raise _other_unit(wanted, "an amount", "'bytes', and memory_limit")
    return (("not proven", f"that {shown} are the limit of an instance: the query says so"),)


def _other_unit(wanted: Wanted, kind: str, units: str) -> CannotMeasure:
    return CannotMeasure(
        f"the query of {wanted.signal} gives {kind}, and its unit in {wanted.place} is {wanted.unit!r}",
        f"write its unit: {units}",
    )
