"""Whether the statuses that a panel asks for are written as the service writes them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.dashboards.model import Broken
from pytest_golive.observability.dashboards.querying.asked import Asked
from pytest_golive.observability.dashboards.querying.asking import Asking
from pytest_golive.observability.queries.outcomes import Condition, Misfit, misfits
from pytest_golive.observability.queries.selecting import NotUnderstood, selections
from pytest_golive.observability.sources.selecting import label_name, quoted


def spelled(asking: Asking, answers: Sequence[Asked]) -> Iterator[str]:
    """What is not proven of the statuses that the queries of a panel ask for, if none of them is impossible.

    Raises:
        Broken: a query asks for a status that nothing can have.
        CannotMeasure: the panel shows nothing, and it is not certain why.
    """
    is_live = any(answer.held == "data" for answer in answers)
    for answer in answers:
        for misfit in misspelled(asking, answer):
            if misfit is None:
                yield f"that query {answer.ref} asks for statuses that there are is not proven"
            elif misfit.is_sure:
                raise Broken(f"query {answer.ref} can show nothing: {misfit.said}")
            elif is_live:
                yield f"that query {answer.ref} can show something is not proven: {misfit.said}"
            else:
                raise CannotMeasure(f"query {answer.ref} shows nothing: {misfit.said}", misfit.cure)


def misspelled(asking: Asking, query: Asked) -> Iterator[Misfit | None]:
    """The conditions of a query that could never choose anything; None where nobody can say.

    Args:
        asking: where the values of labels are asked for, and whose data are meant.
        query: as the panel has it.
    """

    def values_of(name: str, kept: Sequence[Condition], label: str) -> Collection[str] | None:
        own = tuple(f"{label_name(one.label)}{one.op}{quoted(one.value)}" for one in kept)
        ours = tuple(f"{label_name(key)}={quoted(value)}" for key, value in asking.labels.items())
        for parts in dict.fromkeys((tuple(dict.fromkeys((*own, *ours))), own)):
            found = _values(asking, query, f"{name}{{{','.join(parts)}}}", label)
            if found or found is None:
                return found
        return ()

    if not query.is_promql:
        return
    try:
        for selection in selections(query.text):
            yield from misfits(selection.name, selection.matchers, values_of)
    except NotUnderstood as error:
        if not query.unread:  # which is told by itself
            raise CannotMeasure(
                f"whether query {query.ref} can show something is not proven: {error}",
                "write the condition more simply",
            ) from None


def _values(asking: Asking, query: Asked, series: str, label: str) -> Collection[str] | None:
    """The values of a label, as Grafana or the source of metrics has them; None if neither says."""
    try:
        if query.source is not None:
            return set(asking.grafana.label_values(query.source, label, series, asking.since, asking.until)) - {""}
    except CannotMeasure:
        pass
    if asking.metrics is None:
        return None
    try:
        values = asking.metrics.ask(f"count by ({label_name(label)}) ({series})")
    except CannotMeasure:
        return None
    return None if values.partial else {one.labels.get(label, "") for one in values.samples} - {""}
