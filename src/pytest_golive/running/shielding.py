"""Keeps options and plugins for unit tests away from the rows of the checklist, which are not unit tests.

A timeout of three seconds per test, a ban on sockets, a process for each test, a coverage measurement: each is right
for unit tests, and wrong for a row that runs all of them, or that measures a live service.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from pytest_golive.activation import Asked
from pytest_golive.collecting.tree import is_built_in, is_gate, permission_of
from pytest_golive.errors import GoliveError
from pytest_golive.outcomes import recording

ASIDE = pytest.StashKey[list[str]]()


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a plugin.

    Attributes:
        plugin: the package of the plugin.
        name: the name under which pytest stores the option.
        word: the option as typed on the command line.
        neutral: the value that has no effect.
        setting: the ini setting for the same thing, if there is one.
    """

    plugin: str
    name: str
    word: str
    neutral: Any = False
    setting: str = ""


OPTIONS = (
    Option("pytest_forked", "forked", "--forked"),
    Option("pytest_repeat", "count", "--count", 1),
    Option("pytest_flakefinder", "flake_finder_enable", "--flake-finder"),
    Option("pytest_benchmark", "benchmark_only", "--benchmark-only"),
    Option("pytest_split", "splits", "--splits", None),
    Option("pytest_split", "group", "--group", None),
    Option("testmon", "testmon", "--testmon"),
    Option("pytest_picked", "picked", "--picked"),
    Option("pytest_recording", "block_network", "--block-network"),
    Option("pytest_timeout", "session_timeout", "--session-timeout", math.inf, "session_timeout"),
)
COVERAGE = Option("pytest_cov", "cov_source", "--cov", None)


def set_aside_early(config: pytest.Config, asked: Asked) -> None:
    """Disable pytest-cov for rows; it would start before any of our other hooks."""
    options = config.known_args_namespace
    if asked.alone and _is_given(config, options, COVERAGE):
        setattr(options, COVERAGE.name, COVERAGE.neutral)
        config.stash.setdefault(ASIDE, []).append(COVERAGE.word)


def set_aside(config: pytest.Config, asked: Asked) -> None:
    """Disable options that repeat, select or fork tests, where only rows run."""
    given = [option for option in OPTIONS if asked.alone and _is_given(config, config.option, option)]
    for option in given:
        setattr(config.option, option.name, option.neutral)
    config.stash.setdefault(ASIDE, []).extend(option.word for option in given)


def set_aside_lines(config: pytest.Config) -> list[str]:
    """One line that names the options set aside; none if there were none."""
    words = config.stash.get(ASIDE, [])
    return [f"golive: set aside, for it is meant for unit tests: {', '.join(words)}"] if words else []


def _is_given(config: pytest.Config, options: Any, option: Option) -> bool:
    if not hasattr(options, option.name):
        return False
    value = getattr(options, option.name)
    may_be = bool(option.setting) if value is None else bool(value) and value != option.neutral
    # Asked last: it goes through all plugins, and this is asked of each row.
    return may_be and _has(config, option.plugin) and (value is not None or bool(config.getini(option.setting)))


def _has(config: pytest.Config, package: str) -> bool:
    """Whether a plugin of that *package* is loaded, under any name."""
    names = (getattr(plugin, "__name__", "") for plugin in config.pluginmanager.get_plugins())
    return any(name.partition(".")[0] == package for name in names)


class Shielding:
    """The hooks that stand between the rows and plugins for unit tests."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: Sequence[pytest.Item]) -> None:
        """Remove limits for unit tests from the rows; a team's own marks on its own gates stay."""
        packages = ("pytest_timeout", "pytest_socket", "pytest_rerunfailures")
        has_timeout, has_socket, has_reruns = (_has(self._config, package) for package in packages)
        for item in filter(is_gate, items):
            if has_timeout and item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(0))
            has_own_mark = any(map(item.get_closest_marker, ("disable_socket", "allow_hosts")))
            if has_socket and not has_own_mark:
                item.add_marker("enable_socket")
            if has_reruns and permission_of(item) == "deploy" and item.get_closest_marker("flaky") is None:
                item.add_marker(pytest.mark.flaky(reruns=0))  # a deployment that failed is not simply tried again
            if is_built_in(item):
                # "error" is for the project's code; a leak of it that shows while a row runs is not the row's fault.
                item.add_marker(pytest.mark.filterwarnings("default"))
            else:
                _remove_missing_fixtures(item)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport | None:
        """Build no traceback for an error that explains itself: it takes long to format, and no report shows it."""
        error = call.excinfo.value if call.excinfo else None
        return (
            recording.without_traceback(item, call, error) if is_gate(item) and isinstance(error, GoliveError) else None
        )

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Run a row in this process, which holds the measurements."""
        with self._without(item):
            return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> Generator[None, object, object]:
        """Make one row of each gate; a built-in gate gets the fixtures it requests, but no ``autouse`` fixtures."""
        if is_built_in(metafunc.definition):
            requested = metafunc.definition._fixtureinfo.argnames  # noqa: SLF001 -- no public API
            metafunc.fixturenames[:] = [name for name in metafunc.fixturenames if name in requested]
        with self._without(metafunc.definition):
            return (yield)

    @contextmanager
    def _without(self, item: pytest.Item) -> Iterator[None]:
        options = self._config.option
        given = [o for o in OPTIONS if _is_given(self._config, options, o)] if is_gate(item) else []
        before = {option.name: getattr(options, option.name) for option in given}
        for option in given:
            setattr(options, option.name, option.neutral)
        try:
            yield
        finally:
            for name, value in before.items():
                setattr(options, name, value)


def _remove_missing_fixtures(item: pytest.Item) -> None:
    """Remove fixtures of the setting ``usefixtures`` from a team's gate where only unit tests define them."""
    info = getattr(item, "_fixtureinfo", None)
    if info is not None and isinstance(item, pytest.Function):
        missing = {name for name in item.config.getini("usefixtures") if name not in info.name2fixturedefs}
        item.fixturenames = [name for name in item.fixturenames if name not in missing]
