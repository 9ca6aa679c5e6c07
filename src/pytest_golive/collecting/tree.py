"""Put the gates into the collection tree: ours under their own ids, the team's at their files.

Everything that relies on little-used parts of pytest is in this file.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pytest_golive.activation import PHASES, ROOT
from pytest_golive.collecting import chain
from pytest_golive.collecting.promised import Collected
from pytest_golive.context.run import RUN
from pytest_golive.judging.verdict import Entry
from pytest_golive.sections import OURS, names, parts, sections
from pytest_golive.settings.model import Settings
from pytest_golive.settings.wording.titles import in_force


def is_marked(obj: object) -> bool:
    """Whether *obj* is a function under ``@gate``."""
    marks = getattr(obj, "pytestmark", ())
    return isinstance(marks, list) and any(getattr(mark, "name", "") == "gate" for mark in marks)


class Section(pytest.Module):
    """One section of the built-in checklist, or a part of it: the gates of one module."""

    source: str

    @classmethod
    def of(cls, checklist: Checklist, section: str, source: str) -> Section:
        """The gates that the module *source* has for *section*; all parts of a section have its id."""
        path = Path(str(find_spec(source).origin))  # type: ignore[union-attr]
        node: Section = cls.from_parent(checklist, name=section, path=path, nodeid=f"{ROOT}/{section}")
        node.source = source
        return node

    def _getobj(self) -> ModuleType:
        return import_module(self.source)

    def istestfunction(self, obj: object, name: str) -> bool:  # noqa: ARG002 -- pytest's signature
        """Only a marked function is a gate; an imported helper is not."""
        return is_marked(obj)

    def istestclass(self, obj: object, name: str) -> bool:  # noqa: ARG002 -- pytest's signature
        """Gates are functions."""
        return False


class Checklist(pytest.Collector):
    """The root of the built-in gates, a child of the session."""

    @classmethod
    def from_session(cls, session: pytest.Session) -> Checklist:
        """Attach it to *session* under the id ``golive``."""
        path = Path(import_module(f"{OURS}.gates").__path__[0])
        return cls.from_parent(session, name=ROOT, path=path, nodeid=ROOT)

    def collect(self) -> Iterator[Section]:
        """The sections, in the order of the checklist; before them, what opens the phase."""
        if chain.is_there(self.config.stash[RUN]):
            yield Section.of(self, chain.SECTION, chain.__name__)
        for section in sections():
            for source in names("gates", section):
                yield Section.of(self, section, source)


class TeamGates(pytest.Module):
    """A module of the team's own ``gates/`` folder: its tests, and what it marks with ``@gate``."""

    def istestfunction(self, obj: object, name: str) -> bool:
        """A function under ``@gate`` counts whatever its name: a misspelt name must not lose a gate."""
        return is_marked(obj) or super().istestfunction(obj, name)


def is_gate(item: pytest.Item) -> bool:
    """Whether *item* is a row of the checklist: built in, or from the team's folder."""
    return item.getparent(Section) is not None or item.getparent(TeamGates) is not None


def is_built_in(item: pytest.Item) -> bool:
    """Whether *item* is one of ours."""
    return item.getparent(Section) is not None


def permission_of(item: pytest.Item) -> str:
    """The permission that the row needs beyond reading, ``@gate("…", permission="rate_limit")``; "" for none."""
    mark = item.get_closest_marker("gate")
    return str(mark.kwargs.get("permission", "")) if mark else ""


def fix_of(item: pytest.Item) -> str:
    """What a gate of the team's own says to do when it is red, ``@gate("…", fix="…")``; "" for nothing."""
    mark = item.get_closest_marker("gate")
    return str(mark.kwargs.get("fix", "")) if mark else ""


def kind_of(item: pytest.Item) -> str:
    """The one kind of project that the row is due for, by its gate or its section; "" for all."""
    mark = item.get_closest_marker("gate")
    section = item.getparent(Section)
    if mark is None:
        return ""
    return _kind(mark, section.source, section.name) if section is not None else str(mark.kwargs.get("kind", ""))


def _kind(mark: pytest.Mark, source: str, section: str) -> str:
    """The kind that the gate names, else its module, else its section."""
    modules = (import_module(source), *islice(parts("gates", section), 1))
    default = next((module.KIND for module in modules if hasattr(module, "KIND")), "")
    return str(mark.kwargs.get("kind", default))


def key_of(item: pytest.Item) -> str:
    """The name of the row in settings: "section::gate", or the whole id of a team's own gate."""
    return item.nodeid.removeprefix(f"{ROOT}/") if is_built_in(item) else item.nodeid


def collected_as(item: pytest.Item) -> Collected:
    """The file, name and line that define a row of the team's own."""
    function: Any = getattr(item, "obj", None)
    code = getattr(inspect.unwrap(getattr(function, "__func__", function)), "__code__", None)
    cls = item.getparent(pytest.Class)
    name = getattr(item, "originalname", None) or item.name.partition("[")[0]
    return Collected(
        os.path.realpath(item.path),
        f"{cls.name}.{name}" if cls is not None else name,
        os.path.realpath(code.co_filename) if code is not None else "",
        code.co_firstlineno if code is not None else 0,
    )


def entry_of(item: pytest.Item) -> Entry:
    """The row of the checklist for *item*."""
    mark = item.get_closest_marker("gate")
    title = str(mark.args[0]) if mark and mark.args else _plain_name(item)
    case = getattr(getattr(item, "callspec", None), "id", "")
    title = f"{title} [{case}]" if case and not is_built_in(item) else title
    if is_built_in(item) and (run := item.config.stash.get(RUN, None)):
        title = in_force(key_of(item), title, run.settings)
    module = item.getparent(pytest.Module)
    name = module.name if isinstance(module, Section) else module.path.stem if module is not None else ROOT
    phases = tuple(phase for phase in PHASES if item.get_closest_marker(phase) is not None)
    return Entry(item.nodeid, title, name.removeprefix("test_").removesuffix("_test"), phases, kind_of(item))


def _plain_name(item: pytest.Item) -> str:
    return item.name.partition("[")[0].removeprefix("test_").replace("_", " ")


def built_in_entries(settings: Settings | None = None) -> list[Entry]:
    """All rows of the built-in checklist, collected or not, with titles for *settings*, or for the defaults."""
    settings = settings or Settings()
    return [_entry(section, function, settings) for section, function in built_in_gates()]


def built_in_gates() -> Iterator[tuple[str, Any]]:
    """Each function of the built-in checklist with the section it belongs to."""
    for section in sections():
        for module in parts("gates", section):
            functions = (obj for obj in vars(module).values() if is_marked(obj) and obj.__module__ == module.__name__)
            yield from ((section, function) for function in functions)


def _entry(section: str, function: Any, settings: Settings) -> Entry:
    shared = getattr(import_module(function.__module__), "pytestmark", [])
    marks = [*(shared if isinstance(shared, list) else [shared]), *function.pytestmark]
    mark_names = {mark.name for mark in marks}
    mark = next(mark for mark in marks if mark.name == "gate")
    name = function.__name__
    title = in_force(f"{section}::{name}", str(mark.args[0]), settings)
    phases = tuple(phase for phase in PHASES if phase in mark_names)
    return Entry(f"{ROOT}/{section}::{name}", title, section, phases, _kind(mark, function.__module__, section))


def is_under(nodeid: str, chosen: str) -> bool:
    """Whether *chosen* names *nodeid* or a part of the tree around it."""
    return chosen in {ROOT, nodeid} or nodeid.startswith((f"{chosen}/", f"{chosen}::", f"{chosen}["))
