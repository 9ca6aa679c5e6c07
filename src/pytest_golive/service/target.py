"""The target: a running service, and what is permitted on it."""

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
    """A running service, as the settings describe it.

    Attributes:
        name: its name in the settings.
        url: its URL, with a normalised host and no final slash; may have a base path.
        production: whether customers use it; then only read-only requests are sent, unless something is permitted.
        by_settings: what the settings allow on it: "auth_flows", "rate_limit", "load", "deploy", "write", "drill".
        by_option: what the command line allows.
        timeout: seconds that one request may take, from connecting to the last byte.
        connect_timeout: seconds that connecting may take.
        max_body: bytes of a body that are read, decompressed.
        max_redirects: longest chain of redirects that is followed.
        ca_file: PEM file of the authority that signed its certificate, if that is a private one.
        client_certificate: the client certificate that it requires; sent only to its own origin.
        headers: sent with each request; never credentials.
        customers: origins of production; the restrictions for them also hold for requests through another target.
        shares_address: whether production has the same address, and only the name distinguishes them.
        stands_for: why it counts as production although its table does not say so; "" if it does not.
        turnstile: file that lets one process of the run use the service exclusively; see `turnstile`.
        public_only: whether nothing is sent to this machine or to private networks: its URL comes from a document, and
            not from the person who runs this.
    """

    name: str
    url: str
    production: bool = False
    by_settings: frozenset[str] = frozenset()
    by_option: frozenset[str] = frozenset()
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
            url = self.url  # requests report this error
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
        """The complete URL of *path*; a path with a scheme is already complete."""
        return path if WHOLE.match(path) else f"{self.url}{path}"

    @property
    def permitted(self) -> frozenset[str]:
        """What settings *and* command line allow on it."""
        return self.by_settings & self.by_option

    def may(self, what: str) -> bool:
        """Whether *what* is permitted on it: anything on a target that customers do not use."""
        return not self.production or what in self.permitted

    def to_permit(self, *what: str) -> str:
        """How to permit *what* on it: only what is missing, in the settings, on the command line, or in both."""
        lacking = [word for word in what if word not in self.by_settings]
        options = [f"--golive-allow={word}" for word in what if word not in self.by_option]
        parts = [f"allow = {lacking} in [tool.golive.targets.{self.name}]"] if lacking else []
        return f"to permit it: {', and '.join([*parts, *([' '.join(options)] if options else [])])}"

    def is_customers(self, origin: Origin) -> bool:
        """Whether *origin* is production: its name and port; the ports of http and https count as one site."""
        return any(origin[1] == host and same_port(origin[2], port) for _, host, port in self.customers)


def same_port(one: int, other: int) -> bool:
    """Whether two ports belong to one site: they are equal, or those of http and https."""
    return one == other or {one, other} == set(PORTS.values())
