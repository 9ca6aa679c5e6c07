"""Real Prometheus servers of two generations, with the scrape jobs and rules that a test gives them."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from servers.processes import free_port
from servers.watching import NOTHING, Watching, Web, program_of, until, write_config

ALWAYS = (
    "--web.enable-lifecycle",
    "--web.enable-admin-api",
    "--web.enable-remote-write-receiver",
    "--storage.tsdb.retention.time=10y",  # what `backfill` writes may be old
    "--rules.alert.resend-delay=5s",  # Alertmanager forgets what it is not told again within four of these
)


def job(
    name: str, *addresses: str, path: str = "/metrics", labels: Mapping[str, str] | None = None, **more: Any
) -> Any:
    """One scrape job; *addresses* are ``host:port``."""
    static = [{"targets": list(addresses), "labels": dict(labels or {})}]
    return {"job_name": name, "metrics_path": path, "static_configs": static, **more}


class Prometheus(Watching):
    """Prometheus in a folder. `configure` may be called before the start and at any time after it.

    Args:
        generation: ``old`` (2.42) or ``new`` (3.5 or newer).
        prefix: the path below which it serves, such as ``/prometheus``.
        web: who may ask.
        options: more of its command line.
    """

    def __init__(
        self,
        folder: Path,
        generation: str = "new",
        *,
        prefix: str = "",
        web: Web = NOTHING,
        options: Sequence[str] = (),
    ) -> None:
        self.folder, self.generation = folder, generation
        port = free_port()
        command = [program_of(generation, "prometheus"), *ALWAYS, *options]
        command += [f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data"]
        command += web.options(folder, port, prefix)
        super().__init__(command, port, folder / "prometheus.log", prefix=prefix, web=web)
        self._runs = False
        self._names: dict[str, None] = {}
        self.configure()

    def configure(
        self,
        *jobs: Any,
        rules: Any = None,
        alertmanagers: Sequence[str] = (),
        alertmanager_prefix: str = "",
        interval: str = "1s",
        **more: Any,
    ) -> None:
        """Scrape these jobs (see `job`), evaluate these rules (one rule file, text or ``{"groups": […]}``), and reload.

        Prometheus looks for new jobs every 5 seconds, so the first scrape takes as long. A job of an earlier call stays,
        without targets: the last samples of a job that is gone count for five minutes, those of a target that is gone
        end at once.
        """
        named = {one["job_name"] for one in jobs}
        emptied = [{"job_name": name, "static_configs": []} for name in self._names if name not in named]
        self._names |= dict.fromkeys(sorted(named))
        alerting = [{"path_prefix": alertmanager_prefix or "/", "static_configs": [{"targets": list(alertmanagers)}]}]
        config: dict[str, Any] = {
            "global": {"scrape_interval": interval, "evaluation_interval": interval, "scrape_timeout": interval},
            "scrape_configs": [*jobs, *emptied],
            "rule_files": [f"{self.folder}/rules.yml"],
            **({"alerting": {"alertmanagers": alerting}} if alertmanagers else {}),
            **more,
        }
        write_config(self.folder / "rules.yml", {"groups": []} if rules is None else rules)
        write_config(self.folder / "prometheus.yml", config)
        if self._runs:
            self.reload()

    def start(self) -> None:
        """Start, and wait until it is ready."""
        super().start()
        self._runs = True

    def stop(self) -> None:
        """End it."""
        self._runs = False
        super().stop()

    def forget(self, matching: str) -> None:
        """Delete the series that match a selector, such as those of a test before."""
        self.send("POST", "/api/v1/admin/tsdb/delete_series", params={"match[]": matching}).raise_for_status()

    def backfill(self, openmetrics: str) -> None:
        """Give it a past, before the start: OpenMetrics text with a timestamp on each sample."""
        file = self.folder / "past.txt"
        file.write_text(openmetrics)
        command = [program_of(self.generation, "promtool"), "tsdb", "create-blocks-from", "openmetrics"]
        done = subprocess.run(
            [*command, file, self.folder / "data"], capture_output=True, text=True, check=False, timeout=600
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def query(self, expression: str, **more: Any) -> list[Any]:
        """The series of an instant query."""
        return list(self.ask("/api/v1/query", query=expression, **more)["data"]["result"])

    def scrapes(self, name: str, count: int = 1) -> None:
        """Wait until *count* targets of a job, and no others of its name, are up."""

        def up() -> bool:
            found = self.query(f'up{{job="{name}"}}')
            raised = [one for one in found if one["value"][1] == "1"]
            if len(raised) != count:
                raise ValueError(found, self.ask("/api/v1/targets")["data"]["activeTargets"])
            return True

        until(up, f"{count} targets of {name} are up")
