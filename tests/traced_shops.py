"""Two small services, of which one calls the other, that send their spans somewhere; and what may be wrong with that."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import httpx

FAULTS = frozenset({
    "exporter off", "shop exporter off", "orders exporter off", "sampled at 0 %", "sampled at 0 % and says so", "not propagated",
    "not propagated and says so", "not propagated to orders", "client span lost", "root span lost", "parent dropped",
    "64 bits", "two roots", "circle", "same id", "sent twice", "clock of orders", "orders fails", "orders sampled out",
    "customers sampled at 0 %",
})  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A span as a service makes it: ids in hex, times in nanoseconds."""

    trace: str
    id: str
    parent: str
    service: str
    name: str
    kind: str
    start: int
    end: int
    error: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    instance: str = ""


class Pair:
    """``shop``, which calls ``orders`` for each request to /orders; both export what they do.

    Args:
        serve: starts a server.
        export: where spans go: called with those of one request of one service.
    """

    def __init__(self, serve, export: Callable[[list[Made]], None]) -> None:
        self.faults: set[str] = set()
        self.export = export
        self.status = 200
        self.instances = [""]  # of shop, which answer in turn
        self.silent: set[str] = set()  # instances that export nothing
        self._orders = serve(self._serve_orders)
        self._shop = serve(self._serve_shop)
        self.url = self._shop.url

    @property
    def requests(self) -> list[str]:
        """The paths that shop was asked for."""
        return [path for _, path, _, _ in self._shop.requests]

    def _serve_shop(self, request):
        _, path, headers, _ = request
        if not path.startswith("/orders"):
            return 200, {}, b'{"status": "ok", "version": "1.2.0"}'
        instance = self.instances[len(self._shop.requests) % len(self.instances)]
        trace, parent, sampled = self._context(headers)
        if not parent and "customers sampled at 0 %" in self.faults:
            return self.status, {}, b"[]"
        if self.faults & {"not propagated", "not propagated and says so"}:
            trace, parent = secrets.token_hex(16), ""
        if "64 bits" in self.faults:
            trace = trace[16:].rjust(32, "0")
        own, call, began = secrets.token_hex(8), secrets.token_hex(8), time.time_ns()
        self._call(trace if "not propagated to orders" not in self.faults else secrets.token_hex(16), call)
        asked = {"url.path": path, "user_agent.original": headers.get("User-Agent", "")}
        end = time.time_ns()
        spans = [
            Made(trace, own, parent, "shop", "GET /orders", "server", began, end, attributes=asked),
            Made(trace, call, own, "shop", "GET", "client", began + 1000, end - 1000),
        ]
        if instance not in self.silent:
            self._send("shop", [replace(span, instance=instance) for span in self._spoiled(spans)])
        return self.status, self._told(trace, own, sampled), b"[]"

    def _serve_orders(self, request):
        trace, parent, _ = self._context(request[2])
        began = time.time_ns() + (25 * 10**9 if "clock of orders" in self.faults else 0)
        if "not propagated to orders" in self.faults:
            parent = ""
        error = "database is locked" if "orders fails" in self.faults else ""
        span = Made(trace, secrets.token_hex(8), parent, "orders", "GET /list", "server", began, began + 10**6, error)
        if "orders sampled out" not in self.faults:
            self._send("orders", [span])
        return 200, {}, b"[]"

    def _call(self, trace: str, span: str) -> None:
        headers = {"traceparent": f"00-{trace}-{span}-01"}
        httpx.get(f"{self._orders.url}/list", headers=headers, timeout=60)

    def _context(self, headers) -> tuple[str, str, str]:
        given = {name.lower(): value for name, value in headers.items()}.get("traceparent", "")
        if not given:
            return secrets.token_hex(16), "", "01"
        _, trace, parent, flags = given.split("-")
        return trace, parent, flags

    def _told(self, trace: str, span: str, sampled: str) -> dict[str, str]:
        if "sampled at 0 % and says so" in self.faults:
            return {"traceresponse": f"00-{trace}-{span}-00"}
        if "not propagated and says so" in self.faults:
            return {"Server-Timing": f'traceparent;desc="00-{trace}-{span}-{sampled}"'}
        return {}

    def _spoiled(self, spans: list[Made]) -> list[Made]:
        root, call = spans
        changes = {
            "client span lost": [root],
            "root span lost": [call],
            "parent dropped": [replace(root, parent=""), call],
            "two roots": [root, call, replace(root, id=secrets.token_hex(8), name="proxy")],
            "circle": [root, call, *_circle(root)],
            "same id": [root, call, replace(call, name="PUT", start=call.start + 1)],
            "sent twice": [root, call, call],
        }
        return next((changed for fault, changed in changes.items() if fault in self.faults), spans)

    def _send(self, service: str, spans: list[Made]) -> None:
        off = {"exporter off", "sampled at 0 %", "sampled at 0 % and says so"}
        if self.faults & off or f"{service} exporter off" in self.faults:
            return
        self.export(spans)


def _circle(root: Made) -> list[Made]:
    one, other = secrets.token_hex(8), secrets.token_hex(8)
    return [
        replace(root, id=one, parent=other, name="one", kind="internal"),
        replace(root, id=other, parent=one, name="other", kind="internal"),
    ]
