"""Shows where an error in a team's own gate came from, since only the team can fix it."""

from __future__ import annotations

import os
import traceback
from pathlib import Path
from typing import Any

import pytest

from pytest_golive.errors import GoliveError

MOST_FRAMES = 8


def trace(item: pytest.Item, error: BaseException | None, record: dict[str, Any], root: Path) -> None:
    """Add to *record* the place in the team's own code where *error* arose, and the calls that led there."""
    if record["built_in"] or error is None or isinstance(error, GoliveError | pytest.skip.Exception):
        return
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if is_of_project(frame.filename, root)]
    calls = [(os.path.relpath(frame.filename, root), frame.lineno or 0, frame) for frame in frames]
    if calls and not record["place"][0]:
        record["place"] = list(calls[-1][:2])
    if isinstance(error, pytest.fail.Exception):
        return
    record["trace"] = [f"{path}:{line} in {frame.name}: {frame.line}" for path, line, frame in calls[-MOST_FRAMES:]]
    record["cure"] = f"repair what raises; pytest {item.nodeid} --tb=long runs it alone"


def is_of_project(file: str, root: Path) -> bool:
    """Whether *file* belongs to the project, and not to a package installed below its folder."""
    path = Path(file)
    return path.is_relative_to(root) and "site-packages" not in path.parts
