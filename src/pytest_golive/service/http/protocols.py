"""What came back where HTTP/1.1 was expected: another protocol, or an answer that speaks of one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pytest_golive.masking.known import MASK
from pytest_golive.service.http.handshakes import is_http2

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
BAD_REQUEST = 400
UPGRADE_REQUIRED = 426
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
    kind = fields.get("content-type", "")
    is_web = kind.startswith("application/grpc-web")
    if (kind.startswith("application/grpc") or "grpc-status" in fields) and not is_web:
        code = f", with grpc-status {shown(fields['grpc-status'])}" if "grpc-status" in fields else ""
        return "grpc", f"status {status}{code}: the service speaks gRPC, and not HTTP/1.1"
    if status == UPGRADE_REQUIRED and "h2" in fields.get("upgrade", ""):
        return "http2", f"status {status}: the service does not speak HTTP/1.1, but HTTP/2 alone"
    text = body[:4096]
    if b"Unknown ALPN Protocol, expected `h2`" in text:  # Node.js
        return "http2", f"status {status}: the service does not speak HTTP/1.1, but HTTP/2 alone"
    if status == BAD_REQUEST and b"No required SSL certificate was sent" in text:  # nginx, its own 496
        return "client certificate", f"status {status}: the service wants a client certificate (mutual TLS)"
    if status == BAD_REQUEST and b"The SSL certificate error" in text and shows_certificate:  # nginx, its own 495
        return "client certificate refused", f"status {status}: the service refuses our client certificate"
    return "", ""


def shown(said: str) -> str:
    """What somebody else says, on one line and not for ever."""
    said = OF_PYTHON.sub(r"\1", said)
    said = MASK.hide(said)  # before it is cut: half a secret would not be known again
    line = " ".join("".join(char if char.isprintable() else " " for char in said).split()).rstrip(". ")
    return f"{line[: LONGEST - 1]}…" if len(line) > LONGEST else line
