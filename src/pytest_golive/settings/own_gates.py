"""Finds a team's folder of gates without loading all settings; an ordinary run must ignore it."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

USUAL = "gates"
SPEAKS_OF_US = re.compile(rb"\bpytest_golive\b|\bmark\.gate\b|\bdef \w+\([^)]*\bjudge\b")
MOST_BYTES = 1_000_000


def project_folder(folder: Path, root: Path) -> Path:
    """The folder whose settings are valid for *folder*; *root* is pytest's rootdir.

    A golive table between the two has priority over that of the rootdir, which only holds pytest's own settings.
    """
    from pytest_golive.settings.files.reading import find_project, has_own_settings

    return next((place for place in _up_to(folder, root) if has_own_settings(place)), None) or find_project(root)


def has_table(folder: Path, root: Path) -> bool:
    """Whether there are settings of ours for *folder*."""
    return _settings_folder(folder, root) is not None


def gates_folder(folder: Path, root: Path) -> Path | None:
    """The team's folder of gates, resolved; None if there is none.

    A folder named in the settings is one; a folder with only the usual name must mention us in a file, since it may
    also hold the tests of a project that makes gates of another kind.
    """
    project = _settings_folder(folder, root)
    named = _gates_in(project) if project is not None else ""
    place = ((project or root) / (named or USUAL)).resolve()
    if not os.path.isdir(place):  # noqa: PTH112 -- a name of any length
        return None
    return place if named or any(map(_speaks_of_us, python_files(place))) else None


def python_files(folder: Path) -> Iterator[Path]:
    """The Python files below *folder*, also in linked folders, as pytest collects them."""
    visited: set[str] = set()
    for place, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(place)
        if real in visited:  # circular links, or two links to one folder
            folders.clear()
            continue
        visited.add(real)
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (Path(place, name) for name in names if name.endswith(".py"))


def _settings_folder(folder: Path, root: Path) -> Path | None:
    for place in (*_up_to(folder, root), root, *root.parents):
        if (place / "golive.toml").exists() or b"golive" in _content(place / "pyproject.toml"):
            return place
        if (place / ".git").exists() and root.is_relative_to(place):
            return None
    return None


def _up_to(folder: Path, root: Path) -> Iterator[Path]:
    """*folder* and its parents, below *root*."""
    if folder.is_relative_to(root):
        yield from (place for place in (folder, *folder.parents) if place != root and place.is_relative_to(root))


def _gates_in(project: Path) -> str:
    """The folder of gates in the settings of *project*; "" if they do not name it, or cannot be read."""
    own_table = _table(project / "golive.toml")
    table: Any = own_table or _table(project / "pyproject.toml").get("tool", {})
    table = table if own_table or not isinstance(table, dict) else table.get("golive", {})
    name = table.get("gates", "") if isinstance(table, dict) else ""
    return name if isinstance(name, str) else ""


def _table(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_content(file).decode())
    except (ValueError, RecursionError):  # a run of the checklist reports its faults
        return {}


def _speaks_of_us(file: Path) -> bool:
    return SPEAKS_OF_US.search(_content(file)) is not None


def _content(file: Path) -> bytes:
    try:
        if not file.is_file():
            return b""
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES)
    except OSError:
        return b""
