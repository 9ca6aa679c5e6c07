"""A private folder in which a backup is opened and restored: room is asked for first, and all of it is removed."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure

RESERVE: Final = 256 << 20  # bytes that always stay free for others
CURE: Final = "make room, or let [tool.golive.deployment.backup] scratch name a folder on a larger disk"


@contextlib.contextmanager
def scratch_folder(parent: Path | None) -> Iterator[Path]:
    """A new folder that nobody else can read, gone at the end, whatever happens.

    Args:
        parent: where it is made; None for the system's folder of temporary files.

    Raises:
        CannotMeasure: it cannot be made.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix="golive-backup-", dir=parent))
    except OSError as error:
        where = parent or tempfile.gettempdir()
        raise CannotMeasure(f"no folder to restore into can be made in {where}: {error.strerror}", CURE) from None
    try:
        yield folder
    finally:
        _remove(folder)


def need_room(folder: Path, size: int) -> None:
    """Ask for *size* bytes beforehand.

    Raises:
        CannotMeasure: they are not free.
    """
    free = free_in(folder)
    if free < size + RESERVE:
        what = f"{size:,} bytes are needed to open and restore the backup, and {free:,} are free"
        raise CannotMeasure(f"{what} in {folder.parent}; {RESERVE:,} of them stay free for others", CURE)


def free_in(folder: Path) -> int:
    """The bytes that are free where *folder* is."""
    return shutil.disk_usage(folder).free


def _remove(folder: Path) -> None:
    """Remove all of it; a folder without permissions in it must not stay."""
    for inner, _, _ in os.walk(folder):
        with contextlib.suppress(OSError):
            os.chmod(inner, 0o700)  # noqa: PTH101 -- a name that os.walk gives
    shutil.rmtree(folder, ignore_errors=True)
