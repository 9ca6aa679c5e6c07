"""Which server speaks the API: not each of them holds rules, or shows its newest data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.prometheus.envelope import asked
from pytest_golive.observability.sources.prometheus.refusing import Refused
from pytest_golive.observability.sources.trouble import clean

Name = Literal["Prometheus", "VictoriaMetrics", "Thanos", "Mimir", "unknown"]
BUILD: Final = "/api/v1/status/buildinfo"
# Only VictoriaMetrics sends it; its build says that it is a Prometheus 2.24, and nothing else.
OF_VICTORIA: Final = "x-server-hostname"
# Parameters by which VictoriaMetrics shows the newest 30 seconds, too, and computes instead of remembering.
FRESH: Final = {"latency_offset": "1ms", "nocache": "1"}


@dataclass(frozen=True, slots=True)
class Server:
    """What speaks the API.

    Attributes:
        name: "Prometheus", "VictoriaMetrics", "Thanos", "Mimir", or "unknown".
        version: its version; "" if it does not say.
        fresh: parameters that queries need to see the newest data.
    """

    name: Name
    version: str = ""
    fresh: Mapping[str, str] = field(default_factory=dict)

    @property
    def holds_rules(self) -> bool:
        """Whether an empty list of rules, alerts or Alertmanagers means that there are none.

        VictoriaMetrics answers empty success, because vmalert holds its rules; Thanos may know rules of nobody.
        """
        return self.name in {"Prometheus", "Mimir"}

    @property
    def has_targets(self) -> bool:
        """Whether it scrapes itself, so that a list of targets is one of all."""
        return self.name == "Prometheus"

    @property
    def named(self) -> str:
        """In words: "Prometheus 3.5.3"."""
        if self.name == "unknown":
            return "a server with the API of Prometheus"
        return f"{self.name} {self.version}".strip()


def server_of(client: Client) -> Server:
    """The server that *client* asks.

    Raises:
        CannotMeasure: there is no usable answer.
    """
    try:
        answered = asked(client, BUILD, {})
    except Refused as error:
        if error.reason in {"not found", "execution"}:
            return Server("unknown")
        raise
    except CannotMeasure:
        if not _speaks(client):
            raise
        return Server("unknown")  # it has no such path, but answers queries
    build = answered.item
    if OF_VICTORIA in answered.headers or dict(build.values) == {"version": "2.24.0"}:
        return Server("VictoriaMetrics", fresh=FRESH)
    version = clean(build.maybe_text("version"))
    if "mimir" in build.maybe_text("application").lower():
        return Server("Mimir", version)
    # Thanos has never had a version above 0, and Prometheus none below 1.
    return Server("Thanos" if version.startswith("0.") else "Prometheus" if version else "unknown", version)


def _speaks(client: Client) -> bool:
    try:
        asked(client, "/api/v1/query", {"query": "1"})
    except CannotMeasure:
        return False
    return True
