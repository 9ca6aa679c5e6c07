"""Ids of traces and spans as bytes, however a backend spells them; and the header that carries them."""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

TRACE: Final = 16  # bytes
SPAN: Final = 8
MARK: Final = b"golv"  # with which our traces begin, so that they are not taken for those of customers
HEX: Final = re.compile(r"[0-9a-fA-F]{1,32}")
CONTEXT: Final = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-(?:[0-9a-f]{16})?-[0-9a-f]{2}")


class NoId(ValueError):
    """Not an id of a trace or a span."""


def trace_id(text: str) -> bytes:
    """The 16 bytes of a trace's id; ids of 64 bits are padded on the left.

    Args:
        text: hex, also without its leading zeros, or base64, as protobuf writes bytes in JSON.

    Raises:
        NoId: it is neither, or all zero.
    """
    return _padded(text, TRACE)


def span_id(text: str) -> bytes:
    """The 8 bytes of a span's id.

    Raises:
        NoId: it is neither hex nor base64, or all zero.
    """
    return _padded(text, SPAN)


def parent_id(text: str) -> bytes:
    """The 8 bytes of the id of a span's parent; b"" for none, which some backends write as zeros.

    Raises:
        NoId: it is neither hex nor base64.
    """
    found = _bytes(text, SPAN) if text else b""
    return found if any(found) else b""


def _padded(text: str, size: int) -> bytes:
    found = _bytes(text, size)
    if not any(found):
        raise NoId(f"{text[:80]!r} is no id")
    return found


def _bytes(text: str, size: int) -> bytes:
    # Base64 of 8 and of 16 bytes ends in "=", which hex never does.
    if text.endswith("=") and len(text) <= 2 * size:
        try:
            found = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            found = b""
        if 0 < len(found) <= size:
            return found.rjust(size, b"\0")
    elif HEX.fullmatch(text) and len(text) <= 2 * size:
        return bytes.fromhex(text.rjust(2 * size, "0"))
    raise NoId(f"{text[:80]!r} is no id of {8 * size} bits or less")


@dataclass(frozen=True, slots=True)
class Context:
    """The context of a request, by W3C Trace Context.

    Attributes:
        trace: 16 bytes.
        span: 8 bytes: the span that sends the request, or that answers it; b"" if an answer does not name it.
        sampled: whether the trace is to be recorded.
    """

    trace: bytes
    span: bytes
    sampled: bool = True

    @classmethod
    def fresh(cls) -> Context:
        """A new trace, sampled, and known as ours."""
        return cls(MARK + _random(TRACE - len(MARK)), _random(SPAN))

    @property
    def header(self) -> str:
        """The value of ``traceparent``."""
        return f"00-{self.trace.hex()}-{self.span.hex()}-{int(self.sampled):02x}"


def is_ours(trace: bytes) -> bool:
    """Whether `Context.fresh` made the id of a trace, in this run or in another one."""
    return trace.startswith(MARK)


def answered(headers: Iterable[tuple[str, str]]) -> tuple[Context, str] | None:
    """The context that an answer names, and the header that names it; None if none does.

    Services name it in ``traceresponse`` (a draft of W3C), in ``traceparent``, or in ``Server-Timing``.
    """
    for name, value in headers:
        key = name.lower()
        if key in {"traceresponse", "traceparent"}:
            text = value.strip()
        elif key == "server-timing":
            found = re.search(r'traceparent;[ \t]{0,9}desc="([!-~]{1,200}?)"', value)
            text = found[1] if found else ""
        else:
            continue
        if context := _context(text):
            return context, "Server-Timing" if key == "server-timing" else key
    return None


def _context(text: str) -> Context | None:
    if not CONTEXT.fullmatch(text):
        return None
    _, trace, span, flags = text.split("-")
    try:
        return Context(trace_id(trace), parent_id(span), bool(int(flags, 16) & 1))
    except NoId:
        return None


def _random(size: int) -> bytes:
    while not any(found := secrets.token_bytes(size)):
        pass
    return found
