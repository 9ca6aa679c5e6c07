"""What a failed request means, in words: from the exceptions of ssl, sockets and httpcore to `Unreachable`."""

from __future__ import annotations

import errno
import re
import ssl

import httpcore
import httpx

from pytest_golive.service.http.curl import curl_line
from pytest_golive.service.http.guard import plain
from pytest_golive.service.http.network import Clock
from pytest_golive.service.http.unpacking import CannotUnpack, TooLong
from pytest_golive.service.http.unreachable import Unreachable, unreachable
from pytest_golive.service.target import Target

OWN_HEADERS = frozenset(
    {"host", "accept", "accept-encoding", "connection", "user-agent", "content-length", "traceparent"}
)
REASON = re.compile(r"\[[^][]{0,200}\]|\(_ssl\.c:\d{1,9}\)")
UNREACHABLE = {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}


class WireTrouble(Unreachable, httpx.TransportError):
    """An `Unreachable` that code written for httpx can catch as its own."""


def explained(error: Exception, request: httpx.Request, target: Target, clock: Clock) -> WireTrouble:
    """Name what went wrong with *request*, what to check, and how to repeat it."""
    curl = curl_of(request, target)
    if isinstance(error, Unreachable):
        return _as_wire(error.kind, error.what, curl)
    kind, what = _meaning(error, target, clock)
    return _as_wire(kind, f"{request.method} {plain(str(request.url))}: {what}", curl)


def curl_of(request: httpx.Request, target: Target) -> str:
    """The line that repeats *request*."""
    headers = {name: value for name, value in request.headers.items() if name.lower() not in OWN_HEADERS}
    url, ca_file = str(request.url), target.ca_file if request.url.scheme == "https" else None
    return curl_line(request.method, url, headers, request.content, timeout=target.timeout, ca_file=ca_file)


def _as_wire(kind: str, what: str, curl: str) -> WireTrouble:
    told = unreachable(kind, what, curl)
    error = WireTrouble(told.what, told.cure)
    error.kind, error.curl = kind, curl
    return error


def _meaning(error: Exception, target: Target, clock: Clock) -> tuple[str, str]:
    if reason := _ssl_reason(error):
        return "tls", f"TLS failed: {reason}"
    if isinstance(error, httpcore.ConnectTimeout):
        return "timeout", f"no connection within {min(target.connect_timeout, clock.seconds):g} s (connect_timeout)"
    if isinstance(error, httpcore.TimeoutException):
        return "timeout", f"not answered in full within {clock.seconds:g} s (timeout)"
    if isinstance(error, httpcore.ConnectError):
        return _of_connecting(error)
    return _of_answer(error, target)


def _of_answer(error: Exception, target: Target) -> tuple[str, str]:
    if isinstance(error, TooLong):
        what = "a small packed body unpacks to more than" if error.packed else "the body is longer than"
        return "packed" if error.packed else "too large", f"{what} {target.max_body:,} bytes (max_body)"
    if isinstance(error, CannotUnpack):
        return "packed", f"the body cannot be unpacked: {error}"
    if isinstance(error, httpcore.ReadError | httpcore.WriteError):
        return "cut off", f"the connection broke: {_os_reason(error)}"
    said = str(error) if isinstance(error, httpcore.RemoteProtocolError) else ""
    if "complete" in said or "without sending" in said:
        when = "before the body was complete" if "complete" in said else "without an answer"
        return "cut off", f"the connection was closed {when}"
    if isinstance(error, httpcore.ProtocolError | ValueError):
        return "garbage", "what came back is not HTTP"
    return "unreachable", f"{type(error).__name__}: {_os_reason(error)}"


def _of_connecting(error: Exception) -> tuple[str, str]:
    cause = _cause(error, OSError)
    number = cause.errno if isinstance(cause, OSError) else None
    if number == errno.ECONNREFUSED:
        return "refused", "the connection was refused"
    if number in UNREACHABLE:
        return "unreachable", f"the host cannot be reached: {_os_reason(error)}"
    return "unreachable", f"no connection: {_os_reason(error)}"


def _ssl_reason(error: Exception) -> str:
    """What TLS complains of; "" if it is not TLS."""
    cause = _cause(error, ssl.SSLError)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"the certificate is not valid: {cause.verify_message}"
    return " ".join(REASON.sub("", str(cause)).split()) if cause else ""


def _os_reason(error: Exception) -> str:
    cause = _cause(error, OSError)
    return (cause.strerror or str(cause)) if isinstance(cause, OSError) else str(error)


def _cause(error: BaseException | None, kind: type[BaseException]) -> BaseException | None:
    while error is not None and not isinstance(error, kind):
        error = error.__cause__ or error.__context__
    return error
