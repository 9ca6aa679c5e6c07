"""Objectives over the windows of burn rates: an hour, five minutes, or the time since the deployment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pytest_golive.observability.alerts.promql.parsing import parse
from pytest_golive.observability.alerts.promql.tree import Call, NotUnderstood, walk
from pytest_golive.observability.queries.selecting import NotUnderstood as Unparsed
from pytest_golive.observability.queries.selecting import parsed
from pytest_golive.observability.slos.asking import SMALLEST_STEP, question_of, ranges_of
from pytest_golive.observability.slos.counts.scaling import scale_of
from pytest_golive.observability.slos.formats.indicators import WINDOW
from pytest_golive.observability.slos.formats.windows import promql
from pytest_golive.observability.slos.rating import has_range
from pytest_golive.observability.slos.ratios import unmeasured
from pytest_golive.observability.slos.result import spoken
from pytest_golive.observability.slos.slo import Slo, Window
from pytest_golive.observability.sources.metrics import Metrics

LEAST: Final = 0.75  # of the scrapes that a window should have
GROWTH: Final = frozenset({"rate", "increase"})
LEAVE_OUT: Final = "name the objectives that can be watched in only, in [tool.golive.watch.objectives]"


def over(slo: Slo, seconds: float) -> Slo:
    """The objective over the last *seconds* alone: nothing that is asked of it reaches further back.

    Raises:
        CannotMeasure: what its queries look back over is longer, or was recorded over another window.
    """
    if any("slo:sli_error:ratio_rate" in query for query in slo.indicator.queries):
        raise unmeasured(slo, "Sloth recorded it over a window of its own, which reaches behind the release", LEAVE_OUT)
    reach = _reach(slo)
    is_whole = slo.method == "occurrences" and bool(slo.indicator.total)  # asked as it stands, if it fits once
    if seconds < (reach if is_whole else 2 * reach):
        what = f"what it counts reaches back {spoken(reach)}, which is too long for a window of {spoken(seconds)}"
        raise unmeasured(slo, what, f"lengthen the windows of its burn rates, or {LEAVE_OUT}")
    return replace(slo, window=Window(max(seconds - reach, reach), spoken(seconds)))


def _reach(slo: Slo) -> float:
    """Seconds that the first value in a window looks back before it: the ranges of the queries, or a slice."""
    own = [
        length
        for query in slo.indicator.queries
        if has_range(query) and not WINDOW.search(query)
        for length in ranges_of(query) or (SMALLEST_STEP,)
    ]
    if slo.method != "occurrences":
        own.append(slo.slice_seconds or SMALLEST_STEP)
    elif slo.indicator.kind == "threshold" and any(map(WINDOW.search, slo.indicator.queries)):
        own.append(SMALLEST_STEP)
    return max(own, default=0.0)


def events_of(slo: Slo, total: float | None) -> float | None:
    """How many events the value of the query for all events stands for; None where nobody can tell.

    Args:
        slo: the objective, over the window that was asked for.
        total: the value.
    """
    if total is None:
        return None
    try:
        tree = parse(question_of(slo).total)
        counts = any(isinstance(one, Call) and one.name in GROWTH for one in walk(tree))
        return total / scale_of(tree) * slo.window.seconds if counts else None
    except (NotUnderstood, ZeroDivisionError):
        return None


def check_whole(slo: Slo, metrics: Metrics, selected: Sequence[str], seconds: float, interval: float) -> None:
    """See that the series of an objective were scraped all through a window: of a hole nobody knows anything.

    Args:
        slo: the objective.
        metrics: the source.
        selected: the series of the query for all events.
        seconds: the length of the window.
        interval: seconds between two scrapes.

    Raises:
        CannotMeasure: there is a hole.
    """
    for each in selected:
        series, step = (each, "") if _is_selector(each) else (f"({each})", f":{promql(interval)}")
        values = metrics.ask(f"max(count_over_time({series}[{promql(seconds)}{step}]))")
        if values.partial:
            raise unmeasured(slo, "the answer lacks data", "run it again when all parts of the source answer")
        count = max((one.value for one in values.samples), default=0.0)
        if not count + 1 >= LEAST * seconds / interval:
            what = f"{each} has {count:g} values in {spoken(seconds)}, and one every {interval:g} s is expected"
            raise unmeasured(slo, what, "see why it was not scraped then, or set scrape_interval in the metrics")


def _is_selector(query: str) -> bool:
    try:
        tree = parsed(query)
    except Unparsed:
        return False
    import promql_parser

    return isinstance(tree, promql_parser.VectorSelector)
