"""One answer, and what becomes of its connection."""

from __future__ import annotations

from dataclasses import dataclass

OK = b"HTTP/1.1 200 OK\r\n"
JSON = b"Content-Type: application/json\r\n"
HTML = b"Content-Type: text/html\r\n"
SOUND = b'{"status": "ok", "version": "1.2.0"}'


@dataclass(frozen=True)
class Hostile:
    """What is sent to whoever asks.

    Attributes:
        name: what is wrong with it.
        data: sent at once.
        then: "close", "reset", "hold" the connection open, "drip" a byte at a time, or "repeat" `again` for ever.
        again: what is repeated.
    """

    name: str
    data: bytes
    then: str = "close"
    again: bytes = b""


def whole(name: str, body: bytes, head: bytes = JSON, status: bytes = OK) -> Hostile:
    """An answer that is sound as HTTP."""
    return Hostile(name, status + head + b"Content-Length: %d\r\n\r\n" % len(body) + body)


def headed(name: str, *fields: bytes, status: bytes = OK, body: bytes = SOUND) -> Hostile:
    """An answer with these fields."""
    return whole(name, body, b"".join(field + b"\r\n" for field in fields), status)
