"""A percentile of response times in milliseconds, in total and for each instance."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.readings import (
    INSTANCE,
    TOTAL,
    Lacking,
    Part,
    Reading,
    checked,
    instance_of,
    whole,
)
from pytest_golive.observability.signals.requests import summaries
from pytest_golive.observability.signals.requests.begun import note_of_all
from pytest_golive.observability.signals.requests.buckets import Buckets, bounds_of, edge_of, in_common
from pytest_golive.observability.signals.requests.consistent import check_buckets, check_sums
from pytest_golive.observability.signals.requests.error_rate import no_traffic
from pytest_golive.observability.signals.requests.families import Family
from pytest_golive.observability.signals.requests.plausible import Times, check_bounds, check_mean
from pytest_golive.observability.signals.requests.summaries import Summary
from pytest_golive.observability.signals.units import SHORT, has_unit, seconds_in
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Meta, Metrics, Sample, Selector
from pytest_golive.observability.sources.quantiles import quantile

MILLISECONDS: Final = 1000.0


def read(metrics: Metrics, family: Family, names: Mapping[str, Meta], wanted: Wanted) -> Reading:
    """The percentile by the metrics of one family.

    Raises:
        CannotMeasure: there is no histogram or summary of times, no bucket without an edge, or no requests.
        NotSetUp: nobody says what unit the times have.
    """
    name = _times(family, names)
    per_unit = seconds_in(name, names[name], wanted.unit, family.unit)
    conditions = (*family.only, *family.idle, *wanted.without_probes(family.routes))
    is_said = bool(family.unit) or has_unit(name, names[name])
    times = Times(name, family, conditions, per_unit, is_said)
    plausible = check_mean(metrics, times, wanted)
    selector = Selector(f"{name}_bucket", conditions)
    answer = metrics.growth(selector, wanted.window, by=(*INSTANCE, "le"))
    if not answer.samples:
        found = summaries.read(metrics, family, Summary(name, conditions, per_unit), wanted)
        return replace(found, notes=(*found.notes, *plausible))
    scale = MILLISECONDS * per_unit
    histograms = _by_instance(checked(whole(answer, str(selector)), str(selector), cure=""), name)
    moving = {instance: buckets for instance, buckets in histograms.items() if max(buckets.values()) > 0}
    if not moving:
        raise no_traffic(selector.name, wanted)
    check_bounds(times, {bound for buckets in histograms.values() for bound in buckets}, wanted)
    parts = tuple(_part(instance, buckets, scale, wanted) for instance, buckets in sorted(moving.items()) if instance)
    together = in_common(list(moving.values()))
    check_buckets(moving.values(), times, wanted)
    compared = check_sums(metrics, together, times, wanted)
    total = _part(TOTAL, together, scale, wanted)
    rate = f"rate({Selector(selector.name)}[{wanted.window:.0f}s])"
    said = f"histogram_quantile({wanted.percent / 100:g}, {rate}), in {SHORT[per_unit]}"
    everything = sum(buckets[math.inf] for buckets in moving.values())
    counts = Selector(f"{name}_count", conditions)
    begun = note_of_all(metrics, counts, wanted.window, everything)
    notes = (*plausible, *compared, *_notes(family, histograms, moving), *begun)
    series = "" if family.is_before else selector.name
    return Reading(
        family.title,
        said,
        total,
        parts,
        notes=notes,
        unsure=_coarse(name),
        series=series,
        made_of=((counts, INSTANCE),),
    )


def _times(family: Family, names: Mapping[str, Meta]) -> str:
    """The metric with the times of requests."""
    found = next((name for name in family.times if name in names), "")
    if not found:
        why = (family.lacks or {}).get("times", "add a histogram of response times, or write a query for latency")
        raise Lacking(f"{family.title}: no metric holds response times", why)
    if names[found].kind == "native histogram":
        raise Lacking(
            f"{found} is a native histogram, whose percentiles only the server computes",
            "write a query: latency = { query = 'histogram_quantile(0.95, sum by (instance) "
            f"(rate({found}{{…}}[$window])))', unit = 's' }}",
        )
    return found


def _by_instance(samples: Sequence[Sample], name: str) -> dict[str, Buckets]:
    found: dict[str, dict[float, float]] = defaultdict(lambda: defaultdict(float))
    for sample in samples:
        found[instance_of(sample.labels)][edge_of(sample.labels.get("le", ""), name)] += sample.value
    for instance, buckets in found.items():
        if math.inf not in buckets:
            raise CannotMeasure(
                f'{name}_bucket of {instance or "the service"} has no bucket le="+Inf", so it is unknown how many '
                "requests there were",
                "look for a rule of the scrape that drops it, such as metric_relabel_configs",
            )
    return dict(found)


def _part(name: str, buckets: Buckets, scale: float, wanted: Wanted) -> Part:
    share = wanted.percent / 100
    low, high = bounds_of(share, buckets)
    value = quantile(share, buckets.items())
    n = buckets[math.inf] * wanted.window
    edges = f"above {low * scale:g} ms" if math.isinf(high) else f"between {low * scale:g} and {high * scale:g} ms"
    above = math.nextafter(low * scale, math.inf)  # a bucket holds nothing of its lower edge
    return Part(name, value * scale, above, high * scale, n, f"of {n:,.0f} requests; its bucket is {edges}")


def _notes(
    family: Family, histograms: Mapping[str, Buckets], moving: Mapping[str, Buckets]
) -> tuple[tuple[str, str], ...]:
    notes = []
    if idle := sorted(set(histograms) - set(moving)):
        notes.append(("instances without requests", ", ".join(idle)))
    if len({tuple(sorted(buckets)) for buckets in moving.values()}) > 1:
        notes.append(("buckets", "the instances have different ones; in total, only those that all of them have count"))
    if family.key == "fastapi":
        notes.append(("left out", "nothing: this histogram has no labels, so probes and scrapes count, too"))
    return tuple(notes)


def _coarse(name: str) -> tuple[str, str]:
    return (
        f"{name} has no bucket at the limit, so the percentile may be on either side of it",
        "add a bucket whose edge is the limit to the histogram of the service (0.2 for 200 ms)",
    )
