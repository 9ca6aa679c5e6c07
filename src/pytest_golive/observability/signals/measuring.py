"""Measure a signal: by a query of the team's own, or by every family of metrics that has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.signals import queries
from pytest_golive.observability.signals.judging import Cap, Signal
from pytest_golive.observability.signals.readings import NOT_USED, Lacking, Reading
from pytest_golive.observability.signals.requests import error_rate, latency
from pytest_golive.observability.signals.requests.choosing import ORDER, fitting
from pytest_golive.observability.signals.requests.families import Family
from pytest_golive.observability.signals.saturation import limits, queues
from pytest_golive.observability.signals.seeing.freshness import Bounds, old_of
from pytest_golive.observability.signals.seeing.instances import unseen_of, with_scrapes, without_series
from pytest_golive.observability.signals.seeing.repeats import counted_once
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.signals.windows import check_window
from pytest_golive.observability.sources.metrics import Meta, Metrics

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
    unseen = unseen_of(seen, longest_age, instances)
    names = metrics.names()
    try:
        found = (
            _by_families(metrics, names, wanted) if is_of_requests else OTHERS[wanted.signal](metrics, names, wanted)
        )
    except NotSetUp:
        raise
    except CannotMeasure as error:
        raise with_scrapes(error, seen, unseen, longest_age) from None
    unseen = (*unseen, *without_series(metrics, seen, found[0].series, longest_age))
    old = old_of(metrics, found[0], names, seen, Bounds(longest_age, wanted.window))
    found = [replace(found[0], notes=(*found[0].notes, *old.notes)), *found[1:]]
    signal = Signal(cap, found, metrics.said, unseen=unseen, window=wanted.window, old=old.faults)
    if is_of_requests:
        once = [counted_once(metrics, one, seen) for one in found]
        return replace(signal, readings=once, fewest=wanted.fewest, order=ORDER)
    return replace(signal, order=limits.ORDER, disagree=limits.DISAGREE)


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
            others, silent = _of_its_other_metrics(metrics, family, names, wanted)
            found += others
            still += silent
    if not found:
        raise lacking[0]
    notes = tuple((NOT_USED, error.what) for error in (*lacking, *still))
    return [replace(found[0], notes=(*found[0].notes, *notes)), *found[1:]]


def _of_its_other_metrics(
    metrics: Metrics, family: Family, names: Mapping[str, Meta], wanted: Wanted
) -> tuple[list[Reading], list[CannotMeasure]]:
    """The signal by each further metric of a family, and why others say nothing.

    One counter may count successes alone, and one histogram may hold the times of static files.
    """
    found: list[Reading] = []
    silent: list[CannotMeasure] = []
    is_errors = wanted.signal == "error_rate"
    if family.is_before and not (is_errors and family.all_counts):
        return found, silent
    others = family.counts if is_errors else [name for name in family.times if name in names][1:]
    chosen = error_rate.counted(metrics, family, names)[0] if is_errors else ""
    for name in (name for name in others if name in names):
        other = replace(family, title=f"{name} ({family.title})")
        other = replace(other, counts=(name,)) if is_errors else replace(other, times=(name,))
        try:
            if not is_errors or error_rate.counted(metrics, other, names)[0] != chosen:
                found.append(OF_REQUESTS[wanted.signal](metrics, other, names, wanted))
        except CannotMeasure as error:  # without a status, say: it neither supports nor contradicts the first
            silent.append(error)
    return found, silent
