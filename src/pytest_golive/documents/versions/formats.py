"""Files of tools, read for one value; what is malformed names nothing, for whoever builds it will hear of it."""

from __future__ import annotations

import configparser
import json
import re
import tomllib
from typing import Any


def toml(text: str) -> dict[str, Any]:
    """A TOML document; {} for one that is none: what reads it for its own sake will say so."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def at(table: Any, *keys: str) -> str:
    """The text at some keys of nested tables; "" for anything else."""
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    return table if isinstance(table, str) else ""


def json_table(text: str) -> dict[str, Any]:
    """A JSON object; {} for anything else."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def ini_version(text: str) -> str:
    """The version in the text of a setup.cfg; "" where it is read from elsewhere."""
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
    except configparser.Error:
        return ""
    version = parser.get("metadata", "version", fallback="").strip()
    return version if version[:1].isdigit() else ""


def plain(name: str) -> str:
    """A name as far as all tools tell names apart."""
    return re.sub(r"[^a-z0-9]+", "", name.lower())
