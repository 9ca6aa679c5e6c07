"""An HTTP API beside the service, and who we are there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pytest_golive.service.addresses.origins import plain
from pytest_golive.service.credentials.identity import ClientCertificate


@dataclass(frozen=True, slots=True)
class Api:
    """An HTTP API, and who we are there.

    Attributes:
        kind: what it is in words: "Prometheus", "Alertmanager", "Jaeger", "Tempo", "Zipkin", "Grafana".
        url: its address, with its path prefix.
        place: its table in the settings: "[tool.golive.targets.staging.metrics]".
        credentials: the headers that say who we are; never shown.
        credential: where they come from, for messages: "PROMETHEUS_TOKEN"; "" without credentials.
        headers: further headers of each request, such as that of the tenant; never credentials.
        tenant: the tenant that the headers name; "" for none.
        timeout: seconds that one request may take.
        max_body: bytes of an answer that are read, decompressed.
        ca_file: PEM file of a private certificate authority.
        client_certificate: presented if the API requires mutual TLS.
        target: the name of the target whose settings may permit requests that change something; "" if none may.
        by_settings: what the settings permit on the target.
        by_option: what the command line permits.
    """

    kind: str
    url: str
    place: str = ""
    credentials: Mapping[str, str] = field(default_factory=dict, repr=False)
    credential: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    tenant: str = ""
    timeout: float = 20.0
    max_body: int = 40_000_000
    ca_file: Path | None = None
    client_certificate: ClientCertificate | None = field(default=None, repr=False)
    target: str = ""
    by_settings: frozenset[str] = frozenset()
    by_option: frozenset[str] = frozenset()

    @property
    def named(self) -> str:
        """The API in words: "Prometheus at metrics.example:9090/prefix"."""
        return f"{self.kind} at {plain(self.url).partition('://')[2].rstrip('/')}"
