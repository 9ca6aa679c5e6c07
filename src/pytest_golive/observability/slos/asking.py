"""The questions by which an objective is measured: its queries over its window, in PromQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.queries.rewriting import are_counters, increased
from pytest_golive.observability.queries.selecting import NotUnderstood, parsed
from pytest_golive.observability.slos.counts.summing import counts_of
from pytest_golive.observability.slos.formats.indicators import WINDOW
from pytest_golive.observability.slos.formats.windows import MOST_STEPS, promql
from pytest_golive.observability.slos.rating import check_counters, has_range
from pytest_golive.observability.slos.slo import Slo

SMALLEST_STEP: Final = 60.0


@dataclass(frozen=True, slots=True)
class Question:
    """How the ratio of bad to all events is asked for.

    Attributes:
        bad: events that were bad, or their ratio.
        total: all events; "" if *bad* is a ratio already.
        is_good: whether *bad* is what was good.
    """

    bad: str
    total: str
    is_good: bool


def question_of(slo: Slo) -> Question:
    """The question for an objective.

    Raises:
        CannotMeasure: its queries do not tell what they count.
    """
    indicator, window = slo.indicator, slo.window.seconds
    if indicator.unknown:
        raise CannotMeasure(f"{slo.shown} is not measured: {indicator.unknown}", *_at(slo))
    check_counters(slo)
    is_good = indicator.kind in {"good", "success", "threshold"}
    if indicator.kind == "threshold":
        step = _step(window, SMALLEST_STEP)
        value = _filled(indicator.part, promql(step))
        return Question(_averaged(f"({value}) {_bool(indicator.comparison)}", window, step), "", is_good)
    if slo.method != "occurrences":
        return _of_slices(slo, is_good=is_good)
    if not indicator.total:
        return Question(_ratio_over(indicator.part, window), "", is_good)
    part, total = counts_of(slo)
    return Question(_counted(slo, part, window), _counted(slo, total, window), is_good)


def _of_slices(slo: Slo, *, is_good: bool) -> Question:
    """The mean of slices; those without events are left out, since NaN would count as bad."""
    indicator = slo.indicator
    step = _step(slo.window.seconds, slo.slice_seconds or SMALLEST_STEP)
    if indicator.total:
        part, total = (_counted(slo, query, step) for query in counts_of(slo))
        ratio = f"(({part}) or ({total}) * 0) / ({total})"  # a slice in which nothing was bad, or good, has no series
    else:
        ratio = _ratio_over(indicator.part, step)
    good = f"(({ratio}) >= 0)" if is_good else f"((1 - ({ratio})) >= 0)"
    if slo.method == "timeslices":
        good = f"{good} >= bool {slo.slice_target!r}"
    return Question(_averaged(good, slo.window.seconds, step), "", is_good=True)


def _counted(slo: Slo, query: str, seconds: float) -> str:
    """A query for the number of events in *seconds*, or for something in proportion to it."""
    if WINDOW.search(query):
        return _filled(query, promql(seconds))
    if has_range(query):
        step = _step(seconds, _range_of(query))
        return query if seconds <= step else _averaged(query, seconds, step)
    try:
        is_counter = slo.indicator.is_counter
        if is_counter is None:
            is_counter = are_counters(query)
        if is_counter:
            return increased(query, promql(seconds))
    except NotUnderstood as error:
        raise CannotMeasure(
            f"{slo.shown}: its query cannot be asked over its window: {error}: {_short(query)}", *_at(slo)
        ) from None
    if slo.indicator.is_counter is None:
        what = f"{slo.shown}: whether {_short(query)} is a counter is not said"
        raise CannotMeasure(what, "write counter: true or counter: false", path=slo.path, line=slo.line)
    return _averaged(query, seconds, _step(seconds, SMALLEST_STEP))


def _ratio_over(query: str, seconds: float) -> str:
    if WINDOW.search(query):
        return _filled(query, promql(seconds))
    own = _range_of(query) if has_range(query) else SMALLEST_STEP
    if "slo:sli_error:ratio_rate" in query:
        return query  # a rule of Sloth's, over the window already
    return _averaged(query, seconds, _step(seconds, own))


def _averaged(query: str, seconds: float, step: float) -> str:
    return f"avg_over_time(({query})[{promql(seconds)}:{promql(step)}])"


def _step(seconds: float, wanted: float) -> float:
    """The step of a subquery: what is wanted, unless that would be too many."""
    return max(wanted, seconds / MOST_STEPS, 1.0)


def _filled(query: str, window: str) -> str:
    return WINDOW.sub(lambda _: window, query)


def _bool(comparison: str) -> str:
    op, _, number = comparison.partition(" ")
    return f"{op} bool {number}"


def _range_of(query: str) -> float:
    """The shortest range of a query, in seconds; 60 if the parser does not understand it."""
    return max(min(ranges_of(query), default=SMALLEST_STEP), 1.0)


def ranges_of(query: str) -> Sequence[float]:
    """The ranges of a query in seconds; none if the parser does not understand it."""
    try:
        tree = parsed(query)
    except NotUnderstood:
        return ()
    import promql_parser

    ranges: list[float] = []

    def visit(node: Any) -> None:
        if isinstance(node, promql_parser.MatrixSelector | promql_parser.SubqueryExpr) and node.range is not None:
            ranges.append(node.range.total_seconds())

    promql_parser.walk(tree, visit)
    return ranges


def _short(query: str) -> str:
    text = " ".join(query.split())
    return text if len(text) <= 160 else f"{text[:160]}…"  # noqa: PLR2004 -- as much as fits on a line or two


def _at(slo: Slo) -> tuple[str]:
    return (f"see {slo.path}:{slo.line}",)
