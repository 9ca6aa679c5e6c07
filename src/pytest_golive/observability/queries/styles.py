"""How the values of a label for how a request ended are written: 503, 5xx, 14, server_error, UNAVAILABLE, Internal."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.observability.alerts.regexp.matching import compiled
from pytest_golive.observability.alerts.regexp.nodes import NotUnderstood as Unreadable
from pytest_golive.observability.queries.selecting import NotUnderstood

FILLERS: Final = frozenset(
    {"unknown", "other", "none", "null", "n/a", "na", "undefined"}
)  # they say nothing of a style
LOWER, UPPER, DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits
REST: Final = f"{string.ascii_letters}{DIGITS}_- ."


@dataclass(frozen=True, slots=True)
class Style:
    """One way to write values.

    Attributes:
        pattern: that values in this style match.
        alphabets: the characters that may stand at each place.
        least: how many characters a value has.
        repeats: whether more characters of the last alphabet may follow.
        bad: how the server's errors are chosen, as the end of a condition; "" if there is no one way.
    """

    pattern: re.Pattern[str]
    alphabets: tuple[str, ...]
    least: int
    repeats: bool = False
    bad: str = ""

    def has(self, value: str) -> bool:
        """Whether a value is written so."""
        places = (*self.alphabets, *self.alphabets[-1:] * max(0, len(value) - len(self.alphabets)))
        is_short = len(value) < self.least
        is_long = len(value) > len(self.alphabets) and not self.repeats
        return not (is_short or is_long) and all(char in place for char, place in zip(value, places, strict=False))

    def has_match(self, expression: str) -> bool:
        """Whether a value that is written so matches a regular expression.

        Raises:
            NotUnderstood: the expression is not understood, or too large.
        """
        try:
            found = compiled(expression, dot_all=True).example(self.alphabets, self.least, repeats=self.repeats)
        except Unreadable as error:
            raise NotUnderstood(f"the matcher {expression[:40]!r} is not understood: {error}") from None
        return found is not None


STYLES: Final = (
    Style(re.compile(r"[1-9]\d\d", re.ASCII), ("123456789", DIGITS, DIGITS), 3, bad='=~"5.."'),
    Style(re.compile(r"\dxx", re.ASCII), (DIGITS, "x", "x"), 3, bad='="5xx"'),
    Style(re.compile(r"\dXX", re.ASCII), (DIGITS, "X", "X"), 3, bad='="5XX"'),
    Style(re.compile(r"\d{1,2}", re.ASCII), (DIGITS, DIGITS), 1),
    Style(re.compile(r"[a-z].*", re.DOTALL), (LOWER, REST), 1, repeats=True),
    Style(re.compile(r"[A-Z][^a-z]{2}[^a-z]*", re.DOTALL), (UPPER, f"{UPPER}{DIGITS}_- ."), 1, repeats=True),
    Style(re.compile(r"[A-Z][^a-z]*+[a-z].*", re.DOTALL), (UPPER, LOWER, REST), 2, repeats=True),
    # "OK" stands among INTERNAL as well as among Internal.
    Style(re.compile(r"[A-Z][^a-z]?", re.DOTALL), (UPPER, REST), 1, repeats=True),
)
WORD: Final = Style(re.compile(r"[A-Za-z].*", re.DOTALL), (string.ascii_letters, REST), 1, repeats=True)


def styles_of(values: Sequence[str]) -> tuple[Style, ...]:
    """The styles of values; what stands for an unknown value says something only if there is nothing else."""
    telling = [value for value in values if value.lower() not in FILLERS]
    for some in (telling, values):
        if found := tuple(style for style in STYLES if any(style.pattern.fullmatch(value) for value in some)):
            return found
    return ()
