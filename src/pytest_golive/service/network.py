"""Connections whose every step, from the name to the last byte, ends by one deadline.

httpcore bounds each read by itself, so a server that sends a byte a second could hold us for ever.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from pytest_golive.service.guard import check_clear_text
from pytest_golive.service.target import Target
from pytest_golive.service.unreachable import unreachable

LEAST = 0.001


class Clock:
    """Counts down from the moment it is made."""

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


class BoundedStream(httpcore.NetworkStream):
    """A connection that ends with its clock."""

    def __init__(self, inner: httpcore.NetworkStream, clock: Clock) -> None:
        self._inner = inner
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """At most *max_bytes* bytes."""
        return self._inner.read(max_bytes, self._clock.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of *buffer*."""
        self._inner.write(buffer, self._clock.left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Speak TLS from now on."""
        return BoundedStream(
            self._inner.start_tls(ssl_context, server_hostname, self._clock.left(timeout)), self._clock
        )

    def get_extra_info(self, info: str) -> Any:
        """What the connection is known by: "ssl_object", "server_addr"."""
        return self._inner.get_extra_info(info)


class BoundedBackend(httpcore.NetworkBackend):
    """Connects to one origin on behalf of one request."""

    def __init__(self, target: Target, url: str, clock: Clock) -> None:
        self._target = target
        self._url = url
        self._clock = clock

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers; the addresses judged are those connected to."""
        most = self._target.connect_timeout if timeout is None else timeout
        addresses = resolve(host, port, self._clock.left(most))
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
                return BoundedStream(inner, self._clock)
        raise trouble or httpcore.ConnectError(f"{host} has no address")


def resolve(host: str, port: int, timeout: float) -> list[str]:
    """The addresses of *host*, within *timeout* seconds: the resolver itself knows no limit.

    Raises:
        Unreachable: nobody knows the name, or nobody said so in time.
    """
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except (OSError, UnicodeError) as error:
            answers.put(OSError(str(error)))

    threading.Thread(target=ask, name="golive-resolver", daemon=True).start()
    try:
        answer = answers.get(timeout=timeout)
    except queue.Empty:
        raise unreachable("dns", f"the name {host} was not resolved within {timeout:.3g} s") from None
    if isinstance(answer, OSError) or not answer:
        raise unreachable("dns", f"the name {host} does not resolve: {answer or 'it has no address'}")
    return answer
