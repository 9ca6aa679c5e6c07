"""Whether the limit of an objective can be passed at all, and from the right side."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from pytest_golive.observability.alerts.meaning.quantities import MEAN, QUANTILE
from pytest_golive.observability.alerts.needed import LATENCY, Needed
from pytest_golive.observability.alerts.promql.parsing import parse
from pytest_golive.observability.alerts.promql.tree import Binary, NotUnderstood, selectors, walk
from pytest_golive.observability.queries.computing.metering import metered
from pytest_golive.observability.slos.counts.fractions import Fraction
from pytest_golive.observability.slos.counts.scaling import scale_of
from pytest_golive.observability.slos.counts.trusting import answered_for
from pytest_golive.observability.slos.formats.indicators import plain
from pytest_golive.observability.slos.slo import Slo

HALF: Final = 0.5
SHARE: Final = 0.95  # any percentile: what matters is that it is one
UP: Final = frozenset({"up", "probe_success"})  # 1 while all is well
LARGER: Final = "write a larger target, such as 0.99"


def never_broken(slo: Slo, fractions: Sequence[Fraction]) -> Iterator[str]:
    """Why a threshold holds whatever happens, or is held from the wrong side, for certain."""
    op, _, number = slo.indicator.comparison.partition(" ")
    if not op:
        return
    if op in {">", ">="} and (what := _time_in(slo.indicator.part)):
        yield f"it holds while {what} is more than {float(number):g}, so slow responses are good, and fast ones are not"
    if op in {"<", "<="} and _is_up(slo.indicator.part):
        yield f"it holds while {slo.indicator.part} is low, so what is down is good"
    share = _share(slo, fractions)
    if (
        (op == "<" and share > 1)
        or (op == "<=" and share >= 1)
        or (op == ">" and share < 0)
        or (op == ">=" and share <= 0)
    ):
        yield f"its value is a share of all events, so {slo.indicator.comparison} holds whatever happens"


def lax(slo: Slo, fractions: Sequence[Fraction]) -> Iterator[str]:
    """Notes on limits by which most events may be bad, which is rarely meant.

    Raises:
        CannotMeasure: the team does not say that it is meant.
    """
    query = " / ".join(slo.indicator.queries)
    if slo.target < HALF:
        yield answered_for(slo, query, f"with a target of {slo.target * 100:g} % most events may be bad", LARGER)
    if slo.method == "timeslices" and slo.indicator.total and slo.slice_target <= HALF:
        why = f"with a timeSliceTarget of {slo.slice_target * 100:g} % half of all events of a slice may be bad"
        yield answered_for(slo, query, why, "write a larger timeSliceTarget, such as 0.99")
    op, share = slo.indicator.comparison[:1], _share(slo, fractions)
    if (op == "<" and share >= HALF) or (op == ">" and share <= HALF):
        why = f"by {slo.indicator.comparison} a minute is good in which half of all events are bad"
        yield answered_for(
            slo, query, why, "write the limit that the service keeps when all is well, such as 0.01 of all"
        )


def _share(slo: Slo, fractions: Sequence[Fraction]) -> float:
    """The limit as a share of all events; NaN where the value is no such share."""
    _, _, number = slo.indicator.comparison.partition(" ")
    if not number or not any(one.kind for one in fractions):
        return math.nan
    try:
        whole = scale_of(parse(plain(slo.indicator.part)))
    except NotUnderstood:
        return math.nan
    return float(number) / whole if whole else math.nan


def _time_in(query: str) -> str:
    """The time that a query gives, in words; "" if it gives none, or nobody knows."""
    try:
        quantity, _ = metered(plain(query), Needed(LATENCY, 1.0, SHARE, traffic=math.inf))
    except NotUnderstood:
        return ""
    return {QUANTILE: "a percentile of response times", MEAN: "the mean of response times"}.get(quantity.kind, "")


def _is_up(query: str) -> bool:
    try:
        tree = parse(plain(query))
    except NotUnderstood:
        return False
    names = {one.name for one in selectors(tree)}
    return bool(names) and names <= UP and not any(isinstance(one, Binary) for one in walk(tree))
