"""What the attributes of a span say, under the names of OpenTelemetry (new and old), Zipkin and OpenTracing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pytest_golive.observability.traces.reading.parts import clean

ADDRESSES: Final = ("url.path", "url.full", "http.target", "http.path", "http.url", "http.route")
AGENTS: Final = ("user_agent.original", "http.user_agent", "user.agent")
# Which instance a span is of: by OpenTelemetry, and by Jaeger's old clients.
INSTANCES: Final = ("service.instance.id", "k8s.pod.name", "host.name", "hostname")
HTTP_STATUSES: Final = ("http.response.status_code", "http.status_code")
GRPC_STATUSES: Final = ("rpc.grpc.status_code", "rpc.response.status_code", "grpc.status_code")
FAILED: Final = 500
GRPC_FAILED: Final = {  # what a server is to blame for, by OpenTelemetry; the rest are its client's mistakes
    2: "UNKNOWN",
    4: "DEADLINE_EXCEEDED",
    12: "UNIMPLEMENTED",
    13: "INTERNAL",
    14: "UNAVAILABLE",
    15: "DATA_LOSS",
}
LONGEST: Final = 9  # digits of a status


def address_of(attributes: Mapping[str, Any]) -> str:
    """Path or URL of a request; "" if the span names none."""
    return _first(attributes, ADDRESSES)


def agent_of(attributes: Mapping[str, Any]) -> str:
    """The User-Agent of a request; "" if the span names none."""
    return _first(attributes, AGENTS)


def instance_of(attributes: Mapping[str, Any]) -> str:
    """The instance of a service; "" if its attributes name none."""
    return _first(attributes, INSTANCES)


def failure_of(attributes: Mapping[str, Any], kind: str) -> str:
    """What the attributes of a span say of its failure; "" if it did not fail.

    A server that answers 5xx, or one of the codes of gRPC that OpenTelemetry calls an error of the server, has failed,
    whether or not its instrumentation also says "error".

    Args:
        attributes: of the span.
        kind: of the span; one of unknown kind may be a server.
    """
    if is_error(attributes.get("error")) or str(attributes.get("otel.status_code") or "").strip().lower() == "error":
        return clean(str(attributes.get("otel.status_description") or "error"))
    if kind not in {"server", ""}:
        return ""
    for name in HTTP_STATUSES:
        if _whole(status := attributes.get(name)) >= FAILED:
            return clean(f"{name} {status}")
    for name in GRPC_STATUSES:
        status = attributes.get(name)
        if _whole(status) in GRPC_FAILED or str(status or "").strip().upper() in GRPC_FAILED.values():
            return clean(f"{name} {status}")
    return ""


def is_error(value: Any) -> bool:
    """Whether the value of a tag "error", as OpenTracing has it, is true."""
    if isinstance(value, str):
        return value.strip().lower() not in {"", "false", "0"}
    return isinstance(value, (bool, int)) and bool(value)


def _whole(value: Any) -> int:
    """A number, perhaps written as text; -1 if it is none."""
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else -1


def _first(attributes: Mapping[str, Any], names: tuple[str, ...]) -> str:
    found = next((attributes[name] for name in names if attributes.get(name)), "")
    return clean(found) if isinstance(found, str) else ""
