"""Whether the traces of a service arrive: the result of one request that was followed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.traces.absence import Absence
from pytest_golive.observability.traces.answering import elsewhere, named_only, unanswered, untimely
from pytest_golive.observability.traces.backends.backend import Backend
from pytest_golive.observability.traces.delivery import Collector
from pytest_golive.observability.traces.following import Followed, Request, follow
from pytest_golive.observability.traces.wholeness import Wholeness
from pytest_golive.progress import Progress, silent
from pytest_golive.service.http.asking import Service

SHOWN: Final = 20


@dataclass(frozen=True)
class TraceFlow:
    """What became of the trace of one request.

    Attributes:
        followed: the request, and what became of it.
        source: where it was looked for.
        whole: what is known of the trace; None if there is none.
        absent: why there is no trace.
        missing: the services that have no part in it, each with the reason.
        collector: what the metrics of the collector say; "" if they were not read.
        path: of the request.
    """

    followed: Followed
    source: str
    whole: Wholeness | None
    absent: tuple[Finding, ...] = ()
    missing: tuple[Finding, ...] = ()
    collector: str = field(default="", compare=False)
    path: str = "/"

    @property
    def found(self) -> int:
        """1 if the trace is there."""
        return int(self.whole is not None)

    @property
    def spans(self) -> int:
        """How many spans it has."""
        return len(self.whole.trace.spans) if self.whole else 0

    @property
    def instances(self) -> frozenset[str]:
        """The instances of the first service that answered, as their spans name them."""
        roots = self.whole.roots if self.whole else ()
        return frozenset(span.instance for span in roots if span.instance)

    @property
    def beginnings(self) -> tuple[Finding, ...]:
        """What is wrong with where, how and when the trace begins."""
        if self.whole is None:
            return ()
        timely = untimely(self.whole, self.followed.since, self.followed.until)
        return (*self.whole.beginnings, *unanswered(self.whole), *timely)

    def notes(self) -> Iterator[tuple[str, str]]:
        """What is shown beside the values that are judged."""
        yield "request", f"{self.followed.answer.place}, trace {self.followed.sent.trace.hex()}"
        if self.whole is None:
            yield "looked for it", f"{self.followed.looks} times in {self.followed.seconds:.1f} s"
        else:
            yield "whole", f"after {self.followed.seconds:.1f} s, at look {self.followed.looks}"
            yield "services in it", _short(sorted(self.whole.trace.services))
            yield from self._oddities(self.whole)
        if self.collector:
            yield "collector", self.collector

    def doubt(self) -> CannotMeasure | None:
        """Why a trace that seems whole proves nothing; None if it does."""
        if self.whole is None or self.followed.stable or not self.whole.is_complete:
            return None
        return CannotMeasure(
            f"the trace {self.whole.trace.id.hex()} still changed after {self.followed.seconds:.0f} s, with "
            f"{self.spans:,} spans",
            "raise the target's traces.wait, or name a path whose request causes less work",
        )

    def _oddities(self, whole: Wholeness) -> Iterator[tuple[str, str]]:
        if whole.failed:
            failed = [f"{span.words}: {span.error}" for span in whole.failed]
            yield "spans that failed", _short(failed)
        if whole.duplicates:
            yield "spans that arrived twice", f"{whole.duplicates:,}; two exporters may send the same"
        if skew := whole.skew(self.followed.since, self.followed.until):
            yield "clocks apart", skew
        if other := elsewhere(whole, self.path):
            yield "not proven", other
        if name := named_only(whole, self.path):
            yield "its path", name
        if whole.trace.warnings:
            yield "the backend says", _short(whole.trace.warnings)


def measure(
    service: Service,
    backend: Backend,
    request: Request,
    collector: Collector | None = None,
    progress: Progress = silent,
) -> TraceFlow:
    """Send one request, wait for its trace, and find out why something of it is missing; as `judged`."""
    return judged(follow((service,), backend, request, progress), backend, request, collector)[0]


def judged(
    followed: Sequence[Followed], backend: Backend, request: Request, collector: Collector | None = None
) -> tuple[TraceFlow, ...]:
    """What is known of each trace, and why something is missing.

    Args:
        followed: the requests, and what became of them.
        backend: the backend of traces.
        request: what was sent.
        collector: the metrics of the collector; None if the settings name none.

    Raises:
        CannotMeasure: the backend cannot be asked or knows a part only.
    """
    ours = frozenset(one.sent.trace for one in followed)
    is_unclear = any(one.trace is None or not one.stable for one in followed)
    said = _delivered(collector) if collector and is_unclear else ""
    return tuple(_judged(one, backend, request, ours, said) for one in followed)


def _judged(followed: Followed, backend: Backend, request: Request, ours: frozenset[bytes], said: str) -> TraceFlow:
    reasons, trace = Absence(backend, request, followed, ours), followed.trace
    if trace is None:
        return TraceFlow(followed, backend.said, None, absent=reasons.of_trace(), collector=said)
    if trace.partial:
        raise CannotMeasure(
            f"{backend.said} sends only a part of the trace {trace.id.hex()}: {trace.partial}",
            "name a path in the target's traces whose request makes fewer spans, or raise the backend's limit",
        )
    names = {backend.named(service): service for service in request.services}
    whole = Wholeness(trace, followed.sent, tuple(names))
    missing = reasons.of_services([names[name] for name in whole.missing])
    return TraceFlow(followed, backend.said, whole, missing=missing, collector=said, path=request.path)


def _delivered(collector: Collector) -> str:
    """What the collector counts; that it cannot be read is no reason to keep the result back."""
    try:
        found = collector.measure()
        return f"{found.percent:.4g} % of {found.spans:,} spans delivered in {found.window:,.0f} s{_lost(found.losses)}"
    except CannotMeasure as error:
        return error.what


def _lost(losses: str) -> str:
    return f"; lost: {losses}" if losses else ""


def _short(texts: list[str] | tuple[str, ...]) -> str:
    more = f" and {len(texts) - SHOWN:,} more" if len(texts) > SHOWN else ""
    return ", ".join(texts[:SHOWN]) + more
