"""Measure objectives: what is left of the error budget of each, over the part of its window that there is data of."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.slos.aims.aiming import aim_of
from pytest_golive.observability.slos.asking import question_of
from pytest_golive.observability.slos.counts.proportion import check_proportion
from pytest_golive.observability.slos.counts.summing import is_summed
from pytest_golive.observability.slos.covering import covered
from pytest_golive.observability.slos.rating import why_empty
from pytest_golive.observability.slos.result import Doubtful, Slos, Standing
from pytest_golive.observability.slos.slo import Slo
from pytest_golive.observability.sources.metrics import Metrics, Sample, Values

Key = tuple[tuple[str, str], ...]
ROUNDING = 1e-9  # what arithmetic may add to a ratio
WHOLE = 1.0
ANYTHING = "vector(1)"
OR_WRONG = ": either nothing was good, or the query is wrong"


def measure(
    slos: Iterable[Slo],
    metrics: Metrics,
    labels: Mapping[str, str],
    progress: Callable[[str], object] = lambda _: None,
    *,
    least_data: float = 0.0,
) -> Slos:
    """The standing of each objective, and why there is none where there is none.

    Args:
        slos: the objectives.
        metrics: the source of their queries.
        labels: of this service's series; {} if nobody says.
        progress: told which one is measured.
        least_data: percent of a window for which there must be data.
    """
    standings: list[Standing] = []
    doubts: list[Doubtful] = []
    misaimed: list[Finding] = []
    notes: list[str] = []
    slos = tuple(slos)
    try:
        metrics.ask(ANYTHING)
    except CannotMeasure as error:  # one question that nobody answers, not one for each objective
        return Slos((), tuple(Doubtful(slo, error) for slo in slos), (), (), "")
    for slo in slos:
        progress(f"measuring {slo.shown}")
        try:
            aim = None if slo.indicator.unknown else aim_of(slo, metrics, labels)
            if aim is not None:
                misaimed += aim.findings
                notes += aim.notes
                if aim.findings:
                    continue
                notes += check_proportion(slo)
            standings.append(_enough(_standing(slo, metrics, aim.selected if aim else ()), least_data))
        except CannotMeasure as error:
            doubts.append(Doubtful(slo, error))
    return Slos(tuple(standings), tuple(doubts), tuple(misaimed), tuple(notes), metrics.said)


def _standing(slo: Slo, metrics: Metrics, selected: Sequence[str]) -> Standing:
    question = question_of(slo)
    bad = _asked(slo, metrics, question.bad)
    if question.total:
        ratios = _ratios(slo, bad, _asked(slo, metrics, question.total), is_good=question.is_good)
    else:
        ratios = {_key(sample): sample.value for sample in bad.samples}
        if not ratios:
            why, cure = why_empty(slo, slo.indicator.part)
            raise _unmeasured(slo, f"its query returns no data{why}", cure or "see whether the service exports it")
    errors = {key: _sane(slo, 1 - ratio if question.is_good else ratio) for key, ratio in ratios.items()}
    worst = max(errors, key=lambda key: errors[key])
    left = WHOLE - errors[worst] / (1 - slo.target)
    data = covered(slo, metrics, selected)
    return Standing(slo, left, errors[worst], dict(worst), len(errors), data, is_summed=is_summed(slo))


def _asked(slo: Slo, metrics: Metrics, query: str) -> Values:
    try:
        values = metrics.ask(query)
    except CannotMeasure as error:
        raise CannotMeasure(f"{slo.shown}: {error.what}", error.cure, path=slo.path, line=slo.line) from None
    if values.partial:
        raise _unmeasured(slo, "the answer lacks data", "run it again when all parts of the source answer")
    return values


def _ratios(slo: Slo, part: Values, total: Values, *, is_good: bool) -> dict[Key, float]:
    """The ratio of each series; where no series counts bad events, there were none, if there were events at all."""
    if not total.samples:
        why, cure = why_empty(slo, slo.indicator.total)
        what = f"its query for all events returns no data{why}"
        raise _unmeasured(slo, what, cure or "see whether the service exports them")
    parts = {_key(sample): sample.value for sample in part.samples}
    ratios: dict[Key, float] = {}
    for sample in total.samples:
        if not math.isfinite(sample.value) or sample.value <= 0:
            continue  # no traffic here
        counted = parts.pop(_key(sample), None)
        if counted is None and is_good:
            why, cure = why_empty(slo, slo.indicator.part)
            what = f"its query for good events returns no data{why or OR_WRONG}"
            raise _unmeasured(slo, what, cure or "compare the query with the labels that the metric has")
        ratios[_key(sample)] = (counted or 0.0) / sample.value
    if not ratios:
        raise _unmeasured(slo, "there was no traffic in its window", "send requests, or wait until there are some")
    if parts and any(value != 0 for value in parts.values()):
        shown = _labels(dict(next(iter(parts)))) or "no labels"
        what = f"its two queries have different labels: {shown} is in one of them alone"
        raise _unmeasured(slo, what, "aggregate both queries by the same labels")
    return ratios


def _sane(slo: Slo, ratio: float) -> float:
    """A ratio of bad events, between 0 and 1."""
    if not math.isfinite(ratio):
        raise _unmeasured(slo, f"its ratio is {ratio}: there was no traffic", "send requests, or wait for some")
    if not -ROUNDING <= ratio <= 1 + ROUNDING:
        what = f"its ratio of bad events is {ratio:.4g}, which no ratio can be: its queries count different things"
        raise _unmeasured(slo, what, "see that one query counts a part of what the other counts, as a ratio")
    return min(max(ratio, 0.0), 1.0)


def _enough(standing: Standing, least: float) -> Standing:
    """The standing, if there are data for *least* percent of the window: a day says little of a month."""
    if standing.percent_of_window >= least:
        return standing
    raise _unmeasured(
        standing.slo,
        f"there {standing.data}, and {least:g} % is the least; so far {standing.shown_so_far}",
        "wait until there are more data; if the server forgets them, let it keep them for longer than the window "
        "(Prometheus: --storage.tsdb.retention.time); or set least_data in the target's slos, if less is enough",
    )


def _key(sample: Sample) -> Key:
    return tuple(sorted((name, value) for name, value in sample.labels.items() if name != "__name__"))


def _labels(labels: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in labels.items())


def _unmeasured(slo: Slo, what: str, cure: str) -> CannotMeasure:
    return CannotMeasure(f"{slo.shown}: {what}", cure, path=slo.path, line=slo.line)
