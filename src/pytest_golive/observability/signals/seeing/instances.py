"""Of which instances the metrics say nothing now, and why."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.readings import INSTANCE, instance_of
from pytest_golive.observability.signals.units import lasting
from pytest_golive.observability.sources.metrics import Instance, Metrics, Selector


def unseen_of(seen: Sequence[Instance], longest_age: float, instances: int) -> tuple[str, ...]:
    """Why the metrics say nothing now of some instances."""
    found = [f"{one.name}: {_why(one, longest_age)}" for one in seen if not one.up or not one.age <= longest_age]
    if seen and len(seen) < instances:
        found.append(f"{instances - len(seen)} of {instances} are not scraped at all ({_names(seen)} are)")
    if not seen and instances > 1:
        found.append(f"none of {instances} is known: no target and no series says which instance it is of")
    return tuple(found)


def without_series(metrics: Metrics, seen: Sequence[Instance], series: str, longest_age: float) -> tuple[str, ...]:
    """Which instances are scraped, but export nothing of what was judged: a new version may count by another name."""
    if not series or len(seen) < 2:  # noqa: PLR2004 -- one instance alone is what was judged
        return ()
    counted = metrics.values(Selector(series), by=INSTANCE, how="count").samples
    having = {instance_of(sample.labels) for sample in counted}
    if having.isdisjoint(one.name for one in seen):  # what is scraped speaks for others, such as a collector
        return ()
    up = (one.name for one in seen if one.up and one.age <= longest_age)
    return tuple(f"{name}: it is up, but has no {series}" for name in up if name not in having)


def with_scrapes(
    error: CannotMeasure, seen: Sequence[Instance], unseen: Sequence[str], longest_age: float
) -> CannotMeasure:
    """An error about metrics, with the scrapes that fail: what nobody scrapes has no metrics."""
    if not unseen:
        return error
    if not any(one.up and one.age <= longest_age for one in seen):
        cure = "see whether it runs, and whether the address and path that are scraped are right"
        return CannotMeasure(f"nothing of this service is scraped now: {'; '.join(unseen)}", cure)
    return CannotMeasure(f"{error.what}; of its instances, {'; '.join(unseen)}", error.cure)


def _why(instance: Instance, longest_age: float) -> str:
    if not instance.up:
        return f"its scrape fails: {instance.error or 'it is down'}"
    if math.isinf(instance.age):
        return "it was never scraped"
    return f"it was scraped {lasting(instance.age)} ago, and {lasting(longest_age)} is the longest that counts as now"


def _names(seen: Sequence[Instance]) -> str:
    return ", ".join(instance.name for instance in seen)
