"""Inline tokens: their words, the results of an earlier run among them, and comments that were meant as bindings."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_golive.checklist.reading.rows import Fault

if TYPE_CHECKING:
    from markdown_it.token import Token

OPEN = re.compile(r"<!--[\s!/-]*+go[-_ ]?live\b", re.IGNORECASE)
# The beginning of a comment that an editor has "corrected", or that lacks a character: Markdown shows it as words.
SHOWN = re.compile(r"(?:<[!\s]{0,3}[\u2010-\u2015-]{1,3}|<!)\s{0,3}go[-_ ]?live\s{0,2}:", re.IGNORECASE)
NAME = "golive"
WORDS = re.compile(r"[\s!/-]*+(?P<name>[^\W\d_]{4,9})\s{0,3}(?P<colon>[:;=])?\s{0,3}(?P<rest>\S{0,200})")
BINDS = re.compile(r"(?:sign|no-check)\b|(?:section|phase):\w|[\w./-]+::\w")
NEAR, ALIKE = 0.9, 0.72  # one letter too few or too many; two letters, or two that changed places
BEGIN_RESULT, END_RESULT = "<!-- golive-result -->", "<!-- /golive-result -->"


def plain(token: Token) -> str:
    """The words of an inline token, without comments, on one line."""
    words = []
    for child in token.children or ():
        if child.type in {"text", "code_inline"}:
            words.append(child.content)
        elif child.type == "image":
            words.append(plain(child))
        elif child.type in {"softbreak", "hardbreak"}:
            words.append(" ")
    return " ".join("".join(words).split())


def take_out_results(token: Token) -> bool:
    """Remove results from an inline token, and say whether there were any; an incomplete one stays, and is a fault."""
    children = token.children or []
    marks = [child.content if child.type == "html_inline" else "" for child in children]
    if BEGIN_RESULT not in marks:
        return False
    kept: list[Token] = []
    begun = -1  # the number of tokens that were kept when the result began
    has_any = False
    for child, mark in zip(children, marks, strict=True):
        kept.append(child)
        if mark == BEGIN_RESULT and begun < 0:
            begun = len(kept) - 1
        elif mark == END_RESULT and begun >= 0:
            del kept[begun:]
            begun, has_any = -1, True
    children[:] = kept
    return has_any


def unended(token: Token) -> Iterator[Fault]:
    """A binding whose comment has no end, so that it is words; an escaped bracket says that it is meant as words."""
    line = (token.map or (0, 0))[0]
    for child in token.children or ():
        begun = OPEN.search(child.content) if child.type == "text" else None
        if child.type == "text" and not begun and (shown := SHOWN.search(child.content)):
            words = " ".join(child.content[shown.start() :].split())[:60]
            yield Fault(line + 1, f"{words!r} is shown as words, so it is no binding", "begin the comment with '<!--'")
            return
        if begun and "\\<!--" not in token.content:
            words = " ".join(child.content[begun.start() :].split())[:60]
            yield Fault(
                line + 1, f"the comment {words!r} has no end, so it is no binding", "end it with '-->' in its row"
            )
            return
        line += child.type in {"softbreak", "hardbreak"}
        line += child.content.count("\n")


def is_misspelt(words: str) -> bool:
    """Whether the *words* of a comment are a binding but for the name: "goliv: sign", "gloive: a::b"."""
    match = WORDS.match(words)
    if match is None or match["name"].casefold() == NAME:
        return False
    alike = difflib.SequenceMatcher(None, match["name"].casefold(), NAME).ratio()
    return (alike >= NEAR and bool(match["colon"])) or (alike >= ALIKE and BINDS.match(match["rest"]) is not None)
