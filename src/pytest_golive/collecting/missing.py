"""Gates of a team's own that stand in its files and have no row: each is told, and each is a NO-GO."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from pytest_golive.collecting.promised import Collected, promises_in, without_row
from pytest_golive.context.run import Run

MOST = 20


def gates(run: Run, collected: Iterable[Collected], broken: Collection[str] = ()) -> list[str]:
    """What has no row, each with its place and why; nothing in a run of single gates chosen by name.

    Args:
        run: with the team's folder.
        collected: the rows that pytest made of it.
        broken: resolved paths of files that could not be imported, which is told elsewhere.
    """
    if run.asked.chosen:
        return []
    folder = run.gates_folder
    if not folder.is_dir():
        return _no_folder(run)
    if is_our_own_checklist(folder):
        return []
    rows = list(collected)
    found, unread = promises_in(folder)
    promises = [one for one in found if os.path.realpath(one.path) not in broken]
    files = {row.path for row in rows}
    lacking = without_row(promises, rows)
    left_out = dict.fromkeys(one.path for one in lacking if str(one.path.resolve()) not in files and not one.is_helped)
    told = [f"{_name(path, run)} holds gates, but was not collected" for path in left_out]
    told += [
        f"{_name(one.path, run)}:{one.lines[1]}: the gate {one.name} has no row: {one.reason}"
        for one in lacking
        if one.path not in left_out
    ]
    told += [
        f"{_name(one.path, run)} cannot be read as Python, and may hold gates: {one.why}"
        for one in unread
        if os.path.realpath(one.path) not in broken
    ]
    more = len(told) - MOST
    return [*told[:MOST], *([f"{more:,} more gates have no row"] if more > 0 else [])]


def is_our_own_checklist(folder: Path) -> bool:
    """Whether *folder* is the built-in checklist itself, as in an editable install of this project."""
    from importlib import import_module

    built_in = Path(import_module("pytest_golive.gates").__path__[0])
    return folder.resolve() == built_in.resolve()


def _no_folder(run: Run) -> list[str]:
    if not run.loaded.holds("gates"):
        return []
    place = run.loaded.place_of("gates")
    what = "is not a folder" if run.gates_folder.exists() else "does not exist"
    return [f'{place}: gates = "{run.settings.gates}" {what}: make it, correct the name, or remove the setting']


def _name(path: Path, run: Run) -> str:
    return path.relative_to(run.root).as_posix() if path.is_relative_to(run.root) else str(path)
