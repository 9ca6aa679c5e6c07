"""A real Jaeger, built from source, with the traces of these tests in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from servers.processes import listens, ports
from servers.watching import Watching, fetched, until

LISTENERS = {
    "query": "query.http-server",
    "query_grpc": "query.grpc-server",
    "otlp": "collector.otlp.http",
    "otlp_grpc": "collector.otlp.grpc",
    "collector": "collector.http-server",
    "collector_grpc": "collector.grpc-server",
    "zipkin": "collector.zipkin",
}


class Jaeger(Watching):
    """Jaeger.

    Attributes:
        url: where traces are asked for: ``/api/traces/ID`` and ``/api/v3/traces/ID``.
        otlp: where spans go by OTLP over HTTP: ``{otlp}/v1/traces``.
    """

    health = "/api/services"

    def __init__(self, folder: Path, *, prefix: str = "") -> None:
        at = ports([*LISTENERS, "admin"])
        command = [
            str(fetched("jaeger")),
            *(f"--{name}.host-port=127.0.0.1:{at[key]}" for key, name in LISTENERS.items()),
        ]
        command += [f"--admin.http.host-port=127.0.0.1:{at['admin']}", "--collector.otlp.enabled=true"]
        if prefix:
            command += [f"--query.base-path={prefix}"]
        super().__init__(
            command,
            at["query"],
            folder / "jaeger.log",
            prefix=prefix,
            environment={"SPAN_STORAGE_TYPE": "memory", "JAEGER_DISABLED": "true"},
        )
        self._otlp_port = at["otlp"]
        self.otlp = f"http://127.0.0.1:{at['otlp']}"
        self.zipkin = f"http://127.0.0.1:{at['zipkin']}"

    def ready(self) -> bool:
        """Whether it answers, and accepts spans."""
        return listens(self._otlp_port) and super().ready()

    def trace(self, trace_id: str, spans: int = 1) -> Any:
        """The trace by ``/api/traces``, once it has that many spans."""

        def found() -> Any:
            answer = self.send("GET", f"/api/traces/{trace_id}")
            data = answer.json()["data"] if answer.status_code == 200 else []
            return data[0] if data and len(data[0]["spans"]) >= spans else None

        return until(found, f"{spans} spans of {trace_id} are in Jaeger")
