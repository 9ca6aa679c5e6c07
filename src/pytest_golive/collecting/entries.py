"""The rows of the built-in checklist before anything is collected, from the modules that define them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from itertools import islice
from typing import Any

import pytest

from pytest_golive.activation import PHASES, ROOT
from pytest_golive.collecting.executing import rows as steps
from pytest_golive.judging.verdict import Entry
from pytest_golive.sections import parts, sections
from pytest_golive.settings.model import Settings
from pytest_golive.settings.wording.titles import in_force


def is_marked(obj: object) -> bool:
    """Whether *obj* is a function under ``@gate``."""
    marks = getattr(obj, "pytestmark", ())
    return isinstance(marks, list) and any(getattr(mark, "name", "") == "gate" for mark in marks)


def kind_by(mark: pytest.Mark, source: str, section: str) -> str:
    """The kind that the gate names, else its module, else its section."""
    modules = (import_module(source), *islice(parts("gates", section), 1))
    default = next((module.KIND for module in modules if hasattr(module, "KIND")), "")
    return str(mark.kwargs.get("kind", default))


def built_in_entries(settings: Settings | None = None) -> list[Entry]:
    """All rows of the built-in checklist, collected or not, with titles for *settings*, or for the defaults.

    With *settings*, also the team's own steps in them.
    """
    own = steps.step_entries(settings) if settings is not None else []
    settings = settings or Settings()
    return [*(built_in_entry(section, function, settings) for section, function in built_in_gates()), *own]


def built_in_gates() -> Iterator[tuple[str, Any]]:
    """Each function of the built-in checklist with the section it belongs to."""
    for section in sections():
        for module in parts("gates", section):
            functions = (obj for obj in vars(module).values() if is_marked(obj) and obj.__module__ == module.__name__)
            yield from ((section, function) for function in functions)


def built_in_entry(section: str, function: Any, settings: Settings) -> Entry:
    """The row of one function of the built-in checklist, with the title for *settings*."""
    shared = getattr(import_module(function.__module__), "pytestmark", [])
    marks = [*(shared if isinstance(shared, list) else [shared]), *function.pytestmark]
    mark_names = {mark.name for mark in marks}
    mark = next(mark for mark in marks if mark.name == "gate")
    name = function.__name__
    title = in_force(f"{section}::{name}", str(mark.args[0]), settings)
    phases = tuple(phase for phase in PHASES if phase in mark_names)
    kind, term = kind_by(mark, function.__module__, section), str(mark.kwargs.get("after", ""))
    return Entry(f"{ROOT}/{section}::{name}", title, section, phases, kind, term=term)


def is_under(nodeid: str, chosen: str) -> bool:
    """Whether *chosen* names *nodeid* or a part of the tree around it."""
    return chosen in {ROOT, nodeid} or nodeid.startswith((f"{chosen}/", f"{chosen}::", f"{chosen}["))
