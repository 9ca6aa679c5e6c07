"""What shows that a project is packaged for others, and which of its files the package offers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from pytest_golive.commands.init.guessing import is_source
from pytest_golive.delivery.declared.formats import json_table, table_at, toml

MOST_BYTES: Final = 1_000_000
DEEPEST: Final = 2  # folders above a package: "src/shop/__init__.py"
MAIN: Final = re.compile(r"^package main\b", re.MULTILINE)
# How a package tells people who look for one what it is.
LIBRARY: Final = "Topic :: Software Development :: Libraries"


def packaged_by(root: Path, paths: Sequence[str]) -> Iterator[str]:
    """The files that show that others install it, or build with it."""
    yield from (path for path, is_packaged in PACKAGED.items() if path in paths and is_packaged(root, paths))
    yield from (path for path in paths if "/" not in path and path.endswith(".gemspec"))


def offered_by(root: Path, paths: Sequence[str]) -> Iterator[str]:
    """The files without programs in Python that neither the package has nor the top folder, such as those of a test.

    Args:
        root: the project.
        paths: its files.
    """
    inits = [path for path in paths if path.endswith("/__init__.py") and path.count("/") <= DEEPEST]
    packages = {path.partition("/")[0] for path in inits if is_source(path)} if any(packaged_by(root, paths)) else set()
    for path in paths:
        top, is_below, _ = path.partition("/")
        if not (packages and is_below and path.endswith(".py") and top not in packages):
            yield path


def calls_itself_a_library(root: Path, paths: Sequence[str]) -> bool:
    """Whether the package says of itself that others build with it."""
    said = table_at(pyproject(root), "project").get("classifiers", [])
    texts = [*(said if isinstance(said, list) else []), text_at(root / "setup.py"), text_at(root / "setup.cfg")]
    return any(packaged_by(root, paths)) and any(LIBRARY in str(text) for text in texts)


def pyproject(root: Path) -> dict[str, object]:
    """The project's pyproject.toml; golive init itself reports what is wrong with it."""
    return toml(text_at(root / "pyproject.toml"))


def text_at(file: Path) -> str:
    """The beginning of a file, as text; "" if there is none."""
    try:
        if not file.is_file():
            return ""
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def _is_built(root: Path, _: Sequence[str]) -> bool:
    table = pyproject(root)
    return "build-system" in table and bool(table_at(table, "project") or table_at(table, "tool", "poetry"))


def _is_published(root: Path, paths: Sequence[str]) -> bool:
    """Whether it is a package of npm, whose code is in index.js if it does not say where."""
    table = json_table(text_at(root / "package.json"))
    is_code = bool({"main", "exports"} & table.keys()) or "index.js" in paths
    return not table.get("private") and {"name", "version"} <= table.keys() and is_code


def _is_imported(root: Path, paths: Sequence[str]) -> bool:
    """Whether a module of Go has no program, and code at its top, which others import by its name."""
    sources = [path for path in paths if path.endswith(".go") and is_source(path)]
    has_code = any("/" not in path for path in sources)
    return has_code and not any(MAIN.search(text_at(root / path)) for path in sources)


PACKAGED: Final[dict[str, Callable[[Path, Sequence[str]], bool]]] = {
    "pyproject.toml": _is_built,
    "setup.py": lambda *_: True,
    "src/lib.rs": lambda root, _: (root / "Cargo.toml").is_file(),
    "package.json": _is_published,
    "go.mod": _is_imported,
}
