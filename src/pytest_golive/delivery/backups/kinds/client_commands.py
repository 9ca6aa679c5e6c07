"""Commands of psql in a dump in plain SQL: psql would run them as the user of this run, outside of any database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pytest_golive.delivery.backups.ladder import Broken
from pytest_golive.delivery.backups.working.commands import Runner
from pytest_golive.errors import CannotMeasure

# What pg_dump and pg_dumpall write themselves; a connection never names a host.
OURS: Final = re.compile(
    rb"\\(?:un)?restrict [A-Za-z0-9]+\s*"
    rb"|\\connect (?:[\w$-]+|\"[^\"=:/\\`']+\"|-reuse-previous=on \"dbname='[^'\"\\`]+'\")\s*"
)
NAME: Final = rb'(?:"(?:[^"\n]|"")*"|[A-Za-z_\x80-\xff][\w$\x80-\xff]*)'
COPY: Final = re.compile(rb"COPY %b(?:\.%b)? (?:\(%b(?:, %b)*\) )?FROM stdin;\r?\n" % (NAME, NAME, NAME, NAME))
END_OF_COPY: Final = re.compile(rb"\\\.\r?\n?")
TOKEN: Final = re.compile(
    rb"(?P<comment>--[^\n]*)|(?P<long>/\*)|(?P<slash>\\)|(?P<quote>['\"])"
    rb"|(?P<dollar>\$(?:[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*)?\$)"
    rb"|(?P<word>[A-Za-z_\x80-\xff][A-Za-z0-9_$\x80-\xff]*)|(?P<sign>[();])|(?P<other>[^\s])"
)
LONG: Final = re.compile(rb"/\*|\*/")
ESCAPED: Final = re.compile(rb"\\.|'", re.DOTALL)
# In these, a part of a letter may be a quote or a backslash.
ENCODINGS: Final = re.compile(rb"SET client_encoding\b[^;]*(?:BIG5|GB|JOHAB|JIS|UHC|WIN9|KANJI)", re.IGNORECASE)
CUSTOM: Final = "dump in another format, which has none: pg_dump --format=custom"


def check_commands(path: Path, runner: Runner) -> None:
    """Nothing in the dump at *path* is a command to psql, but for those that pg_dump writes.

    Raises:
        Broken: something is.
        CannotMeasure: that cannot be told.
    """
    reader = Reader()
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            _ = runner.left
            reader.read(line, number)


class Reader:
    """Reads SQL as psql does: what is a string, a comment or data of a table is no command."""

    def __init__(self) -> None:
        self._inside = b""  # what ends the string, comment or data that goes on: ', ", e', */, $tag$, or \.
        self._comments = self._parens = self._blocks = 0
        self._words: list[bytes] = []  # the first ones of the statement
        self._is_new = True

    def read(self, line: bytes, number: int) -> None:
        """The next line."""
        if self._inside == b"\\.":
            self._inside = b"" if END_OF_COPY.fullmatch(line) else self._inside
            return
        if not self._inside and OURS.fullmatch(line):
            return
        if not self._inside and self._is_new and COPY.fullmatch(line):
            self._inside = b"\\."
            return
        if not self._inside and ENCODINGS.match(line):
            raise _unclear(number)
        at = 0
        while at < len(line):
            at = self._end(line, at, number) if self._inside else self._next(line, at, number)

    def _next(self, line: bytes, at: int, number: int) -> int:
        """The place behind the next token."""
        found = TOKEN.search(line, at)
        if found is None:
            return len(line)
        kind, text = found.lastgroup, found[0]
        if kind == "slash":
            what = f"line {number} of the dump holds a command to psql, such as \\! for a shell, which no dump has"
            raise Broken("commands in it", what, "see who wrote the dump; nothing of it was restored")
        if kind == "comment":
            return found.end()
        if kind == "long":
            self._inside, self._comments = b"*/", 1
            return found.end()
        self._is_new = kind == "sign" and self._sign(text)
        if kind == "word":
            self._word(text.lower())
            if text in b"eE" and line[found.end() : found.end() + 1] == b"'":
                if found.start() and line[found.start() - 1 : found.start()].isdigit():
                    raise _unclear(number)
                self._inside = b"e'"
                return found.end() + 1
        elif kind in {"quote", "dollar"}:
            self._inside = text
        return found.end()

    def _end(self, line: bytes, at: int, number: int) -> int:
        """The place behind what goes on, or the end of the line."""
        if self._inside == b"*/":
            return self._comment(line, at)
        if self._inside == b"e'":
            ends: Iterator[int] = (one.end() for one in ESCAPED.finditer(line, at) if one[0] == b"'")
            end = next(ends, -1)
        else:
            end = line.find(self._inside, at)
            if self._inside == b"'" and end > at and line[end - 1 : end] == b"\\":
                raise _unclear(number)  # a setting of the server says whether the string ends there
            end += len(self._inside) if end >= 0 else 0
        if end < 0:
            return len(line)
        self._inside = b""
        return end

    def _comment(self, line: bytes, at: int) -> int:
        for found in LONG.finditer(line, at):
            self._comments += 1 if found[0] == b"/*" else -1
            if not self._comments:
                self._inside = b""
                return found.end()
        return len(line)

    def _sign(self, text: bytes) -> bool:
        """Whether a statement ends there."""
        if text != b";":
            self._parens += 1 if text == b"(" else -1
            return False
        if self._parens > 0 or self._blocks:
            return False
        self._words = []
        self._parens = 0
        return True

    def _word(self, word: bytes) -> None:
        """A body that is made of statements ends with its own END, as psql counts them."""
        self._words = [*self._words, word][:4]
        if self._words[0] == b"create" and {b"function", b"procedure"} & set(self._words):
            begins = word == b"begin" or (word == b"case" and self._blocks > 0)
            self._blocks = max(self._blocks + begins - (word == b"end"), 0)


def _unclear(number: int) -> CannotMeasure:
    what = f"line {number} of the dump reads differently by the settings of a server, so it may hold commands to psql"
    return CannotMeasure(what, CUSTOM)
