"""A real VictoriaMetrics, which has Prometheus' interface and habits of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from servers.processes import free_port
from servers.watching import Watching, program_of, write_config


class VictoriaMetrics(Watching):
    """VictoriaMetrics in a folder.

    It hides the newest 30 seconds of every series; *latency_offset* is ``-search.latencyOffset``. Rules and alerts are not its
    own (vmalert has them): it says it has none.
    """

    health = "/health"

    def __init__(
        self, folder: Path, *, latency_offset: str = "", prefix: str = "", options: Sequence[str] = ()
    ) -> None:
        self.folder = folder
        port = free_port()
        command = [program_of("new", "victoria-metrics"), f"-httpListenAddr=127.0.0.1:{port}", "-retentionPeriod=10y"]
        command += [
            f"-storageDataPath={folder}/data",
            f"-promscrape.config={folder}/scrape.yml",
            "-memory.allowedBytes=64MB",
        ]
        if latency_offset:
            command += [f"-search.latencyOffset={latency_offset}"]
        if prefix:
            command += [f"-http.pathPrefix={prefix}"]
        super().__init__([*command, *options], port, folder / "victoria.log", prefix=prefix)
        write_config(folder / "scrape.yml", {"scrape_configs": []})

    def configure(self, *jobs: Any, interval: str = "1s") -> None:
        """Scrape these jobs (`servers.prometheus.job`) from now on; before the start or after it."""
        config = {"global": {"scrape_interval": interval}, "scrape_configs": list(jobs)}
        write_config(self.folder / "scrape.yml", config)

    def fill(self, exposition: str) -> None:
        """Samples of any time, as lines of a `/metrics` with a timestamp in milliseconds each."""
        answer = self.send("POST", "/api/v1/import/prometheus", content=exposition.encode())
        assert answer.is_success, answer.text
        self.send("GET", "/internal/force_flush")

    def query(self, expression: str, **more: Any) -> list[Any]:
        """The series of an instant query."""
        return list(self.ask("/api/v1/query", query=expression, **more)["data"]["result"])


class VmAlert(Watching):
    """vmalert, which evaluates rules by VictoriaMetrics or Prometheus and has Prometheus' interface for them.

    Args:
        source: the address of the metrics.
        notifier: the address of an Alertmanager.
        rules: one rule file, text or ``{"groups": […]}``.
        port: where it listens; a free one if 0.
    """

    health = "/health"

    def __init__(self, folder: Path, source: str, notifier: str, rules: Any, *, port: int = 0) -> None:
        port = port or free_port()
        write_config(folder / "rules.yml", rules)
        command = [program_of("new", "vmalert"), f"-httpListenAddr=127.0.0.1:{port}", f"-datasource.url={source}"]
        command += [f"-notifier.url={notifier}", f"-rule={folder}/rules.yml", "-evaluationInterval=1s"]
        super().__init__(command, port, folder / "vmalert.log")
