"""What this process has read of a file, so that it reads each once: its digest, and how many lines end in it.

Several tools are asked about one file. Between runs no time is believed.
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
SETTLED = 2_000_000_000  # nanoseconds after which another change would show in a file's times


# A file as it was read: its times before that, the SHA-256 of its content, and its lines; -1 if not counted.
# A plain tuple, for there may be 100,000 of them.
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
    """The first *size* bytes; whoever asks for the digest or the lines next need not read the file again.

    Raises:
        CannotMeasure: it cannot be read.
    """
    try:
        content, seen = _read(f"{root}{os.sep}{path}", counts=True)
    except OSError as error:
        raise unreadable(path, error) from None
    return content[:size] if seen[1] else head(root, path, size)


def read_once(root: Path, path: str) -> bytes:
    """The whole file; whoever asks for its digest next need not read it again.

    Raises:
        CannotMeasure: it cannot be read.
    """
    try:
        content, seen = _read(f"{root}{os.sep}{path}")
    except OSError as error:
        raise unreadable(path, error) from None
    return content if seen[1] else read(root, path)


def lines_of(root: Path, path: str) -> int:
    """How many lines end in it, as `line_ends` counts.

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
    """What was read of it, if it has not changed since."""
    if (seen := _SEEN.get(place)) is None:
        return None
    try:
        is_the_same = seen[0] == _times(os.stat(place))  # noqa: PTH116 -- thousands of them, and a Path takes its time
    except OSError:
        return None  # whoever reads it next learns why
    return seen if is_the_same else None


def _read(place: str, *, counts: bool = False) -> tuple[bytes, Seen]:
    """Its content, and what is remembered of it; neither for one that is too large, or no regular file.

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
