"""A query of the team's own before the first failed request: nothing, though its other requests are counted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pytest_golive.observability.alerts.meaning.matching import share_of
from pytest_golive.observability.alerts.promql.tree import Match
from pytest_golive.observability.alerts.promql.tree import NotUnderstood as Unknown
from pytest_golive.observability.queries.dividing import are_rates, quotient_of
from pytest_golive.observability.queries.founding import MADE_UP
from pytest_golive.observability.queries.outcomes import is_outcome
from pytest_golive.observability.queries.places import tokens_of
from pytest_golive.observability.queries.rewriting import narrowed, without_outcomes
from pytest_golive.observability.queries.selecting import NotUnderstood, Selection, selections
from pytest_golive.observability.signals.readings import Idle, whole
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Metrics, Values

LOOKBACK: Final = 300.0
NOTE: Final = ("no failed request yet", "no series counts one, while the requests that the query divides by move")


def of_no_failure(metrics: Metrics, wanted: Wanted, query: str) -> Values | None:
    """The values 0 of a query that gives nothing because nothing has failed yet; None if that is not the reason.

    That it is the reason takes a quotient of rates whose upper part asks for all of the server's errors, of which
    there is no series, and whose lower part moves, with series that find each other if the status is left out.

    Args:
        metrics: the source.
        wanted: the signal.
        query: that gave nothing.

    Raises:
        CannotMeasure: all requests stand still, or the source cannot be asked.
    """
    try:
        found = quotient_of(query)
        if wanted.signal != "error_rate" or found is None or not all(map(are_rates, found)):
            return None
        failed = selections(found[0])
        labels = {one.label for each in failed for one in each.matchers if is_outcome(one.label)}
        relaxed = without_outcomes(query, labels, labelled=True)
        if _is_made_up(query) or not all(map(_are_errors, failed)) or _exist(metrics, wanted, failed):
            return None
    except NotUnderstood:
        return None
    moving = whole(metrics.ask(found[1]), f"the query {found[1]}").samples
    if moving and not any(math.isfinite(one.value) and one.value > 0 for one in moving):
        raise Idle(
            f"the query {query} gives nothing, and no request was counted by {found[1]}",
            f"measure while the service has traffic, or take a longer window in {wanted.place}",
        )
    values = whole(metrics.ask(relaxed), f"the query {relaxed}") if moving else None
    finite = [one for one in values.samples if math.isfinite(one.value)] if values else []
    return replace(values, samples=tuple(replace(one, value=0.0) for one in finite)) if values and finite else None


def _are_errors(selection: Selection) -> bool:
    """Whether it asks for all of the server's errors, in words that are known: others may be misspelled."""
    own = [Match(one.label, one.op, one.value) for one in selection.matchers if is_outcome(one.label)]
    try:
        return share_of(own) == "errors" and any(one.is_positive for one in own)
    except Unknown:
        return False


def _exist(metrics: Metrics, wanted: Wanted, failed: Sequence[Selection]) -> bool:
    """Whether there are series of failed requests: a burst between two scrapes has one sample, and so no rate."""
    window = max(wanted.window, LOOKBACK)
    asked = [f"count(last_over_time({narrowed(one, {})}[{window:.0f}s]))" for one in failed]
    return any(whole(metrics.ask(one), one).samples for one in asked)


def _is_made_up(query: str) -> bool:
    return any(token.kind == "word" and token.text.lower() in MADE_UP for token in tokens_of(query))
