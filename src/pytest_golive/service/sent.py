"""How many requests this run has sent to a service, so that they are not taken for those of customers."""

from __future__ import annotations

import math
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Final

KEPT: Final = 7200.0  # seconds; no window of requests is longer
MOST: Final = 50_000  # entries that are remembered: seconds with requests to a path
PIECE: Final = 600  # seconds in one file of what is shared


class Sent:
    """Counts requests by second, origin and path.

    Args:
        clock: seconds, which nobody sets.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._counts: Counter[tuple[int, str, str]] = Counter()
        self._folder: Path | None = None

    def share(self, folder: Path | None) -> None:
        """Share what is counted with the other processes of the run, by files in its private *folder*.

        The clock is the same for all processes of a machine. A file holds ten minutes, and old ones are deleted.
        """
        self._folder = folder

    def add(self, origin: object, path: str) -> None:
        """One more was sent."""
        now = math.floor(self._clock())
        with self._lock:
            self._counts[now, str(origin), _plain(path)] += 1
            if len(self._counts) > MOST:
                self._forget(now)
            if self._folder is not None:
                self._tell(self._folder, now, str(origin), _plain(path))

    def count(self, origin: object, seconds: float, without: Collection[str] = ()) -> int:
        """How many were sent to *origin* in the last *seconds*, and perhaps within the second before that.

        Args:
            origin: of the service.
            seconds: how long ago the first of them was.
            without: paths that do not count.
        """
        since, left_out = math.floor(self._clock() - seconds), set(map(_plain, without))
        with self._lock:
            found = list(self._counts.items())
        found += [(one, 1) for one in self._of_others(since)]
        return sum(
            number
            for (second, whose, path), number in found
            if second >= since and whose == str(origin) and path not in left_out
        )

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._counts.clear()

    def _tell(self, folder: Path, now: int, origin: str, path: str) -> None:
        """One line, which the system appends whole."""
        file = folder / f"sent-{os.getpid()}-{now // PIECE}"
        if not file.exists():
            for old in folder.glob(f"sent-{os.getpid()}-*"):
                if int(old.name.rpartition("-")[2]) < (now - KEPT) // PIECE:
                    old.unlink(missing_ok=True)
        with file.open("ab", buffering=0) as lines:
            lines.write(f"{now}\t{origin}\t{path}\n".encode("utf-8", "surrogateescape"))

    def _of_others(self, since: int) -> Iterator[tuple[int, str, str]]:
        for file in self._folder.glob("sent-*") if self._folder is not None else ():
            _, process, piece = file.name.split("-")
            if int(process) == os.getpid() or int(piece) < since // PIECE:
                continue
            for line in file.read_text("utf-8", "surrogateescape").splitlines():
                second, origin, path = line.split("\t")
                yield int(second), origin, path

    def _forget(self, now: int) -> None:
        """Forget what is old; if too much is left, the older half of that."""
        for key in [key for key in self._counts if key[0] < now - KEPT]:
            del self._counts[key]
        if len(self._counts) > MOST:
            for key in sorted(self._counts)[: MOST // 2]:
                del self._counts[key]


def _plain(path: str) -> str:
    """Without a query and a final slash."""
    return path.partition("?")[0].rstrip("/") or "/"


SENT: Final = Sent()
