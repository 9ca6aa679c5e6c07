"""What is scraped more than once counts every request more than once: here it counts once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from pytest_golive.observability.signals.readings import SCRAPER, Part, Reading, instance_of, place_of
from pytest_golive.observability.sources.metrics import Instance, Metrics

NOTE: Final = "scraped more than once"


def counted_once(metrics: Metrics, reading: Reading, seen: Sequence[Instance]) -> Reading:
    """A reading with the number of requests that there were; shares and percentiles are the same either way.

    Args:
        metrics: the source.
        reading: of a signal of requests.
        seen: the instances that are scraped.

    Raises:
        CannotMeasure: the source cannot be asked.
    """
    times = {name: one.times for one in seen if one.times > 1 for name in (one.name, *one.also)}
    for selector, by in reading.made_of:
        found = metrics.values(selector, by=(*by, *SCRAPER), how="count").samples
        scraped = Counter(place_of(one.labels) for one in found)
        for one in found:
            if name := instance_of(one.labels):
                times[name] = max(scraped[place_of(one.labels)], times.get(name, 1))
    again = {name: number for name, number in sorted(times.items()) if number > 1}
    if not again:
        return reading
    said = ", ".join(f"{name} ({number} times)" for name, number in again.items())
    notes = (*reading.notes, (NOTE, f"{said}: each request is counted once in the number of them"))
    return replace(_of_one(reading, again), notes=notes)


def _of_one(reading: Reading, times: Mapping[str, int]) -> Reading:
    parts = tuple(replace(part, n=_divided(part.n, times.get(part.name, 1))) for part in reading.parts)
    total = reading.total
    if total is not None:
        total = replace(total, n=_divided(total.n, _share(reading.parts, parts) or max(times.values())))
    return replace(reading, total=total, parts=parts)


def _share(before: Sequence[Part], after: Sequence[Part]) -> float:
    """By how much the parts together were counted too often; 0 if there are none with a number."""
    everything, real = (sum(part.n or 0.0 for part in parts) for parts in (before, after))
    return everything / real if real > 0 else 0.0


def _divided(n: float | None, times: float) -> float | None:
    return None if n is None else n / times
