"""Parses PromQL: with promql-parser, else by asking the server, whose own parser has the last word."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from pytest_golive.errors import NotSetUp
from pytest_golive.observability.alerts.promql.tree import Node, NotUnderstood

LONGEST: Final = 20_000  # characters; generated rules have a few thousand
MOST: Final = 1_000  # operators: each is a frame of the parser's stack, and at some 5,000 the process would die
OPERATOR: Final = re.compile(r"[-+*/%^<>=!~]{1,2}|\b(?:and|or|unless|atan2)\b", re.IGNORECASE)
DEEPEST: Final = 100  # brackets in each other: both parsers, and we, recurse
# Variables of dashboards, which stand in rules that were copied from there.
VARIABLE: Final = re.compile(r"\$__(?:rate_interval|interval|range)\b|\$\{__(?:rate_interval|interval|range)\}")
STANDS_FOR: Final = "5m"
INSTALL: Final = "pip install 'pytest-golive[observability]'"
Ask = Callable[[str], Node]


def parse(text: str, ask: Ask | None = None) -> Node:
    """Parse an expression.

    Args:
        text: PromQL.
        ask: parses it with the server, if our parser refuses it.

    Raises:
        NotUnderstood: nobody could parse it, or it is too large.
        NotSetUp: the extra with the parser is not installed.
    """
    if "{{" in text and re.search(r"\{\{.{0,200}\}\}", text, re.DOTALL):
        raise NotUnderstood("it is a template that has not been rendered")
    text = VARIABLE.sub(STANDS_FOR, text)
    if len(text) > LONGEST or _depth(text) > DEEPEST:
        raise NotUnderstood(f"it is longer than {LONGEST:,} characters, or nested deeper than {DEEPEST} brackets")
    if sum(1 for _ in OPERATOR.finditer(text)) > MOST:
        raise NotUnderstood(f"it has more than {MOST:,} operators")
    try:
        return _parsed(text)
    except NotUnderstood:
        if ask is None:
            raise
        return ask(text)


@lru_cache(maxsize=20_000)
def _parsed(text: str) -> Node:
    try:
        import promql_parser
    except ImportError:
        raise NotSetUp("rules of alerts are parsed by promql-parser, which is not installed", INSTALL) from None
    from pytest_golive.observability.alerts.promql.converting import convert

    try:
        return convert(promql_parser.parse(text))
    except (ValueError, OverflowError) as error:
        raise NotUnderstood(f"it cannot be parsed: {error}") from None
    except RecursionError:
        raise NotUnderstood("it has too many operators in a row") from None


def _depth(text: str) -> int:
    deepest = depth = 0
    for char in text:
        if char in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in ")]}":
            depth -= 1
    unary = max((len(run) for run in re.findall(r"[-+]{1,200}", text)), default=0)
    return max(deepest, unary)
