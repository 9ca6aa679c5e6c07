"""Responses in another protocol than HTTP/1.1, and responses that mention another protocol."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pytest_golive.masking.foreign import spoken
from pytest_golive.service.http.trouble.handshakes import is_http2

# How other services greet, or react to a GET.
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
# Error messages of servers: status, words, kind of error, what it is.
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


def meaning_of(first: bytes, parser_message: str) -> tuple[str, str]:
    """The kind of error, one of `unreachable.CURES`, and what it is, in words.

    Args:
        first: the first bytes of the response.
        parser_message: the message of the HTTP/1.1 parser.
    """
    if is_http2(first):
        return "http2", "the service answers in HTTP/2, as gRPC services do, and not in HTTP/1.1"
    if first.startswith(b"HTTP/"):
        return "malformed", f"the answer breaks the rules of HTTP/1.1: {shown(parser_message)}"
    protocol = next((name for greeting, name in GREETINGS if first.startswith(greeting)), "")
    description = f"what came back is not HTTP, but {protocol}" if protocol else "what came back is not HTTP"
    return "garbage", f"{description}: {shown(parser_message)}"


def is_foreign(first: bytes) -> bool:
    """Whether these bytes cannot begin an HTTP/1.1 response."""
    return b"HTTP/"[: len(first)] != first[:5]


def of_answer(
    status: int, headers: Sequence[tuple[str, str]], body: bytes, *, shows_certificate: bool
) -> tuple[str, str]:
    """What an HTTP/1.1 response says about the protocol that the service expects; ("", "") if nothing.

    Args:
        status: of the response.
        headers: names and values.
        body: decompressed.
        shows_certificate: whether a client certificate was sent.
    """
    fields = {name.lower(): value.strip().lower() for name, value in headers}
    content = fields.get("content-type", "")
    is_web = content.startswith("application/grpc-web")
    if (content.startswith("application/grpc") or "grpc-status" in fields) and not is_web:
        code = f", with grpc-status {shown(grpc_status)}" if (grpc_status := fields.get("grpc-status")) else ""
        return "grpc", f"status {status}{code}: the service speaks gRPC, and not HTTP/1.1"
    if status == UPGRADE_REQUIRED and "h2" in fields.get("upgrade", ""):
        return "http2", f"status {status}: {HTTP2_ALONE}"
    text = body[:4096]
    for of_status, words, kind, what in SAYINGS:
        wants_one = kind == "client certificate refused"
        if of_status == status and words in text and (shows_certificate or not wants_one):
            return kind, f"status {status}: {what}"
    return "", ""


def shown(text: str) -> str:
    """Foreign text on one line, shortened."""
    text = OF_PYTHON.sub(r"\1", text)
    text = spoken(text)  # before shortening: half a secret would not be recognised
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split()).rstrip(". ")
    return f"{line[: LONGEST - 1]}…" if len(line) > LONGEST else line
