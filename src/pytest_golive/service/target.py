"""The environment that a service runs in, and what may be done to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pytest_golive.service.addresses.hosts import bracketed
from pytest_golive.service.addresses.origins import PORTS, NoUrl, Origin, origin_of, parts_of
from pytest_golive.service.credentials.identity import ClientCertificate

__all__ = ["PORTS", "READ_ONLY", "Origin", "Target", "bracketed", "origin_of"]
WHOLE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:", re.ASCII)
READ_ONLY = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Target:
    """One environment.

    Attributes:
        name: as the settings call it.
        url: where it answers, its host in the normal form, without a slash at its end; may have a base path.
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
        shares_address: whether production answers at its address, too, and is told apart by its name alone.
        stands_for: why it counts as production where its table does not say so; "" if there is nothing to tell.
        turnstile: file that lets one process of the run be alone with the service; see `turnstile`.
        public_only: whether nothing is sent to this machine or to private networks: its URL was not written by whoever
            runs this, but stands in a document.
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
    shares_address: bool = False
    stands_for: str = ""
    turnstile: Path | None = field(default=None, repr=False)
    public_only: bool = False

    def __post_init__(self) -> None:
        try:
            url = parts_of(self.url).url
        except NoUrl:
            url = self.url  # whoever asks there is told
        object.__setattr__(self, "url", url.rstrip("/"))

    @property
    def origin(self) -> Origin:
        """Scheme, host and port."""
        return origin_of(self.url)

    @property
    def host_header(self) -> str:
        """The Host header that the settings name; "" if they name none."""
        return next((value for name, value in self.headers.items() if name.lower() == "host"), "")

    def address_of(self, path: str) -> str:
        """The whole URL of *path*; one that has a scheme is taken as it is."""
        return path if WHOLE.match(path) else f"{self.url}{path}"

    def may(self, what: str) -> bool:
        """Whether *what* may be done to it: anything on a target that no customer uses."""
        return not self.production or what in self.permitted

    def is_customers(self, origin: Origin) -> bool:
        """Whether *origin* is production: its name, at its port; the ports of http and https are one site."""
        return any(origin[1] == host and same_port(origin[2], port) for _, host, port in self.customers)


def same_port(one: int, other: int) -> bool:
    """Whether two ports lead to one site: they are the same, or those of http and https."""
    return one == other or {one, other} == set(PORTS.values())
