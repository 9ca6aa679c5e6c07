"""The folder for logs and reports of a run: in the project, or elsewhere if the project is read-only."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from pytest_golive.errors import CannotMeasure
from pytest_golive.files.folders import own_folder

OURS = "pytest-golive"


def artifacts_folder(root: Path, name: str, environment: Mapping[str, str]) -> Path:
    """The folder *name* in the project, created and ignored by git; one in the user's cache if *root* is read-only.

    Raises:
        CannotMeasure: no place is writable.
    """
    refusals = []
    for place in _places(root, name, environment):
        folder: Path | None = None
        try:
            folder = place()
            return _usable(folder)
        except OSError as error:
            refusals.append(f"{folder or 'the temporary folder'} ({error.strerror})")
    raise CannotMeasure(
        f"logs and reports can be written nowhere: {', '.join(refusals)}",
        f"make {name} in the project writable, or let TMPDIR name a folder that is",
    )


def _places(root: Path, name: str, environment: Mapping[str, str]) -> Iterator[Callable[[], Path]]:
    yield lambda: root / name
    cache = environment.get("XDG_CACHE_HOME") or (f"{home}/.cache" if (home := environment.get("HOME")) else "")
    if cache and Path(cache).is_absolute():
        project = hashlib.sha256(os.fsencode(root)).hexdigest()[:16]
        yield lambda: Path(cache) / OURS / project
    yield lambda: Path(tempfile.mkdtemp(prefix=f"{OURS}-"))  # with a new name: other users write to this folder, too


def _usable(folder: Path) -> Path:
    """*folder* if files can be written to it; a folder of ours in it if it holds other people's files."""
    folder = own_folder(folder)
    with tempfile.TemporaryFile(dir=folder):
        return folder
