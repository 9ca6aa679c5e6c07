"""Whether bad events are counted everywhere where all events are: in one route alone they are few among all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pytest_golive.observability.queries.outcomes import FLIPPED
from pytest_golive.observability.queries.rewriting import narrowed, written
from pytest_golive.observability.queries.selecting import Matcher, Selection
from pytest_golive.observability.slos.aims.belonging import is_kind
from pytest_golive.observability.slos.counts.fractions import Fraction
from pytest_golive.observability.slos.counts.trusting import answered_for
from pytest_golive.observability.slos.slo import Slo
from pytest_golive.observability.sources.metrics import Metrics


def narrower(slo: Slo, fractions: Sequence[Fraction], metrics: Metrics) -> Iterator[str]:
    """Notes on conditions of the query for bad events alone, which leave out events that count as all of them.

    Raises:
        CannotMeasure: bad events are counted in one place alone, and the team does not say that it is meant.
    """
    for one in fractions:
        for part in one.telling if one.kind == "bad" else ():
            alike = [each for each in one.total if each.name == part.name]
            if len(one.telling) == len(alike) == 1:
                yield from _left_out(slo, part, alike[0], metrics)


def _left_out(slo: Slo, part: Selection, total: Selection, metrics: Metrics) -> Iterator[str]:
    for one in part.matchers:
        if is_kind(one.label) or one.label == "le" or one in total.matchers:
            continue
        others = replace(total, matchers=(*total.matchers, Matcher(one.label, FLIPPED[one.op], one.value)))
        if not metrics.ask(f"count({narrowed(others, {})})").samples:
            continue
        why = f"events without {written(one)} count among all events, and are never bad"
        if one.op in {"!=", "!~"}:
            yield f"{slo.shown}: {why}"
        else:
            cure = f"write {written(one)} into both queries, or into none"
            yield answered_for(slo, " / ".join(slo.indicator.queries), why, cure)
