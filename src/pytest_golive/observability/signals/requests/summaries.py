"""A percentile of response times that the service computes itself: summaries, and percentiles of Micrometer."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

from pytest_golive.observability.signals.readings import INSTANCE, Lacking, Part, Reading, instance_of, whole
from pytest_golive.observability.signals.requests.error_rate import no_traffic
from pytest_golive.observability.signals.requests.families import Family
from pytest_golive.observability.signals.units import SHORT
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Matcher, Metrics, Sample, Selector


@dataclass(frozen=True, slots=True)
class Summary:
    """A metric of times without buckets.

    Attributes:
        name: of the metric.
        conditions: those that its series must meet.
        per_unit: how many seconds one unit of its values is.
    """

    name: str
    conditions: tuple[Matcher, ...]
    per_unit: float


def read(metrics: Metrics, family: Family, summary: Summary, wanted: Wanted) -> Reading:
    """The percentile, or the next higher one that the service computes; there is none of all instances together.

    Raises:
        CannotMeasure: the service computes none that is high enough, or there are no requests.
    """
    name, conditions, per_unit = summary.name, summary.conditions, summary.per_unit
    selector = Selector(name, (*conditions, Matcher("quantile", "!=", "")))
    highest = whole(metrics.values(selector, by=(*INSTANCE, "quantile"), how="max"), str(selector)).samples
    lowest = whole(metrics.values(selector, by=(*INSTANCE, "quantile"), how="min"), str(selector)).samples
    if not highest:
        raise _no_percentiles(family, name)
    counts = metrics.growth(Selector(f"{name}_count", conditions), wanted.window, by=INSTANCE)
    asked = {instance_of(sample.labels): sample.value * wanted.window for sample in counts.samples}
    if not any(n > 0 for n in asked.values()):
        raise no_traffic(f"{name}_count", wanted)
    lows, highs = _chosen(lowest, wanted), _chosen(highest, wanted)
    if not highs:
        raise _no_percentiles(family, name)
    parts = []
    for instance, (share, high) in sorted(highs.items()):
        low = lows.get(instance, (share, 0.0))[1] if math.isclose(100 * share, wanted.percent) else 0.0
        scale = 1000 * per_unit
        said = f"the service's own p({100 * share:g}) of its slowest route"
        parts.append(Part(instance, high * scale, low * scale, high * scale, asked.get(instance), said))
    return Reading(
        family.title,
        f"{selector}, in {SHORT[per_unit]}",
        None,
        tuple(parts),
        notes=(("in total", "not computed: percentiles of several instances or routes cannot be added"),),
        unsure=(
            f"{name} is a summary: some of its routes may be within the limit and some past it",
            "export a histogram instead of a summary, with a bucket at the limit",
        ),
        series="" if family.is_before else name,
        made_of=((selector, INSTANCE),),
    )


def _chosen(samples: tuple[Sample, ...], wanted: Wanted) -> dict[str, tuple[float, float]]:
    """By instance, the lowest percentile that is at least the wanted one, and its value; NaN means no requests."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for sample in samples:
        try:
            share = float(sample.labels.get("quantile", ""))
        except ValueError:
            continue
        is_high = 100 * share > wanted.percent or math.isclose(100 * share, wanted.percent)
        if is_high and math.isfinite(sample.value):
            found[instance_of(sample.labels)].append((share, sample.value))
    return {instance: min(values) for instance, values in found.items()}


def _no_percentiles(family: Family, name: str) -> Lacking:
    cure = "export a histogram with a bucket at the limit, or write a query for latency"
    if family.key == "micrometer":
        cure = (
            "switch its histogram on: management.metrics.distribution.percentiles-histogram.http.server.requests=true, "
            "and slo.http.server.requests=200ms for a bucket at the limit"
        )
    return Lacking(
        f"{name} has no buckets and no percentile that is high enough: a sum and a count give a mean",
        cure,
    )
