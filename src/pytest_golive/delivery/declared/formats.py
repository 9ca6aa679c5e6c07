"""Read single values from tools' files; a malformed file counts as empty, unless its value matters."""

from __future__ import annotations

import configparser
import json
import re
import tomllib
from typing import Any

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.foreign import parser_fault


def toml(text: str, path: str = "") -> dict[str, Any]:
    """A TOML document; {} if it is malformed: the tool that it belongs to reports that.

    Args:
        text: the content.
        path: path of the file, if its value matters: then a malformed file is an error.

    Raises:
        CannotMeasure: it is malformed, and *path* is given.
    """
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        _tell(path, error)
        return {}


def _tell(path: str, error: Exception) -> None:
    if path:
        what = f"{path} cannot be read, so what it declares is unknown: {parser_fault(error)}"
        raise CannotMeasure(what, f"correct {path}", path=path) from None


def at(table: Any, *keys: str) -> str:
    """The text at a path of keys in nested tables; "" for anything else."""
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    return table if isinstance(table, str) else ""


def table_at(table: object, *keys: str) -> dict[str, Any]:
    """The table at a path of keys in nested tables; {} for anything else."""
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else {}


def json_table(text: str, path: str = "") -> dict[str, Any]:
    """A JSON object; {} for anything else. Arguments and errors are those of `toml`."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError) as error:
        _tell(path, error)
        return {}
    return found if isinstance(found, dict) else {}


def ini_version(text: str, path: str = "") -> str:
    """The version in a setup.cfg; "" if it refers to another file. Arguments and errors are those of `toml`."""
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
    except configparser.Error as error:
        _tell(path, error)
        return ""
    version = parser.get("metadata", "version", fallback="").strip()
    return version if version[:1].isdigit() else ""


def plain(name: str) -> str:
    """A name in the spelling that all tools treat as the same."""
    return re.sub(r"[^a-z0-9]+", "", name.lower())
