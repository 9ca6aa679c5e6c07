"""A last line that was being written when its writer was killed: how it is told from damage, and set aside."""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from pathlib import Path
from typing import Final

from pytest_golive.delivery.journal.lines import CRC, CRC_LENGTH, OURS
from pytest_golive.errors import CannotMeasure

MARK: Final = CRC.encode()
MOST: Final = 1_000  # files of torn lines beside one journal


def is_torn(line: bytes) -> bool:
    """Whether *line*, the last one, is the beginning of one, and was never whole.

    Nobody was told that it is written, so nothing is lost with it. A line that was whole and has been changed since is
    damage.
    """
    if not line.startswith(OURS) and not OURS.startswith(line):
        return False
    with contextlib.suppress(ValueError, RecursionError):
        json.loads(line)
        return False
    place = line.find(MARK)
    while place >= 0:
        if line[place : place + CRC_LENGTH] == b'%b%08x"}' % (MARK, zlib.crc32(line[:place])):
            return False  # it is whole up to here, and something else follows
        place = line.find(MARK, place + 1)
    return True


def keep(journal: Path, number: int, torn: bytes) -> Path:
    """Keep *torn*, the beginning of line *number*, in a file beside *journal*; it is safe there when this returns.

    Raises:
        OSError: it cannot be written.
    """
    for again in range(MOST):
        path = journal.with_name(f"{journal.name}.torn-{number}{f'-{again}' if again else ''}")
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            if path.is_file() and path.read_bytes() == torn:  # a run that was killed before it could go on
                settle(path)
                return path
            continue
        with os.fdopen(handle, "wb") as file:
            file.write(torn)
            file.flush()
            os.fsync(file.fileno())
        settle(path)
        return path
    raise FileExistsError(0, f"there are {MOST:,} torn lines beside it already")


def beside(journal: Path) -> list[str]:
    """The names of the files of torn lines beside *journal*.

    Raises:
        CannotMeasure: its folder cannot be read.
    """
    start = f"{journal.name}.torn-"
    try:
        return sorted(path.name for path in journal.parent.iterdir() if path.name.startswith(start))
    except OSError as error:
        what = f"the folder of the journal {journal} cannot be read: {error.strerror}"
        raise CannotMeasure(what, "check its permissions") from None


def settle(path: Path) -> None:
    """Make the name of *path* survive a power loss.

    Raises:
        OSError: the system does not promise it.
    """
    handle = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
