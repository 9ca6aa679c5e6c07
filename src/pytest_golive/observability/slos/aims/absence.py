"""Why a query for some of the events finds none now: nothing has failed yet, or it never can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.queries.rewriting import narrowed, written
from pytest_golive.observability.queries.selecting import Matcher, Selection
from pytest_golive.observability.queries.unmatched import unmatched
from pytest_golive.observability.slos.aims.belonging import however_ended
from pytest_golive.observability.slos.counts.trusting import answered_for
from pytest_golive.observability.slos.slo import Slo
from pytest_golive.observability.sources.metrics import Metrics

EDGE: Final = "le"
SHOWN: Final = 12  # edges of buckets in a message


def absences(
    slo: Slo, part: Sequence[Selection], metrics: Metrics, labels: Mapping[str, str]
) -> Iterator[Finding | str]:
    """Why the query for good or bad events could never find one; a healthy service has no series of bad events.

    Findings, and notes on what the team answers for.

    Raises:
        CannotMeasure: it is not known whether it could.
    """
    for selection in part:
        if _has(metrics, selection):
            continue
        if selection.name and not metrics.ask(f"count({selection.name})").samples:
            raise CannotMeasure(
                f"{slo.shown}: no series is called {selection.name}: either nothing has gone wrong yet, or the query "
                "is wrong",
                "let the service export the metric with 0 from its start, or correct the query in "
                f"{slo.path}:{slo.line}",
                path=slo.path,
                line=slo.line,
            )
        found = [*_unlabelled(slo, selection, metrics, labels), *bucketless(slo, selection, metrics)]
        yield from found or _unmatched(slo, selection, metrics)


def bucketless(slo: Slo, selection: Selection, metrics: Metrics) -> Iterator[Finding]:
    """That a histogram has no bucket that ends where a query asks for one, so that it is never empty or never full."""
    edges = tuple(one for one in selection.matchers if one.label == EDGE and not one.accepts_absent)
    plain = however_ended(selection)
    if not edges or not selection.name or _has(metrics, _with(plain, *edges)):
        return
    asked = metrics.ask(f"count by ({EDGE}) ({narrowed(_with(plain, Matcher(EDGE, '!=', '')), {})})")
    found = {one.labels.get(EDGE, "") for one in asked.samples} - {""}
    if not found:
        return  # none of its series are there
    there = sorted(found, key=_edge)
    shown = ", ".join(there[:SHOWN]) + (f" and {len(there) - SHOWN} more" if len(there) > SHOWN else "")
    wanted = ",".join(map(written, edges))
    what = f"{slo.shown}: no series of {selection.name} has {wanted}; its buckets end at {shown}"
    cure = "name the edge of a bucket that there is, as it is written there, or add one to the histogram of the service"
    yield Finding(slo.path, slo.line, "aim", what, key=slo.key, cure=cure)


def _unlabelled(slo: Slo, selection: Selection, metrics: Metrics, labels: Mapping[str, str]) -> Iterator[Finding]:
    """That no series of the metric has a label that a query asks for."""
    own = tuple(one for one in selection.matchers if one.label in labels)
    if own and not _has(metrics, replace(selection, matchers=own)):
        return  # another condition is at fault
    for one in selection.matchers:
        if one.label in labels or one.accepts_absent or not selection.name:
            continue
        if not _has(metrics, replace(selection, matchers=(*own, Matcher(one.label, "!=", "")))):
            what = (
                f"{slo.shown}: {narrowed(selection, {})} can find nothing, since no series of {selection.name} has the "
                f"label {one.label}: it counts no errors"
            )
            yield Finding(slo.path, slo.line, "aim", what, key=slo.key, cure="name the label that the metric has")


def _unmatched(slo: Slo, selection: Selection, metrics: Metrics) -> Iterator[str]:
    """That other conditions than those for how events ended are at fault, for which the team may answer."""
    plain = however_ended(selection)
    if plain.matchers and not _has(metrics, plain):
        conditions = list(map(written, plain.matchers))
        why, cure = unmatched(selection.name, conditions, "", lambda text: bool(metrics.ask(f"count({text})").samples))
        yield answered_for(
            slo, narrowed(selection, {}), f"it is not known whether it can count anything, for {why}", cure
        )


def _with(selection: Selection, *more: Matcher) -> Selection:
    return replace(selection, matchers=(*selection.matchers, *more))


def _has(metrics: Metrics, selection: Selection) -> bool:
    return bool(metrics.ask(f"count({narrowed(selection, {})})").samples)


def _edge(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("inf")
