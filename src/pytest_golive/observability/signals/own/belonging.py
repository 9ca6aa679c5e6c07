"""Whose series a query of the team's own reads: they must be of this service, and of no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.queries.outcomes import is_outcome
from pytest_golive.observability.queries.rewriting import narrowed
from pytest_golive.observability.queries.selecting import Matcher, Selection
from pytest_golive.observability.signals.readings import whole
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Metrics
from pytest_golive.observability.sources.selecting import label_name, quoted

Notes = tuple[tuple[str, str], ...]
OF_REQUESTS: Final = frozenset({"error_rate", "latency"})


def check_belonging(metrics: Metrics, wanted: Wanted, query: str, found: Sequence[Selection]) -> Notes:
    """Refuse series of other services, by the labels of this one in the settings.

    Returns:
        Notes on series of which nobody knows whose they are.

    Raises:
        CannotMeasure: the query reads series of others, too, or of others alone.
    """
    notes: list[tuple[str, str]] = []
    for selection in found if wanted.labels else ():
        however = narrowed(_however_ended(selection), {})
        if _has(metrics, narrowed(_however_ended(selection), wanted.labels)):
            _check_others(metrics, wanted, query, selection)
        elif not _has(metrics, however):
            continue  # whether it may find nothing is looked at elsewhere
        elif not _has(metrics, narrowed(_however_ended(selection), dict.fromkeys(wanted.labels, ""))):
            notes += _of_others(metrics, wanted, query, selection)
        else:
            notes.append(("not proven", f"that the series {however} are of this service: they do not say whose"))
    return tuple(dict.fromkeys(notes))


def check_found(metrics: Metrics, query: str, found: Sequence[Selection]) -> None:
    """Refuse a selection that finds nothing: "or vector(0)" and its like would make a 0 of it.

    Raises:
        CannotMeasure: there is no such series now.
    """
    for selection in found:
        written = narrowed(selection, {})
        if not _has(metrics, written):
            raise CannotMeasure(
                f"the query {query} asks for {written}, and there is no such series now",
                "correct its conditions; what is made up in place of it, such as by or vector(0), says nothing",
            )


def _of_others(metrics: Metrics, wanted: Wanted, query: str, selection: Selection) -> Notes:
    """An error for series of others; a note where this service has none of that name, and they may be about it."""
    written, ours = narrowed(_however_ended(selection), {}), _shown(wanted.labels)
    has_own = bool(selection.name) and _has(metrics, f"{selection.name}{{{ours}}}")
    why = f"{written} finds series, but none of this service ({ours})"
    if not has_own and (wanted.trusted or wanted.signal not in OF_REQUESTS):
        return (("you answer for" if wanted.trusted else "not proven", f"whose series are read: {why}"),)
    more = "" if has_own else f"; or, if they are about it, as those of a proxy are, trust it: {wanted.trusting}"
    raise CannotMeasure(
        f"the query {query} judges others: {why}",
        f"name this service's labels in the query, or correct the selector in {wanted.place}{more}",
    )


def _check_others(metrics: Metrics, wanted: Wanted, query: str, selection: Selection) -> None:
    for label, value in wanted.labels.items():
        others = (Matcher(label, "!=", value), Matcher(label, "!=", ""))
        plain = _however_ended(selection)
        asked = f"count by ({label_name(label)}) ({_with(plain, others)})"
        values = whole(metrics.ask(asked), asked).samples
        if values:
            shown = ", ".join(sorted({one.labels.get(label, "") for one in values})[:5])
            raise CannotMeasure(
                f"the query {query} judges others, too: {narrowed(plain, {})} has series of {label} {shown}",
                f"add {label}={quoted(value)} to each selector of the query",
            )


def _with(selection: Selection, more: Sequence[Matcher]) -> str:
    return narrowed(_changed(selection, (*selection.matchers, *more)), {})


def _however_ended(selection: Selection) -> Selection:
    """The selection without conditions for how a request ended: nothing need have failed."""
    kept = tuple(one for one in selection.matchers if not is_outcome(one.label))
    return _changed(selection, kept) if selection.name or kept else selection


def _changed(selection: Selection, matchers: tuple[Matcher, ...]) -> Selection:
    return replace(selection, matchers=matchers)


def _has(metrics: Metrics, selected: str) -> bool:
    asked = f"count({selected})"
    return bool(whole(metrics.ask(asked), asked).samples)


def _shown(labels: Mapping[str, str]) -> str:
    return ",".join(f"{label_name(label)}={quoted(value)}" for label, value in labels.items())
