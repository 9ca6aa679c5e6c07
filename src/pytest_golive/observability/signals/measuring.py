"""Measure a signal: by a query of the team's own, or by every family of metrics that has it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.signals import queries
from pytest_golive.observability.signals.judging import Cap, Signal
from pytest_golive.observability.signals.readings import INSTANCE, NOT_USED, Lacking, Reading, instance_of
from pytest_golive.observability.signals.requests import error_rate, latency
from pytest_golive.observability.signals.requests.choosing import ORDER, fitting
from pytest_golive.observability.signals.requests.families import Family
from pytest_golive.observability.signals.saturation import limits, queues
from pytest_golive.observability.signals.units import lasting
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.signals.windows import check_window
from pytest_golive.observability.sources.metrics import Instance, Meta, Metrics, Selector

OF_REQUESTS: Final[Mapping[str, Callable[[Metrics, Family, Mapping[str, Meta], Wanted], Reading]]] = {
    "error_rate": error_rate.read,
    "latency": latency.read,
}
OTHERS: Final[Mapping[str, Callable[[Metrics, Mapping[str, Meta], Wanted], list[Reading]]]] = {
    "memory": limits.memory,
    "cpu": limits.cpu,
    "queue_depth": lambda metrics, names, wanted: [queues.read(metrics, names, wanted)],
}


def measure(metrics: Metrics, wanted: Wanted, cap: Cap, *, longest_age: float, instances: int = 1) -> Signal:
    """Measure one signal.

    Args:
        metrics: the source.
        wanted: which signal, and how.
        cap: its limit.
        longest_age: seconds after which the newest scrape of an instance is too old.
        instances: how many instances the service must have.

    Raises:
        CannotMeasure: it cannot be measured, or two families of metrics contradict each other.
        NotSetUp: the settings do not say enough.
    """
    is_of_requests = wanted.signal in OF_REQUESTS
    if is_of_requests:
        check_window(wanted)
    if wanted.query:
        found: Sequence[Reading] = [queries.read(metrics, wanted)]
        return Signal(cap, found, metrics.said, window=wanted.window)
    seen = metrics.instances()
    names = metrics.names()
    found = _by_families(metrics, names, wanted) if is_of_requests else OTHERS[wanted.signal](metrics, names, wanted)
    unseen = (*_unseen(seen, longest_age, instances), *_without(metrics, seen, found[0].series, longest_age))
    fewest = wanted.fewest if is_of_requests else 0.0
    if is_of_requests:
        return Signal(cap, found, metrics.said, fewest, unseen, ORDER, window=wanted.window)
    return Signal(
        cap, found, metrics.said, fewest, unseen, limits.ORDER, window=wanted.window, disagree=limits.DISAGREE
    )


def _by_families(metrics: Metrics, names: Mapping[str, Meta], wanted: Wanted) -> list[Reading]:
    """The readings of all families that fit; one that cannot tell is noted, one that stands still contradicts."""
    found: list[Reading] = []
    lacking: list[Lacking] = []
    still: list[CannotMeasure] = []
    for family in fitting(names, wanted):
        try:
            found.append(OF_REQUESTS[wanted.signal](metrics, family, names, wanted))
        except Lacking as error:
            lacking.append(error)
        except NotSetUp:
            raise
        except CannotMeasure as error:
            if not found:  # what is preferred has a say
                raise
            still.append(error)
        else:
            others, silent = _of_its_other_counters(metrics, family, names, wanted)
            found += others
            still += silent
    if not found:
        raise lacking[0]
    notes = tuple((NOT_USED, error.what) for error in (*lacking, *still))
    return [replace(found[0], notes=(*found[0].notes, *notes)), *found[1:]]


def _of_its_other_counters(
    metrics: Metrics, family: Family, names: Mapping[str, Meta], wanted: Wanted
) -> tuple[list[Reading], list[CannotMeasure]]:
    """The error rate by each further counter of a family, as one may count successes alone; why others say nothing."""
    found: list[Reading] = []
    silent: list[CannotMeasure] = []
    if wanted.signal != "error_rate" or (family.is_before and not family.all_counts):
        return found, silent
    chosen = error_rate.counted(metrics, family, names)[0]
    for name in (name for name in family.counts if name in names):
        other = replace(family, title=f"{name} ({family.title})", counts=(name,))
        try:
            if error_rate.counted(metrics, other, names)[0] != chosen:
                found.append(error_rate.read(metrics, other, names, wanted))
        except CannotMeasure as error:  # without a status, say: it neither supports nor contradicts the first
            silent.append(error)
    return found, silent


def _unseen(seen: Sequence[Instance], longest_age: float, instances: int) -> tuple[str, ...]:
    """Why the metrics say nothing now of some instances."""
    found = [f"{one.name}: {_why(one, longest_age)}" for one in seen if not one.up or not one.age <= longest_age]
    if seen and len(seen) < instances:
        found.append(f"{instances - len(seen)} of {instances} are not scraped at all ({_names(seen)} are)")
    return tuple(found)


def _without(metrics: Metrics, seen: Sequence[Instance], series: str, longest_age: float) -> tuple[str, ...]:
    """Which instances are scraped, but export nothing of what was judged: a new version may count by another name."""
    if not series or len(seen) < 2:  # noqa: PLR2004 -- one instance alone is what was judged
        return ()
    counted = metrics.values(Selector(series), by=INSTANCE, how="count").samples
    having = {instance_of(sample.labels) for sample in counted}
    if having.isdisjoint(one.name for one in seen):  # what is scraped speaks for others, such as a collector
        return ()
    up = (one.name for one in seen if one.up and one.age <= longest_age)
    return tuple(f"{name}: it is up, but has no {series}" for name in up if name not in having)


def _why(instance: Instance, longest_age: float) -> str:
    if not instance.up:
        return f"its scrape fails: {instance.error or 'it is down'}"
    if math.isinf(instance.age):
        return "it was never scraped"
    return f"it was scraped {lasting(instance.age)} ago, and {lasting(longest_age)} is the longest that counts as now"


def _names(seen: Sequence[Instance]) -> str:
    return ", ".join(instance.name for instance in seen)
