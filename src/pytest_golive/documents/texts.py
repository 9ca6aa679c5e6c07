"""The full texts of documents."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pytest_golive.codebase.reading import decode, read, shown, size_of
from pytest_golive.errors import CannotMeasure

LARGEST: Final = 5_000_000  # bytes; a larger file is not written by people


def texts_of(root: Path, paths: Iterable[str]) -> dict[str, str]:
    """The documents by path; files with null characters are binary, and left out.

    Raises:
        CannotMeasure: one cannot be read, or is too large.
    """
    texts = {}
    for path in paths:
        if (size := size_of(root, path)) > LARGEST:
            raise CannotMeasure(
                f"{shown(path)} has {size:,} bytes, too many for a document that people read",
                "split it, or exclude it by name in [tool.golive.documentation]",
                path=path,
            )
        text = decode(read(root, path))
        if "\0" not in text:
            texts[path] = text
    return texts
