"""Sends spans to a collector, by OTLP/JSON over HTTP.

OpenTelemetry's own SDK would bring a dozen packages, protobuf among them, to whoever tries the reference service.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping

from pytest_golive.demo.asking import ask
from pytest_golive.demo.tracing.spans import Span, attributes

Send = Callable[[bytes], object]
MOST = 2_000
PAUSE = 0.2
TIMEOUT = 5.0


class Exporter:
    """Collects spans, and sends them from a thread of its own, which starts with the first one.

    Args:
        resource: who we are: ``service.name`` and more.
        send: sends a body. What it cannot send is lost: the service works without its collector.
    """

    def __init__(self, resource: Mapping[str, str | int], send: Send) -> None:
        self._resource = {"attributes": attributes(resource)}
        self._send = send
        self._spans: list[Span] = []
        self._has_some = threading.Condition()
        self._thread: threading.Thread | None = None
        self._ends = False

    def put(self, span: Span) -> None:
        """Export a span soon; it is dropped if the collector has been away for long."""
        with self._has_some:
            if self._ends or len(self._spans) >= MOST:
                return
            self._spans.append(span)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="spans", daemon=True)
                self._thread.start()
            self._has_some.notify()

    def close(self) -> None:
        """Send what is left, and end the thread."""
        with self._has_some:
            self._ends = True
            self._has_some.notify()
        if self._thread is not None:
            self._thread.join(TIMEOUT)

    def _run(self) -> None:
        while True:
            with self._has_some:
                self._has_some.wait_for(lambda: self._spans or self._ends)
                spans, self._spans = self._spans, []
                ends = self._ends
            if spans:
                self._export(spans)
            if ends:
                return
            with self._has_some:
                self._has_some.wait_for(lambda: self._ends, PAUSE)  # more at once

    def _export(self, spans: list[Span]) -> None:
        scope = {"name": "pytest_golive.demo"}
        group = {"resource": self._resource, "scopeSpans": [{"scope": scope, "spans": [span.otlp() for span in spans]}]}
        self._send(json.dumps({"resourceSpans": [group]}).encode())


def by_http(url: str) -> Send:
    """Send to this address, on this machine."""
    return lambda body: ask("POST", url, {"Content-Type": "application/json"}, body)
