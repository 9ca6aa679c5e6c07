"""Tempo: traces by their id in both of its interfaces, and searches in TraceQL."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.traces.backends.backend import NOT_FOUND, Seen, Wanted, assembled
from pytest_golive.observability.traces.ids import NoId, is_ours, trace_id
from pytest_golive.observability.traces.reading.attributes import (
    AGENTS,
    FAILED,
    GRPC_FAILED,
    GRPC_STATUSES,
    HTTP_STATUSES,
)
from pytest_golive.observability.traces.reading.otlp import read_otlp
from pytest_golive.observability.traces.reading.parts import Part, clean, not_understood, texts
from pytest_golive.observability.traces.spans import US, Trace

SECOND: Final = 1_000_000_000
WHOLE: Final = ("", "COMPLETE", 0, None)
BY_US: Final = " || ".join(f'span.{name} =~ "{US}.*"' for name in AGENTS)
BEGUN: Final = "(kind = server || kind = consumer)"
ENDED_BADLY: Final = " || ".join(
    (
        "status = error",
        *(f"span.{name} >= {FAILED}" for name in HTTP_STATUSES),
        *(f"span.{GRPC_STATUSES[0]} = {code}" for code in GRPC_FAILED),
    )
)


@dataclass(frozen=True)
class Tempo:
    """Grafana Tempo."""

    client: Client

    @property
    def said(self) -> str:
        """What is asked."""
        return self.client.api.named

    def named(self, service: str) -> str:
        """As services write it."""
        return service

    def trace(self, trace: bytes) -> Trace | None:
        """What Tempo knows of one trace; None of none.

        The second interface says when there is more of a trace than it sends; versions before 2.7 have only the first.
        """
        answer = self.client.ask(f"/api/v2/traces/{trace.hex()}", accepted=(NOT_FOUND,))
        if answer.status != NOT_FOUND:
            body = Part.of(self.client.read(answer), answer.place)
            if "trace" not in body.values and "status" not in body.values and "metrics" not in body.values:
                raise not_understood(body.place, "an object with 'trace' is expected")
            return assembled(trace, read_otlp(body.part("trace")), self.said, partial=_partial(body))
        answer = self.client.ask(f"/api/traces/{trace.hex()}", accepted=(NOT_FOUND,))
        if answer.status == NOT_FOUND:
            return None
        body = Part.of(self.client.read(answer), answer.place)
        if "batches" not in body.values and "resourceSpans" not in body.values and body.values:
            raise not_understood(body.place, "an object with 'batches' is expected")
        return assembled(trace, read_otlp(body), self.said)

    def services(self) -> frozenset[str]:
        """The services that sent spans lately."""
        place = "/api/v2/search/tag/resource.service.name/values"
        answer = self.client.ask(place, accepted=(NOT_FOUND,))
        if answer.status == NOT_FOUND:
            place = "/api/search/tag/service.name/values"
            values = Part.of(self.client.json(place), f"GET {place}").values
            return frozenset(texts(values.get("tagValues"), f"GET {place}", "a list 'tagValues'"))
        body = Part.of(self.client.read(answer), answer.place)
        return frozenset(one.maybe_text("value") for one in body.parts("tagValues"))

    def latest(self, wanted: Wanted) -> tuple[Seen, ...]:
        """The traces of a service that Tempo finds first; their number is limited, and not which ones they are."""
        name = json.dumps(wanted.service, ensure_ascii=False)
        if not wanted.outcomes:
            found = self._search(f"{{ resource.service.name = {name} }}", wanted)
            return tuple(Seen(trace, start, ours=is_ours(trace)) for trace, start in found.items())
        entries = f"resource.service.name = {name} && {BEGUN}"
        found = self._search(f"{{ {entries} }}", wanted)
        failed = self._search(f"{{ {entries} && ({ENDED_BADLY}) }}", wanted)
        if len(failed) >= wanted.most:
            raise CannotMeasure(
                f"{self.said} finds {len(failed):,} failed traces of {wanted.service}, as many as were asked for, so "
                "their share is unknown",
                "raise most in the target's traces.success, or shorten its window",
            )
        ours = self._search(f"{{ {entries} && ({BY_US}) }}", wanted)
        # Where there are as many as may be found, nobody knows which of the others are ours, too.
        is_cut = len(ours) >= wanted.most
        return tuple(
            Seen(trace, start, trace in failed, ours=is_cut or is_ours(trace) or trace in ours)
            for trace, start in found.items()
        )

    def _search(self, traceql: str, wanted: Wanted) -> dict[bytes, int]:
        query = {
            "q": traceql,
            "start": wanted.since // SECOND,
            "end": -(-wanted.until // SECOND),
            "limit": wanted.most,
            "spss": 1,
        }
        body = Part.of(self.client.json("/api/search", query=query), "GET /api/search")
        if "traces" not in body.values and "metrics" not in body.values:
            raise not_understood(body.place, "an object with 'traces' is expected")
        return dict(map(_found, body.parts("traces")))


def _found(part: Part) -> tuple[bytes, int]:
    try:
        return trace_id(part.text("traceID")), part.number("startTimeUnixNano")
    except NoId as error:
        raise not_understood(part.place, str(error)) from None


def _partial(body: Part) -> str:
    status: Any = body.values.get("status")
    if status in WHOLE:
        return ""
    return clean(str(body.values.get("message") or f"its status is {status}"))
