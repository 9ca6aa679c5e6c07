"""Whether the statuses that a rule asks for are written as the service writes them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from pytest_golive.observability.alerts.promql.tree import Match, Series
from pytest_golive.observability.alerts.rules.watching import Watched, selector_of
from pytest_golive.observability.queries.outcomes import Condition, may_be_good, misfits
from pytest_golive.observability.queries.selecting import NotUnderstood


def misspelled(series: Series, watched: Watched, labels: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """Why the conditions of a selector for a status can match nothing, and whether that is sure.

    Args:
        series: the selector, with its name.
        watched: asks the server.
        labels: of this service; series of others count only if it has none of that name.
    """
    ours = tuple(Match(label, "=", value) for label, value in labels.items())

    def values_of(name: str, kept: Sequence[Condition], label: str) -> Collection[str] | None:
        matches = tuple(Match(one.label, one.op, one.value) for one in kept)
        own = watched.values(selector_of(name, (*matches, *(one for one in ours if one not in matches))), label)
        return own if own or own is None else watched.values(selector_of(name, matches), label)

    try:
        for one in misfits(series.name, series.matches, values_of, good=may_be_good(series.matches)):
            if one is None:
                yield f"the server does not say which values the labels of {series} have", False
            else:
                yield f"{one.said}; {one.cure}", one.is_sure
    except NotUnderstood as error:
        yield str(error), False
