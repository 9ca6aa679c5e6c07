"""Start a run of the checklist: load the settings, then register the plugins that do the work."""

from __future__ import annotations

import difflib
import os
import secrets
import shutil
import sys
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pytest_golive.activation import DEMO, ROOT, Asked
from pytest_golive.context.hiding import hide_secrets
from pytest_golive.context.run import RUN, Run
from pytest_golive.context.sharing import CONTROLLER, WORKER_FOLDER, Shared
from pytest_golive.keeping.keepers import Keeper, dismiss, keep_run, keep_worker
from pytest_golive.keeping.scope import PREFIX, SCOPE
from pytest_golive.processes import children
from pytest_golive.running.filing import check_key
from pytest_golive.sections import check_added
from pytest_golive.settings.loading import Loaded, load_settings
from pytest_golive.settings.own_gates import project_folder

_KEEPERS: dict[Path, Keeper] = {}


def start(config: pytest.Config, asked: Asked) -> None:
    """Load the settings and register what collects, judges and reports.

    Raises:
        SettingsError: the settings have faults, all of which are listed.
        GoliveError: what another package adds to the checklist cannot be used.
        pytest.UsageError: the command line names a target or permission that does not exist.
    """
    from pytest_golive.collecting.deploying import Deploying
    from pytest_golive.outcomes.concealing import Concealing
    from pytest_golive.running.gating import Gating
    from pytest_golive.running.shielding import Shielding, set_aside

    if sys.flags.optimize:
        raise pytest.UsageError(
            "this Python leaves assert statements out (python -O, or PYTHONOPTIMIZE), and gates that check by them "
            "would pass: run the checklist without that"
        )
    root = project_of(config)
    check_added()
    loaded = load_settings(root)
    asked = _with_rows(asked, root, loaded)
    _check_target(asked.target, loaded)
    _check_allowed(asked.allowed)
    config.add_cleanup(children.set_aside(os.environ))
    hide_secrets(loaded.settings, os.environ)
    worker_input: dict[str, Any] | None = getattr(config, "workerinput", None)
    if worker_input is not None:
        shared = Shared(Path(worker_input[WORKER_FOLDER]), among_workers=True)
        SCOPE.pid, SCOPE.folder = shared.parent, shared.folder
        config.add_cleanup(partial(dismiss, keep_worker()))
        run = Run(root, loaded, asked, shared, cache_folder=lambda: _cache_folder(config))
    else:
        check_key(config)
        run = _start_controller(config, root, loaded, asked)
    config.stash[RUN] = run
    config.args[:] = _what_to_collect(config, run, asked)
    set_aside(config, asked)
    _register(config, Gating(run), "golive-gating")
    _register(config, Deploying(run, config), "golive-deploying")
    _register(config, Shielding(config), "golive-shielding")
    _register(config, Concealing(config), "golive-concealing")
    if (asked.documents or loaded.settings.checklist) and not asked.own:
        from pytest_golive.running.documenting import begin
        from pytest_golive.running.writing import DOCUMENTS

        config.option.golive_checklist[:] = map(str, asked.documents)  # workers may stand elsewhere
        _register(config, begin(run), DOCUMENTS)


def project_of(config: pytest.Config) -> Path:
    """The project that is judged: that of the current folder, unless ``--rootdir`` or ``-c`` names another."""
    folder = config.invocation_params.dir
    is_named = bool(config.getoption("rootdir", None) or config.getoption("inifilename", None))
    return project_folder(config.rootpath if is_named else folder, config.rootpath)


def _register(config: pytest.Config, plugin: object, name: str) -> None:
    """Register *plugin*, without which the verdict would be incomplete.

    Raises:
        pytest.UsageError: the command line disables it by name.
    """
    if config.pluginmanager.register(plugin, name) is None:
        raise pytest.UsageError(f"-p no:{name}: there is no verdict without it; see also addopts and PYTEST_ADDOPTS")


def _what_to_collect(config: pytest.Config, run: Run, asked: Asked) -> list[str]:
    """The arguments for pytest: the team's gates, and what the command line names beside the checklist."""
    if asked.own:
        return list(asked.paths)
    paths = [] if asked.alone else list(asked.paths)
    folder = run.gates_folder.resolve()
    resolved_paths = [(config.invocation_params.dir / path.partition("::")[0]).resolve() for path in paths]
    includes_folder = any(
        place == folder or place in folder.parents or folder in place.parents for place in resolved_paths
    )
    return paths if includes_folder or not _has_team_gates(run, asked) else [*paths, str(run.gates_folder)]


def _start_controller(config: pytest.Config, root: Path, loaded: Loaded, asked: Asked) -> Run:
    from pytest_golive.reports.live import LiveLine
    from pytest_golive.running.controlling import Controlling

    folder = begin_run()
    config.add_cleanup(lambda: end_run(folder))
    distributes = bool(config.getoption("tx", None)) or bool(config.getoption("numprocesses", None))
    if distributes:
        config.add_cleanup(children.mark_workers(os.environ))
    run = Run(
        root, loaded, asked, Shared(folder, among_workers=distributes), LiveLine(config), lambda: _cache_folder(config)
    )
    _register(config, Controlling(run, folder, config), "golive-controlling")
    return run


def begin_run() -> Path:
    """Make a private folder for a run of this process; it is removed however the process ends."""
    folder = Path(tempfile.gettempdir(), f"{PREFIX}{secrets.token_hex(6)}")
    _KEEPERS[folder] = keep_run(folder)  # before the folder exists: this process may be killed at any moment
    folder.mkdir(mode=0o700)
    (folder / CONTROLLER).write_text(str(os.getpid()))
    SCOPE.pid, SCOPE.folder = 0, folder
    return folder


def end_run(folder: Path) -> None:
    """Stop what was started for a run, and remove its private folder."""
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
    except OSError:  # the folder is not writable; pytest itself warns of it
        return None


def _has_team_gates(run: Run, asked: Asked) -> bool:
    from pytest_golive.collecting.missing import is_our_own_checklist

    return not asked.chosen and run.gates_folder.is_dir() and not is_our_own_checklist(run.gates_folder)


def _with_rows(asked: Asked, root: Path, loaded: Loaded) -> Asked:
    """What was chosen, where that is rows of documents as the gates and the people behind them."""
    if not any(name.startswith(f"{ROOT}/checklist") for name in asked.chosen):
        return asked
    from pytest_golive.collecting.tree import built_in_entries
    from pytest_golive.rows.plan import Plan, catalogue_of

    plan = Plan(root, loaded, asked.documents)
    return replace(asked, chosen=tuple(dict.fromkeys(plan.chosen(asked.chosen, catalogue_of(built_in_entries())))))


def _check_target(name: str | None, loaded: Loaded) -> None:
    targets = loaded.settings.targets
    if name is not None and loaded.settings.kind == "library":
        raise pytest.UsageError(
            f'--target={name}: {loaded.place_of("kind")} says kind = "library", so nothing here runs as a service; '
            'leave the option out, or write kind = "service"'
        )
    if name is None or name in targets or name == DEMO:
        return
    close = difflib.get_close_matches(name, targets, n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    known = ", ".join(targets) or "none are set up"
    raise pytest.UsageError(f"--target={name}: there is no [tool.golive.targets.{name}]{hint} (known: {known})")


def _check_allowed(allowed: frozenset[str]) -> None:
    from pytest_golive.settings.targets.target import PERMISSIONS

    for word in sorted(allowed.difference(PERMISSIONS)):
        raise pytest.UsageError(f"--golive-allow={word}: must be one of {', '.join(PERMISSIONS)}")
