"""Believes a coverage report only where it speaks of this project's code, as it is now."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.coverage import Coverage, FileCoverage
from pytest_golive.testrun.coverage_raw import ROUNDING, Counts, Raw, RawFile, damaged

LINE_END: Final = re.compile(rb"\r\n|\r|\n")
DRIVE: Final = re.compile(r"[A-Za-z]:/")
DIFFERENCE: Final = 5.0  # percent points that counting a line twice may make


def checked(raw: Raw, path: Path, root: Path, tracked: Collection[str]) -> Coverage:
    """Turn *raw* into coverage of the project in *root*.

    Raises:
        CannotMeasure: it holds nothing, claims more than it shows, or was measured on other code.
    """
    names = frozenset(tracked)
    merged: dict[str, RawFile] = {}
    for name, reported in raw.files.items():
        _merge(merged, locate(name, raw.sources, root, names), reported)
    files = tuple(_file(name, merged[name]) for name in sorted(merged))
    shown = _shown(files)
    counts = raw.counts or shown
    if not shown.lines or not counts.lines:
        damaged(path, "it holds not one line of code")
    _check_origin(files, names, path)
    for file in files:
        if file.path in names:
            _fits(file, root, path)
    _check_claim(counts, shown, path)
    source = f"{raw.source} ({path.name})"
    return Coverage(source, counts.percent, counts.lines, counts.branches, files, raw.written)


def _check_origin(files: Sequence[FileCoverage], tracked: frozenset[str], path: Path) -> None:
    if not any(file.path in tracked for file in files):
        raise CannotMeasure(
            f"the coverage in {path} is of other code: none of its {len(files)} files is tracked here "
            f"({files[0].path!r} is the first)",
            "measure it in this project; [tool.coverage.run] relative_files = true makes it portable",
            path=str(path),
        )


def _check_claim(claimed: Counts, shown: Counts, path: Path) -> None:
    """A report must not claim more than its lines show.

    Tools that report one line in several classes count it several times: their rates may differ a little. Some
    count branches and do not say where; what they claim of those can only be taken or left.
    """
    allowed = ROUNDING if claimed.lines == shown.lines else DIFFERENCE
    rates = [100.0 * counts.lines_ran / counts.lines for counts in (claimed, shown)]
    if rates[0] > rates[1] + allowed:
        damaged(path, f"it claims that {rates[0]:.2f} % of its lines ran, and they show {rates[1]:.2f} %")
    if claimed.branches == shown.branches and claimed.branches_ran > shown.branches_ran:
        damaged(path, f"it claims {claimed.branches_ran} branches, and its lines show {shown.branches_ran}")


def _shown(files: Sequence[FileCoverage]) -> Counts:
    return Counts(
        sum(len(file.executed) + len(file.missing) for file in files),
        sum(len(file.executed) for file in files),
        sum(file.branches for file in files),
        sum(file.branches_taken for file in files),
    )


def locate(name: str, sources: Collection[str], root: Path, tracked: frozenset[str]) -> str:
    """The path, relative to the root, that a report means by *name*; *name* itself if it lies elsewhere.

    A report from another machine names folders of that machine: what counts then is the end of the path.
    """
    plain = name.replace("\\", "/")
    absolute = plain.startswith("/") or DRIVE.match(plain) is not None
    full = [plain] if absolute else [plain, *(f"{source}/{plain}".replace("\\", "/") for source in sources)]
    inside = list(filter(None, (_inside(path, root) for path in full)))
    # An absolute path shares at least a folder with us; a name alone could be anybody's.
    least = 2 if absolute else plain.count("/") + 1
    likely = [*inside, *(tail for path in full for tail in _tails(path, least))]
    return next(filter(tracked.__contains__, likely), next(iter(inside), plain))


def _tails(path: str, least: int) -> Iterator[str]:
    parts = os.path.normpath(path).lstrip("/").split("/")
    for start in range(len(parts) - least + 1):
        yield "/".join(parts[start:])


def _inside(path: str, root: Path) -> str:
    """*path* relative to the root, or "" if it is absolute and elsewhere."""
    if not path.startswith("/"):
        return "" if DRIVE.match(path) else os.path.normpath(path)
    path = os.path.normpath(path)
    for start in dict.fromkeys((str(root), os.path.realpath(root))):
        if path.startswith(f"{start}/"):
            return path.removeprefix(f"{start}/")
    return ""


def _merge(merged: dict[str, RawFile], name: str, file: RawFile) -> None:
    if name not in merged:
        merged[name] = file
        return
    for line, hits in file.hits.items():
        merged[name].hit(line, hits)
    for line, (taken, total) in file.branches.items():
        merged[name].branch(line, taken, total)


def _file(name: str, raw: RawFile) -> FileCoverage:
    executed, missing = (
        # Line 0 stands for an empty file, or for code that was generated.
        frozenset(line for line, hits in raw.hits.items() if line and bool(hits) is ran)
        for ran in (True, False)
    )
    partial = executed.intersection(line for line, (taken, total) in raw.branches.items() if taken < total)
    branches = sum(total for _, total in raw.branches.values())
    taken = sum(taken for taken, _ in raw.branches.values())
    return FileCoverage(name, executed, missing, partial, branches, taken)


def _fits(file: FileCoverage, root: Path, path: Path) -> None:
    """Lines behind the end of a file were measured on another version of it."""
    last = max(file.executed | file.missing, default=0)
    try:
        length = len(LINE_END.split((root / file.path).read_bytes()))
    except OSError as error:
        raise CannotMeasure(
            f"the coverage in {path} is of {file.path!r}, which cannot be read: {error.strerror}",
            "measure it again",
            path=file.path,
        ) from None
    if last > length:
        raise CannotMeasure(
            f"the coverage in {path} was measured on other code: it knows line {last} of {file.path!r}, "
            f"which has {length}",
            "measure it again",
            path=file.path,
        )
