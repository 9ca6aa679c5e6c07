"""What other processes may learn about a secret."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection

MARK = 3  # hex digits of a secret's digest: enough to tell secrets apart, too few to confirm a guess


def describe(place: tuple[int, str], kind: str, values: Collection[str], confidence: str, key: bytes) -> list[object]:
    """Line number, kind, confidence, what surrounds the secret, a mark of the secret itself, and its keyed identities.

    Args:
        place: the number of the line, and the line.
        kind: the scanner's name for it.
        values: the secret; several if the scanner reports them as one.
        confidence: how sure it is.
        key: the key of the identities.
    """
    number, around = place
    for value in values:
        around = around.replace(value, "\0")
    return [
        number,
        kind,
        confidence,
        hashlib.sha256(_bytes(" ".join(around.split()))).hexdigest()[:12],
        hashlib.sha256(_bytes("\0".join(sorted(values)))).hexdigest()[:MARK],
        sorted({identity(value, key) for value in values}),
    ]


def identity(value: str, key: bytes) -> str:
    """The same value for the same secret in any place; without *key* nobody can compare a guess with it."""
    return hmac.digest(key, _bytes(value), "sha256").hex()[:32]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
