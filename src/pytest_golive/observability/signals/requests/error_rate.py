"""The share of requests that the server failed, in percent, in total and for each instance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pytest_golive.observability.signals.readings import (
    INSTANCE,
    TOTAL,
    Idle,
    Lacking,
    Part,
    Reading,
    checked,
    instance_of,
)
from pytest_golive.observability.signals.requests.begun import note_of_failed
from pytest_golive.observability.signals.requests.choosing import counter_of, status_labels
from pytest_golive.observability.signals.requests.families import Family
from pytest_golive.observability.signals.requests.statuses import Meaning, meaning_of_all
from pytest_golive.observability.signals.units import lasting
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Meta, Metrics, Sample, Selector

Rates = Mapping[Meaning, float]


def read(metrics: Metrics, family: Family, names: Mapping[str, Meta], wanted: Wanted) -> Reading:
    """The error rate by the metrics of one family.

    No series of failed requests means no failed requests, but only where other requests are counted, and move.

    Raises:
        CannotMeasure: its metrics do not tell failed requests, or there are no requests.
    """
    counter, labels = counted(metrics, family, names)
    selector = Selector(counter, (*family.only, *family.idle, *wanted.without_probes(family.routes)))
    asked = metrics.growth(selector, wanted.window, by=(*INSTANCE, *labels))
    cure = f"send requests to the service, or check the selector in {wanted.place}: what is left are probes and scrapes"
    samples = checked(asked, f"requests counted by {counter}", cure=cure)
    by_instance: dict[str, dict[Meaning, float]] = defaultdict(lambda: defaultdict(float))
    for sample in samples:
        by_instance[instance_of(sample.labels)][meaning_of_all(sample.labels, labels)] += sample.value
    all_rates = {kind: sum(rates[kind] for rates in by_instance.values()) for kind in Meaning}
    total = _part(TOTAL, all_rates, wanted.window)
    if total is None:
        raise no_traffic(selector.name, wanted)
    parts = {name: _part(name, rates, wanted.window) for name, rates in sorted(by_instance.items())}
    notes = [("left out", f"requests to {', '.join(wanted.probes)}, where a label tells them apart")] * bool(
        family.routes and wanted.probes
    )
    notes += [("left out, too", "calls of health checks and reflection")] * bool(family.idle)
    notes += note_of_failed(metrics, selector, wanted.window, labels, all_rates)
    if idle := [name for name, part in parts.items() if part is None]:
        notes.append(("instances without requests", ", ".join(idle)))
    return Reading(
        family.title,
        f"rate({Selector(counter, family.only)}[{wanted.window:.0f}s]) by instance and {', '.join(labels)}",
        total,
        tuple(part for part in parts.values() if part is not None and part.name),
        notes=tuple(notes),
        unsure=_unsure(samples, labels),
        series="" if family.is_before else counter,
        made_of=((selector, INSTANCE),),
    )


def no_traffic(counter: str, wanted: Wanted) -> Idle:
    """The error if counters of requests exist, and stand still."""
    return Idle(
        f"{counter} stood still for {lasting(wanted.window)}: there were no requests from which anything follows",
        f"measure while the service has traffic, take a longer window in {wanted.place}, or let the run send "
        "requests of its own: own_requests = 100 there",
    )


def counted(metrics: Metrics, family: Family, names: Mapping[str, Meta]) -> tuple[str, tuple[str, ...]]:
    """The series that counts requests by their status, and the labels with the status.

    Raises:
        Lacking: none has one.
    """
    known = [counter_of(name, family, names[name]) for name in family.counts if name in names]
    for counter in known:
        if labels := status_labels(metrics, counter, family):
            return counter, labels
    gone = [counter for counter in known if not metrics.values(Selector(counter, family.only), how="count").samples]
    alive = [counter for counter in known if counter not in gone]
    why = (family.lacks or {}).get("status") or (
        f"add a label with the status ({', '.join(family.status)}) to "
        f"{alive[0] if alive else 'a counter of requests'}, or write a query"
    )
    why = f"see whether a release renamed or removed {' and '.join(gone)}; else {why}" if gone else why
    raise Lacking(f"{family.title}: {_lacking(gone, alive)}, so nobody knows which requests failed", why)


def _lacking(gone: Sequence[str], alive: Sequence[str]) -> str:
    """What keeps counters from telling failed requests: those that are gone first."""
    said = [f"{' and '.join(gone)} {'has' if len(gone) == 1 else 'have'} no recent series"] if gone else []
    if alive:
        said.append(f"{' and '.join(alive)} {'has' if len(alive) == 1 else 'have'} no label with the status")
    return ", and ".join(said) or "no metric counts its requests"


def _part(name: str, rates: Rates, window: float) -> Part | None:
    """The share of failed requests; None without requests."""
    everything = sum(rates.values())
    if not everything > 0:
        return None
    failed, unknown = rates.get(Meaning.FAILED, 0.0), rates.get(Meaning.NOT_UNDERSTOOD, 0.0)
    low, high = 100 * failed / everything, 100 * (failed + unknown) / everything
    n = everything * window
    return Part(name, low, low, high, n, f"{failed * window:,.0f} of {n:,.0f} requests failed")


def _unsure(samples: Sequence[Sample], labels: Sequence[str]) -> tuple[str, str]:
    unclear = [one for one in samples if one.value > 0 and meaning_of_all(one.labels, labels) is Meaning.NOT_UNDERSTOOD]
    strange = sorted({one.labels.get(labels[0], "") for one in unclear})
    if not strange:
        return "", ""
    shown = ", ".join(map(repr, strange[:5]))
    return (
        f"some requests have the {labels[0]} {shown}, and nobody knows whether those failed",
        "write a query that says which of them did",
    )
