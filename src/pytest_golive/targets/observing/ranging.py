"""Signals of a target over a time of the past: the day after a deployment, or the time before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_golive.context.run import Run
from pytest_golive.settings.monitoring import Monitoring
from pytest_golive.settings.values.checks import seconds
from pytest_golive.targets.live import Live
from pytest_golive.targets.observing.metering import wanted_of
from pytest_golive.targets.observing.metric_table import interval_of, source_of, table_of

if TYPE_CHECKING:
    from pytest_golive.observability.ranges.range import Range

MOST: Final = 500  # windows of one range, if nobody says how long they are
FEWEST: Final = 4.0  # scrape intervals of a window


def range_of_target(run: Run, live: Live, signal: str, since: float, until: float, *, step: float = 0.0) -> Range:  # noqa: PLR0913
    """What a signal of the target was, window by window, and over all of the time at once.

    Args:
        run: this run.
        live: the target.
        signal: "error_rate" or "latency"; another one if the settings have a query for it.
        since: in seconds since 1970 by this machine's clock.
        until: the same, at most now.
        step: seconds of each window; that of the target's metrics if it is 0, or longer ones if there were too many.

    Raises:
        CannotMeasure: it cannot be measured, or the source cannot be asked.
        NotSetUp: the settings do not say enough.
    """
    from pytest_golive.observability.ranges.measuring import Stretch, range_of

    table, limits = table_of(live), run.settings.of(Monitoring)
    metrics = source_of(run, live, table)
    interval = interval_of(table, metrics)
    step = step or max(seconds(table.window), FEWEST * interval, (until - since) / MOST)
    wanted = wanted_of(live, table, limits, signal, step)
    return range_of(metrics, wanted, Stretch(since, until, step, interval))
