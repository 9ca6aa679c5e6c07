"""Who is asking: passwords and sessions."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable

from shop.store import Store

LIFETIME = 3600.0  # seconds
SALT_BYTES = 16


def register(store: Store, name: str, phrase: str) -> None:
    """Add a user."""
    salt = secrets.token_bytes(SALT_BYTES)
    with store.changes() as database:
        database.execute("INSERT INTO users VALUES (?, ?, ?)", (name, salt, _digest(phrase, salt)))


def log_in(store: Store, name: str, phrase: str, clock: Callable[[], float] = time.time) -> str | None:
    """A new session's token, or None; an unknown name takes as long as a wrong phrase."""
    row = store.one("SELECT salt, digest FROM users WHERE name = ?", name)
    salt, expected = row or (bytes(SALT_BYTES), b"")
    given = _digest(phrase, bytes(salt))  # type: ignore[call-overload]
    if not hmac.compare_digest(given, bytes(expected)):  # type: ignore[call-overload]
        return None
    token = secrets.token_urlsafe(32)
    with store.changes() as database:
        database.execute("INSERT INTO sessions VALUES (?, ?, ?)", (_stored(token), name, clock() + LIFETIME))
    return token


def who(store: Store, token: str, clock: Callable[[], float] = time.time) -> str | None:
    """The user of a session that has not ended, or None."""
    row = store.one("SELECT name, ends FROM sessions WHERE token = ?", _stored(token))
    if row is None or clock() >= float(str(row[1])):
        return None
    return str(row[0])


def log_out(store: Store, token: str) -> None:
    """End a session."""
    with store.changes() as database:
        database.execute("DELETE FROM sessions WHERE token = ?", (_stored(token),))


def _digest(phrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(phrase.encode(), salt=salt, n=2**12, r=8, p=1)


def _stored(token: str) -> str:
    """What the database keeps: who reads it cannot log in with it."""
    return hashlib.sha256(token.encode()).hexdigest()
