"""The ratio of bad to all events of an objective over its window, by its queries."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.slos.asking import question_of
from pytest_golive.observability.slos.rating import why_empty
from pytest_golive.observability.slos.slo import Slo
from pytest_golive.observability.sources.metrics import Metrics, Sample, Values

Key = tuple[tuple[str, str], ...]
ROUNDING = 1e-9  # what arithmetic may add to a ratio
OR_WRONG = ": either nothing was good, or the query is wrong"


class NoTraffic(CannotMeasure):
    """There are series of events, and there were no events."""


@dataclass(frozen=True, slots=True)
class Errors:
    """What one series says.

    Attributes:
        ratio: of bad to all events, between 0 and 1.
        total: what the query for all events gives, in whatever unit it counts; None if there is no such query.
    """

    ratio: float
    total: float | None = None


def errors_of(slo: Slo, metrics: Metrics) -> dict[Key, Errors]:
    """The errors of each series that had events; there is at least one.

    Raises:
        NoTraffic: there were no events.
        CannotMeasure: its queries cannot be asked, or their answers are no ratio.
    """
    question = question_of(slo)
    bad = _asked(slo, metrics, question.bad)
    totals: dict[Key, float] = {}
    if question.total:
        total = _asked(slo, metrics, question.total)
        totals = {_key(sample): sample.value for sample in total.samples}
        ratios = _ratios(slo, bad, total, is_good=question.is_good)
    else:
        ratios = {_key(sample): sample.value for sample in bad.samples}
        if not ratios:
            why, cure = why_empty(slo, slo.indicator.part)
            raise unmeasured(slo, f"its query returns no data{why}", cure or "see whether the service exports it")
    return {
        key: Errors(_sane(slo, 1 - ratio if question.is_good else ratio), totals.get(key))
        for key, ratio in ratios.items()
    }


def _asked(slo: Slo, metrics: Metrics, query: str) -> Values:
    try:
        values = metrics.ask(query)
    except CannotMeasure as error:
        raise CannotMeasure(f"{slo.shown}: {error.what}", error.cure, path=slo.path, line=slo.line) from None
    if values.partial:
        raise unmeasured(slo, "the answer lacks data", "run it again when all parts of the source answer")
    return values


def _ratios(slo: Slo, part: Values, total: Values, *, is_good: bool) -> dict[Key, float]:
    """The ratio of each series; where no series counts bad events, there were none, if there were events at all."""
    if not total.samples:
        why, cure = why_empty(slo, slo.indicator.total)
        what = f"its query for all events returns no data{why}"
        raise unmeasured(slo, what, cure or "see whether the service exports them")
    parts = {_key(sample): sample.value for sample in part.samples}
    ratios: dict[Key, float] = {}
    for sample in total.samples:
        if not math.isfinite(sample.value) or sample.value <= 0:
            continue  # no traffic here
        counted = parts.pop(_key(sample), None)
        if counted is None and is_good:
            why, cure = why_empty(slo, slo.indicator.part)
            what = f"its query for good events returns no data{why or OR_WRONG}"
            raise unmeasured(slo, what, cure or "compare the query with the labels that the metric has")
        ratios[_key(sample)] = (counted or 0.0) / sample.value
    if not ratios:
        what = f"{slo.shown}: there was no traffic in its window"
        raise NoTraffic(what, "send requests, or wait until there are some", path=slo.path, line=slo.line)
    if parts and any(value != 0 for value in parts.values()):
        shown = _labels(dict(next(iter(parts)))) or "no labels"
        what = f"its two queries have different labels: {shown} is in one of them alone"
        raise unmeasured(slo, what, "aggregate both queries by the same labels")
    return ratios


def _sane(slo: Slo, ratio: float) -> float:
    """A ratio of bad events, between 0 and 1."""
    if not math.isfinite(ratio):
        raise unmeasured(slo, f"its ratio is {ratio}: there was no traffic", "send requests, or wait for some")
    if not -ROUNDING <= ratio <= 1 + ROUNDING:
        what = f"its ratio of bad events is {ratio:.4g}, which no ratio can be: its queries count different things"
        raise unmeasured(slo, what, "see that one query counts a part of what the other counts, as a ratio")
    return min(max(ratio, 0.0), 1.0)


def _key(sample: Sample) -> Key:
    return tuple(sorted((name, value) for name, value in sample.labels.items() if name != "__name__"))


def _labels(labels: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in labels.items())


def unmeasured(slo: Slo, what: str, cure: str) -> CannotMeasure:
    """That an objective is not measured, and where it stands."""
    return CannotMeasure(f"{slo.shown}: {what}", cure, path=slo.path, line=slo.line)
