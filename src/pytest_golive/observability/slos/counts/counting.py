"""Whether an objective counts what it says: errors of the server as bad, and none of them as good."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from pytest_golive.observability.alerts.meaning.matching import BAD_CODES, accepts, share_of
from pytest_golive.observability.alerts.meaning.names import meaning
from pytest_golive.observability.alerts.meaning.quantities import QUANTILE
from pytest_golive.observability.alerts.needed import LATENCY, Needed
from pytest_golive.observability.alerts.promql.tree import Match, NotUnderstood
from pytest_golive.observability.queries.computing.metering import metered
from pytest_golive.observability.queries.outcomes import is_outcome
from pytest_golive.observability.queries.selecting import Selection
from pytest_golive.observability.signals.own.edges import edges_of
from pytest_golive.observability.slos.slo import Slo
from pytest_golive.observability.sources.metrics import Metrics

SUFFIXES: Final = ("_bucket", "_count", "_total")
SHARE: Final = 0.95  # any percentile: what matters is its last bucket


def miscounted(slo: Slo, part: Sequence[Selection], total: Sequence[Selection]) -> Iterator[str]:
    """Why the count of good or bad events is another one; nothing where that is not known.

    Args:
        slo: the objective.
        part: what its query for good or bad events selects.
        total: what its query for all events selects.
    """
    kind = slo.indicator.kind
    for one in part if kind in {"good", "bad"} else ():
        own = _statuses(one)
        shown = ",".join(map(str, own))
        if kind == "good" and _is_everything(one, total):
            yield f"its query for good events counts all events, so none is ever bad: {one.name}"
        elif kind == "good" and (codes := _errors_in(own)) and not _is_of_times(one):
            yield f"{{{shown}}} counts errors of the server ({codes}) as good"
        elif kind == "bad" and own and (wrong := WRONG.get(_share(own))):
            yield f"{{{shown}}} counts {wrong} as bad events"


def some_alone(slo: Slo, part: Sequence[Selection]) -> Iterator[str]:
    """The conditions for some errors of the server alone, which may be meant so."""
    for one in part if slo.indicator.kind == "bad" else ():
        if (own := _statuses(one)) and _share(own) == "some errors":
            yield f"{slo.shown} is about some errors of the server alone: {{{','.join(map(str, own))}}}"


def never_past(slo: Slo, query: str, metrics: Metrics) -> str:
    """Why a percentile of a histogram can never be past its threshold; "" if it can, or nobody knows.

    Raises:
        CannotMeasure: the source cannot be asked.
    """
    op, _, number = slo.indicator.comparison.partition(" ")
    if slo.indicator.kind != "threshold" or op not in {"<", "<="}:
        return ""
    try:
        quantity, _ = metered(query, Needed(LATENCY, 1.0, SHARE, traffic=math.inf))
    except NotUnderstood:
        return ""
    own = {meaning(name).scale for name in quantity.names}
    if quantity.kind != QUANTILE or own != {quantity.scale}:
        return ""
    edges = edges_of(metrics, quantity)
    if not edges or edges[-1] > float(number) or (op == "<" and edges[-1] == float(number)):
        return ""
    return (
        f"the last bucket of {', '.join(sorted(quantity.names))} ends at {edges[-1]:g}, so no percentile is ever more, "
        f"and {slo.indicator.comparison} holds whatever happens"
    )


def _statuses(selection: Selection) -> list[Match]:
    return [Match(one.label, one.op, one.value) for one in selection.matchers if is_outcome(one.label)]


def _share(own: Sequence[Match]) -> str:
    try:
        return share_of(own)
    except NotUnderstood:
        return ""


def _errors_in(own: Sequence[Match]) -> str:
    """The codes of errors that conditions choose by a number, unless they leave out all errors in some spelling."""
    if not own or _share(own) == "success" or not any(char.isdigit() for one in own for char in one.value):
        return ""
    try:
        return ", ".join(code for code in BAD_CODES if all(accepts(one, code) for one in own))
    except NotUnderstood:
        return ""


def _is_everything(one: Selection, total: Sequence[Selection]) -> bool:
    """Whether nothing but the bucket of everything tells good events from all."""
    others = [each for each in total if _base(each.name) == _base(one.name)]
    own = {each for each in one.matchers if (each.label, each.value) != ("le", "+Inf")}
    return bool(one.name) and any(own <= set(each.matchers) for each in others)


def _is_of_times(one: Selection) -> bool:
    return any(each.label == "le" and each.value != "+Inf" for each in one.matchers)


def _base(name: str) -> str:
    return next((name.removesuffix(suffix) for suffix in SUFFIXES if name.endswith(suffix)), name)


WRONG: Final = {"no errors": "no errors of the server", "success": "what went well"}
