"""How a long measurement reports its progress."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called often; the receiver decides how often to draw."""

    def __call__(self, what: str, done: int = 0, total: int = 0) -> None:
        """Report *what* is being done; *total* is 0 if unknown."""


def silent(what: str, done: int = 0, total: int = 0) -> None:
    """Ignore the progress."""
