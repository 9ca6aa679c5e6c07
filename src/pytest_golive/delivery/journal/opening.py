"""Opens a journal for its one writer: verifies all of it, and brings it to the end of a line."""

from __future__ import annotations

import os
from pathlib import Path

from pytest_golive.delivery.journal.appending import End, sync
from pytest_golive.delivery.journal.entries import Entries
from pytest_golive.delivery.journal.holding import cannot_write, open_alone
from pytest_golive.delivery.journal.reading import entries_in, refuse_another
from pytest_golive.delivery.journal.torn import keep


def opened(path: Path, target: str) -> tuple[int, Entries]:
    """A file descriptor that appends to *path*, and what the file says.

    Raises:
        Held: another run writes it.
        Damaged: it is not as it was written.
        CannotMeasure: it cannot be read or written, or is about another target.
    """
    handle = open_alone(path)
    try:
        return handle, _verified(path, handle, target)
    except BaseException:
        os.close(handle)
        raise


def set_right(handle: int, entries: Entries) -> End:
    """Bring the open file to the end of a line; a torn one is kept in a file beside it, which is on the disk before.

    Raises:
        CannotMeasure: it cannot be written; nothing is lost.
    """
    size = entries.size
    try:
        if entries.torn:
            keep(entries.path, len(entries.entries) + 1, entries.torn)
            os.ftruncate(handle, size)
            os.fsync(handle)
        if entries.lacks_newline:
            os.write(handle, b"\n")
            sync(handle)
            size += 1
    except OSError as error:
        raise cannot_write(entries.path, error) from None
    return End(size, entries.entries[-1] if entries.entries else None)


def _verified(path: Path, handle: int, target: str) -> Entries:
    """What the open file says.

    After a failed write the system may remember what the disk does not have, so it must forget that first.
    """
    try:
        sync(handle)
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        with os.fdopen(os.dup(handle), "rb") as file:
            file.seek(0)
            entries = entries_in(path, file)
    except OSError as error:
        raise cannot_write(path, error) from None
    refuse_another(path, entries, target)
    return entries
