"""Whether a query of the team's own says something of series that exist."""

from __future__ import annotations

from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.queries.selecting import NotUnderstood, selections
from pytest_golive.observability.signals.failures import check_failures
from pytest_golive.observability.signals.own.belonging import check_belonging, check_found
from pytest_golive.observability.signals.own.trusting import answered_for
from pytest_golive.observability.signals.readings import whole
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Metrics, Selector

LOOKBACK: Final = 300.0  # seconds in which Prometheus looks for the newest value


def check_selected(metrics: Metrics, wanted: Wanted, query: str) -> tuple[tuple[str, str], ...]:
    """Refuse a constant, metrics that nobody exports and conditions that nothing fulfils: all look like no errors.

    Returns:
        Notes on what is not known, as of a query that is no plain PromQL.

    Raises:
        CannotMeasure: the query selects no series, a metric that does not exist, or too few of its series, or it is
            not understood, and the settings do not answer for it.
        NotSetUp: the parser is not installed.
    """
    try:
        found = selections(query)
    except NotUnderstood as error:
        answered_for(wanted, query, f"it cannot be parsed: {error}")
        return (("not checked", f"whether the metrics of the query exist: {error}"),)
    if not found:
        raise CannotMeasure(
            f"the query {query} selects no series: it is a constant, whatever the service does",
            f"name metrics of the service in it: {wanted.own_query}",
        )
    window = max(wanted.window, LOOKBACK)
    for name in dict.fromkeys(one.name for one in found if one.name):
        asked = metrics.ask(f"count(last_over_time({Selector(name)}[{window:.0f}s]))")
        if not whole(asked, name).samples:
            raise CannotMeasure(
                f"the query {query} selects {name}, and no series has that name",
                f"correct the name; a counter of failures must exist before the first one: export it as 0 ({name} 0)",
            )
    if wanted.signal != "error_rate":
        check_found(metrics, query, found)
    return (*check_belonging(metrics, wanted, query, found), *check_failures(metrics, wanted, query, found))
