"""Records the requests that the service answers, and those that it makes, as spans."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from contextvars import ContextVar
from dataclasses import replace

from pytest_golive.demo.faults import Fault
from pytest_golive.demo.tracing.exporting import Exporter
from pytest_golive.demo.tracing.spans import CLIENT, SERVER, Context, Span, context_in

CURRENT: ContextVar[Context | None] = ContextVar("current", default=None)


class Tracer:
    """The traces of one service; *faults* may change at any time."""

    def __init__(self, exporter: Exporter, faults: AbstractSet[str]) -> None:
        self._exporter = exporter
        self._faults = faults

    def answering(self, method: str, route: str, traceparent: str) -> Span:
        """Start the span of a request that has come."""
        parent = context_in(traceparent)
        span = Span.below(parent, f"{method} {route}", SERVER)
        if Fault.TRACES_UNSAMPLED in self._faults:
            span.context = replace(span.context, sampled=False)
        CURRENT.set(span.context)
        return span

    def asking(self, method: str) -> Span:
        """Start the span of a request that is made for the one that is being answered."""
        return Span.below(CURRENT.get(), method, CLIENT)

    def carried(self, span: Span) -> dict[str, str]:
        """The headers that link the other service's spans to this one."""
        return {} if Fault.CONTEXT_LOST in self._faults else {"traceparent": str(span.context)}

    def end(self, span: Span, status: int, **attributes: str | int) -> None:
        """End a span, and export it if its trace is sampled."""
        span.end(status, **attributes)
        is_lost = Fault.SPAN_LOST in self._faults and span.kind == CLIENT
        if span.context.sampled and not is_lost and Fault.TRACES_OFF not in self._faults:
            self._exporter.put(span)

    def close(self) -> None:
        """Export what is left."""
        self._exporter.close()
