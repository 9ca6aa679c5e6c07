"""Opens connections to one server: a new one for each request, or one that is kept."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ssl
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.credentials.trust import trust
from pytest_golive.service.http.guard import check_clear_text, plain
from pytest_golive.service.probing.exchange import Broken, Connection, tls_failure
from pytest_golive.service.target import Target, origin_of

REFRESH: Final = 1.0
OURS: Final = {errno.EMFILE, errno.ENFILE, errno.EADDRNOTAVAIL, errno.ENOBUFS, errno.ENOMEM, errno.EACCES, errno.EPERM}
THIS_MACHINE: Final = "this machine"
KNOWN: Final = (
    (ConnectionRefusedError, "refused", ""),
    (ConnectionError, "reset", "while connecting"),
    (TimeoutError, "timeout", "while connecting"),
)


@dataclass(frozen=True)
class Endpoint:
    """What a probe requests.

    Attributes:
        target: the target; its headers are sent with each request, its credentials never.
        path: below the target's URL; may have a query.
    """

    target: Target
    path: str

    def __post_init__(self) -> None:
        """Reject what is not the URL of a service.

        Raises:
            CannotMeasure: it is not.
        """
        try:
            parts = urlsplit(self.url)
            sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
            sound = sound and "@" not in parts.netloc
        except ValueError:
            sound = False
        if not sound or not self.url.isascii() or not self.url.isprintable() or " " in self.url:
            raise CannotMeasure(
                "the probe cannot ask there: it needs a URL with http or https, a host and no credentials",
                "write it as https://host/path",
            )

    @property
    def url(self) -> str:
        """The complete URL."""
        return self.target.address_of(self.path)

    @property
    def shown(self) -> str:
        """The URL for messages."""
        return plain(self.url)

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        _, host, port = origin_of(self.url)
        return host, port

    @property
    def request_target(self) -> str:
        """The target in the request line."""
        parts = urlsplit(self.url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def headers(self, connection: str) -> list[tuple[str, str]]:
        """The headers of a request.

        Args:
            connection: "close" or "keep-alive".
        """
        headers = {"host": urlsplit(self.url).netloc, "user-agent": "pytest-golive probe", "accept": "*/*"}
        # A response from a cache would hide that the service is gone.
        headers |= {"accept-encoding": "identity", "cache-control": "no-cache"}
        headers |= {name.lower(): value for name, value in self.target.headers.items()}
        headers["connection"] = connection
        return [(name.title(), value) for name, value in headers.items()]


class Dialer:
    """Opens connections to one endpoint; names are resolved again every second, in parallel with the requests."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._trust = trust(endpoint.target, endpoint.url) if endpoint.url.startswith("https:") else None
        self._addresses: list[str] = []

    async def resolve(self, patience: float) -> None:
        """Resolve the name within *patience* seconds.

        Raises:
            CannotMeasure: it has no address, or clear text would leave this machine.
        """
        from pytest_golive.service.http.network import resolve

        addresses = await asyncio.to_thread(resolve, *self._endpoint.address, patience)
        check_clear_text(self._endpoint.url, addresses)
        self._addresses = addresses

    async def keep_resolving(self) -> None:
        """Follow changes of the name; while it does not resolve, the last addresses are used, as with any cache."""
        while True:
            await asyncio.sleep(REFRESH)
            with contextlib.suppress(CannotMeasure):
                await self.resolve(REFRESH)

    async def open(self) -> Connection:
        """Open a connection to the first address that accepts.

        Raises:
            Broken: no address does.
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
        host, port = self._endpoint.address
        name = host if self._trust else None
        reader, writer = await asyncio.open_connection(address, port, ssl=self._trust, server_hostname=name)
        return Connection(reader, writer, loop.time() - began)


def failure_to_connect(error: OSError) -> Broken:
    """The failure for an error while connecting."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Broken("TLS failure", f"the certificate is not trusted: {error.verify_message}")
    if isinstance(error, ssl.SSLError):
        return tls_failure(error)
    if error.errno in OURS:
        return Broken(THIS_MACHINE, error.strerror or "")
    for kind, what, detail in KNOWN:
        if isinstance(error, kind):
            return Broken(what, detail)
    return Broken("unreachable", error.strerror or "")
