"""The names of a project, from its files and its folder."""

from __future__ import annotations

import configparser
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from pytest_golive.delivery.declared.formats import at
from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.foreign import parser_fault

MODULE: Final = re.compile(r"^module\s+\"?([^\s\"]+)", re.MULTILINE)
MAJOR: Final = re.compile(r"/v\d+$")
LARGEST: Final = 1 << 20  # bytes of a file that are read to find a name


def project_names(root: Path, prefix: str) -> tuple[str, ...]:
    """Names that tags of the project in *root* may contain, those from its files first.

    Args:
        root: its folder.
        prefix: its folder in the work tree, "services/shop/"; "" for the top.

    Raises:
        CannotMeasure: one of its files cannot be read, so tags may contain an unknown name.
    """
    found = [*_names_in_files(root), prefix.rstrip("/"), root.resolve().name]
    return tuple(dict.fromkeys(name for name in found if name))


def _names_in_files(root: Path) -> Iterator[str]:
    for file, keys in (("pyproject.toml", ("project", "name")), ("Cargo.toml", ("package", "name"))):
        yield at(_toml(root / file), *keys)
    yield at(_toml(root / "pyproject.toml"), "tool", "poetry", "name")
    yield at(_json(root / "package.json"), "name")
    yield _setup_name(root / "setup.cfg")
    if module := MODULE.search(_text(root / "go.mod")):
        yield MAJOR.sub("", module[1]).rpartition("/")[2]


def _toml(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = _parsed(file, tomllib.loads)
    return found


def _json(file: Path) -> object:
    return _parsed(file, lambda text: json.loads(text or "{}"))


def _setup_name(file: Path) -> str:
    parser = configparser.RawConfigParser()
    _parsed(file, parser.read_string)
    return parser.get("metadata", "name", fallback="").strip()


def _parsed(file: Path, parse: Callable[[str], Any]) -> Any:
    try:
        return parse(_text(file))
    except (ValueError, RecursionError, configparser.Error) as error:
        raise _unread(file, parser_fault(error)) from None


def _text(file: Path) -> str:
    """The text of *file*; "" if it does not exist, or is not a file."""
    try:
        if not file.is_file():
            return ""
        if file.stat().st_size > LARGEST:
            raise _unread(file, f"it is longer than {LARGEST:,} bytes")
        return file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise _unread(file, error.strerror or str(error)) from None


def _unread(file: Path, why: str) -> CannotMeasure:
    what = f"the name of this project in its release tags is unknown, because {file.name} cannot be read: {why}"
    return CannotMeasure(what, f"correct {file.name}", path=file.name)
