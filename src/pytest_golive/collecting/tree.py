"""Put the gates into the collection tree, by little-used parts of pytest: ours under ids of their own."""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pytest_golive.activation import PHASES, ROOT
from pytest_golive.collecting import chain
from pytest_golive.collecting.entries import is_marked, kind_by
from pytest_golive.collecting.executing import rows as steps
from pytest_golive.collecting.promised import Collected
from pytest_golive.context.run import RUN
from pytest_golive.judging.verdict import Entry
from pytest_golive.sections import OURS, names, sections
from pytest_golive.settings.wording.titles import in_force


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


class Steps(Section):
    """The team's own steps and the batches of a deployment, which the settings describe."""

    def _getobj(self) -> ModuleType:
        return steps.module_of(self.config.stash[RUN].settings)


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
            if section == steps.SECTION and steps.step_entries(self.config.stash[RUN].settings):
                yield Steps.of(self, section, steps.__name__)


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


def _option(item: pytest.Item, name: str) -> str:
    mark = item.get_closest_marker("gate")
    return str(mark.kwargs.get(name, "")) if mark else ""


def permission_of(item: pytest.Item) -> str:
    """The permission that the row needs beyond reading, ``@gate("…", permission="rate_limit")``; "" for none."""
    return _option(item, "permission")


def fix_of(item: pytest.Item) -> str:
    """What a gate of the team's own says to do when it is red, ``@gate("…", fix="…")``; "" for nothing."""
    return _option(item, "fix")


def is_signed(item: pytest.Item) -> bool:
    """Whether people sign the row, and nothing measures it, ``@gate("…", signed=True)``."""
    return is_built_in(item) and _option(item, "signed") == str(True)


def term_of(item: pytest.Item) -> str:
    """How long after the deployment the row gets due, ``@gate("…", after="day")``; "" for at once."""
    return _option(item, "after")


def target_of(item: pytest.Item) -> str:
    """Where alone the row is due, if the settings have such a target, ``@gate("…", on="production")``; "" for all."""
    return _option(item, "on")


def targets_of(item: pytest.Item) -> tuple[str, ...]:
    """The names of the targets on which a step of the team's own is due; () for all."""
    mark = item.get_closest_marker("gate")
    return tuple(mark.kwargs.get("targets", ())) if mark else ()


def kind_of(item: pytest.Item) -> str:
    """The one kind of project that the row is due for, by its gate or its section; "" for all."""
    mark = item.get_closest_marker("gate")
    section = item.getparent(Section)
    if mark is None:
        return ""
    return kind_by(mark, section.source, section.name) if section is not None else str(mark.kwargs.get("kind", ""))


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
    plain = item.name.partition("[")[0].removeprefix("test_").replace("_", " ")
    title = str(mark.args[0]) if mark and mark.args else plain
    case = getattr(getattr(item, "callspec", None), "id", "")
    title = f"{title} [{case}]" if case and not is_built_in(item) else title
    if is_built_in(item) and (run := item.config.stash.get(RUN, None)):
        title = in_force(key_of(item), title, run.settings)
    module = item.getparent(pytest.Module)
    name = module.name if isinstance(module, Section) else module.path.stem if module is not None else ROOT
    phases = tuple(phase for phase in PHASES if item.get_closest_marker(phase) is not None)
    name = name.removeprefix("test_").removesuffix("_test")
    return Entry(item.nodeid, title, name, phases, kind_of(item), term=term_of(item))
