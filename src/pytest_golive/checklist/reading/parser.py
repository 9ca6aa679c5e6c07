"""A parser for GitHub's Markdown, from which rows are read."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

MOST_NESTED = 200
MOST_IN_LINES = 20  # links and images within each other: each open bracket is followed so deep
# Plain words and comments: most rows hold nothing else, and parsing them letter by letter, rule by rule, takes half of
# the time.
SIMPLE = re.compile(r"(?:[^\n\\`*_~\[<&]++|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9])|<!-- (?:[^-]|-(?!-))*+-->)*+")
PART = re.compile(r"<!-- (?:[^-]|-(?!-))*+-->|[^<]++")


@cache
def parser() -> MarkdownIt:
    """GitHub's Markdown: tables, task lists, alerts."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("gfm-like2", {"maxNesting": MOST_NESTED}).disable("linkify")
    made.core.ruler.at("inline", _inline)
    return made


@cache
def _of_lines() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("gfm-like2", {"maxNesting": MOST_IN_LINES}).disable("linkify")


def _inline(state: StateCore) -> None:
    """Do what markdown-it's own rule of that name does, with a shortcut for plain words."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        if SIMPLE.fullmatch(token.content):
            token.children = _children(token)
        else:
            token.children = token.children or []
            lines = _of_lines()
            lines.inline.parse(token.content, lines, state.env, token.children)


def _children(token: Token) -> list[Token]:
    made = type(token)
    return [
        made("html_inline" if part.startswith("<") else "text", "", 0, content=part)
        for part in PART.findall(token.content)
    ]
