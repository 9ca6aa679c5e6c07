"""Whether an objective's queries are about this service, and could find a bad event if there were one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.queries.rewriting import narrowed
from pytest_golive.observability.queries.rewriting import written as written_matcher
from pytest_golive.observability.queries.selecting import NotUnderstood, Selection, selections
from pytest_golive.observability.slos.counts.counting import miscounted, never_past, some_alone
from pytest_golive.observability.slos.counts.proportion import WRITE
from pytest_golive.observability.slos.counts.trusting import answered_for
from pytest_golive.observability.slos.formats.indicators import plain
from pytest_golive.observability.slos.slo import Slo
from pytest_golive.observability.slos.spelling import misspelled
from pytest_golive.observability.sources.metrics import Metrics
from pytest_golive.observability.sources.selecting import quoted

COUNTS_ERRORS: Final = frozenset({"bad"})


@dataclass(frozen=True, slots=True)
class Aim:
    """What was found of an objective's series.

    Attributes:
        findings: why it cannot do what it is for.
        notes: what is not proven, in words.
        selected: the series of the query for all events, by which is seen for which time there are data.
    """

    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    selected: tuple[str, ...] = ()


def aim_of(slo: Slo, metrics: Metrics, labels: Mapping[str, str]) -> Aim:
    """Ask which series the queries of an objective find.

    Args:
        slo: the objective.
        metrics: the source.
        labels: of this service.

    Raises:
        CannotMeasure: its series are not there, or the source cannot be asked.
    """
    whole = slo.indicator.total or slo.indicator.part
    try:
        chosen, counted = _selected(whole), _selected(slo.indicator.part)
        part = counted if slo.indicator.kind in COUNTS_ERRORS else ()
    except NotUnderstood as error:
        why = f"what its queries count, and of whom, is not understood, as the parser says: {error}"
        return Aim(notes=(answered_for(slo, " / ".join(slo.indicator.queries), why, WRITE),), selected=(plain(whole),))
    notes = []
    for selection in chosen:
        written = narrowed(selection, {})
        if not metrics.ask(f"count({written})").samples:
            raise CannotMeasure(
                f"{slo.shown}: {written} finds no series at {metrics.said}",
                f"correct the query in {slo.path}:{slo.line}, or see why the service does not export the metric",
                path=slo.path,
                line=slo.line,
            )
        found = _of_service(selection, metrics, labels)
        if found == "other":
            what = f"{slo.shown}: {written} finds series, but none of this service ({_shown(labels)})"
            return Aim((_finding(slo, what, "name this service's labels in the query, or correct the selector"),))
        if found == "unlabelled":
            notes.append(f"{slo.shown}: the series of {written} do not say whose they are")
    blind = (*_miscounted(slo, counted, chosen, metrics), *_blind(slo, part, metrics, labels))
    notes += some_alone(slo, counted)
    if slo.indicator.kind != "threshold" and not blind:
        blind = tuple(misspelled(slo, counted, metrics, labels))
    return Aim(blind, tuple(notes), tuple(narrowed(selection, {}) for selection in chosen))


def _miscounted(
    slo: Slo, part: tuple[Selection, ...], total: tuple[Selection, ...], metrics: Metrics
) -> Iterator[Finding]:
    """Why the objective counts something else than it says."""
    for why in miscounted(slo, part, total):
        what = f"{slo.shown}: {why}"
        yield _finding(
            slo, what, "count errors of the server (5xx) as bad, and all else as good, if nothing else is meant"
        )
    if why := never_past(slo, slo.indicator.part, metrics):
        yield _finding(slo, f"{slo.shown}: {why}", "add buckets to the histogram, beyond the threshold")


def _selected(query: str) -> tuple[Selection, ...]:
    unique = {narrowed(each, {}): each for each in selections(plain(query))}
    return tuple(unique.values())


def _of_service(selection: Selection, metrics: Metrics, labels: Mapping[str, str]) -> str:
    """Whether series of a selection are of this service: "own", "other", or "unlabelled" if they do not say."""
    if not labels or metrics.ask(f"count({narrowed(selection, labels)})").samples:
        return "own"
    absent = dict.fromkeys(labels, "")
    return "unlabelled" if metrics.ask(f"count({narrowed(selection, absent)})").samples else "other"


def _blind(slo: Slo, part: tuple[Selection, ...], metrics: Metrics, labels: Mapping[str, str]) -> Iterator[Finding]:
    """Why the query for bad events could never find one; a healthy service has no series of bad events."""
    for selection in part:
        written = narrowed(selection, {})
        if metrics.ask(f"count({written})").samples:
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
        own = [written_matcher(matcher) for matcher in selection.matchers if matcher.label in labels]
        for matcher in selection.matchers:
            if matcher.label in labels or matcher.accepts_absent or not selection.name:
                continue
            conditions = ",".join([*own, f"{matcher.label}!={quoted('')}"])
            if not metrics.ask(f"count({selection.name}{{{conditions}}})").samples:
                what = (
                    f"{slo.shown}: {written} can find nothing, since no series of {selection.name} has the label "
                    f"{matcher.label}: it counts no errors"
                )
                yield _finding(slo, what, "name the label that the metric has")


def _finding(slo: Slo, what: str, cure: str) -> Finding:
    return Finding(slo.path, slo.line, "aim", what, key=slo.key, cure=cure)


def _shown(labels: Mapping[str, str]) -> str:
    return ", ".join(f"{label}={quoted(value)}" for label, value in labels.items())
