"""Which lines are new: one comparison for all files, read as it comes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from pytest_golive.delivery.git.program import Git

# Whatever attributes and configuration call a file (binary, generated, to be shown by a program), its lines are lines.
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
    """For each wanted file under the folder of *program* whose lines differ from *since*, the numbers of the new ones.

    Files that only lost lines come with none. Lines end as Python has it, so a file with lone carriage returns, whose
    lines git does not see, is new as a whole.
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
    """The lines of the comparison that are not text of a file."""
    left = 0
    for line in program.lines("diff-index", *OPTIONS, since, "--", "."):
        if left and not line.startswith(b"\\"):  # "\ No newline at end of file" is git's own
            left -= 1
            continue
        if match := HUNK.match(line):
            left = int(match[1] or 1) + int(match[3] or 1)
        yield line


def _name(text: bytes) -> str:
    """The path behind "+++ ", or "" for a file that is gone."""
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
