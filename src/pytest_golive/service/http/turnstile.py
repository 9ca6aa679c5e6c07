"""Requests of all processes of a run are sent in parallel, unless one process needs the service exclusively."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def passing(turnstile: Path | None) -> Iterator[None]:
    """Send requests in parallel with others; wait while a process uses the service exclusively."""
    with _held(turnstile, fcntl.LOCK_SH):
        yield


@contextmanager
def alone(turnstile: Path | None) -> Iterator[None]:
    """Wait until no other process sends requests, and block them meanwhile.

    The holder must use a target without a turnstile, else it would wait for itself.
    """
    with _held(turnstile, fcntl.LOCK_EX):
        yield


@contextmanager
def _held(turnstile: Path | None, how: int) -> Iterator[None]:
    if turnstile is None:
        yield
        return
    with turnstile.open("ab") as file:  # closing the file releases the lock, on every path
        fcntl.flock(file, how)
        yield
