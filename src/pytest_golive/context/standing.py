"""Checks that the work tree does not change during a run: else later rows would measure other files."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure

MOST = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of the work tree at one moment.

    Attributes:
        commit: full hash of HEAD; "" before the first commit.
        changed: by path relative to the root, size in bytes and time in nanoseconds of each tracked file that differs
            from HEAD; (-1, -1) for a deleted file.
    """

    commit: str
    changed: dict[str, tuple[int, int]]


AT_FIRST: Final = pytest.StashKey[Standing | None]()  # when the run began; only the process that the user started knows


def look(root: Path) -> Standing | None:
    """The state now; None if git fails, which every row that needs git reports with its fix."""
    try:
        repository = Repository.open(root)
        changed = {path: _state(root / path) for path in repository.changed_tracked()}
        return Standing(repository.commit("HEAD"), changed)
    except CannotMeasure:
        return None


def moved(before: Standing | None, after: Standing | None, outputs: Collection[str]) -> list[str]:
    """Faults if anything changed in between, except *outputs*, the files that runs write."""
    if before is None and after is None:
        return []
    if before is None or after is None:
        return ["git could read the repository only at one end of the run: see git status, and run it again"]
    if before.commit != after.commit:
        return [f"HEAD moved from {before.commit[:10]} to {after.commit[:10]} while the checklist ran; run it again"]
    paths = sorted(path for path, _ in before.changed.items() ^ after.changed.items())
    found = [path for path in dict.fromkeys(paths) if not _is_output(path, outputs)]
    if not found:
        return []
    more = f" and {len(found) - MOST} more" if len(found) > MOST else ""
    named = ", ".join(found[:MOST])
    return [f"{named}{more} changed while the checklist ran, and rows may have seen either; run it again"]


def _is_output(path: str, outputs: Collection[str]) -> bool:
    return any(path == output or path.startswith(f"{output}/") for output in outputs)


def _state(path: Path) -> tuple[int, int]:
    try:
        found = os.lstat(path)
    except OSError:
        return (-1, -1)
    return (found.st_size, found.st_mtime_ns)
