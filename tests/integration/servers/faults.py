"""Faults of a running server, switched on one at a time: the server reads their names from a file at each request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Faults:
    """The file that holds the names, separated by blanks."""

    file: Path

    def clear(self) -> None:
        """The server is healthy."""
        self.file.write_text("")

    @contextmanager
    def on(self, *names: str) -> Iterator[None]:
        """The server has these faults inside the block."""
        self.file.write_text(" ".join(names))
        try:
            yield
        finally:
            self.clear()
