"""Connections with one deadline for all steps, from name resolution to the last byte.

httpcore limits only each single read, so a server that sends a byte per second could block us for ever.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import httpcore

from pytest_golive.service.addresses.origins import origin_of
from pytest_golive.service.addresses.resolving import resolve
from pytest_golive.service.http.guard import check_addresses, check_clear_text, check_public
from pytest_golive.service.target import Target

__all__ = ["BoundedBackend", "BoundedStream", "Clock", "resolve"]
LEAST = 0.001
BEGINNING = 64


class Clock:
    """A countdown that starts when it is created."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.began = time.monotonic()

    @property
    def spent(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.began

    def left(self, most: float | None = None) -> float:
        """Seconds that one step may take.

        Raises:
            httpcore.ReadTimeout: none are left.
        """
        left = self.seconds - self.spent
        if left <= 0:
            raise httpcore.ReadTimeout(f"not done within {self.seconds:g} s")
        return max(LEAST, left if most is None else min(left, most))


@dataclass
class Met:
    """What one request has met so far.

    Attributes:
        address: the address connected to; "" without a connection.
        first: the first bytes of the response, after TLS.
    """

    address: str = ""
    first: bytes = b""


class BoundedStream(httpcore.NetworkStream):
    """A connection that ends with its clock, and records the first bytes of the response."""

    def __init__(self, inner: httpcore.NetworkStream, clock: Clock, met: Met) -> None:
        self._inner = inner
        self._clock = clock
        self._met = met

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """At most *max_bytes* bytes."""
        data = self._inner.read(max_bytes, self._clock.left(timeout))
        if len(self._met.first) < BEGINNING:
            self._met.first += data[:BEGINNING]
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of *buffer*."""
        self._inner.write(buffer, self._clock.left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Start TLS."""
        secure = self._inner.start_tls(ssl_context, server_hostname, self._clock.left(timeout))
        return BoundedStream(secure, self._clock, self._met)

    def get_extra_info(self, info: str) -> Any:
        """Information about the connection: "ssl_object", "server_addr"."""
        return self._inner.get_extra_info(info)


class BoundedBackend(httpcore.NetworkBackend):
    """Connects to one origin on behalf of one request.

    Args:
        target: the target of the request.
        url: of the request.
        clock: the deadline for everything.
        met: records what is met.
        what: `guard.changes` of the request; "" if it only reads.
    """

    def __init__(self, target: Target, url: str, clock: Clock, met: Met, what: str = "") -> None:
        self._met = met
        self._target = target
        self._url = url
        self._clock = clock
        self._what = what

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that accepts; the addresses checked are those connected to."""
        most = self._target.connect_timeout if timeout is None else timeout
        addresses = resolve(host, port, self._clock.left(most))
        check_addresses(self._target, self._what, origin_of(self._url), addresses)
        check_public(self._target, self._url, addresses)
        check_clear_text(self._url, addresses)
        trouble: Exception | None = None
        for address in addresses:
            try:
                inner = httpcore.SyncBackend().connect_tcp(
                    address, port, self._clock.left(most), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = trouble or error
            else:
                self._met.address = address
                return BoundedStream(inner, self._clock, self._met)
        raise trouble or httpcore.ConnectError(f"{host} has no address")
