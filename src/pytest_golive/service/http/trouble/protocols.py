"""What came back where HTTP/1.1 was expected: another protocol, or an answer that speaks of one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pytest_golive.masking.foreign import spoken
from pytest_golive.service.http.trouble.handshakes import is_http2

# How other services greet, or complain of a GET.
GREETINGS: Sequence[tuple[bytes, str]] = (
    (b"SSH-", "SSH"),
    (b"\x15\x03", "TLS"),
    (b"\x16\x03", "TLS"),
    (b"220 ", "SMTP or FTP"),
    (b"-ERR ", "Redis or POP3"),
    (b"+OK ", "POP3"),
    (b"* OK ", "IMAP"),
    (b"RFB ", "VNC"),
    (b"AMQP", "AMQP"),
)
UPGRADE_REQUIRED = 426
HTTP2_ALONE = "the service does not speak HTTP/1.1, but HTTP/2 alone"
WANTED = "the service wants a client certificate (mutual TLS)"
NEEDS_TLS = "that port speaks TLS, so the url needs https"
# How servers say so in a body: status, words, kind of trouble, what it is.
SAYINGS: Sequence[tuple[int, bytes, str, str]] = (
    (403, b"Unknown ALPN Protocol, expected `h2`", "http2", HTTP2_ALONE),  # Node.js
    (
        400,
        b"No required SSL certificate was sent",
        "client certificate",
        "the service wants a client certificate (mutual TLS)",
    ),
    (400, b"The SSL certificate error", "client certificate refused", "the service refuses our client certificate"),
    (400, b"The plain HTTP request was sent to HTTPS port", "garbage", NEEDS_TLS),  # nginx
    (400, b"speaking plain HTTP to an SSL-enabled server port", "garbage", NEEDS_TLS),  # Apache
    (400, b"Client sent an HTTP request to an HTTPS server", "garbage", NEEDS_TLS),  # Go
)
LONGEST = 120
# How h11 quotes: bytearray(b'SSH-2.0').
OF_PYTHON = re.compile(r"bytearray\(b(['\"].{0,300}['\"])\)")


def meaning_of(first: bytes, said: str) -> tuple[str, str]:
    """The kind of trouble, one of `unreachable.CURES`, and what it is, in words.

    Args:
        first: how the answer began.
        said: what the parser of HTTP/1.1 complains of.
    """
    if is_http2(first):
        return "http2", "the service answers in HTTP/2, as gRPC services do, and not in HTTP/1.1"
    if first.startswith(b"HTTP/"):
        return "malformed", f"the answer breaks the rules of HTTP/1.1: {shown(said)}"
    spoken = next((name for greeting, name in GREETINGS if first.startswith(greeting)), "")
    told = f"what came back is not HTTP, but {spoken}" if spoken else "what came back is not HTTP"
    return "garbage", f"{told}: {shown(said)}"


def is_foreign(first: bytes) -> bool:
    """Whether what came back cannot be the beginning of an answer in HTTP/1.1."""
    return b"HTTP/"[: len(first)] != first[:5]


def of_answer(
    status: int, headers: Sequence[tuple[str, str]], body: bytes, *, shows_certificate: bool
) -> tuple[str, str]:
    """What an answer in HTTP/1.1 says of the protocol that is spoken there; ("", "") if it says nothing.

    Args:
        status: of the answer.
        headers: names and values.
        body: unpacked.
        shows_certificate: whether a client certificate was shown.
    """
    fields = {name.lower(): value.strip().lower() for name, value in headers}
    content = fields.get("content-type", "")
    is_web = content.startswith("application/grpc-web")
    if (content.startswith("application/grpc") or "grpc-status" in fields) and not is_web:
        code = f", with grpc-status {shown(said)}" if (said := fields.get("grpc-status")) else ""
        return "grpc", f"status {status}{code}: the service speaks gRPC, and not HTTP/1.1"
    if status == UPGRADE_REQUIRED and "h2" in fields.get("upgrade", ""):
        return "http2", f"status {status}: {HTTP2_ALONE}"
    text = body[:4096]
    for of_status, words, kind, what in SAYINGS:
        wants_one = kind == "client certificate refused"
        if of_status == status and words in text and (shows_certificate or not wants_one):
            return kind, f"status {status}: {what}"
    return "", ""


def shown(said: str) -> str:
    """What somebody else says, on one line and not for ever."""
    said = OF_PYTHON.sub(r"\1", said)
    said = spoken(said)  # before it is cut: half a secret would not be known again
    line = " ".join("".join(char if char.isprintable() else " " for char in said).split()).rstrip(". ")
    return f"{line[: LONGEST - 1]}…" if len(line) > LONGEST else line
