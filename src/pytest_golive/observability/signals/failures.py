"""Whether a query of the team's own could see every failed request: in each spelling, of each status, on each route."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final, cast

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.meaning.matching import share_of
from pytest_golive.observability.alerts.promql.tree import Match
from pytest_golive.observability.alerts.promql.tree import NotUnderstood as Unknown
from pytest_golive.observability.queries.outcomes import Condition, is_outcome, may_be_good, misfits
from pytest_golive.observability.queries.selecting import NotUnderstood, Selection
from pytest_golive.observability.queries.unmatched import unmatched
from pytest_golive.observability.signals.own.narrowing import check_whole_service
from pytest_golive.observability.signals.own.trusting import answered_for
from pytest_golive.observability.signals.readings import whole
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Matcher, Metrics, Op, Selector
from pytest_golive.observability.sources.selecting import label_name, quoted

PARTS: Final = {
    "some errors": "only some of the server's errors (5xx)",
    "no errors": "none of the server's errors (5xx)",
}
Notes = tuple[tuple[str, str], ...]


def check_failures(metrics: Metrics, wanted: Wanted, query: str, found: Sequence[Selection]) -> Notes:
    """Refuse a query that cannot see all failed requests: it would say that there are none, or too few.

    Args:
        metrics: the source.
        wanted: the signal.
        query: as it is asked.
        found: what it selects.

    Returns:
        Notes on what is not known of it.

    Raises:
        CannotMeasure: a condition can match nothing, or leaves out failed requests.
    """
    notes = [
        note for why in dict.fromkeys(_misfits(metrics, query, found)) for note in answered_for(wanted, query, why)
    ]
    if wanted.signal == "error_rate":
        notes += [("not checked", why) for why in _shares(wanted, query, found)]
    return (*notes, *check_whole_service(metrics, wanted, query, found))


def conditions_of(selection: Selection) -> tuple[Condition, ...]:
    """Those for how a request ended."""
    return tuple(one for one in selection.matchers if is_outcome(one.label))


def _misfits(metrics: Metrics, query: str, found: Sequence[Selection]) -> Iterator[str]:
    """Why it is not known whether conditions can match anything."""

    def values_of(name: str, kept: Sequence[Condition], label: str) -> Collection[str]:
        selector = _selector(name, kept)
        asked = metrics.values(selector, by=(label,), how="count")
        values = {sample.labels.get(label, "") for sample in whole(asked, str(selector)).samples} - {""}
        if not values:  # the series of the query do not have the labels of the service
            asked = metrics.ask(f"count by ({label_name(label)}) ({selector})")
            values = {sample.labels.get(label, "") for sample in whole(asked, str(selector)).samples} - {""}
        if not values:
            conditions = [f"{label_name(one.label)}{one.op}{quoted(one.value)}" for one in kept]
            what, cure = unmatched(name, conditions, label, lambda text: bool(metrics.ask(f"count({text})").samples))
            raise CannotMeasure(f"the query {query} sees no failed request: {what}", cure)
        return values

    asks_for_failures = any(one.op in {"=", "=~"} for each in found for one in conditions_of(each))
    for selection in found:
        try:
            is_good = not asks_for_failures and may_be_good(selection.matchers)
            for misfit in misfits(selection.name, selection.matchers, values_of, good=is_good):
                if misfit is not None:
                    raise CannotMeasure(f"the query {query} sees no failed request: {misfit.said}", misfit.cure)
        except NotUnderstood as error:
            yield f"whether it can find a failed request is not known: {error}"


def _shares(wanted: Wanted, query: str, found: Sequence[Selection]) -> Iterator[str]:
    """Which of its conditions say nothing that we know."""
    shares: dict[str, str] = {}
    for selection in found:
        if own := [Match(one.label, one.op, one.value) for one in conditions_of(selection)]:
            shown = ",".join(map(str, own))
            try:
                shares[shown] = share_of(own)
            except Unknown:
                yield f"which requests {{{shown}}} counts: nothing that is known here"
                shares[shown] = "errors"  # in words of the team's own
    if "errors" in shares.values():
        return
    for shown, share in shares.items():
        if share in PARTS:
            raise CannotMeasure(
                f"the query {query} is no error rate of the service: {{{shown}}} counts {PARTS[share]}",
                f"count all of them, such as by status=~'5..', or remove the query: {wanted.own_query}",
            )


def _selector(name: str, kept: Sequence[Condition]) -> Selector:
    return Selector(name, tuple(map(_matcher, kept)))


def _matcher(one: Condition) -> Matcher:
    return Matcher(one.label, cast("Op", one.op), one.value)
