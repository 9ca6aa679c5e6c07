"""Measure objectives: what is left of the error budget of each, over the part of its window that there is data of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.slos.aims.aiming import aim_of
from pytest_golive.observability.slos.counts.proportion import check_proportion
from pytest_golive.observability.slos.counts.summing import is_summed
from pytest_golive.observability.slos.covering import covered
from pytest_golive.observability.slos.ratios import errors_of, unmeasured
from pytest_golive.observability.slos.result import Doubtful, Slos, Standing
from pytest_golive.observability.slos.slo import Slo
from pytest_golive.observability.sources.metrics import Metrics

WHOLE = 1.0
ANYTHING = "vector(1)"


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
    errors = errors_of(slo, metrics)
    worst = max(errors, key=lambda key: errors[key].ratio)
    left = WHOLE - errors[worst].ratio / (1 - slo.target)
    data = covered(slo, metrics, selected)
    return Standing(slo, left, errors[worst].ratio, dict(worst), len(errors), data, is_summed=is_summed(slo))


def _enough(standing: Standing, least: float) -> Standing:
    """The standing, if there are data for *least* percent of the window: a day says little of a month."""
    if standing.percent_of_window >= least:
        return standing
    raise unmeasured(
        standing.slo,
        f"there {standing.data}, and {least:g} % is the least; so far {standing.shown_so_far}",
        "wait until there are more data; if the server forgets them, let it keep them for longer than the window "
        "(Prometheus: --storage.tsdb.retention.time); or set least_data in the target's slos, if less is enough",
    )
