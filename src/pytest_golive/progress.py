"""How a long measurement says how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called often; whoever shows it decides how often to draw."""

    def __call__(self, what: str, done: int = 0, total: int = 0) -> None:
        """Say *what* is being worked on; *total* is 0 where nobody knows it."""


def silent(what: str, done: int = 0, total: int = 0) -> None:
    """Show nothing."""
