"""Whether a query keeps the number of events: twice as many events must give twice the value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pytest_golive.observability.alerts.promql.parsing import parse
from pytest_golive.observability.alerts.promql.tree import Node, NotUnderstood
from pytest_golive.observability.queries.rewriting import are_counters
from pytest_golive.observability.queries.selecting import NotUnderstood as Unparsed
from pytest_golive.observability.slos.counts.bending import Bending
from pytest_golive.observability.slos.counts.scaling import is_alike, scale_of
from pytest_golive.observability.slos.counts.trusting import answered_for
from pytest_golive.observability.slos.formats.indicators import WINDOW
from pytest_golive.observability.slos.formats.windows import promql
from pytest_golive.observability.slos.rating import has_range
from pytest_golive.observability.slos.slo import Slo

COUNT: Final = "count events by rate(), increase() and sum() alone"
GIVE: Final = "give the ratio or the value as it is, without what changes it or leaves some of it out"
WRITE: Final = "write the query in PromQL, as Prometheus' own parser takes it"


def check_proportion(slo: Slo) -> tuple[str, ...]:
    """See that both counts of an objective grow with the events: one that is capped hides all beyond its cap.

    A ratio, or a value for a threshold, must not be capped either.

    Returns:
        Notes on what the team answers for.

    Raises:
        CannotMeasure: its queries do something else, such as ``clamp_max``, or nobody here understands them.
    """
    try:
        trees = [(query, parse(_filled(slo, query))) for query in slo.indicator.queries]
        found = [(query, why) for query, tree in trees for why in _bending(slo, query).found_in(tree)][:1]
        found = found or [(trees[0][0], why) for why in _scaled(slo, trees)]
    except NotUnderstood as error:
        query = " / ".join(slo.indicator.queries)
        return (answered_for(slo, query, f"what its query counts is not understood, {error}", WRITE),)
    cure = COUNT if slo.indicator.total else GIVE
    return tuple(answered_for(slo, query, why, cure) for query, why in found)


def _filled(slo: Slo, query: str) -> str:
    """The query over the window of the objective."""
    return WINDOW.sub(promql(slo.window.seconds), query)


def _bending(slo: Slo, query: str) -> Bending:
    indicator = slo.indicator
    rises = indicator.kind == "success" or indicator.comparison.startswith(">")
    is_value = bool(indicator.comparison)
    return Bending(bool(indicator.total), is_value, is_increased=_is_increased(slo, query), rises=rises)


def _is_increased(slo: Slo, query: str) -> bool:
    """Whether the increase of the query's counters over the window is asked for, as for counters that stand alone."""
    if not slo.indicator.total or WINDOW.search(query) or has_range(query):
        return False
    try:
        return are_counters(query) if slo.indicator.is_counter is None else slo.indicator.is_counter
    except Unparsed:
        return False


def _scaled(slo: Slo, trees: list[tuple[str, Node]]) -> Iterator[str]:
    """Why numbers in the queries make a part of all events, or a ratio, smaller than it is."""
    scales = [scale_of(tree) * (slo.window.seconds if _is_increased(slo, query) else 1.0) for query, tree in trees]
    if not all(scales):
        yield "a query is multiplied by 0, so it says nothing of the events"
    elif slo.indicator.total and not is_alike(*scales):
        least = min(map(abs, scales))
        yield (
            f"its queries count in different units: {scales[0] / least:g} and {scales[1] / least:g} for one event"
            + (" (rate() counts in a second, increase() in its range)" if "increase" in "".join(dict(trees)) else "")
        )
    elif not slo.indicator.comparison and not slo.indicator.total and not is_alike(scales[0], 1.0):
        yield f"its query gives {scales[0]:g} where a ratio gives 1"
