"""What a gate requests by name, made without pytest: our own sources, and fixtures of the team's."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any, Final

import pytest

from pytest_golive.collecting.evaluating.rows import NotRepeatable, Row
from pytest_golive.errors import GoliveError
from pytest_golive.sections import added, modules_in, parts

# They deploy, load the service or measure for minutes: not what is repeated beside customers.
HEAVY: Final = frozenset({"watched_deployment", "made_deployment", "performance", "limiting", "watched_release"})
XUNIT: Final = re.compile(r"_xunit_setup_(module|class|method|function)_fixture")
DIRECT: Final = "get_direct_param_fixture_func"  # pytest's, of a value that is no fixture's
Maker = Callable[..., object]


class Sources:
    """The values of one sample, each made when it is first requested.

    Args:
        session: pytest's, which knows the team's fixtures.
        given: values by name, which nobody makes.
        stack: closes what generators leave open, at the end of the sample.
    """

    def __init__(self, session: pytest.Session, given: Mapping[str, object], stack: ExitStack) -> None:
        self._session = session
        self._given = given
        self._stack = stack
        self._made: dict[object, tuple[bool, object]] = {}

    @contextmanager
    def of(self, row: Row, given: Mapping[str, object]) -> Iterator[dict[str, object]]:
        """What *row* requests, by name, while it is evaluated.

        Raises:
            NotRepeatable: something cannot be made here.
            CannotMeasure: its measurement says so.
        """
        with ExitStack() as stack:
            making = _Making(self, row, {**self._given, **given}, stack)
            for name in row.unasked:
                self._make_unasked(name, row, making)
            yield {name: making.value(name) for name in row.needs}

    def shared(self, key: object, make: Callable[[ExitStack], object]) -> object:
        """What *make* returns, once in this sample; its error is shared, too."""
        if key not in self._made:
            try:
                self._made[key] = True, make(self._stack)
            except GoliveError as error:
                self._made[key] = False, error
        good, result = self._made[key]
        if not good:
            raise result  # type: ignore[misc]
        return result

    def definitions(self, name: str, row: Row) -> tuple[Any, ...]:
        """The team's and plugins' fixtures of that name that *row* sees, the nearest last."""
        if row.item is None:
            return ()
        manager = self._session._fixturemanager  # noqa: SLF001 -- there is no public way to a fixture
        return tuple(manager.getfixturedefs(name, row.item) or ())

    def _make_unasked(self, name: str, row: Row, making: _Making) -> None:
        """Make what is used although nothing requests it, of the project and of plugins; pytest's own serves its tests.

        Raises:
            NotRepeatable: it cannot be made here, so that the gate would be judged without what it relies on.
        """
        if xunit := XUNIT.match(name):
            raise NotRepeatable(
                f"{row.key} has a setup_{xunit[1]} or teardown_{xunit[1]}, which only pytest itself calls",
                "write a fixture with autouse=True in its place, with yield before what tears down",
            )
        found = self.definitions(name, row)
        module = str(getattr(inspect.unwrap(found[-1].func), "__module__", "")) if found else ""
        if not found or module.partition(".")[0] in {"_pytest", "pytest_golive"}:
            return
        try:
            making.value(name)
        except NotRepeatable as error:
            if found[-1].baseid:  # of the project
                raise
            cure = f"switch that plugin off where golive runs (-p no:NAME), or name another gate; it is {module}"
            raise NotRepeatable(error.what, cure) from None


class _Making:
    """Makes the values for one evaluation of one gate."""

    def __init__(self, sources: Sources, row: Row, given: Mapping[str, object], stack: ExitStack) -> None:
        self._sources, self._row, self._given, self._stack = sources, row, given, stack
        self._own: dict[object, object] = {}

    def value(self, name: str, depth: int = 0) -> object:
        if name in self._given:
            return self._given[name]
        if self._is_case(name):
            return self._row.item.callspec.params[name]  # type: ignore[union-attr]
        if name in HEAVY:
            raise NotRepeatable(
                f"{self._row.key} uses {name}, which deploys, or loads the service, and that is not repeated",
                "name a gate that only reads",
            )
        found = self._sources.definitions(name, self._row)[: -depth or None]
        if found and not _is_ours(found[-1].func):
            return self._of_team(name, found[-1], depth)
        if (ours := our_sources(self._section()).get(name)) is not None:
            return self._made(ours, ours, "", is_shared=getattr(ours, "__golive_scope__", "") == "session")
        raise NotRepeatable(
            f"{self._row.key} uses {name}, which no source of golive and no fixture of the project is",
            "request a source of golive, or a fixture of a conftest.py",
        )

    def _is_case(self, name: str) -> bool:
        """Whether ``parametrize`` gives the value itself; where a fixture has parameters, it would still make it."""
        if self._row.item is None or name not in getattr(getattr(self._row.item, "callspec", None), "params", ()):
            return False
        known = self._row.item._fixtureinfo.name2fixturedefs.get(name)  # noqa: SLF001 -- there is no public way to it
        return not known or known[-1].func.__name__ == DIRECT

    def _of_team(self, name: str, definition: Any, depth: int) -> object:
        if definition.params is not None:
            raise self._refused(name, "which has parameters")
        return self._made(definition, definition.func, name, is_shared=definition.scope != "function", depth=depth)

    def _made(self, key: object, make: Maker, itself: str, *, is_shared: bool, depth: int = 0) -> object:
        """What *make* returns; a fixture that requests its own name means the one that it overrides."""

        def fresh(stack: ExitStack) -> object:
            if inspect.iscoroutinefunction(make) or inspect.isasyncgenfunction(make):
                raise self._refused(itself, "which is a coroutine")
            names = inspect.signature(make).parameters
            if "request" in names and "request" not in self._given:
                raise self._refused(itself or make.__name__, "which needs pytest's request")
            values = {one: self.value(one, depth + 1 if one == itself else 0) for one in names}
            if inspect.isgeneratorfunction(make):
                return _begun(make(**values), stack)
            return make(**values)

        if is_shared:
            return self._sources.shared(key, fresh)
        if key not in self._own:
            self._own[key] = fresh(self._stack)
        return self._own[key]

    def _refused(self, name: str, why: str) -> NotRepeatable:
        return NotRepeatable(
            f"{self._row.key} uses {name}, {why}: it can be made only where pytest itself runs the gate",
            "request sources of golive, and plain fixtures of a conftest.py",
        )

    def _section(self) -> str:
        section = self._row.key.partition("::")[0]
        return section if self._row.item is None and section in added() else ""


@cache
def our_sources(section: str = "") -> Mapping[str, Maker]:
    """Our sources by name; with those that another package adds for its *section*."""
    modules = [*modules_in("fixtures"), *(parts("fixtures", section) if section else ())]
    return {
        name: function
        for module in modules
        for name, function in vars(module).items()
        if hasattr(function, "__golive_scope__") and function.__module__ == module.__name__
    }


def _begun(generator: Generator[object, None, None], stack: ExitStack) -> object:
    """What *generator* yields; it goes on at the end, as in pytest, whatever happened meanwhile."""
    value = next(generator)
    stack.callback(next, generator, None)
    return value


def _is_ours(function: object) -> bool:
    return hasattr(function, "__golive_scope__")
