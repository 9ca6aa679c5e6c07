"""Real Alertmanagers of two generations, alone or as a cluster, with the routes that a test gives them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from servers.processes import free_port, ports
from servers.watching import NOTHING, Watching, Web, program_of, write_config

SILENT = {"route": {"receiver": "nobody"}, "receivers": [{"name": "nobody"}]}


def webhook(name: str, url: str, **more: Any) -> Any:
    """A receiver that posts to an address."""
    return {"name": name, "webhook_configs": [{"url": url, "send_resolved": True, **more}]}


class Alertmanager(Watching):
    """Alertmanager in a folder. `configure` may be called before the start and at any time after it.

    Args:
        generation: ``old`` (0.25) or ``new`` (0.33 or newer).
        prefix: the path below which it serves.
        web: who may ask.
        cluster: its own port in a cluster, and the peers' ``host:port``; alone without.
    """

    def __init__(
        self,
        folder: Path,
        generation: str = "new",
        *,
        prefix: str = "",
        web: Web = NOTHING,
        cluster: tuple[int, Sequence[str]] | None = None,
        options: Sequence[str] = (),
    ) -> None:
        self.folder, self.generation = folder, generation
        port = free_port()
        command = [program_of(generation, "alertmanager"), *options]
        command += [f"--config.file={folder}/alertmanager.yml", f"--storage.path={folder}/data"]
        command += web.options(folder, port, prefix)
        if cluster is None:
            command += ["--cluster.listen-address="]
        else:
            own, peers = cluster
            command += [f"--cluster.listen-address=127.0.0.1:{own}", f"--cluster.advertise-address=127.0.0.1:{own}"]
            command += ["--cluster.settle-timeout=1s", *(f"--cluster.peer={peer}" for peer in peers)]
        super().__init__(command, port, folder / "alertmanager.log", prefix=prefix, web=web)
        self._runs = False
        self.configure(SILENT)

    def configure(self, config: Any) -> None:
        """Route by this configuration, text or a mapping, and reload."""
        write_config(self.folder / "alertmanager.yml", config)
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

    def alert(self, *alerts: Any) -> None:
        """Post alerts: ``{"labels": {"alertname": …}, "annotations": {…}}``."""
        answer = self.send("POST", "/api/v2/alerts", json=list(alerts))
        assert answer.is_success, answer.text


def pair(folder: Path, generation: str = "new") -> tuple[Alertmanager, Alertmanager]:
    """Two that form a cluster once both are started."""
    at = ports(["one", "two"])
    made = []
    for name, other in (("one", "two"), ("two", "one")):
        (folder / name).mkdir(parents=True)
        cluster = (at[name], [f"127.0.0.1:{at[other]}"])
        made.append(Alertmanager(folder / name, generation, cluster=cluster))
    return made[0], made[1]
