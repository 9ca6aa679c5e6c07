"""How a signal of the past is read: by one family of metrics, or one query, in all of its windows."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.ranges.range import Window
from pytest_golive.observability.signals import queries
from pytest_golive.observability.signals.measuring import OF_REQUESTS
from pytest_golive.observability.signals.readings import TOTAL, Idle, Lacking, Part, Reading, instance_of, named
from pytest_golive.observability.signals.requests.choosing import fitting
from pytest_golive.observability.signals.requests.families import Family
from pytest_golive.observability.signals.seeing.repeats import counted_once
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Instance, Meta, Metrics
from pytest_golive.observability.sources.prometheus.past import Past

OF_SERVICES: Final = frozenset({"error_rate", "latency", "memory", "cpu", "queue_depth"})


@dataclass(frozen=True, slots=True)
class Way:
    """One way to read a signal.

    Attributes:
        read: the signal at a moment, over a window of some seconds.
        windows: what it found, the oldest first.
        reading: the newest one.
    """

    read: Callable[[Metrics, float], Reading]
    windows: tuple[Window, ...]
    reading: Reading


def by_query(past: Past, wanted: Wanted) -> Way:
    """The query in all windows.

    Raises:
        CannotMeasure: it has a value in none of them, or the source cannot be asked.
        NotSetUp: its unit is missing, or could mean two things.
    """
    reader = queries.read if wanted.signal in OF_SERVICES else _business
    return _read_all(past, lambda metrics, window: reader(metrics, _over(wanted, window)), wanted.window)


def by_families(past: Past, wanted: Wanted) -> Way:
    """The first family that has a value in any window: one for all of them, since those of two cannot be compared.

    Raises:
        CannotMeasure: none has, or the source cannot be asked.
        NotSetUp: the settings do not say enough.
    """
    if wanted.signal not in OF_REQUESTS:
        raise NotSetUp(f"what {wanted.signal} was needs a query", f"write one: {wanted.own_query}")
    names, seen = past.names(), past.source.instances()
    lacking: list[Lacking] = []
    for family in fitting(names, wanted):
        try:
            return _read_all(past, _by(family, names, wanted, seen), wanted.window)
        except Lacking as error:
            lacking.append(error)
    raise lacking[0]


def _by(
    family: Family, names: Mapping[str, Meta], wanted: Wanted, seen: Sequence[Instance]
) -> Callable[[Metrics, float], Reading]:
    def read(metrics: Metrics, window: float) -> Reading:
        found = OF_REQUESTS[wanted.signal](metrics, family, names, _over(wanted, window))
        return counted_once(metrics, found, seen)

    return read


def _over(wanted: Wanted, window: float) -> Wanted:
    """The same over another window; our own requests of now say nothing of the past."""
    return replace(wanted, window=window, longest=max(wanted.longest, window), ours=None)


def _read_all(past: Past, read: Callable[[Metrics, float], Reading], window: float) -> Way:
    found: list[Window] = []
    newest: Reading | None = None
    whys: list[CannotMeasure] = []
    for number, end in enumerate(past.moments):
        try:
            newest = read(past.at(number), window)
            found.append(Window(end - window, end, newest.total, newest.parts))
        except NotSetUp:
            raise
        except CannotMeasure as error:
            if past.failed is not None:  # nobody answers, which says nothing of this window
                raise
            whys.append(error)
            is_idle = isinstance(error, Idle)
            found.append(Window(end - window, end, why="" if is_idle else error.what, is_idle=is_idle))
    if newest is None:
        raise next((why for why in whys if not isinstance(why, Idle)), whys[0])
    return Way(read, tuple(found), newest)


def _business(metrics: Metrics, wanted: Wanted) -> Reading:
    """A query about what the service is for, such as orders a minute: any number, in total or by its labels."""
    query = wanted.asked
    samples = metrics.ask(query).samples
    if not samples:
        raise CannotMeasure(f"the query {query} gives nothing", "correct the query, or see why its series ended")
    if odd := [one for one in samples if not math.isfinite(one.value)]:
        raise CannotMeasure(
            f"the query {query} gives {odd[0].value} for {named(odd[0].labels)}, which is no number",
            "NaN comes of a division by zero: ask the metrics why",
        )
    parts = [Part.exact(instance_of(one.labels) or named(one.labels), one.value) for one in samples]
    total = replace(parts[0], name=TOTAL) if len(parts) == 1 else None
    return Reading("a query of your own", query, total, () if total else tuple(parts), of="series")
