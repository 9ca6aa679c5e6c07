"""The run that this process belongs to: the user's process, and the folder for temporary files."""

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
    """The scope of one process.

    Attributes:
        pid: the process that the user started; 0 if it is this one.
        folder: private to the run, and removed however the run ends; None outside a run.
    """

    pid: int = 0
    folder: Path | None = None

    @property
    def mark(self) -> str:
        """The mark in the environment of this process's children; "" outside a run."""
        if self.folder is None:
            return ""
        own_part = f"{os.getpid()}/" if self.pid else ""
        return f"{self.folder}/{own_part}"

    def marked(
        self, environment: Mapping[str, str], *, may_stay: bool = False, for_all: bool = False
    ) -> dict[str, str]:
        """*environment* for a child that must not outlive this run.

        Args:
            environment: the environment of the child.
            may_stay: whether what it starts may outlive a run that ends normally, such as a password agent.
            for_all: whether it serves all processes of the run, and so may outlive this one.
        """
        if not self.mark:
            return dict(environment)
        mark = f"{self.folder}/" if for_all else self.mark
        marks = [*filter(None, environment.get(MARK, "").split(";")), mark + ("stays" if may_stay else "")]
        return {**environment, MARK: ";".join(dict.fromkeys(marks))}

    def unmarked(self, environment: Mapping[str, str]) -> dict[str, str]:
        """*environment* without the marks of this run, but with those of an outer run."""
        marks = [mark for mark in environment.get(MARK, "").split(";") if mark]
        kept = [mark for mark in marks if self.folder is None or not mark.startswith(f"{self.folder}/")]
        other_variables = {name: value for name, value in environment.items() if name != MARK}
        return {**other_variables, MARK: ";".join(kept)} if kept else other_variables

    @contextmanager
    def temporary_folder(self) -> Iterator[Path]:
        """A private folder, removed at the end; if we are killed earlier, it goes with the folder of the run."""
        place = self.folder if self.folder is not None and self.folder.is_dir() else None
        with tempfile.TemporaryDirectory(prefix=PREFIX, dir=place, ignore_cleanup_errors=True) as name:
            yield Path(name)


SCOPE = Scope()
