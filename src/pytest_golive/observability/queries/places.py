"""Where a query names series, found in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

TOKEN: Final = re.compile(
    r"""(?P<space>\s++|\#[^\n]*+)"""
    r"""|(?P<string>"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'|`[^`]*+`)"""
    r"""|(?P<word>[A-Za-z_:][A-Za-z0-9_:]*+)|(?P<number>[0-9][A-Za-z0-9_.]*+)|(?P<other>.)""",
    re.DOTALL,
)
MODIFIERS: Final = frozenset({"by", "without", "on", "ignoring", "group_left", "group_right"})  # labels follow
WORDS: Final = frozenset(
    {*MODIFIERS, "and", "or", "unless", "atan2", "offset", "bool", "inf", "nan", "fill", "fill_left", "fill_right"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a text, a number or a sign of a query, and where it stands."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where series are named.

    Attributes:
        name: of the metric; "" if none stands before the braces.
        start: where it begins in the text.
        end: where it ends, after its braces.
        braces: where its braces begin, and where they end, after the last; None if it has none.
        is_range: whether a range follows.
        is_moved: whether an offset or a time follows.
    """

    name: str
    start: int
    end: int
    braces: tuple[int, int] | None
    is_range: bool
    is_moved: bool


def tokens_of(query: str) -> Iterator[Token]:
    """The tokens of a query; "space" is the kind of white space and comments."""
    for found in TOKEN.finditer(query):
        yield Token(str(found.lastgroup), found[0], found.start(), found.end())


def places(tokens: Sequence[Token]) -> Iterator[Place]:
    """The places of selections: a name that is no function and no word of the language, and braces."""
    at = 0
    while at < len(tokens):
        token, following = tokens[at], tokens[at + 1].text if at + 1 < len(tokens) else ""
        lower = token.text.lower()
        if token.kind == "word" and lower in MODIFIERS and following == "(":
            at = _closing(tokens, at + 1, "(", ")")
        elif token.text == "{":
            end = _closing(tokens, at, "{", "}")
            yield _place(tokens, at, end, "", (token.start, tokens[end - 1].end))
            at = end
        elif token.kind == "word" and lower not in WORDS and following == "{":
            end = _closing(tokens, at + 1, "{", "}")
            yield _place(tokens, at, end, token.text, (tokens[at + 1].start, tokens[end - 1].end))
            at = end
        elif token.text == "[":
            at = _closing(tokens, at, "[", "]")
        elif token.kind == "word" and lower not in WORDS and following != "(" and not _is_aggregation(tokens, at):
            yield _place(tokens, at, at + 1, token.text, None)
            at += 1
        else:
            at += 2 if lower == "offset" else 1  # the duration after it is no name


def _is_aggregation(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word is that of "sum by (job) (…)"."""
    following = tokens[at + 1 : at + 3]
    is_modifier = [token.text.lower() for token in following[:1]] in (["by"], ["without"])
    return is_modifier and [token.text for token in following[1:]] == ["("]


def _place(tokens: Sequence[Token], first: int, end: int, name: str, braces: tuple[int, int] | None) -> Place:
    is_range = end < len(tokens) and tokens[end].text == "["
    after = _closing(tokens, end, "[", "]") if is_range else end
    is_moved = after < len(tokens) and tokens[after].text.lower() in {"offset", "@"}
    return Place(name, tokens[first].start, tokens[end - 1].end, braces, is_range, is_moved)


def _closing(tokens: Sequence[Token], at: int, opening: str, closing: str) -> int:
    """The number of the token after the bracket that closes the one at *at*."""
    depth = 0
    for number in range(at, len(tokens)):
        depth += (tokens[number].text == opening) - (tokens[number].text == closing)
        if not depth:
            return number + 1
    return len(tokens)
