"""Jaeger: its own interface below /api, and OTLP in JSON below /api/v3."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.traces.backends.backend import NOT_FOUND, Seen, Wanted, assembled, seen
from pytest_golive.observability.traces.reading.jaeger import read_jaeger
from pytest_golive.observability.traces.reading.otlp import read_otlp
from pytest_golive.observability.traces.reading.parts import Part, clean, not_understood, texts
from pytest_golive.observability.traces.spans import Span, Trace

MICRO: Final = 1_000
SECOND: Final = 1_000_000_000


@dataclass(frozen=True)
class Jaeger:
    """Jaeger's own interface, which its pages use."""

    client: Client

    @property
    def said(self) -> str:
        """What is asked."""
        return self.client.api.named

    def named(self, service: str) -> str:
        """As services write it."""
        return service

    def trace(self, trace: bytes) -> Trace | None:
        """What Jaeger knows of one trace; None of none."""
        answer = self.client.ask(f"/api/traces/{trace.hex()}", accepted=(NOT_FOUND,))
        if answer.status == NOT_FOUND:
            return None
        body = self._body(self.client.read(answer), answer.place)
        found = list(body.parts("data"))
        warnings = tuple(
            warning for one in found for warning in texts(one.values.get("warnings"), body.place, "a list of texts")
        )
        spans = (pair for one in found for pair in read_jaeger(one))
        return assembled(trace, spans, self.said, warnings=warnings)

    def services(self) -> frozenset[str]:
        """The services that sent spans."""
        place = "GET /api/services"
        body = self._body(self.client.json("/api/services"), place)
        return frozenset(texts(body.values.get("data"), place, "a list of services"))

    def latest(self, wanted: Wanted) -> tuple[Seen, ...]:
        """The latest traces of a service, by the time of its spans."""
        query = {
            "service": wanted.service,
            "start": wanted.since // MICRO,
            "end": wanted.until // MICRO,
            "limit": wanted.most,
        }
        body = self._body(self.client.json("/api/traces", query=query), "GET /api/traces")
        return tuple(seen(trace, wanted.service) for trace in _parted(body.parts("data"), read_jaeger))

    def _body(self, body: Any, place: str) -> Part:
        part = Part.of(body, place)
        if "data" not in part.values:
            raise not_understood(place, "an object with 'data' is expected")
        for error in part.parts("errors"):
            what = clean(str(error.values.get("msg") or error.values))
            raise CannotMeasure(f"{self.said} answers {place} with an error: {what}", "see Jaeger's log for its cause")
        return part


@dataclass(frozen=True)
class JaegerV3:
    """Jaeger's stable interface, in the words of OpenTelemetry."""

    client: Client

    @property
    def said(self) -> str:
        """What is asked."""
        return f"{self.client.api.named} (/api/v3)"

    def named(self, service: str) -> str:
        """As services write it."""
        return service

    def trace(self, trace: bytes) -> Trace | None:
        """What Jaeger knows of one trace; None of none."""
        answer = self.client.ask(f"/api/v3/traces/{trace.hex()}", accepted=(NOT_FOUND,))
        if answer.status == NOT_FOUND:
            return None
        return assembled(trace, self._spans(self.client.read(answer), answer.place), self.said)

    def services(self) -> frozenset[str]:
        """The services that sent spans."""
        place = "GET /api/v3/services"
        body = Part.of(self.client.json("/api/v3/services"), place)
        if "services" not in body.values:
            raise not_understood(place, "an object with 'services' is expected")
        return frozenset(texts(body.values["services"], place, "a list of services"))

    def latest(self, wanted: Wanted) -> tuple[Seen, ...]:
        """The latest traces of a service, by the time of its spans."""
        query = {
            "query.service_name": wanted.service,
            "query.start_time_min": _moment(wanted.since),
            "query.start_time_max": _moment(wanted.until),
            "query.num_traces": wanted.most,  # of older versions
            "query.search_depth": wanted.most,
        }
        answer = self.client.ask("/api/v3/traces", query=query, accepted=(NOT_FOUND,))  # 404: there are none
        if answer.status == NOT_FOUND:
            return ()
        found: dict[bytes, list[Span]] = {}
        for owner, span in self._spans(self.client.read(answer), answer.place):
            found.setdefault(owner, []).append(span)
        return tuple(seen(Trace(owner, tuple(spans)), wanted.service) for owner, spans in found.items())

    def _spans(self, body: Any, place: str) -> Iterator[tuple[bytes, Span]]:
        part = Part.of(body, place)
        if "result" not in part.values:
            said = part.part("error").values.get("message") if "error" in part.values else ""
            if said:
                raise CannotMeasure(
                    f"{self.said} answers {place} with an error: {clean(str(said))}", "see Jaeger's log for its cause"
                )
            raise not_understood(place, "an object with 'result' is expected")
        return read_otlp(part.part("result"))


def _parted(parts: Iterator[Part], read: Any) -> Iterator[Trace]:
    for part in parts:
        pairs = list(read(part))
        if pairs:
            yield Trace(pairs[0][0], tuple(span for _, span in pairs))


def _moment(nanoseconds: int) -> str:
    moment = dt.datetime.fromtimestamp(nanoseconds // SECOND, dt.UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{nanoseconds % SECOND:09d}Z"
