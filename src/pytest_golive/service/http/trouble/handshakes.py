"""Connections and TLS handshakes without a request, to find out what a service expects and what went wrong."""

from __future__ import annotations

import socket
import ssl
from types import TracebackType
from typing import Any

from pytest_golive.service.http.turnstile import passing
from pytest_golive.service.http.unreachable import Unreachable, unreachable
from pytest_golive.service.target import Target, bracketed

CERTIFICATE_REQUEST = 13
# The beginning of HTTP/2 (RFC 9113, 3.4): the preface, and empty settings.
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0])
FRAME_HEAD = 9
SETTINGS = 4


class shaken:  # noqa: N801 -- named like contextlib.closing
    """A connection to *target* after the handshake; raises the errors of the handshake."""

    def __init__(self, target: Target, context: ssl.SSLContext) -> None:
        self._target = target
        self._context = context

    def __enter__(self) -> ssl.SSLSocket:
        with passing(self._target.turnstile):
            plain = connected(self._target, self._target.origin[2])
            try:
                self._socket = self._context.wrap_socket(plain, server_hostname=self._target.origin[1])
            except TimeoutError:
                plain.close()
                raise _slow(self._target) from None
            except BaseException:
                plain.close()
                raise
        return self._socket

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._socket.close()


def connected(target: Target, port: int) -> socket.socket:
    """A plain connection to the host of *target*, with a timeout for every step.

    Raises:
        Unreachable: there is no connection.
    """
    from pytest_golive.service.http.network import resolve

    host = target.origin[1]
    place = f"{bracketed(host)}:{port}"
    trouble: OSError | None = None
    for address in resolve(host, port, target.connect_timeout):
        try:
            made = socket.create_connection((address, port), target.connect_timeout)
        except OSError as error:
            trouble = trouble or error
        else:
            made.settimeout(target.timeout)
            return made
    if isinstance(trouble, TimeoutError):
        raise unreachable("no connection", f"{place}: no connection within {target.connect_timeout:g} s")
    if isinstance(trouble, ConnectionRefusedError):
        raise unreachable("refused", f"{place}: the connection was refused")
    raise unreachable(
        "unreachable", f"{place}: no connection: {(trouble and trouble.strerror) or 'no address took it'}"
    )


def _slow(target: Target) -> Unreachable:
    _, host, port = target.origin
    return unreachable("timeout", f"{bracketed(host)}:{port}: no handshake within {target.timeout:g} s")


def asks_for_certificate(target: Target) -> bool:
    """Whether the service requests a client certificate in the handshake; False if that is unknown."""
    context = blind()
    requests: list[int] = []

    def listen(_connection: Any, _way: Any, _version: Any, _content: Any, message: Any, _data: bytes) -> None:
        requests.append(int(message) if isinstance(message, int) else -1)

    # There is no public way to see it; if Python has none at all, the message stays general.
    setattr(context, "_msg_callback", listen)  # noqa: B010 -- typing does not know the attribute
    try:
        with shaken(target, context):
            return CERTIFICATE_REQUEST in requests
    except (OSError, Unreachable):
        return CERTIFICATE_REQUEST in requests


def speaks_http2(target: Target) -> bool:
    """Whether the service responds to HTTP/2; no request is sent."""
    try:
        if target.origin[0] != "https":
            with passing(target.turnstile), connected(target, target.origin[2]) as plain:
                return _greeted(plain)
        context = blind()
        context.set_alpn_protocols(["h2"])
        with shaken(target, context) as secure:
            return secure.selected_alpn_protocol() == "h2" or _greeted(secure)
    except (OSError, Unreachable):
        return False


def _greeted(connection: socket.socket) -> bool:
    connection.sendall(PREFACE)
    return is_http2(connection.recv(FRAME_HEAD))


def is_http2(first: bytes) -> bool:
    """Whether the received bytes begin with HTTP/2 settings (RFC 9113, 6.5)."""
    is_frame = len(first) >= FRAME_HEAD and first[3] == SETTINGS and not any(first[5:FRAME_HEAD])
    return is_frame and int.from_bytes(first[:3], "big") % 6 == 0


def blind() -> ssl.SSLContext:
    """For finding out what the service requests and speaks; nothing secret is sent, so nobody is verified."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(["http/1.1"])
    return context
