"""What the tools' own settings exclude: bandit's and coverage's, read from their files."""

from __future__ import annotations

import configparser
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pytest_golive.errors import GoliveError
from pytest_golive.masking.foreign import parser_fault

FILES = ("pyproject.toml", ".bandit", ".coveragerc", ".coveragerc.toml", "setup.cfg", "tox.ini")
# An unreadable file may exclude anything, so it counts as an item of this list.
UNREAD = "settings of tools that cannot be read"
# Lists of coverage's in which each item excludes code.
OF_COVERAGE = {
    "run": ("omit",),
    "report": ("omit", "exclude_lines", "exclude_also", "partial_branches", "partial_also"),
}
# Lists that, if not empty, exclude everything else.
CHOOSING = {"run": ("source", "include"), "report": ("include",)}
EXPRESSIONS = {"exclude_lines", "exclude_also", "partial_branches", "partial_also"}
OF_BANDIT = {"skips": "skips", "exclude_dirs": "exclude_dirs", "exclude": "exclude_dirs", "baseline": "baseline"}


def surroundings(read: Callable[[str], str | None]) -> dict[str, tuple[str, ...]]:
    """The lists that exclude something, by name: "bandit skips", "coverage omit"; and `UNREAD`.

    Args:
        read: returns the text of a file in the project's root; None if it does not exist.
    """
    found: dict[str, list[str]] = {}
    files = _Files(read)
    pyproject = files.toml("pyproject.toml")
    for name, items in [*_of_bandit(pyproject, files.ini(".bandit")), *_of_coverage(pyproject, files)]:
        found.setdefault(name, []).extend(item for item in items if item not in found.get(name, []))
    if files.unread:
        found[UNREAD] = files.unread
    return {name: tuple(items) for name, items in found.items()}


class _Files:
    """The files, parsed.

    Attributes:
        unread: why some could not be read.
    """

    def __init__(self, read: Callable[[str], str | None]) -> None:
        self._read = read
        self.unread: list[str] = []

    def has(self, name: str) -> bool:
        """Whether the file exists, even if it cannot be read."""
        try:
            return self._read(name) is not None
        except GoliveError:
            return True

    def toml(self, name: str) -> Mapping[str, Any]:
        return self._parsed(name, tomllib.loads)

    def ini(self, name: str) -> Mapping[str, Mapping[str, str]]:
        return self._parsed(name, _ini)

    def _parsed(self, name: str, parse: Callable[[str], Mapping[str, Any]]) -> Mapping[str, Any]:
        try:
            return parse(self._read(name) or "")
        except GoliveError as error:
            self.unread.append(error.what)
        except (ValueError, RecursionError, configparser.Error) as error:
            self.unread.append(f"{name}: {parser_fault(error)}")
        return {}


def _of_bandit(pyproject: Mapping[str, Any], ini: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, list[str]]]:
    table = _table(pyproject, "bandit")
    own = ini.get("bandit", {})
    for source in (table, own):
        for key, name in OF_BANDIT.items():
            if source.get(key):
                yield f"bandit {name}", _items(source[key])
        if source.get("tests"):
            yield "bandit runs only some checks", [", ".join(sorted(_items(source["tests"])))]
        if source.get("profile"):
            yield "bandit profile", _items(source["profile"])


def _of_coverage(pyproject: Mapping[str, Any], files: _Files) -> Iterator[tuple[str, list[str]]]:
    """From the file that coverage itself would read: the first with settings for it."""
    for name in (".coveragerc", ".coveragerc.toml", "setup.cfg", "tox.ini"):
        is_own = name.startswith(".coveragerc")
        if name.endswith(".toml"):
            content = files.toml(name)
            tables = _parts(_table(content, "coverage"), content)
        else:
            content = files.ini(name)
            prefixed = {part: content[f"coverage:{part}"] for part in OF_COVERAGE if f"coverage:{part}" in content}
            tables = _parts(prefixed, content if is_own else {})
        if any(tables.values()) or (is_own and files.has(name)):
            yield from _taken_away(tables)
            return
    yield from _taken_away(_parts(_table(pyproject, "coverage"), {}))


def _parts(named: Mapping[str, Any], bare: Mapping[str, Any]) -> dict[str, Any]:
    """The tables of coverage: with the name of the tool, or in a file of its own *bare*."""
    return {part: named.get(part, bare.get(part, {})) for part in OF_COVERAGE}


def _taken_away(tables: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for part, table in tables.items():
        if isinstance(table, Mapping):
            for key in OF_COVERAGE[part]:
                if table.get(key):
                    yield f"coverage {key}", (_lines if key in EXPRESSIONS else _paths)(table[key])
            for key in CHOOSING[part]:
                if table.get(key):
                    yield f"coverage {key} is only", [", ".join(sorted(_paths(table[key])))]


def _items(value: object) -> list[str]:
    return [str(item).strip() for item in (value.split(",") if isinstance(value, str) else _list(value))]


def _paths(value: object) -> list[str]:
    """A list of paths as coverage reads it: separated by lines or commas."""
    return [path.strip() for line in _lines(value) for path in line.split(",") if path.strip()]


def _lines(value: object) -> list[str]:
    """A list of expressions as coverage reads it: one per line."""
    texts = value.splitlines() if isinstance(value, str) else _list(value)
    return [str(text).strip() for text in texts if str(text).strip()]


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _table(pyproject: Mapping[str, Any], tool: str) -> Mapping[str, Any]:
    tools = pyproject.get("tool", {})
    table = tools.get(tool, {}) if isinstance(tools, Mapping) else {}
    return table if isinstance(table, Mapping) else {}


def _ini(text: str) -> Mapping[str, Mapping[str, str]]:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.read_string(text)
    return {name: dict(parser.items(name)) for name in parser.sections()}
