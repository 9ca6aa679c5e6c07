"""What the tools' own settings take away: bandit's and coverage's, read from their texts."""

from __future__ import annotations

import configparser
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

FILES = ("pyproject.toml", ".bandit", ".coveragerc", "setup.cfg", "tox.ini")
# Lists of coverage's in which each item is code that does not count.
OF_COVERAGE = {
    "run": ("omit",),
    "report": ("omit", "exclude_lines", "exclude_also", "partial_branches", "partial_also"),
}
# Lists in which to name anything leaves out all the rest.
CHOOSING = {"run": ("source", "include"), "report": ("include",)}
EXPRESSIONS = {"exclude_lines", "exclude_also", "partial_branches", "partial_also"}
OF_BANDIT = {"skips": "skips", "exclude_dirs": "exclude_dirs", "exclude": "exclude_dirs", "baseline": "baseline"}


def surroundings(read: Callable[[str], str | None]) -> dict[str, tuple[str, ...]]:
    """The lists that take something away, by what they are called: "bandit skips", "coverage omit".

    Args:
        read: gives the text of a file in the project's root; None if there is none.
    """
    found: dict[str, list[str]] = {}
    pyproject = _toml(read("pyproject.toml"))
    for name, items in [*_of_bandit(pyproject, _ini(read(".bandit"))), *_of_coverage(pyproject, read)]:
        found.setdefault(name, []).extend(item for item in items if item not in found.get(name, []))
    return {name: tuple(items) for name, items in found.items()}


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


def _of_coverage(pyproject: Mapping[str, Any], read: Callable[[str], str | None]) -> Iterator[tuple[str, list[str]]]:
    """From the file that coverage itself would read: the first that speaks of it."""
    for name in (".coveragerc", "setup.cfg", "tox.ini"):
        sections = _ini(read(name))
        prefix = "" if name == ".coveragerc" else "coverage:"
        tables = {part: sections.get(f"{prefix}{part}", {}) for part in OF_COVERAGE}
        if any(tables.values()):
            yield from _taken_away(tables)
            return
    coverage = _table(pyproject, "coverage")
    yield from _taken_away({part: coverage.get(part, {}) for part in OF_COVERAGE})


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
    return [str(one).strip() for one in (value.split(",") if isinstance(value, str) else _list(value))]


def _paths(value: object) -> list[str]:
    """As coverage reads a list of paths: one a line, or between commas."""
    return [path.strip() for line in _lines(value) for path in line.split(",") if path.strip()]


def _lines(value: object) -> list[str]:
    """As coverage reads a list of expressions: one a line."""
    texts = value.splitlines() if isinstance(value, str) else _list(value)
    return [str(one).strip() for one in texts if str(one).strip()]


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _table(pyproject: Mapping[str, Any], tool: str) -> Mapping[str, Any]:
    tools = pyproject.get("tool", {})
    table = tools.get(tool, {}) if isinstance(tools, Mapping) else {}
    return table if isinstance(table, Mapping) else {}


def _toml(text: str | None) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text or "")
    except (ValueError, RecursionError):
        return {}  # whoever needs the file says what is wrong with it


def _ini(text: str | None) -> Mapping[str, Mapping[str, str]]:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text or "")
    except configparser.Error:
        return {}
    return {name: dict(parser.items(name)) for name in parser.sections()}
