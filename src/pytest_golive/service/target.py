"""The environment that a service runs in, and what may be done to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pytest_golive.service.identity import ClientCertificate

READ_ONLY = frozenset({"GET", "HEAD", "OPTIONS"})
PORTS = {"http": 80, "https": 443}
Origin = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Target:
    """One environment.

    Attributes:
        name: as the settings call it.
        url: where it answers, without a slash at its end; may have a base path.
        production: whether customers use it; then only read-only requests leave, unless something is permitted.
        permitted: what settings *and* command line allow on it: "auth_flows", "rate_limit", "load", "deploy", "write".
        timeout: seconds that one request may take, from connecting to the last byte.
        connect_timeout: seconds that connecting may take.
        max_body: bytes of a body that are read, unpacked.
        max_redirects: longest chain of redirects that is followed.
        ca_file: PEM file of the authority that signed its certificate, if it is none of the usual.
        client_certificate: what it wants to see of whoever asks; shown to its own origin only.
        headers: sent with each request; never credentials.
        customers: origins of production; what must not be done there is not done by way of another target, either.
        turnstile: file that lets one process of the run be alone with the service; see `turnstile`.
    """

    name: str
    url: str
    production: bool = False
    permitted: frozenset[str] = frozenset()
    timeout: float = 10.0
    connect_timeout: float = 5.0
    max_body: int = 5_000_000
    max_redirects: int = 5
    ca_file: Path | None = None
    client_certificate: ClientCertificate | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    customers: frozenset[Origin] = frozenset()
    turnstile: Path | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "url", self.url.rstrip("/"))

    @property
    def origin(self) -> Origin:
        """Scheme, host and port."""
        return origin_of(self.url)

    def address_of(self, path: str) -> str:
        """The whole URL of *path*; one that has a scheme is taken as it is."""
        return path if "://" in path else f"{self.url}{path}"

    def may(self, what: str) -> bool:
        """Whether *what* may be done to it: anything on a target that no customer uses."""
        return not self.production or what in self.permitted


def bracketed(host: str) -> str:
    """A host as URLs and messages write it: an IPv6 address stands in brackets."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def origin_of(url: str) -> Origin:
    """Scheme, host in lower case, and port of a URL."""
    parts = urlsplit(url)
    return parts.scheme.lower(), (parts.hostname or "").lower(), parts.port or PORTS.get(parts.scheme.lower(), 0)
