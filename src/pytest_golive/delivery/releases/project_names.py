"""The names of a project, from its files and its folder."""

from __future__ import annotations

import configparser
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

MODULE: Final = re.compile(r"^module\s+\"?([^\s\"]+)", re.MULTILINE)
MAJOR: Final = re.compile(r"/v\d+$")
LARGEST: Final = 1 << 20  # bytes of a file that are read to find a name


def project_names(root: Path, prefix: str) -> tuple[str, ...]:
    """Names that tags of the project in *root* may contain, those from its files first.

    A missing or malformed file gives no name: building the project reports such errors.

    Args:
        root: its folder.
        prefix: its folder in the work tree, "services/shop/"; "" for the top.
    """
    found = [*_names_in_files(root), prefix.rstrip("/"), root.resolve().name]
    return tuple(dict.fromkeys(name for name in found if name))


def _names_in_files(root: Path) -> Iterator[str]:
    for file, keys in (("pyproject.toml", ("project", "name")), ("Cargo.toml", ("package", "name"))):
        yield _at(_toml(root / file), *keys)
    yield _at(_toml(root / "pyproject.toml"), "tool", "poetry", "name")
    yield _at(_json(root / "package.json"), "name")
    yield _setup_name(root / "setup.cfg")
    if module := MODULE.search(_text(root / "go.mod")):
        yield MAJOR.sub("", module[1]).rpartition("/")[2]


def _at(table: object, *keys: str) -> str:
    for key in keys:
        table = table.get(key) if isinstance(table, Mapping) else None
    return table if isinstance(table, str) else ""


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(file))
    except tomllib.TOMLDecodeError:
        return {}


def _json(file: Path) -> object:
    try:
        return json.loads(_text(file) or "{}")
    except (ValueError, RecursionError):
        return {}


def _setup_name(file: Path) -> str:
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(_text(file))
    except configparser.Error:
        return ""
    return parser.get("metadata", "name", fallback="").strip()


def _text(file: Path) -> str:
    try:
        if not file.is_file() or file.stat().st_size > LARGEST:
            return ""
        return file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""
