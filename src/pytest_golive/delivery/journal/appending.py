"""Appends lines to an open file: each is on the disk when `append` returns, and after a failure nothing follows."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pytest_golive.delivery.journal.entries import Entry
from pytest_golive.delivery.journal.holding import cannot_write, is_at
from pytest_golive.delivery.journal.reading import Damaged
from pytest_golive.errors import CannotMeasure

GO_ON: Final = "nothing more is written to it in this run; see to its disk, and run golive journal, which verifies it"
sync: Final[Callable[[int], None]] = getattr(os, "fdatasync", os.fsync)


@dataclass(frozen=True, slots=True)
class End:
    """Where the file ends.

    Attributes:
        size: its bytes.
        last: its last entry; None if it has none.
    """

    size: int
    last: Entry | None


class Appender:
    """An open file of a journal.

    Args:
        path: the file.
        handle: a file descriptor that appends to it.
        end: where it ends.
    """

    def __init__(self, path: Path, handle: int, end: End) -> None:
        self.path = path
        self.end = end
        self.broken = ""  # why nothing more is written
        self._handle = handle

    def append(self, line: bytes, entry: Entry) -> None:
        """Write *line*, and wait until it is on the disk.

        Args:
            line: with its end.
            entry: what it says.

        Raises:
            CannotMeasure: that failed, now or earlier; whether the line is there, only reading the file anew can tell.
        """
        if self._handle < 0:
            raise CannotMeasure(f"the journal {self.path} is closed", "open it again")
        if self.broken:
            raise CannotMeasure(self.broken, GO_ON)
        after = End(self.end.size + len(line), entry)
        self.broken = f"the journal {self.path} was interrupted twice while a line was written"
        try:
            self._finish(line, after)
        except CannotMeasure:
            raise
        except BaseException:  # Ctrl-C: the line must be whole before anything follows it
            self._finish(line, after)
            raise

    def close(self) -> None:
        """Close the file, so that others may write."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _finish(self, line: bytes, after: End) -> None:
        """Write what is not yet written of *line*, and wait."""
        try:
            if self.end is not after:
                self._check(len(line))
                written = os.pread(self._handle, len(line), self.end.size)
                if not line.startswith(written):
                    raise self._changed()
                while rest := line[len(written) :]:
                    written += rest[: os.write(self._handle, rest)]
                sync(self._handle)
                self._check(len(line), len(line))
                self.end = after
        except OSError as error:
            failed = cannot_write(self.path, error)
            self.broken = failed.what
            raise CannotMeasure(failed.what, f"{failed.cure}; {GO_ON}") from None
        except CannotMeasure as error:
            self.broken = error.what
            raise
        self.broken = ""

    def _check(self, most: int, least: int = 0) -> None:
        """The file must be in its place, and so many bytes longer than it was."""
        if not is_at(self._handle, self.path):
            raise CannotMeasure(f"the journal {self.path} was moved or removed while it was written", GO_ON)
        if not least <= os.fstat(self._handle).st_size - self.end.size <= most:
            raise self._changed()

    def _changed(self) -> Damaged:
        return Damaged(f"the journal {self.path} was changed by another program while it was written", GO_ON)
