"""Read ``[tool.golive]`` of pyproject.toml, or golive.toml, and report every fault in one go."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pytest_golive.errors import SettingsError
from pytest_golive.settings import messages
from pytest_golive.settings.checks import PLACEHOLDER
from pytest_golive.settings.model import Settings
from pytest_golive.settings.positions import Lines

__all__ = ["PLACEHOLDER", "Loaded", "find_project", "has_table", "load_settings"]

PYPROJECT, OWN = "pyproject.toml", "golive.toml"
POSITION = re.compile(r"at line (\d+)")


@dataclass(frozen=True)
class Loaded:
    """The effective settings and where they are written.

    Attributes:
        settings: what the team wrote, and the defaults for the rest.
        path: "pyproject.toml", "golive.toml", or "" where nothing is written.
        text: the content of that file.
    """

    settings: Settings
    path: str = ""
    text: str = field(default="", repr=False)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the effective settings: the same for the same decisions, however they are spelled."""
        effective = self.settings.model_dump(mode="json")
        canonical = json.dumps(effective, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def line_of(self, *key: str | int) -> int:
        """The line, from 1, of a key such as ``("waivers", 0)``, or of the table around it; 0 if unknown."""
        return self._lines.of(*_prefix(self.path), *key)

    def place_of(self, *key: str | int) -> str:
        """Where a key is written: "pyproject.toml:41"; "" if nothing is."""
        line = self.line_of(*key)
        return f"{self.path}:{line}" if line else self.path

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)


def find_project(start: Path) -> Path:
    """The folder whose settings hold for *start*, absolute.

    The nearest folder upwards that has golive.toml or a golive table; else the top of the git work tree, which the
    search never leaves; else *start*.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        if os.path.lexists(folder / OWN) or has_table(folder / PYPROJECT):
            return folder
        if os.path.lexists(folder / ".git"):
            return folder
    return start


def has_table(pyproject: Path) -> bool:
    """Whether a pyproject.toml has our table; a broken file that speaks of us counts, so that it gets read."""
    try:
        content = pyproject.read_bytes() if pyproject.is_file() else b""
    except OSError:
        return True
    try:
        tool = tomllib.loads(content.decode()).get("tool")
    except (ValueError, RecursionError):
        return b"golive" in content
    return isinstance(tool, dict) and "golive" in tool


def load_settings(root: Path) -> Loaded:
    """The settings of the project in *root*; the defaults where nobody wrote any.

    Raises:
        SettingsError: a file cannot be read, both files speak, or the settings have faults; all of them are listed.
    """
    pyproject, own = _read(root, PYPROJECT), _read(root, OWN)
    tool = _parse(pyproject, PYPROJECT).get("tool", {})
    if not isinstance(tool, dict):
        raise SettingsError(
            f"{PYPROJECT}: tool = {messages.shown(tool)}: must be a table", "correct it", path=PYPROJECT
        )
    has_ours = "golive" in tool
    if has_ours and own is not None:
        raise SettingsError(
            f"both {OWN} and [tool.golive] in {PYPROJECT} hold settings",
            "keep one of them; two could contradict each other",
            path=OWN,
            line=1,
        )
    if own is not None:
        return _validated(_parse(own, OWN), OWN, own)
    if has_ours:
        return _validated(tool["golive"], PYPROJECT, pyproject or "")
    return Loaded(Settings())


def _prefix(path: str) -> tuple[str, ...]:
    return ("tool", "golive") if path == PYPROJECT else ()


def _read(root: Path, name: str) -> str | None:
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
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SettingsError(f"{name} is written in UTF-16, and TOML is UTF-8", "save it as UTF-8", path=name, line=1)
    if content.startswith(b"\xef\xbb\xbf"):
        raise SettingsError(
            f"{name} starts with a byte order mark, which TOML does not know",
            "save it as UTF-8 without BOM",
            path=name,
            line=1,
        )
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(
            f"{name}:{line}: not UTF-8, as TOML must be", "save it as UTF-8", path=name, line=line
        ) from None


def _parse(text: str | None, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text or "")
    except RecursionError:
        raise SettingsError(f"{name} is nested too deeply to be read", "write it flatter", path=name) from None
    except ValueError as error:
        match = POSITION.search(str(error))
        line = int(match[1]) if match else 0
        where = f"{name}:{line}" if line else name
        raise SettingsError(f"{where}: not valid TOML: {error}", "correct it", path=name, line=line) from None


def _validated(table: object, path: str, text: str) -> Loaded:
    prefix = _prefix(path)
    lines = Lines(text)
    try:
        return Loaded(Settings.model_validate(_frozen(table)), path, text)
    except ValidationError as error:
        details = error.errors(include_url=False)
    faults = messages.faults_of(
        details,
        lambda key: messages.dotted((*prefix, *key)) or "the settings",
        lambda key: lines.of(*prefix, *key),
    )
    told = [f"{path}:{fault.line}: {fault.text}" if fault.line else f"{path}: {fault.text}" for fault in faults]
    if path == OWN and isinstance(table, dict) and "tool" in table:
        told.append(f"{OWN}: keys stand at its top: [code_quality], not [tool.golive.code_quality]")
    head = "the settings have a fault" if len(told) == 1 else f"the settings have {len(told)} faults"
    raise SettingsError("\n  ".join([f"{head}:", *told]), path=path, line=faults[0].line)


def _frozen(value: object) -> object:
    """Lists as tuples, which is what the frozen settings hold."""
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return value
