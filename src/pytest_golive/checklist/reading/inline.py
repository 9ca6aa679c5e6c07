"""Inline tokens: their words, and what an earlier run wrote among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

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
    """Whether results stood in an inline token, which has none any more; half a one stays, and is a fault."""
    children = token.children or []
    has_any = False
    while True:
        marks = [child.content if child.type == "html_inline" else "" for child in children]
        if BEGIN_RESULT not in marks:
            break
        first = marks.index(BEGIN_RESULT)
        if END_RESULT not in marks[first:]:
            break
        del children[first : marks.index(END_RESULT, first) + 1]
        has_any = True
    return has_any
