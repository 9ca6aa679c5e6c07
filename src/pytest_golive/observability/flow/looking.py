"""Look at what is scraped of a service: whether each instance is up, was scraped just now, and has what is needed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pytest_golive.findings import Finding
from pytest_golive.observability.signals.readings import INSTANCE, instance_of
from pytest_golive.observability.signals.requests.families import Family
from pytest_golive.observability.signals.units import lasting
from pytest_golive.observability.sources.metrics import Instance, Meta, Metrics, Selector

MINUTE: Final = 60.0
# Scrapes may fail once, and take their time; what is older is no picture of now.
INTERVALS: Final = 2.5


@dataclass(frozen=True, slots=True)
class Scraped:
    """The scrapes of a service.

    Attributes:
        names: of the instances that are up.
        interval: seconds between two scrapes, of the instance that is scraped least.
        lost: the known instances, if they are too few.
        unfit: instances whose scrape fails, or is old.
        also: the names in `names` of instances, by the further names under which they are scraped.
    """

    names: tuple[str, ...]
    interval: float
    lost: tuple[Finding, ...]
    unfit: tuple[Finding, ...]
    also: Mapping[str, str] = field(default_factory=dict)


def at_scrapes(instances: Sequence[Instance], needed: int, interval: float) -> Scraped:
    """What the source knows of its scrapes."""
    known = ", ".join(instance.name for instance in instances)
    lost = Finding(
        "",
        0,
        "instance",
        f"{len(instances)} of {needed} instances are scraped: {known}",
        key="instances that are scraped",
        cure="add the others to the scrape configuration, or correct instances in the target's table",
    )
    unfit = [finding for one in instances if (finding := _unfit(one, interval)) is not None]
    return Scraped(
        tuple(one.name for one in instances if one.up),
        max((interval_of(one, interval) for one in instances), default=MINUTE),
        () if len(instances) >= needed else (lost,),
        tuple(unfit),
        {other: one.name for one in instances for other in one.also},
    )


def interval_of(instance: Instance, given: float) -> float:
    """Seconds between two scrapes of *instance*; *given* if the source does not know, and a minute if nobody does."""
    return instance.interval or given or MINUTE


def _unfit(instance: Instance, given: float) -> Finding | None:
    key = f"scrape of {instance.name}"
    if not instance.up:
        cure = "see whether it runs, and whether the address and path that are scraped are right"
        why = instance.error or "it is down"
        return Finding("", 0, "scrape", f"the scrape of {instance.name} fails: {why}", key=key, cure=cure)
    interval = interval_of(instance, given)
    if instance.age <= INTERVALS * interval:
        return None
    age = "it was never scraped" if math.isinf(instance.age) else f"its newest scrape is {lasting(instance.age)} old"
    cure = "see what the server is busy with; if it scrapes less often than that, set scrape_interval in metrics"
    what = f"{instance.name}: {age}, and it is scraped every {lasting(interval)}"
    return Finding("", 0, "scrape", what, key=key, cure=cure)


def needed_of(family: Family, names: Mapping[str, Meta]) -> tuple[str, ...]:
    """The metrics that the gates about error rate and latency read."""
    counter = next((name for name in family.counts if name in names), "")
    times = next((name for name in family.times if name in names), "")
    return tuple(dict.fromkeys(filter(None, (counter, times))))


def series_of(name: str, meta: Meta) -> str:
    """One series of a metric that each instance with it has."""
    return f"{name}_count" if meta.kind in {"histogram", "summary"} else name


def at_series(
    metrics: Metrics, needed: Sequence[str], names: Mapping[str, Meta], scraped: Scraped
) -> tuple[Finding, ...]:
    """What is missing of the *needed* metrics, by instance."""
    found = []
    for name in needed:
        selector = Selector(series_of(name, names.get(name, Meta())))
        values = {instance_of(one.labels): one.value for one in metrics.values(selector, by=INSTANCE).samples}
        ages = {instance_of(one.labels): one.value for one in metrics.ages(selector, by=INSTANCE).samples}
        found += [_fault(name, instance, values, ages, scraped.interval) for instance in scraped.names]
    return tuple(finding for finding in found if finding is not None)


def _fault(
    name: str, instance: str, values: Mapping[str, float], ages: Mapping[str, float], interval: float
) -> Finding | None:
    key = f"{name} of {instance}"
    if instance not in values:
        elsewhere = f"; there is one of {', '.join(sorted(filter(None, values)))}" if any(values) else ""
        return Finding(
            "",
            0,
            "series",
            f"{instance} has no {name}{elsewhere}",
            key=key,
            cure="see what that instance exports: another version, another name, or a rule of the scrape that drops it",
        )
    if not math.isfinite(values[instance]):
        cure = "correct what exports it: a counter is a number from 0"
        return Finding("", 0, "series", f"{name} of {instance} is {values[instance]}", key=key, cure=cure)
    if not ages.get(instance, 0.0) <= INTERVALS * interval:
        return Finding(
            "",
            0,
            "series",
            f"the newest value of {name} of {instance} is {lasting(ages[instance])} old, although it is scraped every "
            f"{lasting(interval)}",
            key=key,
            cure="the exporter repeats old values with their time: start it again, or let it write no timestamps",
        )
    return None
