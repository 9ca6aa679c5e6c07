"""Kinds of lines of a Python file, exactly as radon's ``raw`` counts them, but in one pass.

Radon itself tokenizes every statement again with each of its lines, which takes minutes for one long table.
"""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LAYOUT = {tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
ENDS = {tokenize.NEWLINE, tokenize.NL}
Token = tokenize.TokenInfo


@dataclass(frozen=True, slots=True)
class PythonLines:
    """Radon's words: lines of source, logical lines, comments, and lines of strings that stand alone."""

    sloc: int
    lloc: int
    comments: int
    multi: int


def count_python(text: str) -> PythonLines:
    r"""Count the lines of a Python file.

    Args:
        text: with plain newlines.

    Raises:
        SyntaxError, tokenize.TokenError: it is no Python.
    """
    lines = text.split("\n")
    sloc = lloc = comments = multi = 0
    end = 0
    for tokens, last in _statements(text):
        filled = sum(1 for line in lines[end:last] if line.strip())
        comments += sum(1 for token in tokens if token.type == tokenize.COMMENT)
        lloc += _logical(tokens)
        if len(tokens) != 1 or tokens[0].type not in {tokenize.COMMENT, tokenize.STRING}:
            sloc += filled
        elif tokens[0].start[0] != tokens[0].end[0]:
            multi += filled
        end = last
    return PythonLines(sloc, lloc, comments, multi)


def _statements(text: str) -> Iterator[tuple[list[Token], int]]:
    """The tokens of each statement or lone comment, without layout, and the number of its last line."""
    tokens: list[Token] = []
    depth = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in ENDS:
            if depth == 0:
                yield tokens, token.start[0]
                tokens = []
        elif token.type not in LAYOUT:
            tokens.append(token)
            if token.type == tokenize.OP:
                depth += (token.string in "([{") - (token.string in ")]}")
    if tokens:
        yield tokens, tokens[-1].end[0]


def _logical(tokens: Iterable[Token]) -> int:
    """Logical lines of a statement: those that ``;`` parts, and what follows a ``:`` on its line counts for one."""
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.type == tokenize.OP and token.string == ";":
            parts.append([])
        elif token.type != tokenize.COMMENT:
            parts[-1].append(":" if token.type == tokenize.OP and token.string == ":" else "")
    parts[-1].append("end")  # the last part alone holds radon's end marker, and its rule looks at the place before it
    return sum(_of_part(part) for part in parts)


def _of_part(part: list[str]) -> int:
    if ":" not in part:
        return int(any(not token for token in part))
    last = len(part) - 1 - part[::-1].index(":")
    return 2 - (last == len(part) - 2)
