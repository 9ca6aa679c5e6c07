"""Whether an objective's queries are about this service, and could find a bad event if there were one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.alerts.promql.tree import NotUnderstood as Unparsed
from pytest_golive.observability.queries.rewriting import COUNTERS, narrowed
from pytest_golive.observability.queries.selecting import NotUnderstood, Selection, selections
from pytest_golive.observability.slos.aims.absence import absences, bucketless
from pytest_golive.observability.slos.aims.belonging import Owners, however_ended
from pytest_golive.observability.slos.aims.narrowing import narrower
from pytest_golive.observability.slos.aims.spelling import misspelled
from pytest_golive.observability.slos.counts.counting import miscounted, never_past, some_alone
from pytest_golive.observability.slos.counts.fractions import Fraction, fractions_of, makes_up
from pytest_golive.observability.slos.counts.limits import lax, never_broken
from pytest_golive.observability.slos.counts.proportion import WRITE
from pytest_golive.observability.slos.counts.trusting import answered_for, on_a_line
from pytest_golive.observability.slos.formats.indicators import plain
from pytest_golive.observability.slos.formats.windows import promql
from pytest_golive.observability.slos.slo import Slo
from pytest_golive.observability.sources.metrics import Metrics

T = TypeVar("T")


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
    except NotUnderstood as error:
        why = f"what its queries count, and of whom, is not understood, as the parser says: {error}"
        return Aim(notes=(answered_for(slo, " / ".join(slo.indicator.queries), why, WRITE),), selected=(plain(whole),))
    if not chosen or not counted:
        constant = on_a_line(slo.indicator.part if chosen else whole)
        what = f"its query reads no series, so it says nothing of this service: {constant}"
        raise _unmeasured(slo, what, "write a query that counts its requests")
    fractions = _fractions(slo)
    if not slo.indicator.total:
        telling = {narrowed(each, {}) for one in fractions if one.kind for each in one.part}
        chosen = _unique(however_ended(each) if narrowed(each, {}) in telling else each for each in chosen)
    found = [*_missing(slo, chosen, metrics), *absences(slo, counted, metrics, labels)]
    pairs = [(counted, chosen), *((one.part, one.total) for one in fractions if not slo.indicator.total)]
    owners = Owners(slo, metrics, labels)
    for part, total in pairs if labels and not any(isinstance(one, Finding) for one in found) else ():
        found += owners.check(part, total)
    found += _miscounted(slo, fractions, metrics)
    blind = _unique(one for one in found if isinstance(one, Finding))
    for part, alike in _judged(slo, fractions, counted) if not blind else ():
        blind += tuple(misspelled(alike, part, metrics, labels))
    if not blind:
        _check_traffic(slo, fractions, metrics)
        found += (*narrower(slo, fractions, metrics), *lax(slo, fractions))
    return Aim(
        blind, _unique(one for one in found if isinstance(one, str)), tuple(narrowed(each, {}) for each in chosen)
    )


def _fractions(slo: Slo) -> tuple[Fraction, ...]:
    try:
        return fractions_of(slo)
    except Unparsed:  # which the check of what the queries compute says
        return ()


def _judged(
    slo: Slo, fractions: Sequence[Fraction], counted: tuple[Selection, ...]
) -> Iterator[tuple[tuple[Selection, ...], Slo]]:
    """What chooses events by how they ended, each with the objective as if it were about that alone."""
    for one in fractions:
        if one.kind:
            yield one.telling, replace(slo, indicator=replace(slo.indicator, kind=one.kind))
    if not fractions and slo.indicator.kind != "threshold":
        yield counted, slo


def _missing(slo: Slo, chosen: tuple[Selection, ...], metrics: Metrics) -> Iterator[Finding]:
    """What the query for all events does not find.

    Raises:
        CannotMeasure: its series are not there.
    """
    for selection in chosen:
        written = narrowed(selection, {})
        if metrics.ask(f"count({written})").samples:
            continue
        if bucket := tuple(bucketless(slo, selection, metrics)):
            yield from bucket
            continue
        raise _unmeasured(
            slo,
            f"{written} finds no series at {metrics.said}",
            f"correct the query in {slo.path}:{slo.line}, or see why the service does not export the metric",
        )


def _miscounted(slo: Slo, fractions: Sequence[Fraction], metrics: Metrics) -> Iterator[Finding | str]:
    """Why the objective counts something else than it says, and notes on what it leaves out."""
    for one in fractions:
        if not one.kind:
            continue
        alike = replace(slo, indicator=replace(slo.indicator, kind=one.kind))
        for why in miscounted(alike, one.telling, one.total):
            cure = "count errors of the server (5xx) as bad, and all else as good, if nothing else is meant"
            yield _finding(slo, f"{slo.shown}: {why}", cure)
        yield from some_alone(alike, one.telling)
    for why in never_broken(slo, fractions):
        yield _finding(
            slo, f"{slo.shown}: {why}", "correct op and value: the objective holds while the comparison is true"
        )
    if why := never_past(slo, slo.indicator.part, metrics):
        yield _finding(slo, f"{slo.shown}: {why}", "add buckets to the histogram, beyond the threshold")


def _check_traffic(slo: Slo, fractions: Sequence[Fraction], metrics: Metrics) -> None:
    """See that there were events where a ratio makes up a number if there were none, as by ``or vector(0)``.

    Raises:
        CannotMeasure: there were none.
    """
    counters = _unique(narrowed(each, {}) for one in fractions for each in one.total if each.name.endswith(COUNTERS))
    if slo.indicator.total or not counters or not makes_up(slo):
        return
    window = promql(slo.window.seconds)
    if not any(one.value > 0 for each in counters for one in metrics.ask(f"sum(increase({each}[{window}]))").samples):
        what = f"there was no traffic in its window, by {counters[0]}, and its query gives a number in any case"
        raise _unmeasured(slo, what, "send requests, or wait until there are some")


def _unique(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


def _selected(query: str) -> tuple[Selection, ...]:
    unique = {narrowed(each, {}): each for each in selections(plain(query))}
    return tuple(unique.values())


def _finding(slo: Slo, what: str, cure: str) -> Finding:
    return Finding(slo.path, slo.line, "aim", what, key=slo.key, cure=cure)


def _unmeasured(slo: Slo, what: str, cure: str) -> CannotMeasure:
    return CannotMeasure(f"{slo.shown}: {what}", cure, path=slo.path, line=slo.line)
