"""Whether a trace is whole: each service in it, one beginning, and no span that hangs in the air."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pytest_golive.findings import Finding
from pytest_golive.observability.traces.ids import Context
from pytest_golive.observability.traces.spans import ENTRIES, Span, Trace

MILLI: Final = 1_000_000
SERVING: Final = ENTRIES | {""}  # a span of unknown kind may serve
NOTABLE: Final = 10 * MILLI  # clocks of machines that are kept in time differ by less
LOST: Final = (
    "see why the span that called it never arrived: the exporter of that service (a full queue, spans dropped at "
    "its end), a collector that samples spans one by one, or a proxy that adds a span to the header and sends none"
)


@dataclass(frozen=True)
class Wholeness:
    """What is known of one trace that began with a request of ours.

    Attributes:
        trace: the trace.
        sent: the context of the request.
        services: the services that must have a part in it.
    """

    trace: Trace
    sent: Context
    services: Sequence[str]

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The services that have no span in it."""
        return tuple(service for service in self.services if service not in self.trace.services)

    @cached_property
    def roots(self) -> tuple[Span, ...]:
        """The spans that answer our request: its span is their parent, or is shared with them."""
        return tuple(span for span in self.trace.spans if self.sent.span in {span.parent, span.id})

    @cached_property
    def orphans(self) -> tuple[Finding, ...]:
        """Spans whose parent is not there."""
        known = self.trace.by_id
        lost = [s for s in self.trace.spans if s.parent and s.parent != self.sent.span and s.parent not in known]
        return tuple(
            _finding(span, "orphan", f"its parent {span.parent.hex()} is missing{self._callers(span)}", LOST)
            for span in lost
        )

    @cached_property
    def beginnings(self) -> tuple[Finding, ...]:
        """Each place at which the trace begins, if that is not one answer to our request."""
        anew = [s for s in self.trace.spans if not s.parent and s.id != self.sent.span]
        found = [
            _finding(
                span,
                "root",
                "it is of this trace, and names no parent",
                "let the service take trace and parent from one header, traceparent: this one takes the trace alone",
            )
            for span in anew
        ]
        if len(self.roots) > 1:
            found += [
                _finding(
                    span,
                    "root",
                    f"it answers the one request that was sent, as {len(self.roots) - 1} more do",
                    "see what stands before the service: one that sends the same header on and sends no span of its "
                    "own, or sends a request twice",
                )
                for span in self.roots
            ]
        if not self.roots and not anew:
            what = f"trace {self.trace.id.hex()}: no span of it answers the request that was sent"
            found.append(Finding("", 0, "root", what, key="root", cure=LOST))
        return tuple(found)

    @cached_property
    def tangled(self) -> tuple[Finding, ...]:
        """Spans that are their own ancestors, and ids that two different spans have."""
        return (*self._circles(), *self._twice())

    @cached_property
    def duplicates(self) -> int:
        """How many spans arrived more than once, as they are."""
        return sum(len(spans) - len(set(map(_same, spans))) for spans in self.trace.by_id.values())

    @cached_property
    def failed(self) -> tuple[Span, ...]:
        """The spans that say that they failed."""
        return tuple(span for span in self.trace.spans if span.error)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing any more, so that more spans need not be waited for."""
        return not self.missing and not self.orphans and bool(self.roots) and self.is_answered

    @property
    def is_answered(self) -> bool:
        """Whether the service that received the request has a span that serves it, and not only calls of its own."""
        return not self.services or any(
            span.kind in SERVING or (span.kind == "internal" and span in self.roots)
            for span in self.trace.spans
            if span.service == self.services[0]
        )

    def skew(self, since: int, until: int) -> str:
        """How far clocks are apart: those of the services from each other, and from this machine; "" if not notable.

        Args:
            since: when the request was sent, in nanoseconds since 1970 by this machine's clock.
            until: when its answer was there.
        """
        worst: dict[str, int] = {}
        for span in self.trace.spans:
            earliest, latest, whose = since, until, "this machine"
            if callers := self.trace.by_id.get(span.parent, ()):
                earliest, latest, whose = callers[0].start, callers[0].end, callers[0].service
            # What goes on after the answer is no skew: only a beginning before its cause, or after its end, is.
            apart = min(span.start - earliest, 0) or max(span.start - latest, 0)
            key = f"{span.service} and {whose}"
            if span.start and earliest and whose != span.service and abs(apart) > abs(worst.get(key, NOTABLE)):
                worst[key] = apart
        return ", ".join(f"{pair}: {apart / MILLI:,.0f} ms" for pair, apart in sorted(worst.items()))

    def _callers(self, span: Span) -> str:
        others = sorted(self.trace.services - {span.service})
        if span.kind not in {"server", "consumer"} or not others:
            return ""
        return f"; it is a span between {span.service} and what called it ({', '.join(others[:5])})"

    def _circles(self) -> Iterator[Finding]:
        children: dict[bytes, list[bytes]] = {}
        known = self.trace.by_id
        todo = []
        for span in self.trace.spans:
            if span.parent in known and span.parent != span.id:
                children.setdefault(span.parent, []).append(span.id)
            elif span.parent != span.id:
                todo.append(span.id)
        reached: set[bytes] = set()
        while todo:
            one = todo.pop()
            if one not in reached:
                reached.add(one)
                todo.extend(children.get(one, ()))
        cure = "see what makes the ids of its spans: those of a trace must differ, and a parent is older than its child"
        return (
            _finding(span, "circle", "it is its own ancestor", cure)
            for span in self.trace.spans
            if span.id not in reached
        )

    def _twice(self) -> Iterator[Finding]:
        cure = "see what makes the ids of its spans: a process that was forked may go on with the same random numbers"
        for spans in self.trace.by_id.values():
            different = {_same(span): span for span in spans if not span.shared}
            if len(different) > 1:
                first, *others = different.values()
                what = f"its id is also that of {others[0].words}"
                yield _finding(first, "twice", what, cure)


def _same(span: Span) -> tuple[object, ...]:
    return span.service, span.name, span.kind, span.start, span.parent, span.shared


def _finding(span: Span, rule: str, what: str, cure: str) -> Finding:
    return Finding("", 0, rule, f"{span.words}: {what}", key=f"{rule} {span.service} {span.name}", cure=cure)
