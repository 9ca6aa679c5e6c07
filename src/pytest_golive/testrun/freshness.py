"""Whether a report is about the code that is here now."""

from __future__ import annotations

import datetime as dt
import math
import os
import time
from collections.abc import Collection, Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from pytest_golive.codebase.inventory.languages.languages import by_name
from pytest_golive.delivery.git.index import SUBMODULE
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import counted

TOLERANCE: Final = 1.0  # seconds; some file systems store no fractions, and clocks differ
FUTURE: Final = 300.0
SHOWN: Final = 7  # characters of a commit's hash
# What test runs leave behind that is not code, even if git was not told to ignore it.
LEFTOVERS: Final = (
    "*.pyc", ".coverage", ".coverage.*", "*/.coverage", "*/.coverage.*", "coverage.xml", "*/coverage.xml",
    "coverage.json", "*/coverage.json", "*lcov.info", "htmlcov/*", "*/htmlcov/*", ".pytest_cache/*", ".golive/*",
)  # fmt: skip

Moment = tuple[float, str]


def code_time(repository: Repository, leave_out: Collection[str] = ()) -> float:
    """When the code was last changed, in seconds since the epoch.

    Neither git's time nor the file system's is enough. Tests run, then committed: the commit is newer than the report,
    the files are not. A checkout in CI: the files are newer than any report, the commit is not. So for files equal to
    HEAD the earlier of both times counts, and for files that differ from HEAD their own time.

    Args:
        repository: the project's.
        leave_out: paths of reports, relative to the root, which are not code.
    """
    return _Code(repository, leave_out).time


def check_fresh(
    report: Path,
    written: float,
    repository: Repository,
    leave_out: Collection[str] = (),
    commits: Collection[str] = (),
) -> None:
    """Check that *report* is about the code that is here.

    A report that was here before a file was written is older than that file, whatever the commit's time says: another
    branch was checked out, or a commit was backdated. A report that came later, as from an earlier CI job, may be from
    another checkout of the same commit; then the commit's time decides. If a report names its commit, that commit
    decides.

    Args:
        report: the file.
        written: when, in seconds since the epoch, by its own content and by the file system.
        repository: the project's.
        leave_out: paths of further reports, relative to the root, which are not code.
        commits: the commits that it names.

    Raises:
        CannotMeasure: it is older, from the future, or of another commit.
    """
    report_path = os.path.relpath(report.absolute(), repository.root)
    if written > time.time() + FUTURE:
        raise CannotMeasure(
            f"{report_path} says it was written at {_text(written)}, which is in the future",
            "set the clock of the machine that wrote it, and run the tests again",
            path=report_path,
        )
    code = _Code(repository, {report_path, *leave_out})
    if code.differing[0] > written + TOLERANCE:
        raise _stale(report_path, written, code.differing)
    for commit in commits:
        _check_commit(report_path, written, code, commit)
    if commits or code.here is None or code.here[0] <= written + TOLERANCE:
        return
    if _came(report) < code.here[0] - TOLERANCE or code.committed is None:
        raise _stale(report_path, written, code.here)
    if code.committed[0] > written + TOLERANCE:
        raise _stale(report_path, written, min(code.here, code.committed))


class _Code:
    """The age of the code, without the reports in it."""

    def __init__(self, repository: Repository, leave_out: Collection[str]) -> None:
        self.repository, self._leave_out = repository, leave_out
        names = [entry.path for entry in repository.tracked() if entry.mode != SUBMODULE]
        self.differing = max(_moments(repository.root, self.of_code(_differing(repository))), default=(0.0, ""))
        self.here = max(_moments(repository.root, self.of_code(names)), default=None)
        head = repository.head
        self.committed = (_time_of(repository, head.sha), f"HEAD ({head.sha[:7]}) was committed") if head else None

    @property
    def time(self) -> float:
        known = [moment for moment in (self.here, self.committed) if moment is not None]
        return max(self.differing, min(known, default=(0.0, "")))[0]

    def of_code(self, paths: Iterable[str]) -> list[str]:
        return [path for path in paths if not _is_report(path, self._leave_out)]


def _check_commit(report_path: str, written: float, code: _Code, named: str) -> None:
    """Check that the commit *named* has the same code as HEAD, or that changes were committed after the tests ran."""
    repository = code.repository
    full = repository.commit(named)
    if not full or repository.head is None:
        raise CannotMeasure(
            f"{report_path} was made from commit {named[:SHOWN]}, which is not in this repository",
            "fetch it, or run the tests again",
            path=report_path,
        )
    differing = code.of_code(repository.paths_between(full, repository.head.sha))
    younger = max(_moments(repository.root, differing), default=(0.0, ""))[0] > written + TOLERANCE
    if differing and (younger or not repository.is_ancestor(full)):
        raise CannotMeasure(
            f"{report_path} was made from commit {full[:SHOWN]}, and HEAD ({repository.head.sha[:SHOWN]}) is another: "
            f"{counted(len(differing), 'file differs', 'files differ')}, {differing[0]} among them",
            "run the tests again",
            path=report_path,
        )


def _stale(report_path: str, written: float, changed: Moment) -> CannotMeasure:
    return CannotMeasure(
        f"{report_path} is older than the code: it was written at {_text(written)}, "
        f"and {changed[1]} at {_text(changed[0])}",
        "run the tests again",
        path=report_path,
    )


def _came(report: Path) -> float:
    """When the file was created here; this time cannot be set back."""
    try:
        return report.stat().st_ctime
    except OSError:
        return math.inf  # it is elsewhere


def _differing(repository: Repository) -> list[str]:
    """Files that differ from HEAD: untracked logs and lists are not code, a module that is not added yet is."""
    changes = repository.changed()
    return [*changes.tracked, *(path for path in changes.untracked if by_name(path) is not None)]


def _moments(root: Path, paths: Iterable[str]) -> Iterator[Moment]:
    for path in paths:
        name = path.replace("\n", "\\n")
        try:
            yield os.lstat(root / path).st_mtime, f"{name} was changed"
        except OSError:
            # Only its former folder keeps the time of a removal.
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


def _time_of(repository: Repository, commit: str) -> float:
    """When *commit* was made, by its committer's clock."""
    return float(repository.git("rev-list", "--max-count=1", "--timestamp", commit, "--").split()[0])
