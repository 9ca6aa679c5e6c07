"""Believes a coverage report only where it speaks of this project's code, as it is now."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.coverage import Coverage, FileCoverage
from pytest_golive.testrun.coverage_raw import Raw, RawFile, damaged

LINE_END: Final = re.compile(rb"\r\n|\r|\n")
DRIVE: Final = re.compile(r"[A-Za-z]:/")
ROUNDING: Final = 0.1  # percent points between what a report claims and what its lines show


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
    if not any(file.executed or file.missing for file in files) or raw.totals == (0, 0):
        damaged(path, "it holds not one line of code")
    ours = [file for file in files if file.path in names]
    if not ours:
        raise CannotMeasure(
            f"the coverage in {path} is of other code: none of its {len(files)} files is tracked here "
            f"({files[0].path!r} is the first)",
            "measure it in this project; [tool.coverage.run] relative_files = true makes it portable",
            path=str(path),
        )
    for file in ours:
        _fits(file, root, path)
    statements = sum(len(file.executed) + len(file.missing) for file in files)
    branches = sum(file.branches for file in files)
    shown = 100.0 * _covered(files) / (statements + branches)
    if raw.percent is not None and (raw.percent > shown + ROUNDING or not 0 <= raw.percent <= 100):  # noqa: PLR2004
        damaged(path, f"it claims {raw.percent:.2f} %, and its lines show {shown:.2f} %")
    statements, branches = raw.totals or (statements, branches)
    percent = shown if raw.percent is None else raw.percent
    return Coverage(f"{raw.source} ({path.name})", percent, statements, branches, files, raw.written)


def locate(name: str, sources: Collection[str], root: Path, tracked: frozenset[str]) -> str:
    """The path, relative to the root, that a report means by *name*; *name* itself if it lies elsewhere.

    A report from another machine names folders of that machine: what counts then is the end of the path.
    """
    plain = name.replace("\\", "/")
    absolute = plain.startswith("/") or DRIVE.match(plain) is not None
    full = [plain] if absolute else [plain, *(f"{source}/{plain}" for source in sources)]
    inside = [path for path in (_inside(path.replace("\\", "/"), root) for path in full) if path]
    for path in inside:
        if path in tracked:
            return path
    for path in full:
        parts = os.path.normpath(path.replace("\\", "/")).lstrip("/").split("/")
        # An absolute path shares at least a folder with us; a name alone could be anybody's.
        least = 2 if absolute else plain.count("/") + 1
        for start in range(len(parts) - least + 1):
            if (tail := "/".join(parts[start:])) in tracked:
                return tail
    return inside[0] if inside else plain


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
    lines = {line: hits for line, hits in raw.hits.items() if line}  # line 0: an empty file, or generated code
    return FileCoverage(
        name,
        frozenset(line for line, hits in lines.items() if hits),
        frozenset(line for line, hits in lines.items() if not hits),
        frozenset(line for line, (taken, total) in raw.branches.items() if taken < total and lines.get(line)),
        sum(total for _, total in raw.branches.values()),
        sum(taken for taken, _ in raw.branches.values()),
    )


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


def _covered(files: tuple[FileCoverage, ...]) -> int:
    return sum(len(file.executed) + file.branches_taken for file in files)
