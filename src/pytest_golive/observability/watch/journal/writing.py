"""Writes the file of a watch: each line at once and for good, so that a watch can be killed at any moment."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure, GoliveError
from pytest_golive.files.writing import is_free_for, replace_file, told
from pytest_golive.observability.watch.journal.lines import About, Began, Event, event_line, header, sample_line
from pytest_golive.observability.watch.journal.reading import Stored
from pytest_golive.observability.watch.measured import Sample

OURS: Final = b'"golive":"watch"'


class Journal:
    """The file of one watch, open for more lines; use `begin` or `resuming.resume`.

    Args:
        path: the file.
        about: what is watched.
        began: when the watch began.
        handle: its file descriptor, to which lines are appended.
        stored: what it held before; None if the watch has just begun.
    """

    def __init__(self, path: Path, about: About, began: Began, handle: int, stored: Stored | None = None) -> None:
        self.path = path
        self.about = about
        self.began = began
        self.stored = stored
        self._handle = handle

    def add(self, sample: Sample) -> None:
        """Write one sample.

        Raises:
            CannotMeasure: it cannot be written; the file is as it was.
        """
        self._append(sample_line(sample))

    def tell(self, event: Event) -> None:
        """Write what happened to the watch; raises as `add` does."""
        self._append(event_line(event))

    def close(self) -> None:
        """Close the file."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _append(self, line: bytes) -> None:
        size = None
        try:
            size = os.fstat(self._handle).st_size
            _write(self._handle, line)
        except OSError as error:
            if size is not None:
                with contextlib.suppress(OSError):
                    os.truncate(self._handle, size)
            raise CannotMeasure(*told(self.path, error)) from None


def _write(handle: int, line: bytes) -> None:
    if os.write(handle, line) != len(line):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(handle)


def begin(path: Path, about: About, began: Began) -> Journal:
    """Begin the file of a new watch; it replaces that of an earlier one.

    Args:
        path: the file; its folder must exist.
        about: what is watched, and how.
        began: now.

    Raises:
        CannotMeasure: it cannot be written, is no file of a watch, or another watch writes it.
    """
    try:
        # A pipe of that name would have us wait for ever.
        if not is_free_for(path, OURS) or (path.exists() and not path.is_file()):
            raise CannotMeasure(f"{path} is not the file of a watch, so it is left as it is", "name another file")
        if path.exists():
            os.close(opened(path))  # nobody else writes it
        replace_file(path, header(about, began))
    except OSError as error:
        raise CannotMeasure(*told(path, error)) from None
    except GoliveError as error:
        raise CannotMeasure(error.what, error.cure) from None
    return Journal(path, about, began, opened(path))


def opened(path: Path) -> int:
    """A file descriptor that appends to *path*, which no other process gets meanwhile.

    Raises:
        CannotMeasure: it cannot be opened, or another process has it.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_APPEND)
    except OSError as error:
        raise CannotMeasure(*told(path, error)) from None
    with contextlib.suppress(ImportError):  # Windows, where there is no such lock
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK}:
                os.close(handle)
                raise CannotMeasure(f"another watch is writing {path}", "wait until it has ended, or end it") from None
            # A file system without locks: two watches at once are the user's concern.
    return handle
