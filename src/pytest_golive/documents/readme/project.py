"""What a project has that a README may speak of: programs, extras, targets, modules, versions, addresses."""

from __future__ import annotations

import configparser
import contextlib
import json
import posixpath
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pytest_golive.documents.reading.library import Library
from pytest_golive.documents.reading.words import words_of

TARGET = re.compile(r"^([A-Za-z0-9_.%/-]++(?: ++[A-Za-z0-9_.%/-]++)*+)[ \t]*+::?(?!=)", re.MULTILINE)
INCLUDED = re.compile(r"^-?include\b", re.MULTILINE)
ENVIRONMENT = re.compile(r"^\[testenv:([^\]\n]+)\]", re.MULTILINE)
SETUP_EXTRAS = re.compile(r"extras_require")
MAKEFILES = ("GNUmakefile", "makefile", "Makefile")
MAKE_MAKEFILES = words_of(
    "Makefile.in Makefile.am Makefile.PL Makefile.py CMakeLists.txt configure configure.ac configure.in configure.py "
    "premake5.lua"
)
REPOSITORY = re.compile(
    r"(?:github\.com|gitlab\.[\w.-]+|bitbucket\.org|codeberg\.org)[/:]([\w.-]+)/([\w.-]+?)(?:\.git)?(?:[/#?]|$)"
)


@dataclass(frozen=True)
class Project:
    """The project as its own files describe it.

    Attributes:
        library: its files.
        remote: URL of the forge; "" if there is none.
        versions: every version that exists: that of this release, and those of tags.
    """

    library: Library
    remote: str = ""
    versions: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def pyproject(self) -> Mapping[str, Any]:
        """The table of pyproject.toml; empty where there is none, or where it cannot be read."""
        try:
            return tomllib.loads(self._text("pyproject.toml"))
        except tomllib.TOMLDecodeError:
            return {}

    @cached_property
    def _setup(self) -> configparser.RawConfigParser:
        parser = configparser.RawConfigParser()
        try:
            parser.read_string(self._text("setup.cfg"))
        except configparser.Error:
            return configparser.RawConfigParser()
        return parser

    @cached_property
    def package_json(self) -> Mapping[str, Any]:
        """The same of package.json."""
        try:
            found = json.loads(self._text("package.json") or "{}")
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    @cached_property
    def name(self) -> str:
        """Its name as an index of packages spells it; "" if it names none."""
        named = self._table("project").get("name") or self._table("tool", "poetry").get("name")
        return normal(str(named or self._setup.get("metadata", "name", fallback="")))

    @cached_property
    def neighbours(self) -> frozenset[str]:
        """The names of the packages in folders of their own: a repository may hold several."""
        found = set()
        for path in self.library.tracked:
            if path.endswith("/pyproject.toml"):
                with contextlib.suppress(tomllib.TOMLDecodeError):
                    found.add(normal(str(tomllib.loads(self._text(path)).get("project", {}).get("name", ""))))
        return frozenset(found - {""})

    @cached_property
    def scripts(self) -> Mapping[str, str]:
        """Programs that it installs, each with the function behind it: "shop.cli:main"."""
        found: dict[str, str] = {}
        for table in (self._table("project", "scripts"), self._table("tool", "poetry", "scripts")):
            found |= {str(name): str(value) for name, value in table.items() if isinstance(value, str)}
        text = self._setup.get("options.entry_points", "console_scripts", fallback="")
        pairs = (line.partition("=") for line in text.splitlines() if "=" in line)
        return found | {name.strip(): value.strip() for name, _, value in pairs}

    @property
    def pytest_plugins(self) -> Mapping[str, str]:
        """The modules that add options to pytest, by the names of their entry points."""
        table = self._table("project", "entry-points", "pytest11")
        return {str(name): str(module) for name, module in table.items()}

    @cached_property
    def extras(self) -> frozenset[str] | None:
        """The names of its extras; None where only running a program would tell."""
        if SETUP_EXTRAS.search(self._text("setup.py")) or "optional-dependencies" in self._table("project").get(
            "dynamic", ()
        ):
            return None
        found = {*self._table("project", "optional-dependencies"), *self._table("tool", "poetry", "extras")}
        if self._setup.has_section("options.extras_require"):
            found |= set(self._setup.options("options.extras_require"))
        return frozenset(map(normal, found))

    @cached_property
    def groups(self) -> frozenset[str]:
        """The names of its groups of dependencies."""
        return frozenset(map(normal, (*self._table("dependency-groups"), *self._table("tool", "poetry", "group"))))

    def targets_in(self, folder: str) -> frozenset[str] | None:
        """The targets of the Makefile in *folder*; None if there is none, or it takes some from elsewhere."""
        names = (posixpath.join(folder, name) for name in MAKEFILES)
        name = next((name for name in names if name in self.library.tracked), "")
        text = self._text(name) if name else ""
        if not name or INCLUDED.search(text):
            return None
        return frozenset(word for found in TARGET.findall(text) for word in found.split())

    def has_makefile(self, folder: str) -> bool:
        """Whether *folder* holds a Makefile, or what makes one: configure, CMake and the like."""
        return any(posixpath.join(folder, name) in self.library.tracked for name in (*MAKEFILES, *MAKE_MAKEFILES))

    @property
    def may_have_tox(self) -> bool:
        """Whether something configures tox, read here or not."""
        setup = self._setup.sections()
        return "tox.toml" in self.library.tracked or bool(self._table("tool", "tox")) or "tox:tox" in setup

    @cached_property
    def tox(self) -> str:
        """The configuration of tox; "" if there is none."""
        legacy = str(self._table("tool", "tox").get("legacy_tox_ini", ""))
        return self._text("tox.ini") or legacy or (self._text("tox.toml") and "") or ""

    @cached_property
    def repositories(self) -> frozenset[tuple[str, str]]:
        """Owner and name, in lower case, under which the project lies on a forge."""
        urls = [self.remote, *map(str, self._table("project", "urls").values())]
        urls += [
            str(self._table("tool", "poetry").get("repository", "")),
            str(self._setup.get("metadata", "url", fallback="")),
        ]
        found = (REPOSITORY.search(url) for url in urls)
        return frozenset((match[1].lower(), match[2].lower()) for match in found if match)

    @cached_property
    def packages(self) -> Mapping[str, str]:
        """Its packages and modules at the top of what is imported, each with the folder or file that it is."""
        found: dict[str, str] = {}
        for path in sorted(self.library.tracked):
            if path.endswith("/__init__.py") and (folder := path.removesuffix("/__init__.py")):
                outer, _, name = folder.rpartition("/")
                if f"{outer}/__init__.py" not in self.library.tracked and outer in {"", "src", "lib", "python"}:
                    found.setdefault(name, folder)
            elif path.endswith(".py") and path.rpartition("/")[0] in {"src", "lib"}:
                found.setdefault(path.rpartition("/")[2].removesuffix(".py"), path)
        return found

    @property
    def words(self) -> str:
        """The text in which it says what it depends on."""
        return "\n".join(map(self._text, ("pyproject.toml", "setup.cfg", "setup.py")))

    def _table(self, *keys: str) -> Mapping[str, Any]:
        table: Any = self.pyproject
        for key in keys:
            table = table.get(key) if isinstance(table, Mapping) else None
        return table if isinstance(table, Mapping) else {}

    def _text(self, path: str) -> str:
        return self.library.text(path) if path in self.library.tracked else ""


def normal(name: str) -> str:
    """A name as an index of packages compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()
