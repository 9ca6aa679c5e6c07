"""Kinds of lines of a Python file, exactly as radon's ``raw`` counts them, but in one pass.

Radon itself tokenizes every statement again with each of its lines, which takes minutes for one long table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pytest_golive.codebase.metrics.python_tokens import COMMENT, END, OPERATOR, STRING, Token, tokens


@dataclass(frozen=True, slots=True)
class PythonLines:
    """Radon's words: lines of source, logical lines, comments, and lines of strings that stand alone."""

    sloc: int
    lloc: int
    comments: int
    multi: int


def count_python(text: str, *, is_sound: bool = False) -> PythonLines:
    r"""Count the lines of a Python file.

    Args:
        text: with plain newlines.
        is_sound: whether Python could parse it, which is quicker.

    Raises:
        SyntaxError, tokenize.TokenError: it is no Python.
    """
    lines = text.split("\n")
    sloc = lloc = comments = multi = 0
    end = 0
    for statement, last in _statements(text, is_sound=is_sound):
        filled = sum(1 for line in lines[end:last] if line.strip())
        comments += sum(1 for token in statement if token.kind == COMMENT)
        lloc += _logical(statement)
        if len(statement) != 1 or statement[0].kind not in {COMMENT, STRING}:
            sloc += filled
        elif statement[0].start != statement[0].end:
            multi += filled
        end = last
    return PythonLines(sloc, lloc, comments, multi)


def _statements(text: str, *, is_sound: bool) -> Iterator[tuple[list[Token], int]]:
    """The tokens of each statement or lone comment, without layout, and the number of its last line."""
    statement: list[Token] = []
    depth = 0
    for token in tokens(text, is_sound=is_sound):
        if token.kind == END:
            if depth == 0:
                yield statement, token.start
                statement = []
        else:
            statement.append(token)
            if token.kind == OPERATOR:
                depth += (token.text in "([{") - (token.text in ")]}")
    if statement:
        yield statement, statement[-1].end


def _logical(statement: Iterable[Token]) -> int:
    """Logical lines of a statement: those that ``;`` parts, and what follows a ``:`` on its line counts for one."""
    parts: list[list[str]] = [[]]
    for token in statement:
        if token.kind == OPERATOR and token.text == ";":
            parts.append([])
        elif token.kind != COMMENT:
            parts[-1].append(":" if token.kind == OPERATOR and token.text == ":" else "")
    parts[-1].append("end")  # the last part alone holds radon's end marker, and its rule looks at the place before it
    return sum(_of_part(part) for part in parts)


def _of_part(part: list[str]) -> int:
    if ":" not in part:
        return int(any(not token for token in part))
    last = len(part) - 1 - part[::-1].index(":")
    return 2 - (last == len(part) - 2)
