"""Accepts a coverage report only if it is about this project's present code."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.coverage.files import FileCoverage
from pytest_golive.testrun.coverage.formats.raw import ROUNDING, Counts, Raw, RawFile, damaged
from pytest_golive.testrun.coverage.names import Names
from pytest_golive.testrun.coverage.result import Coverage

LINE_END: Final = re.compile(rb"\r\n|\r|\n")
DIFFERENCE: Final = 5.0  # percentage points that lines counted twice may cause


def checked(raw: Raw, path: Path, root: Path, tracked: Collection[str]) -> Coverage:
    """Turn *raw* into coverage of the project in *root*.

    Raises:
        CannotMeasure: it is empty, claims more than it shows, or was measured on other code.
    """
    names = frozenset(tracked)
    merged: dict[str, RawFile] = {}
    places = Names(path, root, names, raw.sources).locate_all(raw.files)
    for name, reported in raw.files.items():
        _merge(merged, places[name], reported)
    files = tuple(_fitted(_file(name, merged[name]), root, path, names) for name in sorted(merged))
    counted = _counts_of(files)
    counts = raw.counts or counted
    if not counted.lines or not counts.lines:
        damaged(path, "it holds not one line of code", "let the tests import the code that is to be measured")
    _check_origin(files, names, path)
    _check_claim(counts, counted, path)
    source = f"{raw.source} ({path.name})"
    has_branches = raw.has_branches or counts.branches > 0
    return Coverage(source, counts.percent, counts.lines, counts.branches, files, raw.written, has_branches)


def _check_origin(files: Sequence[FileCoverage], tracked: frozenset[str], path: Path) -> None:
    if not any(file.path in tracked for file in files):
        raise CannotMeasure(
            f"the coverage in {path} is of other code: none of its {len(files)} files is tracked here "
            f"({files[0].path!r} is the first)",
            "measure it in this project; [tool.coverage.run] relative_files = true makes it portable",
            path=str(path),
        )


def _check_claim(claimed: Counts, counted: Counts, path: Path) -> None:
    """Check that a report does not claim more than its lines show.

    Tools that report one line in several classes count it several times: their rates may differ a little. Some count
    branches without saying where; such claims can only be accepted as they are.
    """
    allowed = ROUNDING if claimed.lines == counted.lines else DIFFERENCE
    rates = [100.0 * counts.lines_ran / counts.lines for counts in (claimed, counted)]
    if rates[0] > rates[1] + allowed:
        damaged(path, f"it claims that {rates[0]:.2f} % of its lines ran, and they show {rates[1]:.2f} %")
    if claimed.branches == counted.branches and claimed.branches_ran > counted.branches_ran:
        damaged(path, f"it claims {claimed.branches_ran} branches, and its lines show {counted.branches_ran}")


def _counts_of(files: Sequence[FileCoverage]) -> Counts:
    return Counts(
        sum(len(file.executed) + len(file.missing) for file in files),
        sum(len(file.executed) for file in files),
        sum(file.branches for file in files),
        sum(file.branches_taken for file in files),
    )


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
        # Line 0 stands for an empty file, or for generated code.
        frozenset(line for line, hits in raw.hits.items() if line and bool(hits) is ran)
        for ran in (True, False)
    )
    partial = executed.intersection(line for line, (taken, total) in raw.branches.items() if taken < total)
    branches = sum(total for _, total in raw.branches.values())
    taken = sum(taken for taken, _ in raw.branches.values())
    return FileCoverage(name, executed, missing, partial, branches, taken)


def _fitted(file: FileCoverage, root: Path, path: Path, tracked: frozenset[str]) -> FileCoverage:
    """*file* without the line after its last one, which LLVM reports.

    Lines further beyond the end were measured on another version of the file.
    """
    if file.path not in tracked:
        return file
    last = max(file.executed | file.missing, default=0)
    length = _length(file.path, root, path)
    if last > length + 1:
        raise CannotMeasure(
            f"the coverage in {path} was measured on other code: it knows line {last} of {file.path!r}, "
            f"which has {length}",
            "run the tests again on the code as it is now",
            path=file.path,
        )
    if last <= length:
        return file
    behind = {last}
    return replace(file, executed=file.executed - behind, missing=file.missing - behind, partial=file.partial - behind)


def _length(name: str, root: Path, path: Path) -> int:
    try:
        lines = LINE_END.split((root / name).read_bytes())
    except OSError as error:
        raise CannotMeasure(
            f"the coverage in {path} is of {name!r}, which cannot be read: {error.strerror}",
            "run the tests again on the code as it is now",
            path=name,
        ) from None
    return len(lines) - (not lines[-1])
