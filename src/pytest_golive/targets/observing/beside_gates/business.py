"""A team's own figures, such as orders a minute: asked by query, and compared with their limits."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.readings import named, whole
from pytest_golive.observability.signals.seeing.early import range_of_query
from pytest_golive.observability.signals.wanted import WINDOW
from pytest_golive.observability.sources.metrics import Metrics, Sample
from pytest_golive.observability.watch.measured import Measurement, Phase
from pytest_golive.settings.deployment.watch import BUSINESS, Business
from pytest_golive.settings.values.checks import seconds
from pytest_golive.targets.live import Live
from pytest_golive.targets.observing.metric_table import table_of
from pytest_golive.targets.observing.since_deployed import why_early
from pytest_golive.targets.reaching.metric_sources import metrics_of


def business_of(run: Run, live: Live, tables: Mapping[str, Business]) -> Sequence[Measurement]:
    """All figures of the settings, asked at the source of the target's metrics.

    Raises:
        NotSetUp: the settings do not say where that is.
    """
    if not tables:
        return ()
    metrics = metrics_of(run, live)
    window = seconds(table_of(live).window)
    return [_measured(run, live, metrics, (name, table), window) for name, table in tables.items()]


def _measured(run: Run, live: Live, metrics: Metrics, named: tuple[str, Business], window: float) -> Measurement:
    """A figure; where its query reaches back before the deployment, it proves nothing yet."""
    found = measure_business(metrics, *named, window)
    early = why_early(run, live, named[0], range_of_query(named[1].query, window))
    if early is None or found.phase is Phase.ERROR:
        return found
    return replace(found, phase=Phase.INCONCLUSIVE, said=early.what, cure=early.cure, is_early=True)


def measure_business(metrics: Metrics, name: str, table: Business, window: float) -> Measurement:
    """The figure *name*; without data, or where it is no number, it is an error.

    Args:
        metrics: the source.
        name: in the settings.
        table: its query and its limits.
        window: seconds that ``$window`` stands for.
    """
    signal, unit = f"{BUSINESS}{name}", f" {table.unit}" if table.unit else ""
    try:
        values = _values(metrics, name, table.query.replace(WINDOW, f"{window:g}s"))
    except CannotMeasure as error:
        return Measurement(signal, Phase.ERROR, limit=_limits(table, unit), unit=unit, said=error.what, cure=error.cure)
    past = [one for one in values if _is_low(one, table) or _is_high(one, table)]
    shown = past[0] if past else min(values, key=lambda one: one.value)
    bound = table.above if table.above is not None and not _is_high(shown, table) else table.below
    of = f" of {named(shown.labels)}" if shown.labels else ""
    said = f"{name}{of}: {shown.value:g}{unit}, must be {_limits(table, unit)}"
    phase, cure = (Phase.FAILED, f"see what the release did to {name}") if past else (Phase.GOOD, "")
    return Measurement(signal, phase, shown.value, _limits(table, unit), unit, None, said, cure, bound=bound)


def _values(metrics: Metrics, name: str, query: str) -> Sequence[Sample]:
    values = whole(metrics.ask(query), f"the query of {name}").samples
    if not values:
        raise CannotMeasure(
            f"the query of {name} gives no value: {query}",
            f"see why it has none now; where none means 0, let the query say so ({query} or vector(0))",
        )
    for one in values:
        if not math.isfinite(one.value):
            raise CannotMeasure(
                f"the query of {name} gives {one.value} for {named(one.labels)}, which is no number to judge by",
                "NaN comes of a division by zero, such as by no requests at all: ask the metrics why",
            )
    return values


def _is_low(one: Sample, table: Business) -> bool:
    return table.above is not None and not one.value > table.above


def _is_high(one: Sample, table: Business) -> bool:
    return table.below is not None and not one.value < table.below


def _limits(table: Business, unit: str) -> str:
    said = [f"> {table.above:g}{unit}"] if table.above is not None else []
    said += [f"< {table.below:g}{unit}"] if table.below is not None else []
    return " and ".join(said)
