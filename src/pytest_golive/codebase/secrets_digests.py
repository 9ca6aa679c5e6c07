"""What may be said of a secret outside the process that found it."""

from __future__ import annotations

import hashlib
import hmac

MARK = 3  # hex digits of a secret's digest: enough to notice another secret, too few to confirm a guess


def describe(place: tuple[int, str], kind: str, value: str, confidence: str, key: bytes) -> list[object]:
    """Line number, kind, confidence, what surrounds the secret, a mark of the secret itself, and its keyed identity.

    Args:
        place: the number of the line, and the line.
        kind: the scanner's name for it.
        value: the secret.
        confidence: how sure it is.
        key: of the identity.
    """
    number, line = place
    around = " ".join(line.replace(value, "\0").split())
    return [
        number,
        kind,
        confidence,
        hashlib.sha256(_bytes(around)).hexdigest()[:12],
        hashlib.sha256(_bytes(value)).hexdigest()[:MARK],
        identity(kind, value, key),
    ]


def identity(kind: str, value: str, key: bytes) -> str:
    """The same for the same secret wherever it stands; without *key* nobody can compare a guess with it."""
    return hmac.digest(key, _bytes(f"{kind}\0{value}"), "sha256").hex()[:32]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
