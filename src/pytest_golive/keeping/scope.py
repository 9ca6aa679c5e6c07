"""The run that this process belongs to: which process the user started, and where what is temporary goes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.keeping.alive import MARK

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

    @property
    def mark(self) -> str:
        """What this process's children bear in their environment; "" outside a run."""
        if self.folder is None:
            return ""
        own = f"{os.getpid()}/" if self.pid else ""
        return f"{self.folder}/{own}"

    def marked(
        self, environment: Mapping[str, str], *, may_stay: bool = False, for_all: bool = False
    ) -> dict[str, str]:
        """*environment* for a child that must not outlive this run.

        Args:
            environment: the child's own.
            may_stay: whether what it starts may stay when the run ends well, such as the agent that keeps a password.
            for_all: whether it serves all processes of the run, and so stays when this one ends before the others.
        """
        if not self.mark:
            return dict(environment)
        mark = f"{self.folder}/" if for_all else self.mark
        marks = [*filter(None, environment.get(MARK, "").split(";")), mark + ("stays" if may_stay else "")]
        return {**environment, MARK: ";".join(dict.fromkeys(marks))}

    def unmarked(self, environment: Mapping[str, str]) -> dict[str, str]:
        """*environment* without the marks of this run; those of a run around it stay."""
        marks = [mark for mark in environment.get(MARK, "").split(";") if mark]
        kept = [mark for mark in marks if self.folder is None or not mark.startswith(f"{self.folder}/")]
        others = {name: value for name, value in environment.items() if name != MARK}
        return {**others, MARK: ";".join(kept)} if kept else others

    @contextmanager
    def temporary_folder(self) -> Iterator[Path]:
        """A private folder, removed at the end; if we are killed before, with the folder of the run."""
        place = self.folder if self.folder is not None and self.folder.is_dir() else None
        with tempfile.TemporaryDirectory(prefix=PREFIX, dir=place, ignore_cleanup_errors=True) as name:
            yield Path(name)


SCOPE = Scope()
