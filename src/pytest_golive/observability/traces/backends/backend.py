"""What every backend of traces is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.traces.ids import SPAN, is_ours
from pytest_golive.observability.traces.spans import Span, Trace

NOT_FOUND: Final = 404
BAD: Final = 400


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which traces are searched for.

    Attributes:
        service: the service that has a part in them.
        since: nanoseconds since 1970.
        until: nanoseconds since 1970.
        most: the largest number of them.
        outcomes: whether their outcome is needed, too.
    """

    service: str
    since: int
    until: int
    most: int
    outcomes: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """One trace that a search finds.

    Attributes:
        id: 16 bytes.
        start: nanoseconds since 1970.
        failed: whether the service's work in it failed; None if that was not asked for, or none of it began here.
        why: which span failed, and what it says; "" if the backend does not say so.
        ours: whether it is of a request of ours, as far as its id or its spans say.
    """

    id: bytes
    start: int
    failed: bool | None = None
    why: str = ""
    ours: bool = False


class Backend(Protocol):
    """A backend of traces."""

    @property
    def said(self) -> str:
        """What is asked, for evidence: "Jaeger at traces.example:16686"; never with a credential."""

    def named(self, service: str) -> str:
        """How this backend spells the name of a service."""

    def trace(self, trace: bytes) -> Trace | None:
        """What it knows of one trace; None if it knows none of its spans.

        Args:
            trace: 16 bytes; or 8, for those that keep no more of it.

        Raises:
            CannotMeasure: it cannot be asked, or its answer is not understood.
        """

    def services(self) -> frozenset[str]:
        """The services that sent spans lately.

        Raises:
            CannotMeasure: it cannot be asked, or its answer is not understood.
        """

    def latest(self, wanted: Wanted) -> tuple[Seen, ...]:
        """The latest traces of a service.

        Raises:
            CannotMeasure: it cannot be asked, or its answer is not understood.
        """


def assembled(
    trace: bytes, spans: Iterable[tuple[bytes, Span]], said: str, partial: str = "", warnings: tuple[str, ...] = ()
) -> Trace | None:
    """The trace of what a backend sent for an id; None of no span.

    Raises:
        CannotMeasure: a span is of another trace.
    """
    whole = trace.rjust(2 * SPAN, b"\0")
    found = []
    for owner, span in spans:
        if owner not in {whole, whole[SPAN:].rjust(2 * SPAN, b"\0")}:
            raise CannotMeasure(
                f"{said} answers the request for the trace {trace.hex()} with a span of {owner.hex()}",
                "see what stands before it: a cache, or a proxy that ignores the path",
            )
        found.append(span)
    return Trace(whole, tuple(found), partial, warnings) if found else None


def seen(trace: Trace, service: str) -> Seen:
    """A trace that a search found whole: its outcome is that of the spans with which the service's work began."""
    entries = trace.entries(service)
    errors = [f"{span.name or 'a span'!r}: {span.error}" for span in entries if span.error]
    failed = bool(errors) if entries else None
    ours = is_ours(trace.id) or any(span.is_ours for span in entries)
    return Seen(
        trace.id, min((span.start for span in trace.spans if span.start), default=0), failed, (errors or [""])[0], ours
    )
