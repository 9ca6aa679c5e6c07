"""The tokens of a Python file, as far as counting lines needs them."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from typing import NamedTuple

END, COMMENT, STRING, OTHER, OPERATOR = range(5)
LAYOUT = {tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
KINDS = {
    tokenize.NEWLINE: END,
    tokenize.NL: END,
    tokenize.COMMENT: COMMENT,
    tokenize.STRING: STRING,
    tokenize.OP: OPERATOR,
}
# Comments and strings, as the module has them; what stands before a string makes no other end of it.
TEXTS = re.compile(
    rf"#[^\n]*|'''{tokenize.Single3}|\"\"\"{tokenize.Double3}"
    r"|'[^\n'\\]*(?:\\.[^\n'\\]*)*'|\"[^\n\"\\]*(?:\\.[^\n\"\\]*)*\"",
    re.DOTALL,
)
GOES_ON = b"\1"
KEPT = '\n\\#":;\1'
SHAPES = {**{char: char for char in KEPT}, **dict.fromkeys("([{", "("), **dict.fromkeys(")]}", ")")}
SHAPES |= dict.fromkeys("bBrRuUfF", "b")  # letters that may stand before a string
TABLE = "".join(SHAPES.get(chr(code), "x") for code in range(256)).encode()


class Token(NamedTuple):
    """A token: its kind, what it says if it is an operator, and the lines, from 1, it begins and ends on."""

    kind: int
    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of *text*, with plain newlines, without layout.

    Raises:
        SyntaxError, tokenize.TokenError: it is no Python.
    """
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in LAYOUT:
            yield Token(KINDS.get(token.type, OTHER), token.string, token.start[0], token.end[0])


def shapes(text: str) -> list[bytes]:
    r"""The lines of *text*, with plain newlines, which Python before 3.12 could parse, reduced to what counts in them.

    A comment is "#", a string '"', with "\1" behind it where it goes on in the next line; "(" and ")" are brackets, "b"
    a letter that may stand before a string; ":", ";" and "\" are what they are, spaces are left out, all else is "x".
    """
    reduced = TEXTS.sub(_shape, text).replace(":=", "x")
    return reduced.encode("latin-1", "replace").translate(TABLE, b" \t\f").split(b"\n")


def _shape(match: re.Match[str]) -> str:
    text = match[0]
    return "#" if text[0] == "#" else '"' + "\1\n" * text.count("\n")
