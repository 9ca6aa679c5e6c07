"""Counts of events as one number each: label by label, bad events are no part of all events with that label."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.queries.grouping import is_aggregated, labels_of
from pytest_golive.observability.queries.rewriting import OUTCOMES
from pytest_golive.observability.queries.selecting import NotUnderstood, Selection, selections
from pytest_golive.observability.slos.formats.indicators import plain
from pytest_golive.observability.slos.slo import Slo


def counts_of(slo: Slo) -> tuple[str, str]:
    """The queries for a part of all events and for all; one that gives each series by itself is summed.

    ``requests{status!~"5.."}`` has a series for each status. Divided by ``requests``, label by label, each status
    would be wholly good or wholly bad.

    Raises:
        CannotMeasure: the queries are grouped by a label that tells good from bad.
    """
    part, total = slo.indicator.part, slo.indicator.total
    try:
        telling = sorted(_telling(selections(plain(part)), selections(plain(total))))
        counts = tuple(query if is_aggregated(plain(query)) else f"sum({query})" for query in (part, total))
        kept = [label for label in telling if any(label in labels_of(plain(query)) for query in counts)]
    except NotUnderstood:
        return part, total  # asked as they stand; series that differ are an error, and the worst one counts
    if kept:
        raise CannotMeasure(
            f"{slo.shown}: its queries are grouped by {kept[0]}, which tells good events from bad ones: each group "
            "would be wholly good or wholly bad",
            f"leave {kept[0]} out of the labels by which both queries are aggregated; sum(…) alone counts all events",
            path=slo.path,
            line=slo.line,
        )
    return counts[0], counts[1]


def is_summed(slo: Slo) -> bool:
    """Whether a query of an objective gives each series by itself, so that golive adds them up."""
    try:
        return bool(slo.indicator.total) and not all(is_aggregated(plain(each)) for each in slo.indicator.queries)
    except NotUnderstood:
        return False


def _telling(part: tuple[Selection, ...], total: tuple[Selection, ...]) -> Iterator[str]:
    """The labels by which a part of all events is chosen; those for outcomes, too, if the metrics differ."""
    names = {one.name for one in total}
    conditions = {matcher for one in total for matcher in one.matchers}
    for selection in part:
        yield from () if selection.name in names else OUTCOMES
        yield from (matcher.label for matcher in selection.matchers if matcher not in conditions)
