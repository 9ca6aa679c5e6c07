"""A real Zipkin, with the traces of these tests in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from servers.components import program
from servers.processes import free_port
from servers.watching import Watching, fetched, until


class Zipkin(Watching):
    """Zipkin: spans go to ``{url}/api/v2/spans``, traces are asked for at ``{url}/api/v2/trace/ID``. It starts in 10 to 60 s."""

    health = "/health"

    def __init__(self, folder: Path) -> None:
        port = free_port()
        command = [
            program("java"),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-jar",
            str(fetched("zipkin")),
        ]
        command += [
            "--armeria.ports[0].ip=127.0.0.1",
            f"--armeria.ports[0].port={port}",
            "--armeria.ports[0].protocols[0]=http",
        ]
        super().__init__(command, port, folder / "zipkin.log", patience=600.0)

    def trace(self, trace_id: str, spans: int = 1) -> Any:
        """The spans of a trace, once there are that many."""

        def found() -> Any:
            answer = self.send("GET", f"/api/v2/trace/{trace_id}")
            known = answer.json() if answer.status_code == 200 else []
            return known if len(known) >= spans else None

        return until(found, f"{spans} spans of {trace_id} are in Zipkin")
