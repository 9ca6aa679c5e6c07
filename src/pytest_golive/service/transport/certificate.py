"""The certificate that a service shows, and the versions of TLS that it speaks."""

from __future__ import annotations

import re
import socket
import ssl
import time
import warnings
from dataclasses import dataclass

from pytest_golive.findings import Finding
from pytest_golive.service.expecting import fault
from pytest_golive.service.http.turnstile import passing
from pytest_golive.service.http.unreachable import Unreachable, unreachable
from pytest_golive.service.target import Target, bracketed
from pytest_golive.service.trust import trust

DAY = 86_400
VERSIONS = {"1.0": ssl.TLSVersion.TLSv1, "1.1": ssl.TLSVersion.TLSv1_1, "1.2": ssl.TLSVersion.TLSv1_2}
# What our own OpenSSL says when it cannot speak a version at all.
NOT_OURS = frozenset({"NO_PROTOCOLS_AVAILABLE", "NO_CIPHERS_AVAILABLE", "UNSUPPORTED_PROTOCOL_VERSION"})
REASON = re.compile(r"\[[^][]{0,200}\]|\(_ssl\.c:\d{1,9}\)")


@dataclass(frozen=True, slots=True)
class Tls:
    """What was seen of certificate and TLS.

    Attributes:
        faults: what is wrong with them.
        days: that the certificate is still valid for, rounded down; None if it is not valid.
        version: "TLSv1.3", as spoken with us; "" if there was no connection that can be trusted.
        untried: older versions that this machine cannot speak.
        source: where it was seen: "shop.example:443".
    """

    faults: tuple[Finding, ...]
    days: int | None
    version: str
    untried: tuple[str, ...]
    source: str


def look_at_tls(target: Target, min_tls: str = "1.2") -> Tls:
    """Shake hands with *target*: as a client that verifies, and as clients of older versions.

    Args:
        target: whom to look at; nothing is sent over the connections.
        min_tls: oldest version that may be spoken: "1.2" or "1.3".

    Raises:
        Unreachable: there is no connection.
    """
    _, host, port = target.origin
    source = f"{bracketed(host)}:{port}"
    faults: list[Finding] = []
    untried: list[str] = []
    days, version = None, ""
    try:
        with _shaken(target, trust(target)) as connection:
            version = connection.version() or ""
            days = _days_left(connection)
    except ssl.SSLCertVerificationError as error:
        faults.append(fault("certificate", f"it is not valid: {error.verify_message.rstrip('.')}"))
    except (ssl.SSLError, ConnectionError, EOFError) as error:
        faults.append(fault("TLS", f"no connection by TLS 1.2 or newer: {_reason(error)}"))
    for older, known in VERSIONS.items():
        if older < min_tls:
            spoken = _speaks(target, known)
            faults += [fault(f"TLS {older}", f"it is spoken, and must not be older than {min_tls}")] if spoken else []
            untried += [] if spoken is not None else [f"TLS {older}"]
    return Tls(tuple(faults), days, version, tuple(untried), source)


def _speaks(target: Target, version: ssl.TLSVersion) -> bool | None:
    """Whether the service speaks *version*; None if this machine does not."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # what the certificate is worth is judged elsewhere; nothing is sent
    context.verify_mode = ssl.CERT_NONE
    try:
        context.set_ciphers("ALL:@SECLEVEL=0")  # or our own OpenSSL would refuse before the service can
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # that these versions are old is the point
            context.minimum_version = version
            context.maximum_version = version
    except (ValueError, ssl.SSLError):
        return None
    try:
        with _shaken(target, context):
            return True
    except ssl.SSLError as error:
        return None if error.reason in NOT_OURS else False
    except (ConnectionError, EOFError):
        return False


class _shaken:  # noqa: N801 -- reads as contextlib.closing does
    """A connection after the handshake; raises what the handshake raises."""

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

    def __exit__(self, *_: object) -> None:
        self._socket.close()


def connected(target: Target, port: int) -> socket.socket:
    """A plain connection to the host of *target*, whose every step ends in time.

    Raises:
        Unreachable: there is none.
    """
    from pytest_golive.service.http.network import resolve

    host = target.origin[1]
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
        raise unreachable("timeout", f"{bracketed(host)}:{port}: no connection within {target.connect_timeout:g} s")
    if isinstance(trouble, ConnectionRefusedError):
        raise unreachable("refused", f"{bracketed(host)}:{port}: the connection was refused")
    raise unreachable("unreachable", f"{bracketed(host)}:{port}: no connection: {trouble}")


def _slow(target: Target) -> Unreachable:
    _, host, port = target.origin
    return unreachable("timeout", f"{bracketed(host)}:{port}: no handshake within {target.timeout:g} s")


def _days_left(connection: ssl.SSLSocket) -> int:
    shown = connection.getpeercert() or {}
    return int((ssl.cert_time_to_seconds(str(shown["notAfter"])) - time.time()) // DAY)


def _reason(error: Exception) -> str:
    return " ".join(REASON.sub("", str(error)).split()) or type(error).__name__
