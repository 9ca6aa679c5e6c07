"""Spans as backends of traces write them, and as they are sent to them."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any

from traced_shops import Made

KINDS = {"internal": 1, "server": 2, "client": 3, "producer": 4, "consumer": 5}


def otlp(spans: Iterable[Made], *, encoded: bool = False, word: str = "resourceSpans") -> dict[str, Any]:
    """OTLP in JSON; *encoded* as Tempo answers: ids in base64, names of enumerations, no empty members."""
    services: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for span in spans:
        services.setdefault((span.service, span.instance), []).append(_otlp(span, encoded=encoded))
    return {
        word: [
            {
                "resource": {"attributes": [_attribute("service.name", service), *_instance(instance)]},
                "scopeSpans": [{"scope": {"name": "shop"}, "spans": own}],
            }
            for (service, instance), own in services.items()
        ]
    }


def _otlp(span: Made, *, encoded: bool) -> dict[str, Any]:
    write = _base64 if encoded else str
    kind = f"SPAN_KIND_{span.kind.upper()}" if encoded else KINDS[span.kind]
    failed = {"code": "STATUS_CODE_ERROR" if encoded else 2, "message": span.error} if span.error else {}
    return {
        "traceId": write(span.trace),
        "spanId": write(span.id),
        **({"parentSpanId": write(span.parent)} if span.parent else {}),
        "name": span.name,
        "kind": kind,
        "startTimeUnixNano": str(span.start),
        "endTimeUnixNano": str(span.end),
        "attributes": [_attribute(*pair) for pair in span.attributes.items()],
        "status": failed,
    }


def jaeger(spans: Iterable[Made]) -> dict[str, Any]:
    """One trace of Jaeger's own interface."""
    made = list(spans)
    services = sorted({(span.service, span.instance) for span in made})
    ids = {service: f"p{number}" for number, service in enumerate(services, 1)}
    return {
        "traceID": made[0].trace,
        "spans": [_jaeger(span, ids[span.service, span.instance]) for span in made],
        "processes": {
            ids[service, instance]: {
                "serviceName": service,
                "tags": [{"key": "service.instance.id", "type": "string", "value": instance}] if instance else [],
            }
            for service, instance in services
        },
        "warnings": None,
    }


def _jaeger(span: Made, process: str) -> dict[str, Any]:
    tags = [{"key": "span.kind", "type": "string", "value": span.kind}]
    tags += [{"key": key, "type": "string", "value": value} for key, value in span.attributes.items()]
    if span.error:
        tags += [{"key": "error", "type": "bool", "value": True}]
        tags += [{"key": "otel.status_description", "type": "string", "value": span.error}]
    caller = {"refType": "CHILD_OF", "traceID": span.trace, "spanID": span.parent}
    return {
        "traceID": span.trace,
        "spanID": span.id,
        "operationName": span.name,
        "references": [caller] if span.parent else [],
        "startTime": span.start // 1000,
        "duration": (span.end - span.start) // 1000,
        "tags": tags,
        "logs": [],
        "processID": process,
        "warnings": None,
    }


def zipkin(spans: Iterable[Made]) -> list[dict[str, Any]]:
    """A list of Zipkin's spans; it writes names in small letters."""
    return [
        {
            "traceId": span.trace,
            "id": span.id,
            **({"parentId": span.parent} if span.parent else {}),
            "name": span.name.lower(),
            **({} if span.kind == "internal" else {"kind": span.kind.upper()}),
            "timestamp": span.start // 1000,
            "duration": (span.end - span.start) // 1000,
            "localEndpoint": {"serviceName": span.service.lower()},
            "tags": {**span.attributes, **_tag(span.instance), **({"error": span.error} if span.error else {})},
        }
        for span in spans
    ]


def _tag(instance: str) -> dict[str, str]:
    return {"service.instance.id": instance} if instance else {}


def _instance(name: str) -> list[dict[str, Any]]:
    return [_attribute(*pair) for pair in _tag(name).items()]


def _attribute(key: str, value: str) -> dict[str, Any]:
    return {"key": key, "value": {"stringValue": value}}


def _base64(text: str) -> str:
    return base64.b64encode(bytes.fromhex(text)).decode()
