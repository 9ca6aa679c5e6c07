"""Separates comments from code with Pygments, for every language except Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from pytest_golive.codebase.inventory.languages.languages import NO_LEXER
from pytest_golive.errors import CannotMeasure

LARGEST = 5_000_000  # bytes; larger files take a lexer minutes
# Comments that lexers classify as strings, or as part of the preprocessor.
DOCUMENTING = frozenset({"rust", "html+php", "fsharp", "nim", "jsonnet", "gleam"})
SILENT = frozenset({"haml", "slim"})
# Comments that lexers miss: around the tags of some templates, and between the lines of one Docker instruction.
IN_TEMPLATES = re.compile(r"<!--|<%--|@\*|/\*|(?<![:\"'\w])//[^\n]*|\{%-?\s*comment\s*-?%\}")
CLOSED_BY = {
    opened: re.compile(closed)
    for opened, closed in (
        ("<!--", "-->"), ("<%--", "--%>"), ("@*", r"\*@"), ("/*", r"\*/"), ("{%", r"\{%-?\s*endcomment\s*-?%\}"),
    )
}  # fmt: skip
OVERLOOKED = {
    "jsp": IN_TEMPLATES,
    "aspx-cs": IN_TEMPLATES,
    "liquid": IN_TEMPLATES,
    "docker": re.compile(r"^[ \t]*#[^\n]*", re.MULTILINE),
}

# Pygments knows YAML, but not the comments of scripts in block texts, and is slow.
HASHED = frozenset({"yaml", "hash"})
HASH = re.compile(
    r"""(?<=[\s\[{,:])(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*')|(?P<comment>(?:^|(?<=[ \t]))#[^\n]*)""", re.MULTILINE
)


def pieces(text: str, lexer: str) -> Iterator[tuple[bool, str]]:
    r"""All of *text* in pieces: whether each is a comment, and its text.

    Args:
        text: of one file, with lines that end with "\
        ".
        lexer: Pygments' name; a file without a lexer is one comment, since nothing in it runs.

    Raises:
        CannotMeasure: the installed Pygments has no such lexer.
    """
    if lexer == NO_LEXER:
        yield True, text
    elif lexer in HASHED:
        yield from _hashed(text)
    elif lexer in OVERLOOKED:
        position = 0
        for start, end in _overlooked(text, OVERLOOKED[lexer]):
            yield from _lexed(text[position:start], lexer)
            yield True, text[start:end]
            position = end
        yield from _lexed(text[position:], lexer)
    else:
        yield from _lexed(text, lexer)


def _overlooked(text: str, opening: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The spans of comments; a comment that is never closed does not count, and is searched for only once."""
    never: set[str] = set()
    end = 0
    while opened := opening.search(text, end):
        end = opened.end()
        kind = next((kind for kind in CLOSED_BY if opened[0].startswith(kind)), "")
        if kind and kind not in never:
            closed = CLOSED_BY[kind].search(text, end)
            if closed is None:
                never.add(kind)
                continue
            end = closed.end()
        if kind not in never:
            yield opened.start(), end


def _hashed(text: str) -> Iterator[tuple[bool, str]]:
    """Separated only by ``#``, at the beginning of a line or after a space, but not inside quotes."""
    position = 0
    for match in HASH.finditer(text):
        if match["comment"] is not None:
            yield False, text[position : match.start()]
            yield True, match[0]
            position = match.end()
    yield False, text[position:]


def _lexed(text: str, lexer: str) -> Iterator[tuple[bool, str]]:
    is_comment = _judge_of(lexer)
    for kind, value in _lexer(lexer).get_tokens(text):
        yield is_comment(kind), value


@lru_cache(maxsize=64)
def _lexer(name: str) -> Any:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        raise CannotMeasure(
            f"Pygments has no lexer named {name!r} to tell comments from code", "pip install --upgrade pygments"
        ) from None


@cache
def _judge_of(lexer: str) -> Any:
    """A function that tells for a kind of token whether it is a comment."""
    from pygments.token import Comment, String, is_token_subtype

    code = {Comment.Preproc, Comment.PreprocFile, Comment.Hashbang}
    if lexer in SILENT:
        code.remove(Comment.Preproc)

    @cache
    def is_comment(kind: Any) -> bool:
        if lexer in DOCUMENTING and kind is String.Doc:
            return True
        return is_token_subtype(kind, Comment) and kind not in code

    return is_comment
