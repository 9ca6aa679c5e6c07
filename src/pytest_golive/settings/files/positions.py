"""The line of each key in a TOML file. ``tomllib`` reads values without their positions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import dropwhile

Path = tuple[str | int, ...]
TOKEN = re.compile(
    r'''
    """ (?: [^\\] | \\. )*? "{3,5}   # strings of several lines
    | \'{3} .*? '{3,5}
    | " (?: [^"\\\n] | \\. )* "     # strings of one line
    | ' [^'\n]* '
    | \# [^\n]*
    | \n
    | [\[\]{},=]
    | [ \t\r]+
    | [^\s\[\]{},="'\#]+
    | .
    ''',
    re.DOTALL | re.VERBOSE,
)
OPEN, CLOSE = {"[", "{"}, {"]", "}"}
Token = tuple[str, int]


class Lines:
    """The lines of a TOML file's keys, as far as they can be found.

    It never raises: ``tomllib`` has already read the file, and positions are optional.
    """

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._heads: dict[tuple[str, ...], int] = {}
        table: Path = ()
        for statement in _statements(text):
            table = self._read(statement, table)

    def of(self, *path: str | int) -> int:
        """The line, from 1, of the key *path*, or of the nearest enclosing table; 0 if unknown."""
        for end in range(len(path), 0, -1):
            if (line := self._lines.get(path[:end])) is not None:
                return line
        return 0

    def _read(self, statement: list[Token], table: Path) -> Path:
        first, line = statement[0]
        if first == "[":
            is_array = statement[1:2] == [("[", line)]
            keys = _keys([word for word, _ in statement[1 + is_array :]], "]")
            return self._head(keys, line, is_array=is_array)
        keys = _keys([word for word, _ in statement], "=")
        self._note(table, keys, line)
        self._note_elements((*table, *keys), statement)
        return table

    def _head(self, keys: tuple[str, ...], line: int, *, is_array: bool) -> Path:
        path: Path = ()
        for number, key in enumerate(keys, 1):
            path = (*path, key)
            self._lines.setdefault(path, line)
            count = self._heads.get(keys[:number])
            if count is not None and not (is_array and number == len(keys)):
                path = (*path, count - 1)  # the following keys belong to the newest element
        if is_array:
            count = self._heads.get(keys, 0)
            self._heads[keys] = count + 1
            path = (*path, count)
            self._lines[path] = line
        return path

    def _note(self, table: Path, keys: tuple[str, ...], line: int) -> None:
        for number in range(1, len(keys) + 1):
            self._lines.setdefault((*table, *keys[:number]), line)

    def _note_elements(self, path: Path, statement: list[Token]) -> None:
        value = list(dropwhile(lambda token: token[0] != "=", statement))[1:]
        if not value or value[0][0] != "[":
            return
        depth, index, is_new = 0, 0, True
        for word, line in value:
            if depth == 1 and is_new and word not in {",", "]"}:
                self._lines.setdefault((*path, index), line)
                index, is_new = index + 1, False
            depth += (word in OPEN) - (word in CLOSE)
            is_new = is_new or (depth == 1 and word == ",")


def headers(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """The table headers of a TOML file: their lines, from 1, and their keys."""
    found = []
    for statement in _statements(text):
        first, line = statement[0]
        if first == "[":
            words = [word for word, _ in statement[1:]]
            found.append((line, _keys(words[1:] if words[:1] == ["["] else words, "]")))
    return found


def _statements(text: str) -> Iterator[list[Token]]:
    """Headers and assignments, each without white space and comments."""
    statement: list[Token] = []
    depth, line = 0, 1
    for match in TOKEN.finditer(text):
        word = match[0]
        if word == "\n" and depth <= 0 and statement:
            yield statement
            statement, depth = [], 0
        elif not word.isspace() and not word.startswith("#"):
            statement.append((word, line))
            depth += (word in OPEN) - (word in CLOSE)
        line += word.count("\n")
    if statement:
        yield statement


def _keys(tokens: list[str], end: str) -> tuple[str, ...]:
    """The parts of a key, quoted or bare; from the tokens up to *end*."""
    text = "".join(tokens[: tokens.index(end)] if end in tokens else tokens)
    try:
        value: object = tomllib.loads(f"{text} = 0")
    except ValueError:
        return (text,)
    parts: list[str] = []
    while isinstance(value, dict):
        ((key, value),) = value.items()
        parts.append(key)
    return tuple(parts)
