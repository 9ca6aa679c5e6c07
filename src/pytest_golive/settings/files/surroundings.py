"""What the tools' own settings exclude: bandit's and coverage's, read from their files."""

from __future__ import annotations

import configparser
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

FILES = ("pyproject.toml", ".bandit", ".coveragerc", "setup.cfg", "tox.ini")
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
    """The lists that exclude something, by name: "bandit skips", "coverage omit".

    Args:
        read: returns the text of a file in the project's root; None if it does not exist.
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
    """From the file that coverage itself would read: the first with settings for it."""
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


def _toml(text: str | None) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text or "")
    except (ValueError, RecursionError):
        return {}  # the tool that needs the file reports what is wrong with it


def _ini(text: str | None) -> Mapping[str, Mapping[str, str]]:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text or "")
    except configparser.Error:
        return {}
    return {name: dict(parser.items(name)) for name in parser.sections()}
