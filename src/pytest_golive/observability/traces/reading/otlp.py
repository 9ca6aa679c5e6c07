"""Reads spans as OTLP has them in JSON: Jaeger's interface v3 writes ids in hex, Tempo in base64."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pytest_golive.observability.traces.ids import NoId, parent_id, span_id, trace_id
from pytest_golive.observability.traces.reading.attributes import address_of, agent_of, failure_of, instance_of
from pytest_golive.observability.traces.reading.parts import Part, clean, not_understood
from pytest_golive.observability.traces.spans import Span

KINDS: Final = ("", "internal", "server", "client", "producer", "consumer")
ERROR: Final = 2
CODES: Final = {"STATUS_CODE_UNSET": 0, "STATUS_CODE_OK": 1, "STATUS_CODE_ERROR": ERROR}
SCALARS: Final = ("stringValue", "boolValue", "intValue", "doubleValue")


def read_otlp(trace: Part) -> Iterator[tuple[bytes, Span]]:
    """The spans of a trace, each with the id of the trace that it says it is of.

    Args:
        trace: an object with ``resourceSpans``, or with ``batches``, as Tempo's first interface calls them.

    Raises:
        CannotMeasure: it is not understood.
    """
    for key in ("resourceSpans", "batches"):
        for resource in trace.parts(key):
            own = _attributes(resource.part("resource"))
            service, instance = clean(str(own.get("service.name", ""))), instance_of(own)
            for scopes in ("scopeSpans", "instrumentationLibrarySpans"):
                for scope in resource.parts(scopes):
                    yield from (_span(one, service, instance) for one in scope.parts("spans"))


def _span(part: Part, service: str, instance: str) -> tuple[bytes, Span]:
    try:
        trace, span = trace_id(part.text("traceId")), span_id(part.text("spanId"))
        parent = parent_id(str(part.values.get("parentSpanId") or ""))
    except NoId as error:
        raise not_understood(part.place, str(error)) from None
    start, end = part.number("startTimeUnixNano"), part.number("endTimeUnixNano")
    status, attributes = part.part("status"), _attributes(part)
    failed = _number(status, "code", CODES) == ERROR
    kind = KINDS[_number(part, "kind", {f"SPAN_KIND_{name.upper()}": n for n, name in enumerate(KINDS) if name})]
    return trace, Span(
        span,
        parent,
        service,
        part.maybe_text("name"),
        kind,
        start,
        max(end - start, 0),
        (status.maybe_text("message") or "error") if failed else failure_of(attributes, kind),
        address=address_of(attributes),
        agent=agent_of(attributes),
        instance=instance,
    )


def _number(part: Part, key: str, names: dict[str, int]) -> int:
    """An enumeration, as its number or its name; 0 if it is missing or of a later version."""
    value = part.values.get(key, 0)
    found = names.get(value, 0) if isinstance(value, str) else part.number(key)
    return found if 0 <= found < len(KINDS) else 0


def _attributes(part: Part) -> dict[str, Any]:
    """The attributes with a plain value."""
    found: dict[str, Any] = {}
    for one in part.parts("attributes"):
        value = one.part("value").values
        plain = next((value[kind] for kind in SCALARS if kind in value), None)
        if plain is not None:
            found[one.text("key")] = plain
    return found
