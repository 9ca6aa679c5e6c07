"""Counts the kinds of lines of a Python file exactly as radon's ``raw`` does, but in one pass.

Radon itself tokenizes every statement again with each of its lines, which takes minutes for one long table.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pytest_golive.codebase.metrics.python_tokens import COMMENT, END, GOES_ON, OPERATOR, STRING, Token, shapes, tokens

LONE_STRING = re.compile(rb'b{0,2}"' + GOES_ON + b"*")


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
        is_sound: whether Python could parse it. Then, before Python 3.12, a quicker way leads to the same numbers; from
            3.12 on ``tokenize`` is quick, and knows what an f-string may hold.

    Raises:
        SyntaxError, tokenize.TokenError: it is no Python.
    """
    if is_sound and sys.version_info < (3, 12):
        return _quickly(text)
    lines = text.split("\n")
    sloc = lloc = comments = multi = 0
    end = 0
    for statement, last in _statements(text):
        filled = _filled(lines[end:last])
        comments += sum(1 for token in statement if token.kind == COMMENT)
        lloc += _logical(statement)
        if len(statement) != 1 or statement[0].kind not in {COMMENT, STRING}:
            sloc += filled
        elif statement[0].start != statement[0].end:
            multi += filled
        end = last
    return PythonLines(sloc, lloc, comments, multi)


def _filled(lines: Iterable[str]) -> int:
    return sum(map(bool, map(str.strip, lines)))


def _quickly(text: str) -> PythonLines:
    lines = text.split("\n")
    sloc, lloc, comments, multi = _filled(lines), 0, 0, 0
    for shape, start, end in _shapes_of_statements(text):
        comments += shape.count(b"#")
        if shape == b"#":
            sloc -= 1
        elif LONE_STRING.fullmatch(shape):
            lloc += 1
            sloc -= (filled := _filled(lines[start:end]))
            multi += filled if shape.endswith(GOES_ON) else 0
        elif b";" in shape:
            lloc += _logical(token for token in tokens("\n".join(lines[start:end])) if token.kind != END)
        elif b":" in shape:
            lloc += 2 - shape.replace(b"#", b"").endswith(b":")
        else:
            lloc += 1
    return PythonLines(sloc, lloc, comments, multi)


def _shapes_of_statements(text: str) -> Iterator[tuple[bytes, int, int]]:
    """The shape of each statement or lone comment, and from which line up to which it goes."""
    waiting = b""
    start = depth = 0
    for number, shape in enumerate(shapes(text), 1):
        depth += shape.count(b"(") - shape.count(b")")
        if depth or shape.endswith((b"\\", GOES_ON)):
            waiting += shape.removesuffix(b"\\")
        else:
            if waiting or shape:
                yield waiting + shape, start, number
            waiting, start = b"", number


def _statements(text: str) -> Iterator[tuple[list[Token], int]]:
    """The tokens of each statement or lone comment, without layout, and the number of its last line."""
    statement: list[Token] = []
    depth = 0
    for token in tokens(text):
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
