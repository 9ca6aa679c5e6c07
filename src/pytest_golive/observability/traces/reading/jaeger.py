"""Reads a trace as Jaeger's own interface has it: services stand behind the ids of processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pytest_golive.observability.traces.ids import NoId, parent_id, span_id, trace_id
from pytest_golive.observability.traces.reading.attributes import address_of, agent_of, failure_of, instance_of
from pytest_golive.observability.traces.reading.parts import Part, not_understood
from pytest_golive.observability.traces.spans import Span

MICRO: Final = 1_000


def read_jaeger(trace: Part) -> Iterator[tuple[bytes, Span]]:
    """The spans of a trace, each with the id of the trace that it says it is of.

    Raises:
        CannotMeasure: it is not understood.
    """
    processes = trace.part("processes")
    names = {key: processes.part(key).maybe_text("serviceName") for key in processes.values}
    for part in trace.parts("spans"):
        own = part.part("process").maybe_text("serviceName")
        process = part.part("process") if own else processes.part(part.maybe_text("processID"))
        service = own or names.get(part.maybe_text("processID"), "")
        yield _span(part, service, instance_of(_tags(process)))


def _span(part: Part, service: str, instance: str) -> tuple[bytes, Span]:
    tags = _tags(part)
    try:
        trace = trace_id(part.text("traceID"))
        span, parent = span_id(part.text("spanID")), _parent(part, trace)
    except NoId as error:
        raise not_understood(part.place, str(error)) from None
    kind = str(tags.get("span.kind") or "").lower()
    return trace, Span(
        span,
        parent,
        service,
        part.maybe_text("operationName"),
        kind,
        part.number("startTime") * MICRO,
        part.number("duration") * MICRO,
        failure_of(tags, kind),
        address=address_of(tags),
        agent=agent_of(tags),
        instance=instance or instance_of(tags),
    )


def _parent(part: Part, trace: bytes) -> bytes:
    """The span that caused this one; links to other traces are none."""
    found: dict[str, bytes] = {}
    for one in part.parts("references"):
        if trace_id(one.text("traceID")) == trace:
            found.setdefault(one.text("refType"), parent_id(one.text("spanID")))
    old = str(part.values.get("parentSpanID") or "")
    return found.get("CHILD_OF") or found.get("FOLLOWS_FROM") or (parent_id(old) if old else b"")


def _tags(part: Part) -> Mapping[str, Any]:
    return {one.text("key"): one.values.get("value") for one in part.parts("tags")}
