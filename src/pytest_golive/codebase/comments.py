"""Words in real comments: not in strings, not in identifiers, not in docstrings."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pytest_golive.codebase.inventory import Inventory, SourceFile
from pytest_golive.codebase.reading import decode, read, shown
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.progress import Progress, silent

SHOWN = 120
LARGEST = 5_000_000  # bytes; a lexer takes minutes for more


@dataclass(frozen=True, slots=True)
class CommentScan:
    """What stands in the comments.

    Attributes:
        files: how many were searched.
        findings: one for each line of a comment that holds one of the words.
        allowed: how many more there are that a pattern allows.
    """

    files: int
    findings: tuple[Finding, ...]
    allowed: int

    @property
    def source(self) -> str:
        """What was searched, in words."""
        return f"comments of {self.files:,} files" + (f", {self.allowed:,} allowed" if self.allowed else "")


def find_words(
    inventory: Inventory,
    words: Sequence[str],
    *,
    allow: Sequence[str] = (),
    paths: Collection[str] | None = None,
    progress: Progress = silent,
) -> CommentScan:
    """Find *words*, whole and as they are written, in comments.

    Args:
        inventory: says which files.
        words: such as the names of notes for later.
        allow: regular expressions; a comment line that one of them finds may stay, and is counted.
        paths: only these files; all source files if None.
        progress: told how far it is.

    Raises:
        CannotMeasure: there is no source file, one cannot be read, or one that holds a word is too large for a lexer.
    """
    files = [file for file in inventory.require_files() if paths is None or file.path in paths]
    wanted = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, words))})(?!\w)")
    allowed = [re.compile(pattern) for pattern in allow]
    findings: list[Finding] = []
    spared = 0
    for number, file in enumerate(files):
        progress("reading comments", number, len(files))
        for line, text, word in _hits(inventory, file, wanted):
            if any(pattern.search(text) for pattern in allowed):
                spared += 1
            else:
                findings.append(Finding(file.path, line, word, _cut(text), key=text.strip()))
    return CommentScan(len(files), tuple(findings), spared)


def _hits(inventory: Inventory, file: SourceFile, wanted: re.Pattern[str]) -> Iterator[tuple[int, str, str]]:
    """Line number, text and word of each line of a comment that holds a word."""
    content = read(inventory.root, file.path)
    text = decode(content, python=file.language == "Python")
    if not wanted.search(text):
        return  # the search is quick, a lexer is not
    if len(content) > LARGEST:
        raise CannotMeasure(
            f"{shown(file.path)} holds one of the words and is too large to tell comments from code "
            f"({len(content):,} bytes, at most {LARGEST:,})",
            "leave it out under [tool.golive.code_quality] exclude",
            path=file.path,
        )
    for start, comment in comments_of(text, file):
        for offset, line in enumerate(comment.split("\n")):
            if match := wanted.search(line):
                yield start + offset, line, match[1]


def comments_of(text: str, file: SourceFile) -> Iterator[tuple[int, str]]:
    """Each comment with the number, from 1, of the line where it starts."""
    if file.language == "Python" and file.lexer == "python":
        try:
            yield from list(_python(text))
        except (tokenize.TokenError, SyntaxError, ValueError):
            yield from _other(text, file.lexer)  # what is no Python has comments nevertheless
    else:
        yield from _other(text, file.lexer)


def _python(text: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def _other(text: str, lexer: str) -> Iterator[tuple[int, str]]:
    from pygments.lexers import get_lexer_by_name
    from pygments.token import Comment, is_token_subtype

    preprocessor = {Comment.Preproc, Comment.PreprocFile, Comment.Hashbang}
    number = 1
    for kind, value in get_lexer_by_name(lexer, stripnl=False, ensurenl=False).get_tokens(text):
        if is_token_subtype(kind, Comment) and kind not in preprocessor:
            yield number, value
        number += value.count("\n")


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
