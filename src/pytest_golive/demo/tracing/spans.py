"""Spans, and the context that links them across services (W3C Trace Context)."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

SERVER = 2
CLIENT = 3
SAMPLED = 1
# Newer versions may add more after the flags.
PARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?")
ERROR_FROM = 500


@dataclass(frozen=True, slots=True)
class Context:
    """What one service hands on to the next: the header ``traceparent``."""

    trace_id: str
    span_id: str
    sampled: bool

    def __str__(self) -> str:
        return f"00-{self.trace_id}-{self.span_id}-{SAMPLED if self.sampled else 0:02x}"


def context_in(header: str) -> Context | None:
    """Read ``traceparent``; None if there is none, or it is invalid and so starts a new trace."""
    found = PARENT.fullmatch(header.strip())
    if found is None or (header.strip()[:2] == "00" and found.end(3) != len(header.strip())):
        return None
    return Context(found[1], found[2], bool(int(found[3], 16) & SAMPLED))


@dataclass
class Span:
    """One piece of work, from its creation to `end`."""

    name: str
    kind: int
    context: Context
    parent: str = ""
    attributes: dict[str, str | int] = field(default_factory=dict)
    started: int = field(default_factory=time.time_ns)
    ended: int = 0
    failed: bool = False

    @classmethod
    def below(cls, parent: Context | None, name: str, kind: int) -> Span:
        """A span whose parent is *parent*; without one, it starts a new trace, which is sampled."""
        trace_id = parent.trace_id if parent else secrets.token_hex(16)
        context = Context(trace_id, secrets.token_hex(8), parent.sampled if parent else True)
        return cls(name, kind, context, parent.span_id if parent else "")

    def end(self, status: int, **attributes: str | int) -> None:
        """Set the attributes by OpenTelemetry's semantic conventions for HTTP, and the time of the end."""
        self.ended = time.time_ns()
        self.failed = status >= ERROR_FROM
        self.attributes |= {name.replace("__", "."): value for name, value in attributes.items()}
        self.attributes["http.response.status_code"] = status

    def otlp(self) -> dict[str, object]:
        """The span as OTLP has it in JSON: ids in hexadecimal, times as text."""
        parent = {"parentSpanId": self.parent} if self.parent else {}
        return {
            "traceId": self.context.trace_id,
            "spanId": self.context.span_id,
            **parent,
            "name": self.name,
            "kind": self.kind,
            "startTimeUnixNano": str(self.started),
            "endTimeUnixNano": str(self.ended),
            "attributes": attributes(self.attributes),
            "status": {"code": 2} if self.failed else {},
        }


def attributes(values: Mapping[str, str | int]) -> list[dict[str, object]]:
    """Attributes as OTLP has them in JSON."""
    return [
        {"key": key, "value": {"intValue": str(value)} if isinstance(value, int) else {"stringValue": value}}
        for key, value in values.items()
    ]
