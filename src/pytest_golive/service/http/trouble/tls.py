"""Why a TLS handshake failed: the server's certificate is bad, ours is missing, or the server does not speak TLS."""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping

from pytest_golive.service.http.trouble.chains import is_of_chain, why_untrusted
from pytest_golive.service.http.trouble.handshakes import asks_for_certificate
from pytest_golive.service.target import Target

Meaning = tuple[str, str]
NOISE = re.compile(r"\[[^][]{0,200}\]|\(_ssl\.c:\d{1,9}\)")
# By OpenSSL's error codes (X509_verify_cert_error_string).
CERTIFICATE: Mapping[int, str] = {
    9: "certificate early",
    10: "certificate expired",
    18: "certificate self-signed",
    23: "certificate revoked",
    62: "certificate name",
    64: "certificate name",
}
# Alerts about the client's certificate (RFC 8446, 6.2), as OpenSSL names them.
OF_OURS = re.compile(
    r"certificate required|bad certificate|certificate (expired|revoked|unknown)|unsupported certificate|unknown ca"
    r"|access denied"
)
OTHERS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"no application protocol"), "http2", "the service does not speak HTTP/1.1, but HTTP/2 alone"),
    (re.compile(r"alert protocol version|unsupported protocol"), "tls version", "it speaks none of TLS 1.2 and 1.3"),
    (re.compile(r"unrecognized name"), "tls name", "the server knows no site of that name"),
    (
        re.compile(r"wrong version number|http request|record layer failure|packet length too long"),
        "no tls",
        "what came back is no TLS",
    ),
    (re.compile(r"eof occurred|unexpected eof"), "tls", "the connection was closed during the handshake"),
)
WANTED = "the service wants a client certificate (mutual TLS), and the target names none"


def meaning_of(error: ssl.SSLError, target: Target) -> Meaning:
    """The kind of error, one of `unreachable.CURES`, and what it is, in words.

    Args:
        error: from the handshake, or in TLS 1.3 from the first read after it.
        target: its server; another handshake follows if the alert alone is ambiguous.
    """
    if isinstance(error, ssl.SSLCertVerificationError):
        kind, message = doubt(error, target)
        return kind, f"TLS failed: the certificate is not valid: {message}"
    message = words_of(error)
    plain = message.replace("_", " ").lower()
    if is_of_ours(error):
        return _of_our_certificate(message, target)
    if "handshake failure" in plain and target.client_certificate is None and asks_for_certificate(target):
        return "client certificate", f"TLS failed: {WANTED} ({message})"
    for pattern, kind, what in OTHERS:
        if pattern.search(plain):
            return kind, f"TLS failed: {what} ({message})"
    return "tls", f"TLS failed: {message}"


def doubt(error: ssl.SSLCertVerificationError, target: Target) -> Meaning:
    """Why a certificate is not trusted: one of `unreachable.CURES`, and OpenSSL's message with what was seen."""
    message = error.verify_message.rstrip(". ")
    if not is_of_chain(error):
        return CERTIFICATE.get(error.verify_code, "certificate"), message
    kind, observed = why_untrusted(target)
    return kind, f"{message}: {observed}" if observed else message


def is_of_ours(error: ssl.SSLError) -> bool:
    """Whether the error is about our certificate, which the server did not get, or does not trust."""
    plain = str(error).replace("_", " ").lower()
    return "alert" in plain and OF_OURS.search(plain) is not None


def _of_our_certificate(message: str, target: Target) -> Meaning:
    if target.client_certificate is None:
        return "client certificate", f"TLS failed: {WANTED} ({message})"
    name = target.client_certificate.certificate.name
    return "client certificate refused", f"TLS failed: the service refuses our client certificate {name} ({message})"


def words_of(error: Exception) -> str:
    """OpenSSL's message, without its source file names."""
    return " ".join(NOISE.sub("", str(error)).split()).rstrip(".") or type(error).__name__
