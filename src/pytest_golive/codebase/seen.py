"""Remembers the digest and the number of lines of each file, so that this process reads each file once.

Several tools need the same file. File times count only within one run.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterable
from pathlib import Path

from pytest_golive.codebase.reading import chunks, content_of, head, line_ends, open_to_read, read, unreadable

LARGEST_FILE = 5_000_000  # bytes; no tool reads larger ones
SETTLED = 2_000_000_000  # nanoseconds after which a further change shows in a file's times


# A file as read: its times before that, the SHA-256 of its content, and its lines; -1 if not counted.
# A plain tuple, because there may be 100,000 of them.
Seen = tuple[tuple[int, ...], str, int]
NOTHING: Seen = ((), "", -1)
_SEEN: dict[str, Seen] = {}


def digests_of(root: Path, paths: Iterable[str]) -> dict[str, str]:
    """SHA-256 of each file's content, by path; "" for one that is too large or cannot be read."""
    folder = f"{root}{os.sep}"
    found = {}
    for path in paths:
        place = folder + path
        seen = _still(place)
        if seen is None:
            try:
                _, seen = _read(place)
            except OSError:
                seen = NOTHING
        found[path] = seen[1]
    return found


def beginning(root: Path, path: str, size: int) -> bytes:
    """The first *size* bytes; the digest and the number of lines are then known without reading the file again.

    Raises:
        CannotMeasure: it cannot be read.
    """
    try:
        content, seen = _read(f"{root}{os.sep}{path}", counts=True)
    except OSError as error:
        raise unreadable(path, error) from None
    return content[:size] if seen[1] else head(root, path, size)


def read_once(root: Path, path: str) -> bytes:
    """The content of a file; its digest is then known without reading it again.

    Raises:
        CannotMeasure: it cannot be read.
    """
    try:
        content, seen = _read(f"{root}{os.sep}{path}")
    except OSError as error:
        raise unreadable(path, error) from None
    return content if seen[1] else read(root, path)


def lines_of(root: Path, path: str) -> int:
    """The number of line ends in a file, as `line_ends` counts them.

    Raises:
        CannotMeasure: it cannot be read.
    """
    place = f"{root}{os.sep}{path}"
    if (known := _still(place)) is not None and known[2] >= 0:
        return known[2]
    try:
        _, seen = _read(place, counts=True)
    except OSError as error:
        raise unreadable(path, error) from None
    return seen[2] if seen[1] else line_ends(chunks(root, path))


def _still(place: str) -> Seen | None:
    """What is known of the file, if it has not changed since it was read."""
    if (seen := _SEEN.get(place)) is None:
        return None
    try:
        is_the_same = seen[0] == _times(os.stat(place))  # noqa: PTH116 -- a Path is too slow for thousands of files
    except OSError:
        return None  # the next attempt to read it reports why
    return seen if is_the_same else None


def _read(place: str, *, counts: bool = False) -> tuple[bytes, Seen]:
    """The content, and what to remember of it; neither if it is too large or not a regular file.

    Raises:
        OSError: it cannot be read.
    """
    handle = open_to_read(place)
    try:
        about = os.fstat(handle)
        times = _times(about)
        content = content_of(handle, about, LARGEST_FILE) if stat.S_ISREG(about.st_mode) else None
    finally:
        os.close(handle)
    if content is None:
        seen = (times, "", -1)
    else:
        seen = (times, hashlib.sha256(content).hexdigest(), line_ends((content,)) if counts else -1)
    if time.time_ns() - about.st_ctime_ns > SETTLED:
        _SEEN[place] = seen
    return content or b"", seen


def _times(about: os.stat_result) -> tuple[int, ...]:
    return about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns
