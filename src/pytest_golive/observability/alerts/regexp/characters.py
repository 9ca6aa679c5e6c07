"""Sets of characters in Go's regular expressions: classes, general categories, and letters of any case."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Final

from pytest_golive.observability.alerts.regexp.nodes import NotUnderstood, Test

UPPER: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
LOWER: Final = frozenset("abcdefghijklmnopqrstuvwxyz")
DIGIT: Final = frozenset("0123456789")
WORD: Final = UPPER | LOWER | DIGIT | {"_"}
PERL: Final[Mapping[str, frozenset[str]]] = {"d": DIGIT, "s": frozenset("\t\n\f\r "), "w": WORD}
PRINTED: Final = frozenset(map(chr, range(0x21, 0x7F)))
POSIX: Final[Mapping[str, frozenset[str]]] = {
    "alnum": UPPER | LOWER | DIGIT,
    "alpha": UPPER | LOWER,
    "ascii": frozenset(map(chr, range(0x80))),
    "blank": frozenset("\t "),
    "cntrl": frozenset(map(chr, range(0x20))) | {"\x7f"},
    "digit": DIGIT,
    "graph": PRINTED,
    "lower": LOWER,
    "print": PRINTED | {" "},
    "punct": PRINTED - UPPER - LOWER - DIGIT,
    "space": frozenset("\t\n\v\f\r "),
    "upper": UPPER,
    "word": WORD,
    "xdigit": DIGIT | frozenset("abcdefABCDEF"),
}
CATEGORIES: Final[Mapping[str, str]] = {
    "L": "ultmo",
    "M": "nce",
    "N": "dlo",
    "P": "cdseifo",
    "S": "mcko",
    "Z": "slp",
    "C": "cfos",
}


def member(characters: frozenset[str]) -> Test:
    """Whether a character is in *characters*."""
    return lambda char: char in characters


def between(first: str, last: str) -> Test:
    """Whether a character is in a range."""
    return lambda char: first <= char <= last


def category(name: str) -> Test:
    """Whether a character is of a general category, by its one or two letters.

    Raises:
        NotUnderstood: it is the name of a script, or of nothing.
    """
    if name == "Any":
        return lambda _: True
    if len(name) > len("Lu") or name[:1] not in CATEGORIES or name[1:] not in CATEGORIES[name[0]]:
        raise NotUnderstood(f"the class of characters \\p{{{name}}}")
    return lambda char: unicodedata.category(char).startswith(name)


def any_of(tests: tuple[Test, ...]) -> Test:
    """Whether a character passes one of *tests*."""
    return lambda char: any(test(char) for test in tests)


def unless(test: Test, *, negated: bool) -> Test:
    """*test*, or its opposite."""
    return (lambda char: not test(char)) if negated else test


def any_case(test: Test) -> Test:
    """Whether a character passes *test*, in any case of its letter."""
    return lambda char: any(map(test, cases(char)))


def cases(char: str) -> frozenset[str]:
    """A letter in all its cases; 'k' is also the sign of Kelvin."""
    return _letters().get(_folded(char), frozenset(char))


@cache
def _letters() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for char in map(chr, range(0x1E944)):  # no letter beyond it has a case
        if (folded := _folded(char)) != char:
            found[folded] |= {char, folded}
    return {folded: frozenset(letters) for folded, letters in found.items()}


def _folded(char: str) -> str:
    """What is the same for all cases of a letter, if that is one character."""
    return next((one for one in (char.casefold(), char.lower()) if len(one) == 1), char)
