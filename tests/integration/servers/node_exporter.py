"""The real node exporter, with the metrics of this machine."""

from __future__ import annotations

from pathlib import Path

from servers.processes import free_port
from servers.watching import Watching, program_of

COLLECTORS = ("cpu", "meminfo", "loadavg", "filesystem", "stat", "vmstat")


class NodeExporter(Watching):
    """The exporter; scrape `address`."""

    health = "/metrics"

    def __init__(self, folder: Path) -> None:
        port = free_port()
        command = [program_of("new", "node-exporter"), f"--web.listen-address=127.0.0.1:{port}"]
        command += ["--collector.disable-defaults", *(f"--collector.{name}" for name in COLLECTORS)]
        super().__init__(command, port, folder / "node-exporter.log")
