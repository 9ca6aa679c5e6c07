"""Whether a report speaks of the code that is here now."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Collection, Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from pytest_golive.codebase.languages import by_name
from pytest_golive.delivery.git import Repository
from pytest_golive.delivery.index import SUBMODULE
from pytest_golive.errors import CannotMeasure

TOLERANCE: Final = 1.0  # seconds; some file systems keep no fractions, some clocks differ
FUTURE: Final = 300.0
# What test runs leave behind, and nobody would call code, where git was not told to ignore it.
LEFTOVERS: Final = (
    "*.pyc", ".coverage", ".coverage.*", "*/.coverage", "*/.coverage.*", "coverage.xml", "*/coverage.xml",
    "coverage.json", "*/coverage.json", "*lcov.info", "htmlcov/*", "*/htmlcov/*", ".pytest_cache/*", ".golive/*",
)  # fmt: skip

Moment = tuple[float, str]


def code_time(repository: Repository, leave_out: Collection[str] = ()) -> float:
    """When the code became what it is, in seconds since the epoch.

    Neither git's time nor the file system's will do alone. Tests run, then committed: the commit is younger than
    the report, the files are not. A checkout in CI: the files are younger than any report, the commit is not. So
    what equals HEAD is as old as the earlier of the two says, and what differs from HEAD as old as its file.

    Args:
        repository: the project's.
        leave_out: paths relative to the root that are reports, not code.
    """
    return _newest(repository, leave_out)[0]


def check_fresh(report: Path, written: float, repository: Repository, leave_out: Collection[str] = ()) -> None:
    """Make sure that *report* is not older than the code.

    Args:
        report: the file.
        written: when, in seconds since the epoch, by its own words and by the file system.
        repository: the project's.
        leave_out: further paths relative to the root that are reports, not code.

    Raises:
        CannotMeasure: it is older, or comes from the future.
    """
    own = os.path.relpath(report.absolute(), repository.root)
    if written > time.time() + FUTURE:
        raise CannotMeasure(
            f"{own} says it was written at {_text(written)}, which is in the future",
            "set the clock of the machine that wrote it, and run the tests again",
            path=own,
        )
    changed, what = _newest(repository, {own, *leave_out})
    if written < changed - TOLERANCE:
        raise CannotMeasure(
            f"{own} is older than the code: it was written at {_text(written)}, and {what} at {_text(changed)}",
            "run the tests again",
            path=own,
        )


def _newest(repository: Repository, leave_out: Collection[str]) -> Moment:
    changed = [path for path in _differing(repository) if not _is_report(path, leave_out)]
    differing = max(_moments(repository.root, changed), default=(0.0, ""))
    names = (entry.path for entry in repository.tracked() if entry.mode != SUBMODULE)
    here = max(_moments(repository.root, (name for name in names if not _is_report(name, leave_out))), default=None)
    head = repository.head
    committed = (float(head.time), f"HEAD ({head.sha[:7]}) was committed") if head else None
    known = [moment for moment in (here, committed) if moment is not None]
    return max(differing, min(known, default=(0.0, "")))


def _differing(repository: Repository) -> list[str]:
    """What differs from HEAD: a log or a list that lies about untracked is no code, a module not added yet is."""
    changes = repository.changed()
    return [*changes.tracked, *(path for path in changes.untracked if by_name(path) is not None)]


def _moments(root: Path, paths: Iterable[str]) -> Iterator[Moment]:
    for path in paths:
        name = path.replace("\n", "\\n")
        try:
            yield os.lstat(root / path).st_mtime, f"{name} was changed"
        except OSError:
            # Nothing keeps the time of a removal but the folder it was removed from.
            yield _folder_time(root, path), f"{name} was removed"


def _folder_time(root: Path, path: str) -> float:
    folder = (root / path).parent
    while folder != root and not folder.is_dir():
        folder = folder.parent
    return folder.stat().st_mtime


def _is_report(path: str, leave_out: Collection[str]) -> bool:
    return path in leave_out or any(fnmatchcase(path, glob) for glob in LEFTOVERS)


def _text(moment: float) -> str:
    return f"{dt.datetime.fromtimestamp(moment, dt.UTC):%Y-%m-%d %H:%M:%S} UTC"
