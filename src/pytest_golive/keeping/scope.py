"""The run that this process belongs to: which process the user started, and where what is temporary goes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PREFIX = "golive-"


@dataclass
class Scope:
    """One for a process.

    Attributes:
        pid: the process that the user started; 0 if that is this one.
        folder: private to the run, and removed with it however that ends; None outside a run.
    """

    pid: int = 0
    folder: Path | None = None

    @contextmanager
    def temporary_folder(self) -> Iterator[Path]:
        """A private folder, removed at the end; if we are killed before, with the folder of the run."""
        place = self.folder if self.folder is not None and self.folder.is_dir() else None
        with tempfile.TemporaryDirectory(prefix=PREFIX, dir=place, ignore_cleanup_errors=True) as name:
            yield Path(name)


SCOPE = Scope()
