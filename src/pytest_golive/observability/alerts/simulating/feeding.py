"""The series that bring a signal to a value: counters of errors, buckets of a histogram, memory, a queue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pytest_golive.observability.alerts.meaning.matching import STATUSES
from pytest_golive.observability.alerts.meaning.quantities import (
    COMPLEMENTS,
    ERROR_SHARE,
    FALLING,
    QUANTILE,
    QUEUE,
    SLOW_SHARE,
    USED,
    USED_SHARE,
)
from pytest_golive.observability.alerts.meaning.selecting import known_meaning
from pytest_golive.observability.alerts.needed import CPU, MEMORY, Needed
from pytest_golive.observability.alerts.promql.tree import Series
from pytest_golive.observability.alerts.simulating.labelling import NotSimulated, guarded_labels, statuses_of
from pytest_golive.observability.alerts.strictness.outcomes import Outcome

REQUESTS: Final = 1_000_000.0  # per interval
CAPACITY: Final = 1_000_000_000.0  # bytes
WIDTH: Final = 1.5  # of the bucket around a limit
Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fed:
    """One series: a counter grows by its value with each interval, a gauge has it."""

    name: str
    labels: tuple[tuple[str, str], ...]
    value: float
    is_counter: bool


def feed(outcome: Outcome, needed: Needed, value: float) -> tuple[Fed, ...]:
    """The series of a service whose signal has a value.

    Args:
        outcome: what the analysis of the rule found: its selectors, and how it measures.
        needed: the alert.
        value: of the signal in base units: a ratio, seconds, items; of the share of slow requests.

    Raises:
        NotSimulated: it is not known how to make such series.
    """
    if outcome.needs:
        raise NotSimulated(f"it fires only while {outcome.needs}, which is not fed")
    labels, guarding = guarded_labels(outcome.series, outcome.guards, needed.labels)
    fed = {one.name for one in outcome.series}
    guards = (_counter(name, guarding, REQUESTS) for name in sorted({one.name for one in outcome.guards} - fed))
    return (*_of_signal(outcome, needed, value, labels), *guards)


def _of_signal(outcome: Outcome, needed: Needed, value: float, labels: Labels) -> tuple[Fed, ...]:
    kind = COMPLEMENTS[outcome.share] if outcome.share in FALLING else outcome.share
    by_name: dict[str, list[Series]] = {}
    for one in outcome.series:
        by_name.setdefault(one.name, []).append(one)
    if kind == ERROR_SHARE:
        return tuple(_requests(by_name, labels, needed, value))
    if kind in {QUANTILE, SLOW_SHARE}:
        quantile = outcome.quantile if kind == QUANTILE else 0.0
        return tuple(_times(by_name, labels, needed, quantile, value))
    if kind == USED_SHARE and needed.signal != CPU:
        return tuple(_memory(by_name, labels, needed, value))
    if kind == USED and needed.signal == MEMORY:
        return tuple(_gauge(name, labels, value * needed.capacity) for name in by_name)
    if kind == QUEUE and len(by_name) == 1:
        return tuple(_gauge(name, labels, value) for name in by_name)
    raise NotSimulated(f"it is not known how to feed {outcome.share}")


def _counter(name: str, labels: Labels, value: float, more: Labels | None = None) -> Fed:
    return Fed(name, tuple(sorted({**labels, **(more or {})}.items())), value, is_counter=True)


def _gauge(name: str, labels: Labels, value: float, more: Labels | None = None) -> Fed:
    return Fed(name, tuple(sorted({**labels, **(more or {})}.items())), value, is_counter=False)


def _requests(by_name: Mapping[str, list[Series]], labels: Labels, needed: Needed, share: float) -> Iterator[Fed]:
    for name, series in by_name.items():
        if (known := known_meaning(series[0], needed)).part == "share":
            yield _gauge(name, labels, share * known.scale)
            continue
        label, bad, good = statuses_of(series)
        if label:
            yield _counter(name, labels, REQUESTS * share, {label: bad})
            yield _counter(name, labels, REQUESTS * (1 - share), {label: good})
        else:
            yield _counter(name, labels, REQUESTS * (share if known.kind == "errors" else 1.0))


def _times(
    by_name: Mapping[str, list[Series]], labels: Labels, needed: Needed, quantile: float, value: float
) -> Iterator[Fed]:
    """A histogram, or a summary; *value* is the quantile in seconds, or for 0 the share of slow requests."""
    for name, series in by_name.items():
        known = known_meaning(series[0], needed)
        own = {**labels, **_good(series)}
        summary = next((one.value for each in series for one in each.matches if one.label == "quantile"), "")
        if known.part == "bucket" and not quantile:
            boundaries = {one.value for each in series for one in each.matches if one.label == "le"}
            yield from _share_of_buckets(name, own, boundaries, value)
        elif known.part == "bucket":
            yield from _buckets(name, own, quantile, value, known.scale)
        elif known.part == "count":
            yield _counter(name, own, REQUESTS)
        elif summary:
            yield _gauge(name, own, value * known.scale, {"quantile": summary})
        elif known.quantile:
            yield _gauge(name, own, value * known.scale)
        else:
            raise NotSimulated(f"{name} is a native histogram")


def _good(series: Iterable[Series]) -> dict[str, str]:
    """Statuses that a selector of times asks for, such as those of successes."""
    own = tuple(series)
    if not any(one.label.lower() in STATUSES for each in own for one in each.matches):
        return {}
    label, _bad, good = statuses_of(own)
    return {label: good}


def _share_of_buckets(name: str, labels: Labels, boundaries: set[str], slow: float) -> Iterator[Fed]:
    for boundary in sorted(boundaries - {"+Inf"}):
        yield _counter(
            name, labels, REQUESTS * (1 - slow), {"le": boundary.split("|")[0].replace("\\", "").strip("()")}
        )
    yield _counter(name, labels, REQUESTS, {"le": "+Inf"})


def _buckets(name: str, labels: Labels, quantile: float, value: float, scale: float) -> Iterator[Fed]:
    """Two buckets around the value, filled so that the quantile, by interpolation, is exactly the value."""
    low, high = value / WIDTH**0.5, value * WIDTH**0.5
    part = (value - low) / (high - low)  # where in the bucket it lies
    below = (quantile - part) / (1 - part)
    if below < 0:
        low, below, high = 0.0, 0.0, value / quantile
    for boundary, count in ((low, below), (high, 1.0)):
        if boundary > 0:
            yield _counter(name, labels, REQUESTS * count, {"le": f"{boundary * scale:.9g}"})
    yield _counter(name, labels, REQUESTS, {"le": "+Inf"})


def _memory(by_name: Mapping[str, list[Series]], labels: Labels, needed: Needed, share: float) -> Iterator[Fed]:
    parts = {name: known_meaning(series[0], needed) for name, series in by_name.items()}
    if [part.part for part in parts.values()].count("free") > 1:
        raise NotSimulated("several metrics together are the free amount")
    values = {"used": CAPACITY * share, "limit": CAPACITY, "free": CAPACITY * (1 - share)}
    for name, known in parts.items():
        more = {one.label: one.value for one in by_name[name][0].matches if one.op == "=" and one.value}
        value = share * known.scale if known.part == "share" else values[known.part]
        yield _gauge(name, labels, value, more)
