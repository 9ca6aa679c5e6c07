"""A query of failed requests put to the test: if all requests had failed, it would have to say so."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.meaning.matching import share_of
from pytest_golive.observability.alerts.meaning.quantities import ERROR_SHARE
from pytest_golive.observability.alerts.promql.tree import Match, NotUnderstood
from pytest_golive.observability.queries.outcomes import is_outcome
from pytest_golive.observability.queries.places import tokens_of
from pytest_golive.observability.queries.rewriting import narrowed
from pytest_golive.observability.queries.selecting import Selection, selections
from pytest_golive.observability.signals.own.understanding import Understood
from pytest_golive.observability.signals.readings import whole
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Metrics

NEARLY: Final = 0.95  # series may begin or end between two scrapes
MADE_UP_LAST: Final = re.compile(r"(?<!\s)\s{1,9}or\s{1,9}vector\s{0,9}\(\s{0,9}0\s{0,9}\)\s{0,9}$", re.ASCII)


def check_sees_failures(metrics: Metrics, wanted: Wanted, query: str, understood: Understood) -> None:
    """Count all requests in place of the failed ones, and refuse a query that does not come to 100 % then.

    A window with a single sample, sides that never match, and a part divided by the whole say 0 % or too little,
    whatever fails.

    Raises:
        CannotMeasure: it would not have seen the failure; or it counts in words that no series has.
    """
    for series in understood.words:
        asked = f"count({series})"
        if not whole(metrics.ask(asked), asked).samples:
            raise CannotMeasure(
                f"the query {query} sees no failed request: there is no series {series}, and nobody here knows "
                "whether its words are right",
                "write the status as the service writes it, or let the service export that series with 0 from its "
                "start",
            )
    quantity = understood.quantity
    if quantity is None or quantity.kind != ERROR_SHARE:
        return
    relaxed = _all_failed(query)
    asked = relaxed or _without_made_up(query)
    if asked == query:  # a success is subtracted, or failures have a counter of their own: it has a value, or none
        return
    finite = [one.value for one in whole(metrics.ask(asked), asked).samples if math.isfinite(one.value)]
    least = NEARLY * quantity.scale if relaxed else 0.0
    if finite and min(finite) >= least:
        return
    says = f"{100 * min(finite) / quantity.scale:.3g} %, and not 100 %" if finite else "nothing"
    what = "with all requests in place of those that failed" if relaxed else "without what is made up in it"
    raise CannotMeasure(
        f"the query {query} would not see that requests fail: {what} it says {says} ({asked})",
        "see that both sides of the division have the same labels, that their windows hold several scrapes, and that "
        f"there is traffic: {wanted.own_query}",
    )


def _all_failed(query: str) -> str:
    """The query with the status left out where it asks for failed requests, before the first division; "" without."""
    text, changed = query, False
    for one in reversed(selections(query)):
        if one.start < _division(query) and _is_of_errors(one):
            kept = tuple(each for each in one.matchers if not is_outcome(each.label))
            text, changed = text[: one.start] + narrowed(replace(one, matchers=kept), {}) + text[one.end :], True
    return text if changed else ""


def _division(query: str) -> int:
    """Where the first thing is divided."""
    return next((token.start for token in tokens_of(query) if token.text == "/"), 0)


def _is_of_errors(selection: Selection) -> bool:
    own = [Match(one.label, one.op, one.value) for one in selection.matchers if is_outcome(one.label)]
    try:
        return share_of(own) == "errors"
    except NotUnderstood:
        return own[0].is_positive


def _without_made_up(query: str) -> str:
    """The query without "or vector(0)" at its end."""
    return MADE_UP_LAST.sub("", query)
