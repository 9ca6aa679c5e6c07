"""Statuses in words of the team's own, such as ``result="rejected"``: which requests they choose, nobody else knows."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pytest_golive.observability.alerts.meaning.matching import OF_ERRORS, SPELLINGS, STATUSES, accepts, share_of
from pytest_golive.observability.alerts.promql.tree import Match, NotUnderstood, Series

KNOWN: Final = frozenset(
    {value for pair in (*SPELLINGS, *OF_ERRORS) for values in pair for value in values}
    | {"400", "404", "429", "418", "4xx", "4XX", "CLIENT_ERROR", "REDIRECTION", "3xx", "4", "3", "301"}
)
FLIPPED: Final = {"!=": "=", "!~": "=~"}
WORD: Final = re.compile(r"[A-Za-z]{3}", re.ASCII)


def statuses_of(series: Series) -> tuple[Match, ...]:
    """The conditions for how a request ended."""
    return tuple(one for one in series.matches if one.label.lower() in STATUSES)


def without_statuses(series: Series) -> Series:
    """The same series, however the requests ended."""
    return replace(series, matches=tuple(one for one in series.matches if one.label.lower() not in STATUSES))


def chosen_in_words(series: Series) -> Series | None:
    """What is counted, or left out, in words that nobody knows here; None where they are known, or there are none."""
    own = statuses_of(series)
    if not own:
        return None
    flipped = tuple(replace(one, op=FLIPPED.get(one.op, one.op)) for one in own)
    is_word = all(WORD.search(one.value) for one in own)
    try:
        if not is_word or any(all(accepts(one, value) for one in flipped) for value in KNOWN):
            return None
    except NotUnderstood:
        return None
    signs = {one.is_positive for one in own}
    return replace(series, matches=(*without_statuses(series).matches, *flipped)) if len(signs) == 1 else None


def share_in(series: Series) -> str:
    """Which requests a counter of failures counts by its conditions: "errors" unless they are known to be others."""
    try:
        found = share_of(statuses_of(series))
    except NotUnderstood:
        return "errors"
    return found if found in {"some errors", "no errors", "success"} else "errors"
