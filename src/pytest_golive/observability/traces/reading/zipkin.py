"""Reads spans as Zipkin's second interface has them: a list, in which client and server may share an id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pytest_golive.observability.traces.ids import NoId, parent_id, span_id, trace_id
from pytest_golive.observability.traces.reading.attributes import address_of, agent_of, failure_of, instance_of
from pytest_golive.observability.traces.reading.parts import Part, clean, not_understood
from pytest_golive.observability.traces.spans import Span

MICRO: Final = 1_000


def read_zipkin(spans: Any, place: str) -> Iterator[tuple[bytes, Span]]:
    """The spans of a list, each with the id of its trace.

    Raises:
        CannotMeasure: it is not understood.
    """
    if not isinstance(spans, list):
        raise not_understood(place, "a list of spans is expected")
    return (_span(Part.of(one, place, "a list of spans")) for one in spans)


def _span(part: Part) -> tuple[bytes, Span]:
    try:
        trace, span = trace_id(part.text("traceId")), span_id(part.text("id"))
        parent = parent_id(str(part.values.get("parentId") or ""))
    except NoId as error:
        raise not_understood(part.place, str(error)) from None
    tags = part.part("tags").values
    kind = part.maybe_text("kind").lower()
    failure = tags.get("error")  # its presence means an error, whatever its value
    return trace, Span(
        span,
        parent,
        part.part("localEndpoint").maybe_text("serviceName"),
        part.maybe_text("name"),
        kind,
        part.number("timestamp") * MICRO,
        part.number("duration") * MICRO,
        failure_of(tags, kind) if failure is None else clean(str(failure)) or "error",
        shared=part.values.get("shared") is True,
        address=address_of(tags),
        agent=agent_of(tags),
        instance=instance_of(tags),
    )
