"""Parses PromQL: with promql-parser, else by asking the server, whose own parser has the last word."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from pytest_golive.errors import NotSetUp
from pytest_golive.observability.alerts.promql.tree import Node, NotUnderstood
from pytest_golive.observability.queries.size import excess_of
from pytest_golive.observability.sources.metrics import INSTALL

# Variables of dashboards, which stand in rules that were copied from there.
VARIABLE: Final = re.compile(r"\$__(?:rate_interval|interval|range)\b|\$\{__(?:rate_interval|interval|range)\}")
STANDS_FOR: Final = "5m"
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
    if excess := excess_of(text):
        raise NotUnderstood(excess)
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
