"""What the attributes of a span say, under the names of OpenTelemetry (new and old), Zipkin and OpenTracing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pytest_golive.observability.traces.reading.parts import clean

ADDRESSES: Final = ("url.path", "url.full", "http.target", "http.path", "http.url", "http.route")
AGENTS: Final = ("user_agent.original", "http.user_agent", "user.agent")


def address_of(attributes: Mapping[str, Any]) -> str:
    """Path or URL of a request; "" if the span names none."""
    return _first(attributes, ADDRESSES)


def agent_of(attributes: Mapping[str, Any]) -> str:
    """The User-Agent of a request; "" if the span names none."""
    return _first(attributes, AGENTS)


def is_error(value: Any) -> bool:
    """Whether the value of a tag "error", as OpenTracing has it, is true."""
    return value is True or (isinstance(value, str) and value.lower() not in {"", "false", "0"})


def _first(attributes: Mapping[str, Any], names: tuple[str, ...]) -> str:
    found = next((attributes[name] for name in names if attributes.get(name)), "")
    return clean(found) if isinstance(found, str) else ""
