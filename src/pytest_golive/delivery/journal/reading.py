"""Reads a journal and verifies all of it: each line, and that each follows the one before."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from pytest_golive.delivery.journal.entries import Entries, Entry
from pytest_golive.delivery.journal.lines import LONGEST, entry_of
from pytest_golive.delivery.journal.torn import is_torn
from pytest_golive.errors import CannotMeasure, NotSetUp

LARGEST: Final = 1 << 28  # bytes; a deployment takes some ten thousand of them
UNWRITTEN: Final = b"\0"  # what a file system leaves of blocks that were never written
OTHER: Final = "name a file: [tool.golive.deployment] journal"
CURE: Final = (
    "find out what changed it, and by hand what has been done to the target; then keep the file under another name "
    "(mv {0} {0}.damaged), and the next run begins a new one"
)


class Damaged(CannotMeasure):
    """A journal is not as it was written; the message names the line."""


class OfAnother(CannotMeasure):
    """A journal is about another target than it should be."""


class NoJournal(NotSetUp):
    """There is no such file: nothing was ever deployed with it."""


def read(path: Path, target: str = "") -> Entries:
    """Read *path*, which may be written meanwhile.

    Args:
        path: the file.
        target: the one that it must be about; "" where any will do.

    Raises:
        OfAnother: it is about another target.
        NoJournal: there is no such file.
        Damaged: a line is not as it was written, is missing, or stands in another place.
        CannotMeasure: the file cannot be read.
    """
    try:
        # A pipe of that name would have us wait for ever.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        raise NoJournal(f"there is no journal {path}", "the first deployment that is executed begins it") from None
    except OSError as error:
        raise cannot_read(path, error) from None
    try:
        file = os.fdopen(handle, "rb")
    except OSError as error:  # a folder
        os.close(handle)
        raise cannot_read(path, error) from None
    with file:
        entries = entries_in(path, file)
    if target:
        refuse_another(path, entries, target)
    return entries


def refuse_another(path: Path, entries: Entries, target: str) -> None:
    """Refuse a journal that tells what was done elsewhere.

    Raises:
        OfAnother: it is about another target than *target*.
    """
    if entries.entries and entries.target != target:
        raise OfAnother(
            f"the journal {path} is about the target {entries.target!r}, not {target!r}",
            "find out who put it there, and put the target's own one back; or, where the targets share a path, let "
            "{target} be in it, so that each has its own: [tool.golive.deployment] journal",
        )


def entries_in(path: Path, file: BinaryIO) -> Entries:
    """The same of an open file, whose position is its beginning.

    Raises:
        Damaged: as `read` does.
        CannotMeasure: as `read` does.
    """
    try:
        _check(path, os.fstat(file.fileno()))
        return _entries(path, file)
    except OSError as error:
        raise cannot_read(path, error) from None


def cannot_read(path: Path, error: OSError) -> CannotMeasure:
    """That *path* cannot be read."""
    return CannotMeasure(
        f"the journal {path} cannot be read: {error.strerror}", "check what it is, and its permissions"
    )


def _check(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise CannotMeasure(
            f"the journal {path} is not a regular file", "name a file: [tool.golive.deployment] journal"
        )
    if status.st_size > LARGEST:
        cure = f"keep it elsewhere (mv {path} {path}.old), and the next run begins a new one"
        raise CannotMeasure(f"the journal {path} is larger than {LARGEST >> 20} MiB", cure)


def _entries(path: Path, file: BinaryIO) -> Entries:
    found: list[Entry] = []
    size = 0
    for line in _lines(file):
        last = found[-1] if found else None
        whole = line.endswith(b"\n")
        # Only the last line can be torn: nothing is written after it unless it was written whole.
        is_last = not whole and not file.read(1)
        text = line.rstrip(UNWRITTEN) if is_last else line.removesuffix(b"\n")
        try:
            found.append(entry_of(text, last))
        except ValueError as error:
            if is_last and is_torn(text):
                return Entries(path, last.target if last else "", tuple(found), size, line)
            what = f"the journal {path} is damaged in line {len(found) + 1}: {error}"
            raise Damaged(what, CURE.format(path), path=str(path), line=len(found) + 1) from None
        if is_last:
            torn = line[len(text) :]
            return Entries(path, found[-1].target, tuple(found), size + len(text), torn, lacks_newline=True)
        size += len(line)
    return Entries(path, found[-1].target if found else "", tuple(found), size)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(LONGEST + 1):
        yield line
