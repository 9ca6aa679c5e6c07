"""Begin a run of the checklist: settings first, then the plugins that do the work."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

from pytest_golive.activation import Asked
from pytest_golive.codebase.cache import KEY_VARIABLE
from pytest_golive.errors import SettingsError
from pytest_golive.keeping.child import Keeper, dismiss, keep_folder
from pytest_golive.keeping.scope import PREFIX, SCOPE
from pytest_golive.masking import MASK
from pytest_golive.run import RUN, Run
from pytest_golive.settings.loading import Loaded, find_project, load_settings
from pytest_golive.sharing import CONTROLLER, Shared

WORKER_FOLDER = "golive_folder"
DEMO = "demo"
_KEEPERS: dict[Path, Keeper] = {}


def start(config: pytest.Config, asked: Asked) -> None:
    """Load the settings and register what collects, judges and reports.

    Raises:
        pytest.UsageError: the settings have faults, all of which are listed; exit status 4.
    """
    from pytest_golive.concealing import Concealing
    from pytest_golive.gating import Gating

    root = find_project(config.rootpath)
    try:
        loaded = load_settings(root)
    except SettingsError as error:
        raise pytest.UsageError(str(error)) from None
    _check_target(asked.target, loaded)
    _check_allowed(asked.allowed)
    MASK.reset()
    MASK.watch([KEY_VARIABLE], os.environ)  # whoever has it can write what the next run believes
    for table in loaded.settings.targets.values():
        MASK.watch(table.variables(), os.environ)
    worker_input: dict[str, Any] | None = getattr(config, "workerinput", None)
    if worker_input is not None:
        shared = Shared(Path(worker_input[WORKER_FOLDER]), among_workers=True)
        SCOPE.pid, SCOPE.folder = shared.parent, shared.folder
        run = Run(root, loaded, asked, shared, cache_folder=lambda: _cache_folder(config))
    else:
        run = _start_controller(config, root, loaded, asked)
    config.stash[RUN] = run
    if asked.alone:
        config.args[:] = [str(run.gates_folder)] if _has_team_gates(run, asked) else []
    config.pluginmanager.register(Gating(run), "golive-gating")
    config.pluginmanager.register(Concealing(config), "golive-concealing")


def _start_controller(config: pytest.Config, root: Path, loaded: Loaded, asked: Asked) -> Run:
    from pytest_golive.controlling import Controlling
    from pytest_golive.reports.live import LiveLine

    folder = begin_run()
    config.add_cleanup(lambda: end_run(folder))
    distributes = bool(config.getoption("tx", None)) or bool(config.getoption("numprocesses", None))
    run = Run(
        root, loaded, asked, Shared(folder, among_workers=distributes), LiveLine(config), lambda: _cache_folder(config)
    )
    config.pluginmanager.register(Controlling(run, folder, config), "golive-controlling")
    return run


def begin_run() -> Path:
    """A private folder for a run of this process; however that ends, it is removed."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    (folder / CONTROLLER).write_text(str(os.getpid()))
    SCOPE.pid, SCOPE.folder = 0, folder
    _KEEPERS[folder] = keep_folder(folder)
    return folder


def end_run(folder: Path) -> None:
    """End what was started for a run, and remove its private folder."""
    if any(folder.glob("*.keeper")):
        from pytest_golive.service.starting import end_services

        end_services(folder)
    shutil.rmtree(folder, ignore_errors=True)
    SCOPE.folder = None
    if (keeper := _KEEPERS.pop(folder, None)) is not None:
        dismiss(keeper)


def _cache_folder(config: pytest.Config) -> Path | None:
    """A folder in pytest's own cache, which ``--cache-clear`` empties; None without it (``-p no:cacheprovider``)."""
    cache: pytest.Cache | None = getattr(config, "cache", None)
    try:
        return cache.mkdir("golive") if cache is not None else None
    except OSError:  # a folder that nobody may write to; pytest itself warns of it
        return None


def _has_team_gates(run: Run, asked: Asked) -> bool:
    return not asked.chosen and run.gates_folder.is_dir() and not is_our_own_checklist(run.gates_folder)


def is_our_own_checklist(folder: Path) -> bool:
    """Whether *folder* is the built-in checklist itself, as in an editable install of this project."""
    from importlib import import_module

    built_in = Path(import_module("pytest_golive.gates").__path__[0])
    return folder.resolve() == built_in.resolve()


def _check_target(name: str | None, loaded: Loaded) -> None:
    targets = loaded.settings.targets
    if name is None or name in targets or name == DEMO:
        return
    close = difflib.get_close_matches(name, targets, n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    known = ", ".join(targets) or "none are set up"
    raise pytest.UsageError(f"--target {name}: there is no [tool.golive.targets.{name}]{hint} (known: {known})")


def _check_allowed(allowed: frozenset[str]) -> None:
    from pytest_golive.settings.targets import PERMISSIONS

    for word in sorted(allowed.difference(PERMISSIONS)):
        raise pytest.UsageError(f"--golive-allow={word}: must be one of {', '.join(PERMISSIONS)}")
