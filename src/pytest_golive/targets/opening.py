"""Opens the targets of a run on first use, and starts those that the settings say how to start."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pytest_golive.activation import DEMO
from pytest_golive.context.run import Run
from pytest_golive.errors import NotSetUp
from pytest_golive.settings.values.checks import seconds

if TYPE_CHECKING:
    from pytest_golive.service.waiting import Ready
    from pytest_golive.targets.live import Live


def opened(run: Run, name: str) -> Live:
    """The target *name*, opened once per process, and started if its table says so.

    Raises:
        NotSetUp: the settings have no such table.
        CannotMeasure: it could not be started.
    """
    if name not in run.opened:
        run.opened[name] = _open_demo(run) if name == DEMO and name not in run.settings.targets else _open(run, name)
    live: Live = run.opened[name]
    return live


def _open_demo(run: Run) -> Live:
    from pytest_golive.targets.demonstrating import open_demo

    return open_demo(run)


def _open(run: Run, name: str) -> Live:
    table = run.settings.targets.get(name)
    if table is None:
        raise NotSetUp(
            f"the settings describe no target {name!r}",
            f"describe it in [tool.golive.targets.{name}], or choose another: --target=NAME (--target=demo shows how)",
        )
    from pytest_golive.targets.live import Live, start, target_of
    from pytest_golive.targets.reaching.places import url_of

    url, started = url_of(name, table, os.environ), None
    if table.start is not None:
        started = run.shared.once(f"started-{name}", lambda: start(run, name, table.start or (), url))
    return Live(target_of(run, name, table, started.url if started else url), table, os.environ, run.root, started)


def staging_of(run: Run) -> Live:
    """The target for rehearsals: that of the run if customers do not use it, else the one named staging."""
    chosen = run.settings.targets.get(run.target_name)
    is_fit = chosen is None or not chosen.production
    return opened(run, run.target_name if is_fit else "staging")


def ready_service(run: Run, live: Live) -> Ready:
    """Wait, once per run, until the target responds."""
    from pytest_golive.service.http.asking import Service
    from pytest_golive.service.waiting import wait_until_ready

    table = live.table
    return run.shared.once(
        f"ready-{live.target.name}",
        lambda: wait_until_ready(
            Service(live.target),
            table.health,
            limit=seconds(table.wait),
            interval=seconds(table.wait_interval),
            alive=live.started.check if live.started else lambda: None,
            progress=run.progress,
        ),
    )
