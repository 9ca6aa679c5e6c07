"""Which family of metrics says something of the requests of this service, by the names that exist."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.signals.readings import Lacking
from pytest_golive.observability.signals.requests.families import Family
from pytest_golive.observability.signals.requests.proxies import ALL
from pytest_golive.observability.signals.requests.statuses import OF_CACHES
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Meta, Metrics, Selector

KEYS: Final = tuple(family.key for family in ALL)
ORDER: Final = (
    "what the service itself measures comes before what stands in front of it, OpenTelemetry before one framework's "
    "own metrics, and those before names that anybody may use"
)
SHOWN: Final = 12


def fitting(names: Mapping[str, Meta], wanted: Wanted) -> tuple[Family, ...]:
    """The families about requests whose metrics exist, the best first.

    Raises:
        NotSetUp: the settings name a family that nobody knows.
        CannotMeasure: none is there.
    """
    if wanted.framework:
        chosen = _named(wanted.framework)
        if not chosen.fits(names):
            expected = ", ".join(dict.fromkeys((*chosen.counts, *chosen.times)))
            raise CannotMeasure(
                f"framework = {wanted.framework!r} stands in {wanted.place}, but none of its metrics exist: {expected}",
                f"{_existing(names)}; correct framework or the selector, or remove framework to choose by the names",
            )
        return (chosen,)
    found: list[Family] = []
    taken: set[str] = set()
    for family in ALL:
        left = _without(taken, family, names, wanted) if family.fits(names) else None
        if left is not None:
            found.append(left)
            taken |= {name for name in (*left.counts, *left.times) if name in names}
    if not found:
        raise CannotMeasure(
            "no metrics about requests that we know exist for this service",
            f"{_existing(names)}; check the selector, instrument the service, or write a query: {wanted.own_query}",
        )
    return tuple(found)


def _without(taken: AbstractSet[str], family: Family, names: Mapping[str, Meta], wanted: Wanted) -> Family | None:
    """*family* with the metrics that no family before it has; None if those say nothing of the signal."""
    if taken.isdisjoint((*family.counts, *family.times)):
        return family
    counts, times = (tuple(name for name in known if name not in taken) for known in (family.counts, family.times))
    has_any = any(name in names for name in (counts if wanted.signal == "error_rate" else times))
    return replace(family, counts=counts, times=times) if has_any else None


def _named(key: str) -> Family:
    found = next((family for family in ALL if family.key == key), None)
    if found is None:
        near = difflib.get_close_matches(key, KEYS, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(KEYS)}"
        raise NotSetUp(f"framework = {key!r}: nothing of this name is known", hint)
    return found


def _existing(names: Mapping[str, Meta]) -> str:
    """Which names exist, those that may be about requests first."""
    if not names:
        return "no metric at all exists for its labels"
    ranked = sorted(names, key=lambda name: (not ("http" in name or "request" in name), name))
    more = f" and {len(ranked) - SHOWN:,} more" if len(ranked) > SHOWN else ""
    return f"these exist: {', '.join(ranked[:SHOWN])}{more}"


def counter_of(name: str, family: Family, meta: Meta) -> str:
    """The series that counts requests: the metric itself, or the ``_count`` of a histogram or summary.

    Raises:
        CannotMeasure: it is a native histogram, which has no such series.
    """
    if meta.kind == "native histogram":
        raise Lacking(
            f"{name} is a native histogram, of which no series counts its requests",
            f"write a query with histogram_count(): sum by (instance) (histogram_count(rate({name}{{…}}[$window])))",
        )
    is_counter = meta.kind == "counter" or (meta.kind != "histogram" and name not in family.times)
    return name if is_counter and meta.kind != "summary" else f"{name}_count"


def status_labels(metrics: Metrics, counter: str, family: Family) -> tuple[str, ...]:
    """The labels that hold the status of responses in the series of *counter*, the one that decides first."""
    if not family.status:
        return ()
    seen = metrics.values(Selector(counter, family.only), by=family.status, how="count")
    found = {label: {sample.labels.get(label, "").lower() for sample in seen.samples} - {""} for label in family.status}
    there = tuple(label for label, values in found.items() if values)
    return tuple(label for label in there if not found[label] <= OF_CACHES) or there
