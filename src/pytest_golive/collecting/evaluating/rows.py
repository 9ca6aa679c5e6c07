"""The gates that can be evaluated anew, by their names in settings: built-in ones, and those of the team."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import pytest
from _pytest.unittest import TestCaseFunction

from pytest_golive.collecting.entries import built_in_entry, built_in_gates
from pytest_golive.collecting.tree import entry_of, is_built_in, key_of, kind_of, permission_of
from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure, NotSetUp

# What pytest does with these marks, nobody does here.
CHANGING: Final = ("skip", "skipif", "xfail")
TEAM = pytest.StashKey[dict[str, pytest.Function]]()


class NotRepeatable(CannotMeasure):
    """A gate that cannot be evaluated outside a test run, or must not be, however often that is tried."""


class NoSuchGate(NotSetUp):
    """A gate that no section has, and that pytest has not collected."""


@dataclass(frozen=True)
class Row:
    """One gate.

    Attributes:
        key: its name in settings.
        title: its title.
        kind: the one kind of project that it is for; "" for all.
        permission: what it needs beyond reading; "" for nothing.
        function: the gate itself.
        item: as pytest collected it; None for a built-in gate.
    """

    key: str
    title: str
    kind: str
    permission: str
    function: Callable[..., object]
    item: pytest.Function | None = None

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of its parameters."""
        return tuple(inspect.signature(self.function).parameters)

    @property
    def needs(self) -> tuple[str, ...]:
        """The names of its parameters, and of the fixtures that it uses otherwise."""
        if self.item is None:
            return self.parameters
        used = [str(name) for mark in self.item.iter_markers("usefixtures") for name in mark.args]
        return tuple(dict.fromkeys((*used, *self.parameters)))

    @property
    def unasked(self) -> tuple[str, ...]:
        """The names of fixtures that pytest would use although nothing requests them (autouse)."""
        if self.item is None:
            return ()
        initial = self.item._fixtureinfo.initialnames  # noqa: SLF001 -- there is no public way to them
        return tuple(name for name in initial if name not in self.needs)


def remember(config: pytest.Config, items: Iterable[pytest.Item]) -> None:
    """Remember the team's gates, also those that are not due."""
    team = {key_of(item): item for item in items if isinstance(item, pytest.Function) and not is_built_in(item)}
    config.stash[TEAM] = team


def smoke_gates(config: pytest.Config) -> list[str]:
    """The names of the smoke rows, and of the team's gates that are marked as smoke and only read."""
    built_in = [key for key in _built_in() if key.startswith("smoke::")]
    team = config.stash.get(TEAM, {}).items()
    return [*built_in, *(key for key, item in team if item.get_closest_marker("smoke") and not permission_of(item))]


def row_of(key: str, run: Run, config: pytest.Config) -> Row:
    """The gate *key*.

    Raises:
        NoSuchGate: there is none of that name.
        NotRepeatable: it cannot be evaluated outside a test run.
    """
    if (function := _built_in().get(key)) is not None:
        entry = built_in_entry(key.partition("::")[0], function, run.settings)
        mark = next(each for each in function.pytestmark if each.name == "gate")
        return Row(key, entry.title, entry.kind, str(mark.kwargs.get("permission", "")), function)
    item = config.stash.get(TEAM, {}).get(key)
    if item is None:
        raise NoSuchGate(
            f"there is no gate {key!r}",
            "golive explain --list names the built-in ones; one of your own is named by its file and its function, "
            f"such as {run.settings.gates}/test_shop.py::test_orders, and is there in a run of whole phases: "
            "pytest -m deploy",
        )
    if isinstance(item, TestCaseFunction):
        raise NotRepeatable(
            f"{key} is a method of unittest's TestCase, which only pytest itself runs, with its setUp and tearDown",
            "write it as a function with fixtures, or name another gate",
        )
    for mark in item.iter_markers():
        if mark.name in CHANGING:
            raise NotRepeatable(
                f"{key} is marked as {mark.name}, which is understood only where pytest itself runs it",
                "take the mark off, or name another gate",
            )
    if inspect.iscoroutinefunction(item.obj):
        raise NotRepeatable(f"{key} is a coroutine, which only a plugin of pytest can run", "write it without async")
    mark = item.get_closest_marker("gate")
    permission = str(mark.kwargs.get("permission", "")) if mark else ""
    return Row(key, entry_of(item).title, kind_of(item), permission, item.obj, item)


@cache
def _built_in() -> Mapping[str, Any]:
    return {f"{section}::{function.__name__}": function for section, function in built_in_gates()}
