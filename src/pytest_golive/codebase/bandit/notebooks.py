"""Lets bandit read notebooks: it gets the code of their cells, and its findings are mapped back to their lines.

In the process of the worker, which does nothing else.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any, BinaryIO

from pytest_golive.codebase.inventory.languages.notebooks import SUFFIX, Notebook, read_notebook
from pytest_golive.codebase.reading import decode, with_plain_newlines
from pytest_golive.errors import CannotMeasure


class Notebooks:
    """Opens files for bandit, and remembers which of them are notebooks."""

    def __init__(self) -> None:
        from bandit.core import manager

        self._known: dict[str, Notebook] = {}
        manager.open = self._opened

    def line(self, raw: dict[str, Any]) -> int:
        """The line of the file for a finding."""
        number = int(raw["line_number"])
        notebook = self._known.get(os.path.normpath(raw["filename"]))
        return number if notebook is None else notebook.lines[min(number, len(notebook.lines)) - 1]

    def code(self, raw: dict[str, Any]) -> str | None:
        """The code on the line of a finding in a notebook; None for other files, which bandit quotes itself."""
        notebook = self._known.get(os.path.normpath(raw["filename"]))
        return None if notebook is None else notebook.text.split("\n")[int(raw["line_number"]) - 1]

    def _opened(self, name: str, mode: str = "r") -> BinaryIO:
        path = Path(name)
        if not name.endswith(SUFFIX):
            return path.open(mode)  # type: ignore[return-value]
        text, _ = with_plain_newlines(decode(path.read_bytes()))
        try:
            notebook = read_notebook(text, name)
        except CannotMeasure:
            raise OSError(0, "no notebook that can be read") from None
        self._known[os.path.normpath(name)] = notebook
        return io.BytesIO(notebook.text.encode())
