"""Start a run of the checklist: load the settings, then register the plugins that do the work."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pytest_golive.activation import ROOT, Asked
from pytest_golive.collecting.evaluating.asking import as_asked, files_of_gates, is_watch_alone
from pytest_golive.context.hiding import hide_secrets
from pytest_golive.context.run import RUN, Run
from pytest_golive.context.sharing import CONTROLLER, WORKER_FOLDER, Shared, in_worker
from pytest_golive.errors import GoliveError
from pytest_golive.keeping.keepers import Keeper, dismiss, keep_run, keep_worker
from pytest_golive.keeping.scope import PREFIX, SCOPE
from pytest_golive.processes import children
from pytest_golive.running.asked.checking import checked, refuse_without_asserts
from pytest_golive.running.asked.showing import check_page
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
        pytest.UsageError: the command line names a target, permission or moment that does not exist.
    """
    from pytest_golive.collecting.executing.deploying import Deploying
    from pytest_golive.outcomes.concealing import Concealing
    from pytest_golive.running.gating import Gating
    from pytest_golive.running.shielding import Shielding, set_aside

    refuse_without_asserts()
    root = project_of(config)
    check_added()
    loaded = as_asked(config, load_settings(root))
    asked = checked(_with_rows(asked, root, loaded), loaded, config, root)
    config.add_cleanup(children.set_aside(os.environ))
    hide_secrets(loaded.settings, os.environ)
    worker_input: dict[str, Any] | None = getattr(config, "workerinput", None)
    if worker_input is not None:
        shared = in_worker(Path(worker_input[WORKER_FOLDER]))
        SCOPE.pid, SCOPE.folder = shared.parent, shared.folder
        config.add_cleanup(partial(dismiss, keep_worker()))
        run = Run(root, loaded, asked, shared, cache_folder=lambda: _cache_folder(config))
    else:
        check_key(config)
        check_page(config)
        run = _start_controller(config, root, loaded, asked)
    config.stash[RUN] = run
    config.args[:] = _what_to_collect(config, run, asked)
    set_aside(config, asked)
    _register(config, Gating(run), "golive-gating")
    _register(config, Deploying(run, config), "golive-deploying")
    if asked.execute:
        from pytest_golive.collecting.accompanying.beside import Beside

        _register(config, Beside(run, config), "golive-beside")
    _register(config, Shielding(config), "golive-shielding")
    _register(config, Concealing(config), "golive-concealing")
    if (asked.documents or loaded.settings.checklist) and not asked.own:
        from pytest_golive.running.documenting import begin
        from pytest_golive.running.writing import DOCUMENTS

        config.option.golive_checklist[:] = map(str, asked.documents)  # workers may stand elsewhere
        _register(config, begin(run), DOCUMENTS)
    elif not asked.own:
        _refuse_unsigned_steps(loaded)


def _refuse_unsigned_steps(loaded: Loaded) -> None:
    """Where there are no documents, nobody can sign what a step of a deployment waits for.

    Raises:
        GoliveError: a step waits for that.
    """
    if loaded.holds("deployment", "steps"):
        from pytest_golive.rows.signers import no_row_for_steps

        if faults := list(no_row_for_steps((), loaded)):
            raise GoliveError("\n".join(faults))


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
    if is_watch_alone(config):
        return list(files_of_gates(run.root, run.loaded))
    paths = [] if asked.alone else list(asked.paths)
    folder = run.gates_folder.resolve()
    resolved_paths = [(config.invocation_params.dir / path.partition("::")[0]).resolve() for path in paths]
    includes = any(place == folder or place in folder.parents or folder in place.parents for place in resolved_paths)
    return paths if includes or not _has_team_gates(run, asked) else [*paths, str(run.gates_folder)]


def _start_controller(config: pytest.Config, root: Path, loaded: Loaded, asked: Asked) -> Run:
    from pytest_golive.reports.waiting.live import LiveLine
    from pytest_golive.reports.watch.viewer import WatchViewer
    from pytest_golive.running.controlling import Controlling

    folder = begin_run()
    config.add_cleanup(lambda: end_run(folder))
    distributes = bool(config.getoption("tx", None)) or bool(config.getoption("numprocesses", None))
    if distributes:
        config.add_cleanup(children.mark_workers(os.environ))
    line = LiveLine(config)
    config.add_cleanup(line.end)
    run = Run(root, loaded, asked, Shared(folder, among_workers=distributes), line, lambda: _cache_folder(config))
    run.viewer = WatchViewer(config, run.target_name, line)
    _register(config, line, "golive-live-line")
    if distributes:
        from pytest_golive.reports.waiting.workers import line_of

        config.pluginmanager.register(line_of(config), "golive-workers-line")
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
    from pytest_golive.collecting.entries import built_in_entries
    from pytest_golive.rows.plan import Plan, catalogue_of

    plan = Plan(root, loaded, asked.documents)
    return replace(
        asked, chosen=tuple(dict.fromkeys(plan.chosen(asked.chosen, catalogue_of(built_in_entries(loaded.settings)))))
    )
