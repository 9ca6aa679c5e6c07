"""The certificate of a service, and the TLS versions that it accepts."""

from __future__ import annotations

import ssl
import time
import warnings
from dataclasses import dataclass

from pytest_golive.findings import Finding
from pytest_golive.service.answers.expecting import fault
from pytest_golive.service.credentials.trust import show, trust
from pytest_golive.service.http.trouble.handshakes import shaken
from pytest_golive.service.http.trouble.tls import doubt, meaning_of, words_of
from pytest_golive.service.http.unreachable import CURES, unreachable
from pytest_golive.service.target import Target, bracketed

DAY = 86_400
VERSIONS = {"1.0": ssl.TLSVersion.TLSv1, "1.1": ssl.TLSVersion.TLSv1_1, "1.2": ssl.TLSVersion.TLSv1_2}
# OpenSSL's messages if it does not support a version at all.
NOT_OURS = frozenset({"NO_PROTOCOLS_AVAILABLE", "NO_CIPHERS_AVAILABLE", "UNSUPPORTED_PROTOCOL_VERSION"})
# Then nothing is known about the server; another method is needed.
NOT_JUDGED = frozenset({"client certificate", "client certificate refused", "http2"})
OLD_CURE = (
    "let the server speak no TLS older than {}: ssl_protocols of nginx, SSLProtocol of Apache, min_version of others"
)


@dataclass(frozen=True, slots=True)
class Tls:
    """What was observed of certificate and TLS.

    Attributes:
        faults: what is wrong with them.
        days: how long the certificate is still valid, rounded down; None if it is not valid.
        version: "TLSv1.3", as negotiated with us; "" without a trusted connection.
        untried: older versions that this machine does not support.
        source: where it was observed: "shop.example:443".
    """

    faults: tuple[Finding, ...]
    days: int | None
    version: str
    untried: tuple[str, ...]
    source: str


def look_at_tls(target: Target, min_tls: str = "1.2") -> Tls:
    """Connect to *target*: as a client that verifies, and as clients of older versions.

    Args:
        target: the target; nothing is sent after the handshake.
        min_tls: oldest version that it may accept: "1.2" or "1.3".

    Raises:
        Unreachable: there is no connection.
    """
    _, host, port = target.origin
    source = f"{bracketed(host)}:{port}"
    faults: list[Finding] = []
    untried: list[str] = []
    days, version = None, ""
    try:
        with shaken(target, trust(target)) as connection:
            version = connection.version() or ""
            days = _days_left(connection)
    except ssl.SSLCertVerificationError as error:
        kind, message = doubt(error, target)
        faults.append(fault("certificate", f"it is not valid: {message}", CURES[kind]))
    except (ssl.SSLError, ConnectionError, EOFError) as error:
        faults.append(_unshaken(error, target, source))
    for older, known in VERSIONS.items():
        if older < min_tls:
            negotiated = _speaks(target, known)
            what, cure = f"it is spoken, and must not be older than {min_tls}", OLD_CURE.format(min_tls)
            faults += [fault(f"TLS {older}", what, cure)] if negotiated else []
            untried += [] if negotiated is not None else [f"TLS {older}"]
    return Tls(tuple(faults), days, version, tuple(untried), source)


def _unshaken(error: Exception, target: Target, source: str) -> Finding:
    """The fault of a server with which no handshake succeeds.

    Raises:
        Unreachable: it is not the server's fault: it requires a client certificate, or does not use TLS there.
    """
    kind, what = meaning_of(error, target) if isinstance(error, ssl.SSLError) else ("tls", words_of(error))
    if kind in NOT_JUDGED:
        raise unreachable(kind, f"{source}: {what}")
    return fault("TLS", f"no connection by TLS 1.2 or newer: {what.removeprefix('TLS failed: ')}", CURES[kind])


def _speaks(target: Target, version: ssl.TLSVersion) -> bool | None:
    """Whether the service accepts *version*; None if this machine does not support it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # the certificate is judged elsewhere; nothing is sent
    context.verify_mode = ssl.CERT_NONE
    try:
        context.set_ciphers("ALL:@SECLEVEL=0")  # else our own OpenSSL would refuse before the service can
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # old versions are what is tested here
            context.minimum_version = version
            context.maximum_version = version
        if target.client_certificate is not None:
            show(context, target.client_certificate)  # else the server would end the handshake because none is sent
    except (ValueError, ssl.SSLError):
        return None
    try:
        with shaken(target, context):
            return True
    except ssl.SSLError as error:
        return None if error.reason in NOT_OURS else False
    except (ConnectionError, EOFError):
        return False


def _days_left(connection: ssl.SSLSocket) -> int:
    certificate = connection.getpeercert() or {}
    return int((ssl.cert_time_to_seconds(str(certificate["notAfter"])) - time.time()) // DAY)
