"""Git is told to keep the lines of both sides where two branches have changed the ratchet's file."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure
from pytest_golive.files.writing import newline_of, replace_file

ATTRIBUTES = ".gitattributes"


def merged_by_lines(root: Path, name: str) -> Iterator[str]:
    """Add ``NAME merge=union`` to the attributes in *root*, unless somebody has decided how the file is merged.

    Lines that stand next to each other conflict otherwise, and in a sorted file they often do. A line too many does no
    harm: it is reported as gone.

    Yields:
        What was done, for people; nothing if nothing was.
    """
    with contextlib.suppress(CannotMeasure, OSError):  # no repository, or no place to write to: it is only a comfort
        if not Repository(root).git("check-attr", "merge", "--", name).strip().endswith(b": unspecified"):
            return
        path = root / ATTRIBUTES
        if path.is_symlink():  # git does not follow it, and what it leads to is somebody else's
            return
        old = path.read_bytes() if path.exists() else b""
        newline = newline_of(old.decode("latin-1")).encode()
        gap = newline if old and not old.endswith(b"\n") else b""
        replace_file(path, old + gap + f'"{name}" merge=union'.encode() + newline, old)
        yield f"{ATTRIBUTES}: git now keeps the lines of both sides when it merges {name}; commit it, too"
