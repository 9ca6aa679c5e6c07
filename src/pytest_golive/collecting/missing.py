"""Gates of a team's own that its files define but that have no row: each is reported, and each is a NO-GO."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path

from pytest_golive.collecting.promised import Collected, promises_in, without_row
from pytest_golive.context.run import Run

MOST = 20


def gates(run: Run, collected: Iterable[Collected], broken: Collection[str] = ()) -> list[str]:
    """One message for each gate without a row, with its place and the reason; none if gates were chosen by name.

    Args:
        run: holds the team's folder.
        collected: the rows that pytest made of it.
        broken: resolved paths of files that could not be imported, which is reported elsewhere.
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
    promises = [promise for promise in found if os.path.realpath(promise.path) not in broken]
    files = {row.path for row in rows}
    promises_without_row = without_row(promises, rows)
    left_out = dict.fromkeys(
        promise.path
        for promise in promises_without_row
        if str(promise.path.resolve()) not in files and not promise.is_helped
    )
    messages = [f"{_name(path, run)} holds gates, but was not collected" for path in left_out]
    messages += [
        f"{_name(promise.path, run)}:{promise.lines[1]}: the gate {promise.name} has no row: {promise.reason}"
        for promise in promises_without_row
        if promise.path not in left_out
    ]
    messages += [
        f"{_name(promise.path, run)} cannot be read as Python, and may hold gates: {promise.why}"
        for promise in unread
        if os.path.realpath(promise.path) not in broken
    ]
    more = len(messages) - MOST
    return [*messages[:MOST], *([f"{more:,} more gates have no row"] if more > 0 else [])]


def is_our_own_checklist(folder: Path) -> bool:
    """Whether *folder* is the built-in checklist itself, as in an editable install of this project."""
    from importlib import import_module

    built_in = Path(import_module("pytest_golive.gates").__path__[0])
    return folder.resolve() == built_in.resolve()


def _no_folder(run: Run) -> list[str]:
    if not run.loaded.holds("gates"):
        return []
    place = run.loaded.place_of("gates")
    problem = "is not a folder" if run.gates_folder.exists() else "does not exist"
    return [f'{place}: gates = "{run.settings.gates}" {problem}: make it, correct the name, or remove the setting']


def _name(path: Path, run: Run) -> str:
    return path.relative_to(run.root).as_posix() if path.is_relative_to(run.root) else str(path)
