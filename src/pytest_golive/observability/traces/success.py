"""The share of traces that succeed: of the latest ones, or of the spans that a collector was to deliver."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.signals.readings import TooFew
from pytest_golive.observability.traces.backends.backend import Backend, Seen, Wanted
from pytest_golive.observability.traces.delivery import Collector

SECOND: Final = 1_000_000_000
SHOWN: Final = 20
EXAMPLES: Final = 3  # traces that are named of those that failed in the same way
SKEW: Final = 600 * SECOND  # by which clocks may be apart, and a trace may have begun before its window


@dataclass(frozen=True)
class TraceSuccess:
    """How many succeed.

    Attributes:
        percent: the share.
        n: how many there were.
        what: what was counted: "traces that succeed".
        source: where they were counted.
        failed: those that did not succeed, of which the first are named.
        said: further facts for the evidence, by name.
    """

    percent: float
    n: int
    what: str
    source: str
    failed: tuple[Finding, ...] = ()
    said: tuple[tuple[str, str], ...] = ()

    def notes(self) -> Iterator[tuple[str, str]]:
        """What is shown beside the value."""
        return iter(self.said)


def of_traces(  # noqa: PLR0913 -- which traces, and how many
    backend: Backend, service: str, window: float, most: int, least: int, *, customers: bool = False
) -> TraceSuccess:
    """The share of the latest traces of *service* in which its own work did not fail.

    Args:
        backend: the backend of traces.
        service: the service.
        window: seconds.
        most: the largest number of traces that is read.
        least: the smallest number that says anything.
        customers: whether only requests of others count, as customers send them, and none of ours.

    Raises:
        TooFew: there are too few.
        CannotMeasure: the backend cannot be asked.
    """
    until, named = time.time_ns(), backend.named(service)
    since = until - round(window * SECOND)
    sent = backend.latest(Wanted(named, since, until, most, outcomes=True))
    seen = _once(one for one in sent if since - SKEW <= one.start <= until + SKEW)
    begun = [one for one in seen if one.failed is not None]
    judged = [one for one in begun if not (customers and one.ours)]
    own = sum(one.ours for one in begun)
    if len(judged) < least:
        about = f"{backend.said} has {len(judged):,} traces of {service} in the last {window / 60:,.0f} min"
        about += f", besides {own:,} of our own requests, which say nothing of customers" if own and customers else ""
        known = frozenset({named}) if begun else backend.services()
        if named not in known:
            raise _unknown(about, known)
        raise TooFew(
            f"{about}, and a share of fewer than {least:,} says nothing",
            "measure after more requests, lengthen success.window in the target's traces, or lower success.least",
        )
    failed = [one for one in judged if one.failed]
    findings = _grouped(failed, service)
    said = [("traces", f"{len(judged):,} of the last {window / 60:,.0f} min, {len(failed):,} of them failed")]
    if len(sent) >= most:
        said.append(("not all were read", f"the newest {most:,}, as success.most in the target's traces says"))
    if len(seen) > len(begun):
        said.append(("not counted", f"{len(seen) - len(begun):,} traces in which no work of {service} begins"))
    if own:
        said.append(("requests of our own", f"{own:,} traces, which do{' not' if customers else ''} count"))
    if outside := sum(not since - SKEW <= one.start <= until + SKEW for one in sent):
        said.append(("left out", f"{outside:,} traces of another time, which were not asked for"))
    percent = 100 * (len(judged) - len(failed)) / len(judged)
    return TraceSuccess(percent, len(judged), "traces that succeed", backend.said, findings, tuple(said))


def _grouped(failed: Iterable[Seen], service: str) -> tuple[Finding, ...]:
    """One finding for all traces that failed in the same way, the most frequent first, with a few of their ids."""
    groups: dict[str, list[str]] = {}
    for one in failed:
        groups.setdefault(one.why, []).append(one.id.hex())
    cure = f"open one of them, and see which span of {service} failed and what it says"
    return tuple(
        Finding(
            "", 0, "trace", f"{_some(ids)}: {why or f'the work of {service} failed'}", key=why or service, cure=cure
        )
        for why, ids in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    )


def _some(ids: list[str]) -> str:
    if len(ids) == 1:
        return f"trace {ids[0]}"
    return f"{len(ids):,} traces, such as {', '.join(ids[:EXAMPLES])}"


def of_spans(collector: Collector, least: int) -> TraceSuccess:
    """The share of spans that the collector delivered, by its own metrics.

    Args:
        collector: the collector's metrics.
        least: the smallest number of spans that says anything.

    Raises:
        CannotMeasure: there are too few, or the metrics cannot be read.
    """
    found = collector.measure()
    percent, window = found.percent, found.window
    if found.spans < least:
        raise CannotMeasure(
            f"{found.said}: about {found.spans:,} spans passed in {window:,.0f} s, and a share of fewer than {least:,} "
            "says nothing",
            "measure when there are more requests, or lower success.least in the target's traces",
        )
    cure = "see the collector's log for why it cannot deliver: the backend, its limits, or a full queue"
    findings = [
        Finding("", 0, name, f"{name}: {rate * window:,.0f} spans in {window:,.0f} s", key=name, cure=cure)
        for name, rate in found.lost.items()
        if rate
    ]
    return TraceSuccess(percent, found.spans, "spans that are delivered", found.said, tuple(findings))


def _once(found: Iterable[Seen]) -> tuple[Seen, ...]:
    """Each trace once; it failed if any part of it that was sent did."""
    by_id: dict[bytes, Seen] = {}
    for one in found:
        known = by_id.get(one.id, one)
        outcomes = [each for each in (known.failed, one.failed) if each is not None]
        by_id[one.id] = replace(known, failed=any(outcomes) if outcomes else None)
    return tuple(by_id.values())


def _unknown(about: str, known: frozenset[str]) -> CannotMeasure:
    others = ", ".join(sorted(known)[:SHOWN]) or "none"
    return CannotMeasure(
        f"{about}; it does not know the service, but: {others}",
        "correct services in the target's traces, or see that the service exports its traces",
    )
