"""Makes git keep the lines of both sides when two branches change the ratchet's file."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure
from pytest_golive.files.writing import newline_of, replace_file

ATTRIBUTES = ".gitattributes"


def merged_by_lines(root: Path, name: str) -> Iterator[str]:
    """Add ``NAME merge=union`` to the attributes in *root*, unless attributes already say how to merge the file.

    Otherwise adjacent lines conflict, and in a sorted file they often do. An extra line does no harm: it is reported as
    gone.

    Yields:
        A message on what was done; nothing if nothing was.
    """
    with contextlib.suppress(CannotMeasure, OSError):  # no repository, or not writable: this is only a convenience
        if not Repository(root).git("check-attr", "merge", "--", name).strip().endswith(b": unspecified"):
            return
        path = root / ATTRIBUTES
        if path.is_symlink():  # git does not follow the link, and its target is not ours to change
            return
        old = path.read_bytes() if path.exists() else b""
        newline = newline_of(old.decode("latin-1")).encode()
        gap = newline if old and not old.endswith(b"\n") else b""
        replace_file(path, old + gap + f'"{name}" merge=union'.encode() + newline, old)
        yield f"{ATTRIBUTES}: git now keeps the lines of both sides when it merges {name}; commit it, too"
