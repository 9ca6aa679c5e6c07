"""The part that pytest loads in every run: options, markers, and the check whether the checklist is requested.

In a run without the checklist, nothing else of ours is imported.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from _pytest.config import ConftestImportFailure  # pytest's class has no public name

from pytest_golive.activation import PHASES, Asked, asked_early, asked_for
from pytest_golive.options import LISTS, VALUED
from pytest_golive.settings.own_gates import gates_folder


def pytest_addoption(parser: pytest.Parser) -> None:
    """Only names that begin with ours: all others belong to the projects."""
    group = parser.getgroup("golive", "deployment gates (pytest-golive)")
    group.addoption(
        "--golive",
        action="store_true",
        help="run the go-live checklist, too; with -m pre_deploy it runs alone",
    )
    group.addoption(
        "--golive-target",
        metavar="NAME",
        help="the target of [tool.golive.targets] that live gates use (short: --target)",
    )
    group.addoption(
        "--golive-allow",
        metavar="WHAT",
        action="append",
        default=[],
        help="also send to a production target what its settings allow: auth_flows, rate_limit, load, deploy, write, "
        "drill",
    )
    group.addoption(
        "--golive-execute",
        action="store_true",
        help="execute the steps of -m deploy; without it they are only shown and checked, which is never a GO",
    )
    for name, meaning in LISTS.items():
        group.addoption(f"--golive-{name}", metavar="FILE", action="append", default=[], help=meaning)
    for name, (what, meaning) in VALUED.items():
        group.addoption(f"--golive-{name}", metavar=what, help=meaning)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Guard the exit before any code of the project is loaded, and have the last word on how the run ends."""
    asked = asked_early(early_config)
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _hold(early_config, early_config.known_args_namespace)
    if asked is not None:
        from pytest_golive.spaced_options import refuse_moved_root

        refuse_moved_root(early_config)
        _begin(early_config, asked)
    try:
        yield
    except SystemExit as error:
        if asked is None:
            raise
        from pytest_golive.running.door import refuse_early_exit

        refuse_early_exit(error)
    except ConftestImportFailure as error:
        if asked is not None:
            from pytest_golive.running.door import write_broken_conftest

            write_broken_conftest(error.path, error.cause)
        raise
    # Without a name, so that it cannot be disabled by name.
    early_config.pluginmanager.register(_Last(is_asked_early=asked is not None))


def _hold(config: pytest.Config, options: argparse.Namespace) -> None:
    """Replace the decision of an earlier run before anything can end this one; workers decide nothing."""
    name = getattr(options, "golive_decision", None)
    if name is not None:
        from pytest_golive.running.asked.holding import begin

        begin(name, config.invocation_params.dir)


def _begin(config: pytest.Config, asked: Asked) -> None:
    from pytest_golive.errors import GoliveError
    from pytest_golive.processes.garbage import uncollected
    from pytest_golive.processes.importing import import_as_written

    config.add_cleanup(import_as_written())
    try:
        with uncollected():
            from pytest_golive.running.door import Door
            from pytest_golive.running.shielding import set_aside_early
    except GoliveError as error:  # a package that adds sections to the checklist
        from pytest_golive.masking.printing import uncommanding

        raise pytest.UsageError(uncommanding(str(error))) from None
    Door(config).close()
    set_aside_early(config, asked)


class _Last:
    """The outermost hook: registered after every conftest and plugin."""

    def __init__(self, *, is_asked_early: bool) -> None:
        self._is_asked_early = is_asked_early

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_cmdline_main(self, config: pytest.Config) -> Generator[None, Any, Any]:
        """Never exit with status 0 without a GO."""
        # --help ends the parsing of the arguments after it.
        asked = asked_for(config) is not None or (self._is_asked_early and config.getoption("help"))
        if hasattr(config, "workerinput") or not asked:
            return (yield)
        from pytest_golive.running.asked.deciding import let_go
        from pytest_golive.running.door import leave

        return let_go(config, (yield from leave(config)))


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Register the markers in every run: with strict markers, ``-m pre_deploy`` must be a known word."""
    config.addinivalue_line("markers", "gate(title, permission=, fix=): one row of the go-live checklist")
    for phase, meaning in PHASES.items():
        config.addinivalue_line("markers", f"{phase}: gates due {meaning}")
    if not hasattr(config, "workerinput"):
        _hold(config, config.option)
    if (asked := asked_for(config)) is not None:
        from pytest_golive.errors import GoliveError
        from pytest_golive.processes.garbage import spare_loaded, spare_the_end, uncollected
        from pytest_golive.processes.pythons import shadows

        if in_the_way := shadows(config.rootpath):
            raise pytest.UsageError(*in_the_way)
        try:
            with uncollected():
                from pytest_golive.running.starting import start

                start(config, asked)
        except GoliveError as error:  # settings, or a package that adds sections to the checklist
            from pytest_golive.masking.printing import uncommanding

            raise pytest.UsageError(uncommanding(str(error))) from None
        if asked.alone:  # leftovers of unit tests do not matter
            config.add_cleanup(spare_loaded())
            spare_the_end()
    else:
        config.pluginmanager.register(_Ordinary(config))


class _Ordinary:
    """A run of unit tests: the team's gates are not unit tests."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._gates = gates_folder(config.invocation_params.dir, config.rootpath)
        self._places = [(config.invocation_params.dir / arg.partition("::")[0]).resolve() for arg in config.args]
        if config.args_source is pytest.Config.ArgsSource.TESTPATHS:  # the hook does not run for named paths
            pairs = zip(config.args, self._places, strict=True)
            config.args[:] = [arg for arg, place in pairs if self._gates not in {place, *place.parents}]

    @pytest.hookimpl(tryfirst=True)
    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Leave the folder to the checklist, which has the fixtures for gates."""
        gates = self._gates
        is_it = gates is not None and collection_path.name == gates.name and collection_path.resolve() == gates
        return True if is_it else None

    def pytest_report_collectionfinish(self) -> list[str]:
        """Mention the folder if it would have been collected."""
        gates = self._gates
        is_held = gates is not None and any(place in {gates, *gates.parents} for place in self._places)
        if gates is None or not is_held or self._config.get_verbosity() < 0:
            return []
        return [f"golive: {gates.name}/ is left to the go-live checklist (pytest -m pre_deploy)"]
