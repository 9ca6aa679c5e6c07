"""The texts of documents, whole."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pytest_golive.codebase.reading import decode, read, shown, size_of
from pytest_golive.errors import CannotMeasure

LARGEST: Final = 5_000_000  # bytes; what is larger was written by a program, for programs


def texts_of(root: Path, paths: Iterable[str]) -> dict[str, str]:
    """The documents by path; what holds null characters is no text, and left out.

    Raises:
        CannotMeasure: one cannot be read, or is far too large.
    """
    found = {}
    for path in paths:
        if (size := size_of(root, path)) > LARGEST:
            raise CannotMeasure(
                f"{shown(path)} has {size:,} bytes, too many for a document that people read",
                "split it, or leave it out by name in the settings of the documentation section",
                path=path,
            )
        text = decode(read(root, path))
        if "\0" not in text:
            found[path] = text
    return found
