"""Turns the exceptions of ssl, sockets and httpcore into `Unreachable`, with the reason in words."""

from __future__ import annotations

import errno
import os
import ssl
from dataclasses import dataclass, replace

import httpcore
import httpx

from pytest_golive.service.http.curl import curl_of
from pytest_golive.service.http.guard import plain
from pytest_golive.service.http.network import Clock, Met
from pytest_golive.service.http.trouble import protocols
from pytest_golive.service.http.trouble import tls as tls_trouble
from pytest_golive.service.http.trouble.handshakes import asks_for_certificate, speaks_http2
from pytest_golive.service.http.trouble.proxies import CURE, unused_proxy
from pytest_golive.service.http.unpacking import CannotUnpack, TooLong
from pytest_golive.service.http.unreachable import Unreachable, if_standing, unreachable
from pytest_golive.service.target import Target, origin_of

UNREACHABLE = {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
# Kinds without any connection: then other programs may use a proxy.
NOBODY_MET = frozenset({"dns", "refused", "unreachable", "no connection"})


class WireTrouble(Unreachable, httpx.TransportError):
    """An `Unreachable` that code for httpx can catch as one of httpx's errors."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """The exception, and all that is known about the request.

    Attributes:
        error: the exception.
        request: the failed request.
        target: its target.
        clock: its time limit.
        met: what it has met before.
        local_address: address it was sent from; "" for any.
        stood: seconds for which this machine stood still meanwhile.
    """

    error: Exception
    request: httpx.Request
    target: Target
    clock: Clock
    met: Met
    local_address: str = ""
    stood: float = 0.0

    @property
    def url(self) -> str:
        """The URL of the request."""
        return str(self.request.url)

    @property
    def is_at_home(self) -> bool:
        """Whether it was sent to the target itself, so that further handshakes with the target may find the reason."""
        return origin_of(self.url) == self.target.origin


def explained(trouble: Trouble) -> WireTrouble:
    """Say why a request failed, what to check, and how to repeat it."""
    curl = curl_of(trouble.request, trouble.target, trouble.met.address, trouble.local_address)
    if isinstance(trouble.error, Unreachable):
        kind, what = trouble.error.kind, trouble.error.what
    else:
        kind, description = if_standing(*_kind_and_description(trouble), trouble.stood, trouble.clock.seconds)
        what = f"{trouble.request.method} {plain(trouble.url)}: {description}"
    return _as_wire(kind, what, curl, unused_proxy(trouble.url, os.environ) if kind in NOBODY_MET else "")


def _as_wire(kind: str, what: str, curl: str, proxy: str) -> WireTrouble:
    if proxy:
        what = f"{what}; {proxy} names a proxy, and none is used"
    explained_error = unreachable(kind, what, curl, also=CURE if proxy else "")
    error = WireTrouble(explained_error.what, explained_error.cure)
    error.kind, error.curl = kind, curl
    return error


def _kind_and_description(trouble: Trouble) -> tuple[str, str]:
    error, target = trouble.error, trouble.target
    if isinstance(cause := _cause(error, ssl.SSLError), ssl.SSLError):
        return tls_trouble.meaning_of(cause, target if trouble.is_at_home else _elsewhere(trouble))
    if isinstance(error, httpcore.TimeoutException):
        return _timed_out(trouble)
    if isinstance(error, httpcore.ConnectError):
        return _not_connected(error)
    if isinstance(error, TooLong):
        what = "a small packed body unpacks to more than" if error.packed else "the body is longer than"
        return "packed" if error.packed else "too large", f"{what} {target.max_body:,} bytes (max_body)"
    if isinstance(error, CannotUnpack):
        return "packed", f"the body cannot be unpacked: {error}"
    return _bad_response(trouble)


def _elsewhere(trouble: Trouble) -> Target:
    """The server of the request, if it is not the target: further handshakes use nothing of the target's."""
    return replace(trouble.target, url=trouble.url, client_certificate=None)


def _timed_out(trouble: Trouble) -> tuple[str, str]:
    if isinstance(trouble.error, httpcore.ConnectTimeout):
        limit = min(trouble.target.connect_timeout, trouble.clock.seconds)
        return "no connection", f"no connection within {limit:g} s (connect_timeout)"
    return "timeout", f"not answered in full within {trouble.clock.seconds:g} s (timeout)"


def _bad_response(trouble: Trouble) -> tuple[str, str]:
    error, message = trouble.error, str(trouble.error)
    if protocols.is_foreign(trouble.met.first):
        return protocols.meaning_of(trouble.met.first, message)
    if isinstance(error, httpcore.ReadError | httpcore.WriteError):
        return _closed_without_response(trouble, f"the connection broke: {_os_reason(error)}")
    if isinstance(error, httpcore.RemoteProtocolError) and ("complete" in message or "without sending" in message):
        when = "before the body was complete" if "complete" in message else "without an answer"
        return _closed_without_response(trouble, f"the connection was closed {when}")
    if isinstance(error, httpcore.ProtocolError | ValueError):
        return protocols.meaning_of(trouble.met.first, message)
    return "unreachable", f"{type(error).__name__}: {_os_reason(error)}"


def _closed_without_response(trouble: Trouble, what: str) -> tuple[str, str]:
    """Why a connection ended; if not one byte came back, the service may expect another protocol or certificate."""
    target = trouble.target
    if not trouble.met.first and trouble.is_at_home:
        is_secure = target.origin[0] == "https"
        if is_secure and target.client_certificate is None and asks_for_certificate(target):
            return "client certificate", f"{what}; {tls_trouble.WANTED}"
        if speaks_http2(target):
            return "http2", f"{what}; the service speaks HTTP/2, as gRPC services do, and not HTTP/1.1"
    return "cut off", what


def _not_connected(error: Exception) -> tuple[str, str]:
    cause = _cause(error, OSError)
    number = cause.errno if isinstance(cause, OSError) else None
    if number == errno.ECONNREFUSED:
        return "refused", "the connection was refused"
    if number in UNREACHABLE:
        return "unreachable", f"the host cannot be reached: {_os_reason(error)}"
    return "unreachable", f"no connection: {_os_reason(error)}"


def _os_reason(error: Exception) -> str:
    cause = _cause(error, OSError)
    reason = (cause.strerror or str(cause)) if isinstance(cause, OSError) else str(error)
    return reason.rstrip(".") or type(cause or error).__name__


def _cause(error: BaseException | None, kind: type[BaseException]) -> BaseException | None:
    while error is not None and not isinstance(error, kind):
        error = error.__cause__ or error.__context__
    return error
