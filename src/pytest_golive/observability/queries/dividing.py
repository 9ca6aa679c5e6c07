"""A query taken apart where it divides one thing by another, such as failed requests by all requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pytest_golive.observability.queries.places import MODIFIERS, Token, tokens_of
from pytest_golive.observability.queries.selecting import parsed, selections

OPENING: Final = frozenset("([{")
CLOSING: Final = frozenset(")]}")
OTHERS: Final = frozenset({*"+-%^<>=!", "and", "or", "unless", "atan2"})
RATES: Final = frozenset({"rate", "irate", "increase"})
PARTS: Final = 2


def quotient_of(query: str) -> tuple[str, str] | None:
    """What is divided, and by what, apart from numbers that both are multiplied by; None for anything else.

    Raises:
        NotUnderstood: the parser refuses the query, or its parts.
        NotSetUp: the parser is not installed.
    """
    parsed(query)
    tokens = _inner([token for token in tokens_of(query) if token.kind != "space"])
    factors = _factors(tokens)
    factors = [(op, part) for op, part in factors if [token.kind for token in part] != ["number"]]
    if len(factors) == 1 and len(factors[0][1]) < len(tokens):
        return quotient_of(_text(query, factors[0][1]))
    if len(factors) != PARTS or factors[0][0] == "/" or factors[1][0] != "/":
        return None
    above, below = (_text(query, part) for _, part in factors)
    parsed(above), parsed(below)
    return above, below


def are_rates(query: str) -> bool:
    """Whether all that it selects are rates of counters, so that a value above 0 means that they move.

    Raises:
        NotUnderstood: the parser refuses it.
        NotSetUp: the parser is not installed.
    """
    import promql_parser

    found: list[Any] = []

    def visit(node: Any) -> None:
        if isinstance(node, promql_parser.Call) and node.func.name in RATES:
            found.extend(each for each in node.args if isinstance(each, promql_parser.MatrixSelector))

    promql_parser.walk(parsed(query), visit)
    return 0 < len(found) == len(selections(query))


def _factors(tokens: Sequence[Token]) -> list[tuple[str, list[Token]]]:
    """What is multiplied and divided, each with the operator before it; none if anything else is computed."""
    factors: list[tuple[str, list[Token]]] = [("", [])]
    depth = 0
    for token in tokens:
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if not depth and token.kind != "string" and token.text.lower() in OTHERS:
            return []
        if not depth and token.text in {"*", "/"}:
            factors.append((token.text, []))
        else:
            factors[-1][1].append(token)
    return [(op, _inner(_unmodified(part))) for op, part in factors]


def _unmodified(tokens: list[Token]) -> list[Token]:
    """The tokens without "on (…)" and the like before them."""
    while len(tokens) > 1 and tokens[0].text.lower() in MODIFIERS and tokens[1].text == "(":
        closing = next((at for at, token in enumerate(tokens) if token.text == ")"), len(tokens) - 1)
        tokens = tokens[closing + 1 :]
    return tokens


def _inner(tokens: list[Token]) -> list[Token]:
    """The tokens without brackets around all of them."""
    while len(tokens) > PARTS and tokens[0].text == "(" and tokens[-1].text == ")" and _are_partners(tokens):
        tokens = tokens[1:-1]
    return tokens


def _are_partners(tokens: Sequence[Token]) -> bool:
    depth = 0
    for token in tokens[:-1]:
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if not depth:
            return False
    return True


def _text(query: str, tokens: Sequence[Token]) -> str:
    return query[tokens[0].start : tokens[-1].end] if tokens else ""
