"""The newest backup among files, and the one before it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure

SUFFIX: Final = ".manifest.json"  # of manifests, which lie beside their backups
AHEAD: Final = 300.0  # seconds by which the clock of a file server may be ahead
MOST: Final = 100_000  # files that a pattern may match


@dataclass(frozen=True, slots=True)
class Found:
    """A backup that is a file or a folder.

    Attributes:
        path: where it is, absolute.
        size: its bytes; of a folder those of all files in it.
        at: when it was last written, seconds since 1970.
        before: bytes of the one before it; None without one.
        flaw: what its own record says is wrong with it; "" for nothing.
    """

    path: Path
    size: int
    at: float
    before: int | None = None
    flaw: str = ""

    @property
    def name(self) -> str:
        """Its name without its folder."""
        return self.path.name

    @property
    def age(self) -> float:
        """Seconds since it was last written."""
        return max(0.0, time.time() - self.at)

    def still(self) -> None:
        """Nobody has written to it meanwhile.

        Raises:
            CannotMeasure: somebody has, or it is gone.
        """
        size, at = _measured(self.path)
        if (size, at) != (self.size, self.at):
            what = f"{self.name} changed while it was read, so it was not complete"
            raise CannotMeasure(what, "let the backup end first; write it under another name, and rename it at the end")


def newest(root: Path, pattern: str) -> Found:
    """The newest backup that *pattern* matches, a glob below *root* or an absolute one.

    Raises:
        CannotMeasure: there is none, it cannot be read, or it is of the future.
    """
    matching = list(_matching(root, pattern))
    if not matching:
        raise CannotMeasure(
            f"no backup is there: nothing matches {pattern}",
            "make the backup, or correct [tool.golive.deployment.backup] files",
        )
    dated = sorted(((at, str(path), size) for path in matching for size, at in [_measured(path)]), reverse=True)
    at, name, size = dated[0]
    if at > time.time() + AHEAD:
        what = f"{Path(name).name} is dated {time.strftime('%Y-%m-%d %H:%M', time.gmtime(at))} UTC, in the future"
        raise CannotMeasure(
            f"{what}, so its age is unknown", "see the clocks of this machine and of the one that wrote"
        )
    # A second name of the newest, such as a link that is called "latest", is not the one before it.
    before = (one for _, other, one in dated[1:] if not os.path.samefile(name, other))  # noqa: PTH121 -- texts
    try:
        return Found(Path(name), size, at, next(before, None))
    except OSError as error:
        what = f"a backup beside {Path(name).name} cannot be read: {error.strerror}"
        raise CannotMeasure(what, "run the same command again, once nothing is removed there") from None


def _matching(root: Path, pattern: str) -> Iterator[Path]:
    base, glob = (Path(Path(pattern).anchor), pattern.lstrip("/")) if Path(pattern).is_absolute() else (root, pattern)
    try:
        for number, path in enumerate(base.glob(glob)):
            if number >= MOST:
                raise CannotMeasure(f"{pattern} matches more than {MOST:,} files", "name the folder of the backups")
            if not path.name.endswith(SUFFIX) and (path.is_file() or path.is_dir()):
                yield path.absolute()
    except (OSError, ValueError, NotImplementedError) as error:
        raise CannotMeasure(f"{pattern} cannot be looked for: {error}", "correct the glob, or its folder") from None


def _measured(path: Path) -> tuple[int, float]:
    """Size and time; of a folder those of its files together, and of its newest one."""
    try:
        if not path.is_dir():
            status = path.stat()
            return status.st_size, status.st_mtime
        size, at = 0, path.stat().st_mtime
        for folder, _, files in os.walk(path, onerror=_raise):
            for file in files:
                status = os.lstat(os.path.join(folder, file))  # noqa: PTH118 -- of names that os.walk gives
                size, at = size + status.st_size, max(at, status.st_mtime)
    except OSError as error:
        raise CannotMeasure(f"{path.name} cannot be read: {error.strerror}", "see its permissions") from None
    return size, at


def _raise(error: OSError) -> None:
    raise error
