"""Searches the comments of one file for words; only files without a cached result are searched."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from pytest_golive.codebase.cache import Answer
from pytest_golive.codebase.comments.lexing import LARGEST, pieces
from pytest_golive.codebase.comments.notes import Words, ends_sentence
from pytest_golive.codebase.inventory.languages.notebooks import read_notebook
from pytest_golive.codebase.inventory.source_files import SourceFile
from pytest_golive.codebase.quoting import quoted
from pytest_golive.codebase.reading import WIDE, bom_encoding, decode, line_number, read, shown, with_plain_newlines
from pytest_golive.errors import CannotMeasure

SHOWN = 120


class Search:
    """Searches one file after the other.

    Args:
        root: the project's folder.
        words: the words to find.
    """

    def __init__(self, root: Path, words: Words) -> None:
        self._root = root
        self._words = words

    def notes(self, file: SourceFile) -> Answer:
        """The notes in one file: a row of line, word, text and key for each line with notes."""
        found: list[list[object]] = []
        answer: Answer = {"path": file.path, "found": found, "allowed": 0}
        content = read(self._root, file.path)
        if not self._may_hold(content):
            return answer
        text, lone = with_plain_newlines(decode(content, python=file.is_python))
        if not self._words.are_in(text):
            return answer
        if len(content) > LARGEST and not file.is_notebook:
            if self._words.are_surely_in(text):
                raise _too_large(file, len(content))
            return answer
        before = _Before(text)
        for number, line in comment_lines(text, file):
            notes = self._words.notes(line, begins=before.begins(number, line))
            before.seen(number, line, is_note=bool(notes))
            kept = self._words.kept(line, notes)
            if kept:
                found.append([line_number(number, lone), kept[0].word, quoted(line), line.strip()])
            answer["allowed"] += bool(notes) and not kept
        return answer

    def _may_hold(self, content: bytes) -> bool:
        return bom_encoding(content) in WIDE or self._words.may_be_in(content)


class _Before:
    """The previous line of a comment: a sentence that continues does not begin with a note."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._next = -1
        self._ended = True

    def begins(self, number: int, line: str) -> bool:
        """Whether a comment, or a sentence in one, begins with *line*."""
        return number != self._next or self._ended or not self._is_alone(number, line)

    def seen(self, number: int, line: str, *, is_note: bool) -> None:
        """Remember the line."""
        self._next = number + 1
        self._ended = is_note or ends_sentence(line) or not self._is_alone(number, line)

    def _is_alone(self, number: int, line: str) -> bool:
        """Whether there is no code before it on its line."""
        return number <= len(self._lines) and self._lines[number - 1].lstrip()[:SHOWN].startswith(line.strip()[:SHOWN])


def _too_large(file: SourceFile, size: int) -> CannotMeasure:
    return CannotMeasure(
        f"{shown(file.path)} contains one of the words, but is too large to tell comments from code "
        f"({size:,} bytes, at most {LARGEST:,})",
        "add it to [tool.golive.code_quality] exclude",
        path=file.path,
    )


def comment_lines(text: str, file: SourceFile) -> Iterator[tuple[int, str]]:
    """The comment on each line that has one, with the line's number from 1.

    Args:
        text: with plain newlines.
        file: the file of the text.
    """
    if file.is_notebook:
        yield from _of_notebook(text, file)
        return
    if file.is_python:
        try:
            tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
        except (tokenize.TokenError, SyntaxError):
            pass  # invalid Python may have comments as well
        else:
            yield from ((token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT)
            return
    # Some lexers return a comment one character at a time, so lines are joined before they are examined.
    code = re.compile(r"[^\n]+")
    comments = "".join(value if is_comment else code.sub(" ", value) for is_comment, value in pieces(text, file.lexer))
    yield from ((number, line.strip()) for number, line in enumerate(comments.split("\n"), 1) if line.strip())


def _of_notebook(text: str, file: SourceFile) -> Iterator[tuple[int, str]]:
    """The comments in its code, on the lines of the notebook's file."""
    notebook = read_notebook(text, file.path)
    code = SourceFile(file.path, "Python" if notebook.is_python else notebook.language, notebook.lexer)
    for number, line in comment_lines(notebook.text, code):
        yield notebook.lines[number - 1], line
