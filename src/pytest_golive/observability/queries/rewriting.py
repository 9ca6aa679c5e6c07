"""A query changed in its text: for the series of one service, over another window, or without a condition."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from pytest_golive.observability.queries.places import TOKEN
from pytest_golive.observability.queries.selecting import Matcher, NotUnderstood, Selection, selections
from pytest_golive.observability.sources.selecting import quoted

# Labels that tell how a request ended: series for a bad end need not exist where none has been bad.
OUTCOMES: Final = frozenset(
    {
        *("code", "status", "status_code", "http_status", "http_status_code", "http_response_status_code", "outcome"),
        *("grpc_code", "grpc_status", "rpc_grpc_status_code", "response_code", "error", "error_type", "exception"),
        *("result", "severity", "level", "alertstate", "status_class", "class", "success", "reason"),
    }
)
# Counters end so by convention, and what a histogram counts with does, too.
COUNTERS: Final = ("_total", "_count", "_sum", "_bucket", "_created")
SPECIAL: Final = frozenset("\\.+*?()|[]{}^$")


def escaped(text: str) -> str:
    """A text as a pattern that matches it alone."""
    return "".join(f"\\{char}" if char in SPECIAL else char for char in text)


def within(query: str, labels: Mapping[str, str]) -> str:
    """The query for series with *labels* alone; a series that lacks one of them may be of any service, and counts.

    Raises:
        NotUnderstood: its series cannot be told apart.
    """
    added = ",".join(f"{label}=~{quoted(escaped(value) + '|')}" for label, value in labels.items())
    return _changed(query, lambda text, selection: _with(text, selection, added)) if labels else query


def restricted(query: str, matchers: Sequence[Matcher]) -> str:
    """The query for series that meet further conditions, too.

    Raises:
        NotUnderstood: its series cannot be told apart.
    """
    added = ",".join(map(written, matchers))
    return _changed(query, lambda text, selection: _with(text, selection, added)) if matchers else query


def narrowed(selection: Selection, labels: Mapping[str, str]) -> str:
    """The series of a selection that have *labels*, too, as a query of its own."""
    own = list(map(written, selection.matchers))
    parts = list(dict.fromkeys([*own, *(f"{label}={quoted(value)}" for label, value in labels.items())]))
    if not selection.name and not parts:
        raise NotUnderstood("it selects every series there is")
    return f"{selection.name}{{{','.join(parts)}}}"


def written(matcher: Matcher) -> str:
    """A condition in PromQL."""
    return f"{matcher.label}{matcher.op}{quoted(matcher.value)}"


def increased(query: str, window: str) -> str:
    """The query with the increase over *window* of each counter in place of the counter.

    Raises:
        NotUnderstood: its series cannot be told apart, or are of other times.
    """

    def increase(text: str, selection: Selection) -> str:
        if selection.is_moved or selection.is_range:
            raise NotUnderstood("its counters are taken over a range or of another time already")
        return f"increase({text}[{window}])"

    return _changed(query, increase)


def without_outcomes(query: str, labels: Collection[str] = OUTCOMES, *, labelled: bool = False) -> str:
    """The query without conditions for how a request ended; the same text if it has none.

    Args:
        query: in PromQL.
        labels: that tell how a request ended.
        labelled: whether series must still have these labels, with any value, where a condition asked for one.

    Raises:
        NotUnderstood: its series cannot be told apart.
    """

    def relaxed(text: str, selection: Selection) -> str:
        kept = [matcher for matcher in selection.matchers if matcher.label not in labels]
        if len(kept) == len(selection.matchers) or not (selection.name or kept):
            return text
        parts = list(map(written, kept))
        if labelled:
            left = (matcher for matcher in selection.matchers if matcher.label in labels)
            parts += dict.fromkeys(f'{matcher.label}!=""' for matcher in left if not matcher.accepts_absent)
        return f"{selection.name}{{{','.join(parts)}}}"

    return _changed(query, relaxed)


def are_counters(query: str) -> bool:
    """Whether all series of the query are counters by their names.

    Raises:
        NotUnderstood: its series cannot be told apart.
    """
    return all(selection.name.endswith(COUNTERS) for selection in selections(query))


def _changed(query: str, change: Callable[[str, Selection], str]) -> str:
    """The query with each selection changed; the result selects as many."""
    text, last = "", 0
    found = selections(query)
    for selection in found:
        text += query[last : selection.start] + change(query[selection.start : selection.end], selection)
        last = selection.end
    text += query[last:]
    if len(selections(text)) != len(found):
        raise NotUnderstood("its series cannot be told apart")
    return text


def _with(text: str, selection: Selection, added: str) -> str:
    if selection.braces is None:
        return f"{text}{{{added}}}"
    inside = text[selection.braces[0] - selection.start + 1 : -1]
    last = next((token[0] for token in reversed(list(TOKEN.finditer(inside))) if token.lastgroup != "space"), "")
    return f"{text[:-1]}{'' if last in {'', ','} else ','}{added}}}"
