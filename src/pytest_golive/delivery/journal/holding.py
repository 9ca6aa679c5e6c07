"""Opens the file of a journal for one writer, and tells all others who that is."""

from __future__ import annotations

import errno
import os
import stat
import time
from pathlib import Path
from typing import Final

from pytest_golive.delivery.journal.entries import Entry
from pytest_golive.delivery.journal.reading import OTHER, read
from pytest_golive.delivery.journal.torn import settle
from pytest_golive.errors import CannotMeasure
from pytest_golive.files.writing import CURES
from pytest_golive.masking.printing import on_one_line

PATIENCE: Final = 1.0  # seconds; whoever only looks whether a journal is written holds it for less
PAUSE: Final = 0.02
BUSY: Final = frozenset({errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK})
CURE: Final = "wait until that run has ended; golive journal shows how far it is"


class Held(CannotMeasure):
    """Another run writes the journal."""


def open_alone(path: Path) -> int:
    """A file descriptor that reads *path* and appends to it, and that no other process gets meanwhile.

    The file and its folders are created, and their names survive a power loss.

    Raises:
        Held: another process has it.
        CannotMeasure: it cannot be opened or locked.
    """
    try:
        _make(path.parent)
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK, 0o666)
    except OSError as error:
        raise cannot_write(path, error) from None
    try:
        _take(path, handle)
        if not os.fstat(handle).st_size:  # whoever was killed before its first line may have left its folders unsettled
            for one in (path.parent.parent, path.parent, path):
                settle(one)
    except OSError as error:
        os.close(handle)
        raise cannot_write(path, error) from None
    except BaseException:
        os.close(handle)
        raise
    return handle


def _take(path: Path, handle: int) -> None:
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        raise CannotMeasure(f"the journal {path} is not a regular file", OTHER)
    if not _locked(path, handle):
        raise held_by(path)
    if not is_at(handle, path):
        raise CannotMeasure(f"the journal {path} was moved while it was opened", "run the same command again")


def is_at(handle: int, path: Path) -> bool:
    """Whether the open file is still the one that *path* names.

    Raises:
        OSError: the open file is gone.
    """
    own = os.fstat(handle)
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    return (own.st_dev, own.st_ino) == (there.st_dev, there.st_ino)


def is_held(path: Path) -> bool:
    """Whether a run writes *path* at this moment.

    Raises:
        CannotMeasure: it cannot be found out.
    """
    import fcntl

    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise cannot_write(path, error) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in BUSY:
            return True
        raise cannot_lock(path, error) from None
    finally:
        os.close(handle)
    return False


def cannot_write(path: Path, error: OSError) -> CannotMeasure:
    """That *path* cannot be written."""
    cure = CURES.get(error.errno or 0, f"see who owns it and its folder: {path.parent}")
    return CannotMeasure(f"the journal {path} cannot be written: {error.strerror}", cure)


def cannot_lock(path: Path, error: OSError) -> CannotMeasure:
    """That its file system has no locks, so that two runs could write at once."""
    return CannotMeasure(
        f"the journal {path} cannot be locked: {error.strerror}; so two runs could deploy at once",
        "keep it on a file system that knows flock: [tool.golive.deployment] journal",
    )


def _make(folder: Path) -> None:
    """Create *folder* so that it survives a power loss."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
        settle(one)


def _locked(path: Path, handle: int) -> bool:
    import fcntl

    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in BUSY:
                raise cannot_lock(path, error) from None
        else:
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE)


def held_by(path: Path) -> Held:
    """The refusal: who writes *path*, and since when."""
    try:
        holder = read(path).last_run
    except CannotMeasure:
        holder = None
    return Held(f"another run is deploying to this target: {_named(holder)} writes the journal {path}", CURE)


def _named(holder: Entry | None) -> str:
    if holder is None:  # it has only just opened it, or the file is damaged
        return "a process that has not said who it is"
    user, _, process = on_one_line(holder.who).rpartition(" ")
    return f"{user}, process {process}, since {holder.at:%Y-%m-%d %H:%M:%S} UTC,"
