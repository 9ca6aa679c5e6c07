"""The tokens of a Python file, as far as counting lines needs them."""

from __future__ import annotations

import io
import re
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

END, COMMENT, STRING, OTHER, OPERATOR = range(5)  # in the order in which they are tried
LAYOUT = {tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
KINDS = {
    tokenize.NEWLINE: END,
    tokenize.NL: END,
    tokenize.COMMENT: COMMENT,
    tokenize.STRING: STRING,
    tokenize.OP: OPERATOR,
}


class Token(NamedTuple):
    """A token: its kind, what it says if it is an operator, and the lines, from 1, it begins and ends on."""

    kind: int
    text: str
    start: int
    end: int


def tokens(text: str, *, is_sound: bool = False) -> Iterator[Token]:
    """The tokens of *text*, with plain newlines, without layout.

    Args:
        text: of the file.
        is_sound: whether Python could parse it. Then, before Python 3.12, a quicker way leads to the same tokens; from
            3.12 on ``tokenize`` is quick, and knows what an f-string may hold.

    Raises:
        SyntaxError, tokenize.TokenError: it is no Python.
    """
    if is_sound and sys.version_info < (3, 12):
        yield from _quickly(text)
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in LAYOUT:
            yield Token(KINDS.get(token.type, OTHER), token.string, token.start[0], token.end[0])


def _quickly(text: str) -> Iterator[Token]:
    line = 1
    for match in _expression().finditer(text):
        kind = match.lastindex or 0
        if kind == OTHER + 1:
            yield Token(OTHER, "", line, line)
        elif kind == OPERATOR + 1:
            yield Token(OPERATOR, match[kind], line, line)
        elif kind == END + 1:
            yield Token(END, "", line, line)
            line += 1
        elif kind == COMMENT + 1:
            yield Token(COMMENT, "", line, line)
        elif kind == STRING + 1:
            start, line = line, line + match[kind].count("\n")
            yield Token(STRING, "", start, line)
        elif match[0].endswith("\n"):
            line += 1  # a backslash at its end
        else:
            yield Token(OTHER, "", line, line)  # what the module knows for no letter, though Python does


@cache
def _expression() -> re.Pattern[str]:
    """One group for each kind, in the order of their numbers; made of the module's own expressions."""
    prefix = tokenize.StringPrefix
    triple = rf"'''{tokenize.Single3}|\"\"\"{tokenize.Double3}"
    single = r"'[^\n'\\]*(?:\\.[^\n'\\]*)*'|\"[^\n\"\\]*(?:\\.[^\n\"\\]*)*\""
    operator = r"[-+*/%&@|^=<>:]=|//=?|->|\*\*=?|>>=?|<<=?|!=|\.\.\.|[][(){}:;.,@=~^|&<>%/*+-]"
    kinds = (
        r"\n",
        r"#[^\n]*",
        f"{prefix}(?:{triple}|{single})",
        f"{tokenize.Number}|{tokenize.Name}",
        operator,
    )
    groups = "|".join(f"({_without_groups(kind)})" for kind in kinds)
    return re.compile(rf"[ \f\t]*(?:{groups}|\\\n|\S)", re.DOTALL)


def _without_groups(expression: str) -> str:
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", expression)
