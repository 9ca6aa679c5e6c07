"""A trace, whichever backend it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

ENTRIES = frozenset({"server", "consumer"})
US = "pytest-golive"  # as our requests name themselves


@dataclass(frozen=True, slots=True)
class Span:
    """One unit of work of one service.

    Attributes:
        id: 8 bytes.
        parent: 8 bytes; b"" if it names none.
        service: the name of the service, as in ``service.name``; "" if the span names none.
        name: of the operation.
        kind: "server", "client", "producer", "consumer", "internal", or "" if unknown.
        start: nanoseconds since 1970; 0 if unknown.
        duration: nanoseconds.
        error: what it says of its failure; "" if it did not fail.
        shared: whether it is the server's half of a span whose id the client made, as B3 allows.
        address: path or URL of the request that it serves or sends; "" if it names none.
        agent: the User-Agent of the request that it serves; "" if it names none.
        instance: which instance of the service it is of, as its resource says; "" if it does not say so.
    """

    id: bytes
    parent: bytes
    service: str
    name: str
    kind: str = ""
    start: int = 0
    duration: int = 0
    error: str = ""
    shared: bool = False
    address: str = ""
    agent: str = ""
    instance: str = ""

    @property
    def end(self) -> int:
        """Nanoseconds since 1970."""
        return self.start + self.duration

    @property
    def is_ours(self) -> bool:
        """Whether it serves a request of ours, and says so."""
        return self.agent.startswith(US)

    @property
    def words(self) -> str:
        """For messages: "'GET /orders' of shop (span 00f067aa0ba902b7)"."""
        return f"{self.name or 'a span'!r} of {self.service or 'an unnamed service'} (span {self.id.hex()})"


@dataclass(frozen=True)
class Trace:
    """The spans of one trace that a backend knows.

    Attributes:
        id: 16 bytes.
        spans: in the backend's order.
        partial: why the backend says that there is more than it sends; "" if it does not say so.
        warnings: what else the backend says about it.
    """

    id: bytes
    spans: tuple[Span, ...]
    partial: str = ""
    warnings: tuple[str, ...] = ()

    @cached_property
    def services(self) -> frozenset[str]:
        """The services with at least one span."""
        return frozenset(span.service for span in self.spans if span.service)

    @cached_property
    def by_id(self) -> Mapping[bytes, tuple[Span, ...]]:
        """The spans by their ids; several where an id is shared, or used twice."""
        found: dict[bytes, list[Span]] = {}
        for span in self.spans:
            found.setdefault(span.id, []).append(span)
        return {key: tuple(spans) for key, spans in found.items()}

    def entries(self, service: str) -> tuple[Span, ...]:
        """The spans with which work of *service* begins: for servers and consumers, or called by another service."""
        return tuple(span for span in self.spans if span.service == service and self._is_entry(span))

    def _is_entry(self, span: Span) -> bool:
        if span.kind:
            return span.kind in ENTRIES or not span.parent
        callers = self.by_id.get(span.parent, ())
        return not callers or all(caller.service != span.service for caller in callers)
