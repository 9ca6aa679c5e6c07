"""Counts lines of code: neither blank, nor only a comment, nor a docstring."""

from __future__ import annotations

import re
import tokenize

from pytest_golive.codebase.comments.lexing import LARGEST, pieces
from pytest_golive.codebase.inventory.source_files import SourceFile
from pytest_golive.codebase.metrics.python_lines import count_python
from pytest_golive.codebase.reading import decode, with_plain_newlines

FILLED = re.compile(rb"\S[^\n]*")


def count_sloc(content: bytes, file: SourceFile) -> int:
    """Lines of code in one file; for Python what ``radon raw`` calls SLOC.

    A file that its language's lexer cannot read, or that is too large for it, counts every line that is not blank:
    more, never fewer.
    """
    if len(content) > LARGEST:
        return sum(1 for _ in FILLED.finditer(content))
    text, _ = with_plain_newlines(decode(content, python=file.is_python))
    if not file.is_python:
        return _with_code(text, file.lexer)
    try:
        return count_python(text).sloc
    except (tokenize.TokenError, SyntaxError):
        return sum(1 for line in text.split("\n") if line.strip())


def _with_code(text: str, lexer: str) -> int:
    numbers: set[int] = set()
    number = 1
    for is_comment, value in pieces(text, lexer):
        parts = value.split("\n")
        if not is_comment:
            numbers.update(number + offset for offset, part in enumerate(parts) if part.strip())
        number += len(parts) - 1
    return len(numbers)
