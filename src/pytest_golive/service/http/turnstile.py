"""Requests of all processes of a run pass side by side, unless one of them must be alone with the service."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def passing(turnstile: Path | None) -> Iterator[None]:
    """Pass, together with others; wait while somebody is alone with the service."""
    with _held(turnstile, fcntl.LOCK_SH):
        yield


@contextmanager
def alone(turnstile: Path | None) -> Iterator[None]:
    """Wait until nobody is asking, and let nobody else ask.

    Whoever holds it must ask through a target without a turnstile, or would wait for itself.
    """
    with _held(turnstile, fcntl.LOCK_EX):
        yield


@contextmanager
def _held(turnstile: Path | None, how: int) -> Iterator[None]:
    if turnstile is None:
        yield
        return
    with turnstile.open("ab") as file:  # closing it lets go, however this ends
        fcntl.flock(file, how)
        yield
