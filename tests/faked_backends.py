"""Backends of traces in memory, each with the interface of one kind: as the real ones answer, seen or described.

Jaeger and Zipkin answer as those of the integration tests do. Tempo answers as its description of the HTTP API and its
messages in protobuf's JSON say (grafana/tempo: docs/sources/tempo/api_docs, pkg/tempopb/tempo.proto, trace_utils.go).
"""

from __future__ import annotations

import json
import re
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import traces_written
from traced_shops import Made

KINDS = ("jaeger", "jaeger-v3", "tempo", "tempo of old", "zipkin")
PAGE = b"<!DOCTYPE html><html><head><title>Jaeger UI</title></head></html>"
NONE = (404, {"Content-Type": "text/plain"}, b"404 page not found\n")


class FakedBackend:
    """Holds spans, and answers for them.

    Attributes:
        kind: one of `KINDS`.
        spans: what it holds.
        hidden: for how many questions about a trace the spans of a service stay hidden, by service.
        partial: what Tempo says of a trace that it does not send whole.
    """

    def __init__(self, serve, kind: str) -> None:
        self.kind = kind
        self.spans: list[Made] = []
        self.hidden: dict[str, int] = {}
        self.partial = ""
        self.server = serve(self._answer)
        self.url = self.server.url

    def take(self, spans: list[Made]) -> None:
        """Store spans."""
        self.spans.extend(spans)

    def filled(self, service: str, many: int, failed: int = 0, *, agent: str = "") -> None:
        """Store finished traces of one service, of which *failed* failed; sent by *agent*."""
        have = len(self.spans)
        for number in range(have, have + many):
            began = time.time_ns() - 10**9 * (30 + number)
            error = "boom" if number < have + failed else ""
            ids, times = (f"{number + 1:032x}", f"{number + 1:016x}", ""), (began, began + 1)
            asked = {"user_agent.original": agent} if agent else {}
            self.spans.append(Made(*ids, service, "GET", "server", *times, error, attributes=asked))

    @property
    def asked(self) -> list[str]:
        """The addresses that were asked for."""
        return [path for _, path, _, _ in self.server.requests]

    def _answer(self, request) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(request[1])
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        found = getattr(self, f"_{self.kind.partition(' ')[0].replace('-', '_')}")(parts.path, query)
        if isinstance(found, tuple):
            return found
        return 200, {"Content-Type": "application/json"}, json.dumps(found).encode()

    def _jaeger(self, path: str, query: dict[str, str]) -> Any:
        if path == "/api/services":
            return {"data": self._services(), "total": 2, "limit": 0, "offset": 0, "errors": None}
        if path == "/api/traces":
            low, high = int(query["start"]) * 1000, int(query["end"]) * 1000
            traces = self._traces(query["service"], low, high, int(query["limit"]))
            return {"data": [traces_written.jaeger(one) for one in traces], "errors": None}
        if found := re.fullmatch(r"/api/traces/([0-9a-f]+)", path):
            if spans := self._trace(found[1]):
                return {"data": [traces_written.jaeger(spans)], "total": 0, "errors": None}
            errors = {"data": None, "errors": [{"code": 404, "msg": "trace not found"}]}
            return 404, {}, json.dumps(errors).encode()
        return 200, {"Content-Type": "text/html"}, PAGE

    def _jaeger_v3(self, path: str, query: dict[str, str]) -> Any:
        missing = 404, {}, b'{"error":{"httpCode":404,"message":"No traces found"}}'
        if path == "/api/v3/services":
            return {"services": self._services()}
        if path == "/api/v3/traces":
            traces = self._traces(query["query.service_name"], 0, 2**63, int(query["query.num_traces"]))
            spans = [span for one in traces for span in one]
            return {"result": traces_written.otlp(spans)} if spans else missing
        if found := re.fullmatch(r"/api/v3/traces/([0-9a-f]+)", path):
            spans = self._trace(found[1])
            return {"result": traces_written.otlp(spans)} if spans else missing
        return 404, {"Content-Type": "text/plain"}, b"404 page not found\n"

    def _zipkin(self, path: str, query: dict[str, str]) -> Any:
        if path == "/api/v2/services":
            return [name.lower() for name in self._services()]
        if path == "/api/v2/traces":
            high = int(query["endTs"]) * 10**6
            traces = self._traces(
                query["serviceName"], high - int(query["lookback"]) * 10**6, high, int(query["limit"])
            )
            return [traces_written.zipkin(one) for one in traces]
        if found := re.fullmatch(r"/api/v2/trace/([0-9a-f]+)", path):
            spans = self._trace(found[1])
            return traces_written.zipkin(spans) if spans else (404, {}, b"")
        return 404, {}, b""

    def _tempo(self, path: str, query: dict[str, str]) -> Any:
        old = self.kind == "tempo of old"
        if path == "/api/echo":
            return 200, {"Content-Type": "text/plain"}, b"echo"
        if path == "/api/v2/search/tag/resource.service.name/values" and not old:
            return {"tagValues": [{"type": "string", "value": name} for name in self._services()], "metrics": {}}
        if path == "/api/search/tag/service.name/values":
            return {"tagValues": self._services(), "metrics": {}}
        if path == "/api/search":
            return self._searched(query)
        if found := re.fullmatch(r"/api(/v2)?/traces/([0-9a-f]+)", path):
            return NONE if found[1] and old else self._tempo_trace(found[2], first=not found[1])
        return NONE

    def _tempo_trace(self, trace: str, *, first: bool) -> Any:
        spans = self._trace(trace)
        if first:
            return traces_written.otlp(spans, encoded=True, word="batches") if spans else (404, {}, b"")
        said = {"status": "PARTIAL", "message": self.partial} if self.partial else {}
        return {"trace": traces_written.otlp(spans, encoded=True) if spans else {}, "metrics": {}, **said}

    def _searched(self, query: dict[str, str]) -> Any:
        name = re.search(r'resource\.service\.name = "([^"]*)"', query["q"])
        low, high = int(query["start"]) * 10**9, int(query["end"]) * 10**9
        traces = self._traces(name[1], low, high, 10**6)
        if "status = error" in query["q"]:
            traces = [one for one in traces if any(s.error for s in one if s.service == name[1] and s.kind == "server")]
        if "span.user_agent.original =~" in query["q"]:
            agent = re.search(r'span\.user_agent\.original =~ "([^"]*)"', query["q"])[1]
            traces = [
                one
                for one in traces
                if any(re.fullmatch(agent, s.attributes.get("user_agent.original", "")) for s in one)
            ]
        found = [
            {
                "traceID": one[0].trace.lstrip("0"),
                "rootServiceName": one[0].service,
                "rootTraceName": one[0].name,
                "startTimeUnixNano": str(min(span.start for span in one)),
                "durationMs": 1,
            }
            for one in traces[: int(query["limit"])]
        ]
        return {"traces": found, "metrics": {"totalBlocks": 1}}

    def _services(self) -> list[str]:
        return sorted({span.service for span in self.spans})

    def _trace(self, trace: str) -> list[Made]:
        found = [span for span in self.spans if int(span.trace, 16) == int(trace, 16)]
        late = {name for name, looks in self.hidden.items() if looks > 0}
        self.hidden = {name: looks - 1 for name, looks in self.hidden.items()}
        return [span for span in found if span.service not in late]

    def _traces(self, service: str, low: int, high: int, most: int) -> list[list[Made]]:
        by_id: dict[str, list[Made]] = {}
        for span in self.spans:
            by_id.setdefault(span.trace, []).append(span)
        fitting = (
            spans
            for spans in by_id.values()
            if any(span.service.lower() == service.lower() and low <= span.start <= high for span in spans)
        )
        return sorted(fitting, key=lambda spans: -min(span.start for span in spans))[:most]
