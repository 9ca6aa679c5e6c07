"""Lines of code alone: neither blank, nor only a comment, nor a docstring."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator

from pytest_golive.codebase.inventory import SourceFile
from pytest_golive.codebase.reading import decode, lines_of

SILENT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
ENDS = {tokenize.NEWLINE, tokenize.ENDMARKER}
LARGEST = 5_000_000  # bytes; past that a lexer takes minutes, and the lines are counted without one


def count_sloc(content: bytes, file: SourceFile) -> int:
    """Lines of code in one file.

    A file that its language's lexer cannot read, or that is too large for it, counts every line that is not blank:
    more, never fewer.
    """
    text = decode(content, python=file.language == "Python")
    lines = lines_of(text)
    if len(content) > LARGEST:
        return sum(bool(line.strip()) for line in lines)
    if file.language == "Python":
        try:
            numbers = set(_python(text))
        except (tokenize.TokenError, SyntaxError, ValueError):
            return sum(bool(line.strip()) for line in lines)
    else:
        numbers = set(_other(text, file.lexer))
    return sum(1 for number in numbers if number <= len(lines) and lines[number - 1].strip())


def _python(text: str) -> Iterator[int]:
    """Numbers of the lines with code: a statement that is nothing but a string is a docstring."""
    statement: list[tokenize.TokenInfo] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in SILENT:
            statement.append(token)
        elif token.type in ENDS and statement:
            if not all(part.type == tokenize.STRING for part in statement):
                for part in statement:
                    yield from range(part.start[0], part.end[0] + 1)
            statement = []


def _other(text: str, lexer: str) -> Iterator[int]:
    from pygments.lexers import get_lexer_by_name
    from pygments.token import Comment, is_token_subtype

    preprocessor = {Comment.Preproc, Comment.PreprocFile}
    number = 1
    for kind, value in get_lexer_by_name(lexer, stripnl=False, ensurenl=False).get_tokens(text):
        is_comment = is_token_subtype(kind, Comment) and kind not in preprocessor
        if not is_comment and value.strip():
            for offset, part in enumerate(value.split("\n")):
                if part.strip():
                    yield number + offset
        number += value.count("\n")
