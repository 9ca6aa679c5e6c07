"""The dependencies that a project declares: in requirements files, in its metadata, and in lock files."""

from __future__ import annotations

import configparser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pytest_golive.codebase.audit import locks
from pytest_golive.codebase.audit.node_locks import NPM_LOCK, node
from pytest_golive.codebase.audit.requirements import Wanted, one, requirements
from pytest_golive.codebase.audit.result import Unknown
from pytest_golive.codebase.audit.setup_script import SETUP_PY, of_script
from pytest_golive.delivery.declared.formats import json_table, table_at, toml
from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.foreign import parser_fault

PYPROJECT, SETUP = "pyproject.toml", "setup.cfg"
USUAL: Final = "requirements.txt"
UV_LOCK, POETRY_LOCK, PYLOCK, PDM_LOCK = "uv.lock", "poetry.lock", "pylock.toml", "pdm.lock"
PIPFILE, PIPFILE_LOCK = "Pipfile", "Pipfile.lock"
# Lock files that only osv-scanner reads, with the ecosystem that its report then names.
OTHERS: Final = {
    "bun.lock": "npm", "bun.lockb": "npm", "deno.lock": "npm", "Cargo.lock": "crates.io", "go.sum": "Go",
    "Gemfile.lock": "RubyGems", "composer.lock": "Packagist", "mix.lock": "Hex", "pubspec.lock": "Pub",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Declared:
    """The dependencies of a project.

    Attributes:
        wanted: the packages; of those in lock files, the ones for this platform.
        unknown: dependencies in a form that cannot be looked up.
        npm_packages: how many npm counts in its lock file; None without one.
        npm_lock: the name of that file.
        unread: names and ecosystems of the lock files that are not read here.
    """

    wanted: tuple[Wanted, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    npm_packages: int | None = None
    npm_lock: str = NPM_LOCK
    unread: tuple[tuple[str, str], ...] = ()


def declared(root: Path, tracked: frozenset[str], named: Sequence[Path]) -> Declared:
    """The dependencies that the project in *root* declares.

    Args:
        root: the project's folder.
        tracked: its files in version control.
        named: the requirements files that the settings name.

    Raises:
        CannotMeasure: one of the files cannot be read, or is malformed.
    """
    looking = _Looking(root, tracked)
    files = [*named] or [root / name for name in (USUAL,) if name in tracked]
    found = [each for file in (*files, *looking.dynamic()) for each in requirements(root, file)]
    direct = [*looking.metadata()]
    wanted = [each for each in (*found, *direct) if isinstance(each, Wanted)]
    locked = [*looking.locked(wanted)]
    unknown = [each for each in (*found, *direct) if isinstance(each, Unknown)]
    if not direct and not locked and not files and not [*looking.dynamic()]:
        unknown += looking.left_open()
    packages = node(tracked, looking.text)
    return Declared(
        tuple(dict.fromkeys((*wanted, *(() if named else locked), *packages.wanted))),
        tuple(unknown),
        packages.count,
        packages.lock or NPM_LOCK,
        tuple((name, ecosystem) for name, ecosystem in OTHERS.items() if name in tracked),
    )


@dataclass(frozen=True)
class _Looking:
    root: Path
    tracked: frozenset[str]

    def metadata(self) -> Iterator[Wanted | Unknown]:
        """The dependencies of the project itself, without extras and groups."""
        table = toml(self.text(PYPROJECT), PYPROJECT)
        project = table_at(table, "project")
        for text in _texts(project.get("dependencies", []), "project.dependencies"):
            yield from one(text, PYPROJECT)
        for name, value in table_at(table, "tool", "poetry", "dependencies").items():
            given = value if isinstance(value, dict) else {}
            if name != "python" and not given.get("optional") and "path" not in given:
                marker, extras = given.get("markers"), ",".join(given.get("extras", ()))
                versions = locks.poetry_versions(given.get("version") if given else value)
                asked = f"{name}[{extras}]{versions}" if extras else f"{name}{versions}"
                yield from one(f"{asked} ; {marker}" if isinstance(marker, str) else asked, PYPROJECT)
        if PIPFILE in self.tracked:
            yield from locks.pipfile(toml(self.text(PIPFILE), PIPFILE), PIPFILE)
        parser = configparser.RawConfigParser()
        try:
            parser.read_string(self.text(SETUP))
        except configparser.Error as error:
            raise _unreadable(SETUP, error) from None
        for line in parser.get("options", "install_requires", fallback="").splitlines():
            if text := line.partition("#")[0].strip():
                yield from one(text, SETUP)
        # Setuptools takes them from the script only if pyproject.toml says nothing else.
        if SETUP_PY in self.tracked and (not project or "dependencies" in project.get("dynamic", ())):
            yield from of_script(self.text(SETUP_PY))

    def dynamic(self) -> Iterator[Path]:
        """Requirements files from which setuptools or Hatch read the dependencies."""
        table = toml(self.text(PYPROJECT), PYPROJECT)
        given = table_at(table, "tool", "setuptools", "dynamic", "dependencies").get("file", [])
        for name in [given] if isinstance(given, str) else _texts(given, "tool.setuptools.dynamic"):
            yield self.root / name
        hook = table_at(table, "tool", "hatch", "metadata", "hooks", "requirements_txt")
        for name in _texts(hook.get("files", [hook["filename"]] if "filename" in hook else []), "requirements_txt"):
            yield self.root / name

    def left_open(self) -> Iterator[Unknown]:
        """That the metadata leave the dependencies to a plugin of the build."""
        project = table_at(toml(self.text(PYPROJECT), PYPROJECT), "project")
        if "dependencies" in project.get("dynamic", ()):
            why = (
                "declares dynamic dependencies, which nothing that is read here names: name their file in requirements"
            )
            yield Unknown(PYPROJECT, why)

    def locked(self, direct: Sequence[Wanted]) -> Iterator[Wanted]:
        """The packages that Python lock files install for *direct* and its dependencies."""
        if UV_LOCK in self.tracked:
            yield from locks.uv(toml(self.text(UV_LOCK), UV_LOCK), UV_LOCK)
        if POETRY_LOCK in self.tracked:
            yield from locks.poetry(toml(self.text(POETRY_LOCK), POETRY_LOCK), POETRY_LOCK, direct)
        if PYLOCK in self.tracked:
            yield from locks.pylock(toml(self.text(PYLOCK), PYLOCK), PYLOCK)
        if PDM_LOCK in self.tracked:
            yield from locks.pdm(toml(self.text(PDM_LOCK), PDM_LOCK), PDM_LOCK)
        if PIPFILE_LOCK in self.tracked:
            yield from locks.pipfile(json_table(self.text(PIPFILE_LOCK), PIPFILE_LOCK), PIPFILE_LOCK)

    def text(self, name: str) -> str:
        if name not in self.tracked:
            return ""
        try:
            return (self.root / name).read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise _unreadable(name, error) from error


def _unreadable(name: str, error: Exception) -> CannotMeasure:
    what = f"{name} cannot be read, so what it declares is unknown: {parser_fault(error)}"
    return CannotMeasure(what, f"correct {name}")


def _texts(value: Any, key: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise CannotMeasure(f"{key} in {PYPROJECT} is not a list of texts", f"correct {PYPROJECT}")
    return value
