"""The objectives of a target: what their files hold, and how fast their error budgets burn since the deployment."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pytest_golive.context.moments.deployed import must_be_deployed
from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.settings.deployment.watch import Watch
from pytest_golive.settings.values.checks import seconds
from pytest_golive.settings.watching.objectives import PREFIX
from pytest_golive.settings.watching.objectives import Objectives as Table
from pytest_golive.targets.live import Live
from pytest_golive.targets.observing.metric_table import interval_of, is_asked, table_of
from pytest_golive.targets.reaching.metric_sources import metrics_of

if TYPE_CHECKING:
    from pytest_golive.observability.slos.burning.measuring import Burning
    from pytest_golive.observability.slos.choosing import Chosen
    from pytest_golive.observability.slos.formats.loading import Loaded
    from pytest_golive.observability.watch.measured import Measurement

Why = Sequence[tuple[str, str]]


def objectives_of(run: Run, live: Live) -> tuple[Loaded, Chosen]:
    """What the files of the settings hold, and which of it is this target's.

    Raises:
        NotSetUp: the settings name no files.
        CannotMeasure: a glob matches no file, or a file cannot be read.
    """
    from pytest_golive.observability.slos.choosing import choose
    from pytest_golive.observability.slos.formats.loading import load
    from pytest_golive.targets.kept_files import kept_files

    table = live.table.slos
    if table is None:
        key = f"[tool.golive.targets.{live.target.name}.slos]"
        raise NotSetUp(f"the settings name no objectives of {live.target.name}", f"name their files in {key} files")
    loaded = load(kept_files(run, table.files), sloth_days=table.sloth_days, now=time.time())
    return loaded, choose(loaded.slos, table.services, table.required, table.trusted)


class Objectives:
    """Measures how fast the error budgets of a target burn, again and again.

    Args:
        run: this run.
        live: the target.
        table: the settings.
        clock: seconds since 1970.
    """

    def __init__(self, run: Run, live: Live, table: Table, clock: Callable[[], float] = time.time) -> None:
        self._run, self._live, self._clock = run, live, clock
        self._interval = 0.0
        self._each = _burning(run, live, table)

    @property
    def signals(self) -> tuple[str, ...]:
        """The names of the signals in a watch: "objectives::shop/availability"."""
        return tuple(each.signal for each in self._each)

    def measure(self) -> list[Measurement]:
        """One measurement of each objective; what cannot be measured is an error in it."""
        from pytest_golive.observability.watch.measured import Measurement, Phase

        self._run.progress(f"how fast the error budgets of {self._live.target.name} burn")
        try:
            since = self._clock() - must_be_deployed(self._run).seconds
            metrics, table = metrics_of(self._run, self._live), table_of(self._live)
            self._interval = self._interval or interval_of(table, metrics)
        except CannotMeasure as error:
            return [Measurement(name, Phase.ERROR, said=error.what, cure=error.cure) for name in self.signals]
        return [each.measure(metrics, dict(table.selector), since, self._interval) for each in self._each]


def watched_objectives(run: Run, live: Live, table: Watch) -> tuple[Objectives | None, Why]:
    """The objectives that a watch measures, and why there are none.

    Raises:
        NotSetUp: the settings of the watch want them, and they cannot be watched; or they say what one may do that is
            not there.
        CannotMeasure: their files are faulty, or lack an objective that must be there.
    """
    if not table.objectives.watched:
        return None, [("objectives", "the settings leave them out (watch.objectives)")]
    said = [name for name in table.signals if name.startswith(PREFIX)]
    try:
        found = Objectives(run, live, table.objectives)
    except NotSetUp as error:
        if said or "objectives" in table.model_fields_set:
            raise
        return None, [("objectives", f"not set up: {error.what}")]
    if unknown := [name for name in said if name not in found.signals]:
        cure = f"correct it; there are {', '.join(found.signals)}"
        raise NotSetUp(f"[tool.golive.watch.signals] names {unknown[0]}, which is no objective that is watched", cure)
    return found, ()


def _burning(run: Run, live: Live, table: Table) -> Sequence[Burning]:
    from pytest_golive.observability.slos.burning.measuring import Burning
    from pytest_golive.observability.slos.burning.rates import Burn, Fewest

    loaded, chosen = objectives_of(run, live)
    must_be_deployed(run)
    if not is_asked(table_of(live)):
        raise NotSetUp(
            f"objectives are asked in PromQL, and the metrics of {live.place} are scraped by this run alone",
            "set the url of a Prometheus in its metrics, or watch.objectives = false",
        )
    for fault in (*loaded.faults, *chosen.missing):
        raise CannotMeasure(fault.message, fault.cure, path=fault.path, line=fault.line)
    keys = [slo.key for slo in chosen.slos]
    if unknown := [name for name in table.only if name not in keys]:
        what = f"watch.objectives.only names {unknown[0]}, which is no objective of {live.target.name}"
        raise NotSetUp(what, f"correct it; there are {', '.join(keys) or 'none'}")
    slos = [slo for slo in chosen.slos if not table.only or slo.key in table.only]
    if not slos:
        raise NotSetUp(f"the files hold no objective of {live.target.name}", "name it in the target's slos, services")
    burns = [Burn(each.rate, seconds(each.long), seconds(each.short)) for each in table.burns.values()]
    fewest = Fewest(table.fewest_events, table.fewest_bad)
    return [Burning(f"{PREFIX}{slo.key}", slo, burns, fewest) for slo in slos]
