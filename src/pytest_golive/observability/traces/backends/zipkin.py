"""Zipkin: its interface below /api/v2; it writes the names of services in small letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.traces.backends.backend import NOT_FOUND, Seen, Wanted, assembled, seen
from pytest_golive.observability.traces.reading.parts import not_understood, texts
from pytest_golive.observability.traces.reading.zipkin import read_zipkin
from pytest_golive.observability.traces.spans import Trace

MILLI: Final = 1_000_000


@dataclass(frozen=True)
class Zipkin:
    """Zipkin, and what speaks its second interface."""

    client: Client

    @property
    def said(self) -> str:
        """What is asked."""
        return self.client.api.named

    def named(self, service: str) -> str:
        """In small letters, as Zipkin stores it."""
        return service.lower()

    def trace(self, trace: bytes) -> Trace | None:
        """What Zipkin knows of one trace; None of none."""
        answer = self.client.ask(f"/api/v2/trace/{trace.hex()}", accepted=(NOT_FOUND,))
        if answer.status == NOT_FOUND:
            return None
        return assembled(trace, read_zipkin(self.client.read(answer), answer.place), self.said)

    def services(self) -> frozenset[str]:
        """The services that sent spans."""
        return frozenset(texts(self.client.json("/api/v2/services"), "GET /api/v2/services", "a list of services"))

    def latest(self, wanted: Wanted) -> tuple[Seen, ...]:
        """The latest traces of a service, by the time of its spans."""
        place = "GET /api/v2/traces"
        query = {
            "serviceName": wanted.service,
            "endTs": wanted.until // MILLI,
            "lookback": max((wanted.until - wanted.since) // MILLI, 1),
            "limit": wanted.most,
        }
        traces = self.client.json("/api/v2/traces", query=query)
        if not isinstance(traces, list):
            raise not_understood(place, "a list of traces")
        found = [list(read_zipkin(one, place)) for one in traces]
        whole = (Trace(pairs[0][0], tuple(span for _, span in pairs)) for pairs in found if pairs)
        return tuple(seen(trace, wanted.service) for trace in whole)
