"""New lines: one diff for all files, read as a stream."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from pytest_golive.delivery.git.program import Git

# Treats every file as text, whatever attributes and configuration say (binary, generated, an external diff program).
OPTIONS: Final = (
    "--patch", "--unified=0", "--inter-hunk-context=0", "--text", "--no-ext-diff", "--no-textconv", "--no-color",
    "--no-renames", "--relative", "--src-prefix=a/", "--dst-prefix=b/", "--diff-algorithm=myers",
    "--no-indent-heuristic", "--ignore-submodules=none", "--submodule=short", "--full-index", "--ita-visible-in-index",
)  # fmt: skip
FILE: Final = b"diff --git "
NEW_NAME: Final = b"+++ "
HUNK: Final = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
ESCAPED: Final = re.compile(rb"\\([0-7]{3}|.)")
LETTERS: Final = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}


def added(program: Git, since: str, is_wanted: Callable[[str], bool]) -> Iterator[tuple[str, list[range]]]:
    """For each file of interest below the folder of *program* that differs from *since*, the numbers of its new lines.

    Files that only lost lines have none. Lines end as in Python, so a file with lone carriage returns, whose lines git
    does not see, counts as completely new.
    """
    path = ""
    lines: list[range] = []
    for line in _headers(program, since):
        if line.startswith(FILE):
            if path and is_wanted(path):
                yield path, _as_python_counts(program.folder / path, lines)
            path, lines = "", []
        elif line.startswith(NEW_NAME):
            path = _name(line.removeprefix(NEW_NAME))
        elif match := HUNK.match(line):
            start, count = int(match[2]), int(match[3] or 1)
            lines += [range(start, start + count)] if count else []
    if path and is_wanted(path):
        yield path, _as_python_counts(program.folder / path, lines)


def _headers(program: Git, since: str) -> Iterator[bytes]:
    """The header lines of the diff, without the lines of files."""
    remaining = 0
    for line in program.lines("diff-index", *OPTIONS, since, "--", "."):
        if remaining and not line.startswith(b"\\"):  # git itself writes "\ No newline at end of file"
            remaining -= 1
            continue
        if match := HUNK.match(line):
            remaining = int(match[1] or 1) + int(match[3] or 1)
        yield line


def _name(text: bytes) -> str:
    """The path after "+++ "; "" for a deleted file."""
    name = text.rstrip(b"\n").removesuffix(b"\t")
    if name == b"/dev/null":
        return ""
    if name.startswith(b'"'):
        name = ESCAPED.sub(lambda match: _unescaped(match[1]), name[1:-1])
    return os.fsdecode(name.removeprefix(b"b/"))


def _unescaped(text: bytes) -> bytes:
    return bytes([int(text, 8)]) if text.isdigit() else LETTERS.get(text, text)


def _as_python_counts(file: Path, lines: list[range]) -> list[range]:
    try:
        content = file.read_bytes() if lines and not file.is_symlink() else b""
    except OSError:
        return lines
    unix = content.replace(b"\r\n", b"\n")
    if b"\r" not in unix:
        return lines
    return [range(1, len(unix.replace(b"\r", b"\n").splitlines()) + 1)]
