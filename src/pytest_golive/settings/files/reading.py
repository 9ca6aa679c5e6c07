"""Finds and reads the files with settings, without validating their content."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Any

from pytest_golive.errors import SettingsError

PYPROJECT, OWN = "pyproject.toml", "golive.toml"
POSITION = re.compile(r"at line (\d+)")


def find_project(start: Path) -> Path:
    """The folder whose settings are valid for *start*, absolute.

    The nearest folder upwards that has golive.toml or a golive table; else the top of the git work tree, where the
    search ends; else *start*.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        if has_own_settings(folder):
            return folder
        if os.path.lexists(folder / ".git"):
            return folder
    return start


def has_own_settings(folder: Path) -> bool:
    """Whether *folder* itself has golive.toml or a golive table."""
    return os.path.lexists(folder / OWN) or has_table(folder / PYPROJECT)


def has_table(pyproject: Path) -> bool:
    """Whether a pyproject.toml has our table; a broken file with the word golive counts, so that it is reported."""
    try:
        content = pyproject.read_bytes() if pyproject.is_file() else b""
    except OSError:
        return True
    try:
        tool = tomllib.loads(content.decode()).get("tool")
    except (ValueError, RecursionError):
        return b"golive" in content
    return isinstance(tool, dict) and "golive" in tool


def read_text(root: Path, name: str) -> str | None:
    """The text of a settings file; None if it does not exist.

    Raises:
        SettingsError: it is not a file, cannot be read, or is not UTF-8.
    """
    path = root / name
    if not os.path.lexists(path):
        return None
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise SettingsError(
                f"{name} is not a file", "put the settings in a file of that name, or remove it", path=name
            )
        content = path.read_bytes()
    except OSError as error:
        raise SettingsError(
            f"{name} cannot be read: {error.strerror}", "make it readable, or remove it", path=name
        ) from None
    return _decoded(content, name)


def _decoded(content: bytes, name: str) -> str:
    kind = "TOML" if name.endswith(".toml") else "a file of this kind"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SettingsError(f"{name} is written in UTF-16, and {kind} is UTF-8", "save it as UTF-8", path=name, line=1)
    if content.startswith(b"\xef\xbb\xbf"):
        raise SettingsError(
            f"{name} starts with a byte order mark, which {kind} does not have",
            "save it as UTF-8 without BOM",
            path=name,
            line=1,
        )
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(
            f"{name}:{line}: not UTF-8, as {kind} must be", "save it as UTF-8", path=name, line=line
        ) from None


def parse(text: str, name: str) -> dict[str, Any]:
    """The content of the TOML file *name*.

    Raises:
        SettingsError: it is not TOML.
    """
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise SettingsError(f"{name} is nested too deeply to be read", "nest it less deeply", path=name) from None
    except ValueError as error:
        match = POSITION.search(str(error))
        line = int(match[1]) if match else text.count("\n") + 1 if "end of document" in str(error) else 0
        where = f"{name}:{line}" if line else name
        raise SettingsError(f"{where}: not valid TOML: {error}", "correct it", path=name, line=line) from None
