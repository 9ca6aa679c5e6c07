"""Open connections to one server: the same for all, or one that is kept."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.probe_exchange import Broken, Connection

REFRESH: Final = 1.0
OURS: Final = {errno.EMFILE, errno.ENFILE, errno.EADDRNOTAVAIL, errno.ENOBUFS, errno.ENOMEM, errno.EACCES, errno.EPERM}
THIS_MACHINE: Final = "this machine"
KNOWN: Final = (
    (ssl.SSLError, "TLS failure", "the handshake failed"),
    (ConnectionRefusedError, "refused", ""),
    (ConnectionError, "reset", "while connecting"),
    (TimeoutError, "timeout", "while connecting"),
)


@dataclass(frozen=True)
class Endpoint:
    """Where a probe asks.

    Attributes:
        url: scheme, host, port and path; neither credentials nor fragment.
        ca_file: certificates to trust instead of the system's.
        headers: sent with each request, in addition to the probe's own; no credentials.
    """

    url: str
    ca_file: Path | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what is no URL of a service.

        Raises:
            CannotMeasure: it is none.
        """
        parts = urlsplit(self.url)
        try:
            sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            sound = False
        if not sound or "@" in parts.netloc or any(char.isspace() or not char.isprintable() for char in self.url):
            raise CannotMeasure(
                "the probe cannot ask there: it needs a URL with http or https, a host and no credentials",
                "write it as https://host/path",
            )

    @property
    def host(self) -> str:
        """Its host."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """Its port."""
        parts = urlsplit(self.url)
        return parts.port or (443 if parts.scheme == "https" else 80)

    @property
    def path(self) -> str:
        """What stands in the request line."""
        parts = urlsplit(self.url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    @property
    def authority(self) -> str:
        """What stands in the Host header."""
        return urlsplit(self.url).netloc

    def trust(self) -> ssl.SSLContext | None:
        """How certificates are verified; None for clear text.

        Raises:
            CannotMeasure: the file of certificates cannot be read.
        """
        if not self.url.startswith("https:"):
            return None
        try:
            return ssl.create_default_context(cafile=self.ca_file)
        except OSError as error:  # ssl.SSLError is one, too
            raise CannotMeasure(
                f"the certificates in {self.ca_file} cannot be read: {error.strerror or error}",
                "name a PEM file of the authority that signed the service's certificate",
            ) from None


class Dialer:
    """Opens connections to one endpoint; names are resolved again every second, beside the requests."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._trust = endpoint.trust()
        self._addresses: list[str] = []

    async def resolve(self) -> None:
        """Learn the addresses.

        Raises:
            CannotMeasure: there are none, or clear text would leave this machine.
        """
        host = self._endpoint.host
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, self._endpoint.port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise CannotMeasure(
                f"the name {host} cannot be resolved: {error.strerror}", "correct the URL, or see to the name"
            ) from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if self._trust is None and not all(ipaddress.ip_address(a.partition("%")[0]).is_loopback for a in addresses):
            raise CannotMeasure(f"{host} is not this machine, and nothing is sent there in clear text", "use https")
        self._addresses = addresses

    async def keep_resolving(self) -> None:
        """Follow changes of the name; while it does not resolve, the last addresses are used, as by any cache."""
        while True:
            await asyncio.sleep(REFRESH)
            try:
                async with asyncio.timeout(REFRESH * 5):
                    await self.resolve()
            except (CannotMeasure, TimeoutError):
                continue

    async def open(self) -> Connection:
        """Open a connection to the first address that takes it.

        Raises:
            Broken: none does.
        """
        failed = Broken("unreachable")
        for address in self._addresses:
            try:
                return await self._open(address)
            except OSError as error:
                failed = failure_to_connect(error)
        raise failed

    async def _open(self, address: str) -> Connection:
        loop = asyncio.get_running_loop()
        began = loop.time()
        name = self._endpoint.host if self._trust else None
        reader, writer = await asyncio.open_connection(
            address, self._endpoint.port, ssl=self._trust, server_hostname=name
        )
        return Connection(reader, writer, loop.time() - began)


def failure_to_connect(error: OSError) -> Broken:
    """What an error while connecting means."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Broken("TLS failure", f"the certificate is not trusted: {error.verify_message}")
    if error.errno in OURS and not isinstance(error, ssl.SSLError):
        return Broken(THIS_MACHINE, error.strerror or "")
    for kind, what, detail in KNOWN:
        if isinstance(error, kind):
            return Broken(what, detail)
    return Broken("unreachable", error.strerror or "")
