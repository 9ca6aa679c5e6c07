"""Why a trace, or a service's part in it, is not in the backend: each reason as far as it can be told from others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.findings import Finding
from pytest_golive.observability.traces.backends.backend import Backend, Seen, Wanted
from pytest_golive.observability.traces.following import Followed, Request
from pytest_golive.observability.traces.ids import SPAN, answered
from pytest_golive.observability.traces.spans import Span, Trace

SECOND: Final = 1_000_000_000
DAY: Final = 24 * 3600 * SECOND
AROUND: Final = 60 * SECOND  # searched before and after: clocks may differ
SLACK: Final = 2 * SECOND  # of a trace's beginning against the request's
MOST: Final = 50
LOOKED: Final = 5  # traces that are read whole
NAMED: Final = 20
PROPAGATE: Final = (
    "let {0} take the context from the header traceparent (OTEL_PROPAGATORS=tracecontext,baggage; not B3 or Jaeger's "
    "alone), in all servers and clients that its requests pass through, and see that no proxy before it removes the "
    "header"
)
EXPORTER: Final = (
    "see that {0} starts its tracing (OTEL_SDK_DISABLED, OTEL_TRACES_EXPORTER), exports to the collector's address "
    "(OTEL_EXPORTER_OTLP_ENDPOINT) and logs no export that failed; and that its service.name is the one in the settings"
)
SAMPLER: Final = (
    "let the sampler heed the caller's decision, and record more than nothing: OTEL_TRACES_SAMPLER="
    "parentbased_always_on, or parentbased_traceidratio with OTEL_TRACES_SAMPLER_ARG above 0; the request says sampled"
)


@dataclass(frozen=True)
class Absence:
    """Looks for the reason.

    Attributes:
        backend: the backend.
        request: the request that was sent.
        followed: what became of it.
        ours: the traces of all requests that were sent, which are no traces of others.
    """

    backend: Backend
    request: Request
    followed: Followed
    ours: frozenset[bytes] = frozenset()

    def of_trace(self) -> tuple[Finding, ...]:
        """Why nothing of the trace is there."""
        return tuple(self._of_trace(self.request.services[0]))

    def of_services(self, missing: Sequence[str]) -> tuple[Finding, ...]:
        """Why *missing* services have no span in the trace that is there."""
        return tuple(self._of_service(service) for service in missing)

    def _of_trace(self, entry: str) -> Iterator[Finding]:
        sent = self.followed.sent
        if short := self.backend.trace(sent.trace[SPAN:]):
            yield self._found(
                "64 bits",
                f"{self.backend.said} has it under the last 64 bits of its id, with {len(short.spans)} spans",
                f"let {entry} keep ids of 128 bits, as W3C Trace Context has them",
            )
            return
        yield self._by_answer(entry) or self._by_backend(entry)

    def _by_answer(self, entry: str) -> Finding | None:
        """What the answer's headers say of the trace."""
        told = answered(self.followed.answer.headers)
        if told is None:
            return None
        context, header = told
        if context.trace != self.followed.sent.trace:
            return self._found(
                "propagation",
                f"{entry} answers with another trace in {header} ({context.trace.hex()}): it does not continue the "
                "context of the request",
                PROPAGATE.format(entry),
            )
        if not context.sampled:
            return self._found(
                "sampling",
                f"{entry} answers in {header} that it does not record it, although the request says sampled",
                SAMPLER,
            )
        return None

    def _by_backend(self, entry: str) -> Finding:
        named, said = self.backend.named(entry), self.backend.said
        known = self.backend.services()
        if named not in known:
            others = f"it knows {_names(known)}" if known else "it knows no service at all"
            return self._found(
                "exporter",
                f"{said} knows no service {entry!r}; {others}: its exporter is off, or sends elsewhere",
                EXPORTER.format(entry) + "; if it samples, that it records more than 0 %",
            )
        recent, ours = self._near(named)
        if ours:
            return self._found(
                "propagation",
                f"the request made a trace of its own there ({ours[0].hex()}): {entry} does not continue the context",
                PROPAGATE.format(entry),
            )
        if recent:
            return self._found(
                "propagation",
                f"{said} has {len(recent)} other traces of {entry} that began while it was sent, such as "
                f"{recent[0].id.hex()}: it records requests, but either not under the context that they carry, or not "
                "all of them",
                f"{PROPAGATE.format(entry)}; and {SAMPLER}",
            )
        older = self.backend.latest(Wanted(named, self.followed.since - DAY, self.followed.since, MOST))
        last = max((seen.start for seen in older), default=0)
        since = f"since {(self.followed.since - last) / SECOND:,.0f} s before the request" if last else "of that day"
        return self._found(
            "sampling",
            f"{said} knows {entry}, and has no trace of it {since}: the request was sampled out, or {entry} stopped "
            "exporting",
            f"{SAMPLER}; else {EXPORTER.format(entry)}",
        )

    def _of_service(self, service: str) -> Finding:
        named, said = self.backend.named(service), self.backend.said
        known = self.backend.services()
        others = _names(self.followed.trace.services) if self.followed.trace else ""
        about = f"{service} has no span in it (it has spans of {others or 'nobody'})"
        if service == self.request.services[0]:
            return self._found(
                "exporter",
                f"{about}, although it received the request and passed the context on: it exports nothing, or samples "
                "at 0 % and passes another decision on",
                f"{EXPORTER.format(service)}; else {SAMPLER}",
            )
        if named not in known:
            return self._found(
                "exporter",
                f"{about}, and {said} has never heard of it: its exporter is off, it samples at 0 %, or the request "
                "does not reach it",
                f"{EXPORTER.format(service)}; and that {self.request.method} {self.request.path} reaches it",
            )
        own = [seen for seen in self._began(named) if self._begins_anew(seen, named)]
        if own:
            return self._found(
                "propagation",
                f"{about}, but it began a trace of its own meanwhile ({own[0].id.hex()}): the context is lost on the "
                "way to it",
                f"let what calls {service} send traceparent on: instrument its HTTP client or message producer, and "
                f"call within the request's context; then {PROPAGATE.format(service)}",
            )
        return self._found(
            "service",
            f"{about}; {said} knows it, and nothing of it began at that time: it was sampled out there, its spans were "
            "lost on the way, or the request does not reach it",
            f"{SAMPLER}; see what its exporter and the collector log, and whether {self.request.method} "
            f"{self.request.path} reaches {service}",
        )

    def _near(self, named: str) -> tuple[list[Seen], list[bytes]]:
        """The traces of a service that began with the request, and those of them that show that it is this request."""
        recent = self._began(named)
        read = (self.backend.trace(seen.id) for seen in recent[:LOOKED])
        return recent, [trace.id for trace in read if trace and self._is_ours(trace, named)]

    def _began(self, named: str) -> list[Seen]:
        followed = self.followed
        wanted = Wanted(named, followed.since - AROUND, followed.until + AROUND, MOST)
        low, high = followed.since - SLACK, followed.until + SLACK
        found = (seen for seen in self.backend.latest(wanted) if seen.id not in {*self.ours, followed.sent.trace})
        return sorted((seen for seen in found if low <= seen.start <= high), key=lambda seen: seen.start)

    def _begins_anew(self, seen: Seen, named: str) -> bool:
        trace = self.backend.trace(seen.id)
        return trace is not None and any(not span.parent for span in trace.entries(named))

    def _is_ours(self, trace: Trace, named: str) -> bool:
        path = self.request.path.partition("?")[0]
        return any(not span.parent and _serves(span, path) for span in trace.entries(named))

    def _found(self, rule: str, what: str, cure: str) -> Finding:
        trace = self.followed.sent.trace.hex()
        return Finding("", 0, rule, f"trace {trace}: {what}", key=f"{rule} {self.request.path}", cure=cure)


def _serves(span: Span, path: str) -> bool:
    """Whether a span shows that it serves a request of ours for *path*."""
    return span.is_ours and (not span.address or span.address.partition("?")[0].endswith(path))


def _names(services: Sequence[str] | frozenset[str]) -> str:
    names = sorted(services)
    return ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED:,} more" if len(names) > NAMED else "")
