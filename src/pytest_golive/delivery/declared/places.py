"""The places that declare a project's version: metadata, code, charts, lock files, and places in the settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pytest_golive.delivery.declared.agreeing import Declared
from pytest_golive.delivery.declared.formats import at, ini_version, json_table, plain, toml

Read = Callable[[str], str]  # the text of a tracked file; "" if it does not exist
DUNDER: Final = re.compile(r"""^__version__\s*(?::[^=\n]+)?=\s*(?:[\w.]+\()?["']([vV]?\d[^"'\n]*)["']""", re.MULTILINE)
IN_CODE: Final = re.compile(
    r"(?:(?:src|lib)/)?[A-Za-z_]\w*/(?:__init__|_?version|__version__|__about__|__pkginfo__|_version_info)\.py"
)
NOT_OURS: Final = frozenset(
    {"tests", "test", "docs", "doc", "examples", "example", "benchmarks", "tools", "scripts", "vendor"}
)
SETUP: Final = re.compile(r"""(?:^|[(,])[ \t]*version[ \t]*=[ \t]*["'](\d[^"'\n]*)["']""", re.MULTILINE)
CONF: Final = re.compile(r"""^(version|release)\s*=\s*["'](\d[^"'\n]*)["']""", re.MULTILINE)
CHART_NAME: Final = re.compile(r"^name:\s*[\"']?([\w.-]+)", re.MULTILINE)
CHART: Final = re.compile(r"^appVersion:\s*[\"']?v?([^\s\"'#]+)", re.MULTILINE)
CITATION: Final = re.compile(r"^version:\s*[\"']?v?([^\s\"'#]+)", re.MULTILINE)
BUMP: Final = re.compile(r"^current_version\s*=\s*[\"']?([^\s\"']+)", re.MULTILINE)
OTHER_METADATA: Final = ("pyproject.toml", "setup.py", "setup.cfg", "Cargo.toml", "go.mod", "composer.json")
# What a package.json says of a package that others install; one without any of it lists tools for developers.
PUBLISHED: Final = frozenset(
    {"main", "module", "exports", "bin", "files", "browser", "types", "typings", "dependencies"}
)
# Files under whose version something is built or published: they must always be up to date.
METADATA: Final = frozenset({"pyproject.toml", "Cargo.toml", "setup.cfg", "setup.py", "package.json", "composer.json"})
NOBODY_KEEPS: Final = re.compile(r"0\.0\.0.*|0\+unknown|unknown|0\.0|\{.*|%.*|@.*")


def declared(
    paths: Sequence[str], read: Read, folder: str = "", names: Sequence[str] = (), *, is_past: bool = False
) -> list[Declared]:
    """The places that are known by their file names, the package's own metadata first.

    Args:
        paths: of all tracked files.
        read: returns the text of one.
        folder: the project's folder, "packages/shop/"; "" for the root.
        names: of the project.
        is_past: whether they belong to an earlier release, which cannot be corrected any more.

    Raises:
        CannotMeasure: one of them is malformed.
    """
    there = {path for path in paths if path.startswith(folder)}
    looking = _Looking(there, read, folder, {plain(name) for name in names}, is_past)
    found = [*looking.metadata(), *looking.code(), *looking.locks(), *looking.around()]
    return [one for one in found if one.version and not NOBODY_KEEPS.fullmatch(one.version)]


def metadata(read: Read) -> list[Declared]:
    """The places under whose version a project in the root is built or published, the most important first.

    Args:
        read: returns the text of a file; "" if it does not exist.
    """
    there = {name for name in (*OTHER_METADATA, "package.json") if read(name)}
    found = _Looking(there, read, "", set()).metadata()
    return [one for one in found if one.version and not NOBODY_KEEPS.fullmatch(one.version)]


@dataclass
class _Looking:
    there: set[str]
    read: Read
    folder: str
    names: set[str]
    is_past: bool = False

    def metadata(self) -> Iterator[Declared]:
        table = toml(*self._named("pyproject.toml"))
        for keys in (("project",), ("tool", "poetry")):
            yield self._in("pyproject.toml", at(table, *keys, "version"))
        cargo = toml(*self._named("Cargo.toml"))
        yield self._in("Cargo.toml", at(cargo, "package", "version") or at(cargo, "workspace", "package", "version"))
        yield self._in("setup.cfg", ini_version(*self._named("setup.cfg")))
        if match := SETUP.search(self._text("setup.py")):
            yield self._in("setup.py", match[1])
        package = json_table(*self._named("package.json"))
        if not self._is_tooling(package):
            yield self._in("package.json", at(package, "version"))
        yield self._in("composer.json", at(json_table(*self._named("composer.json")), "version"))

    def _is_tooling(self, package: dict[str, Any]) -> bool:
        """Whether a package.json only lists tools that build or test something else."""
        if not any(self.folder + name in self.there for name in OTHER_METADATA):
            return False
        is_offered = not PUBLISHED.isdisjoint(package) or self.folder + "index.js" in self.there
        return package.get("private") is True or ("devDependencies" in package and not is_offered)

    def code(self) -> Iterator[Declared]:
        for path in sorted(self.there):
            inner = path.removeprefix(self.folder)
            if IN_CODE.fullmatch(inner) and NOT_OURS.isdisjoint(inner.split("/")):
                text = self.read(path)
                if match := DUNDER.search(text):
                    yield Declared(path, text.count("\n", 0, match.start(1)) + 1, match[1])

    def locks(self) -> Iterator[Declared]:
        locked = json_table(*self._named("package-lock.json"))
        if not self._is_tooling(json_table(*self._named("package.json"))):
            both = (at(locked, "version"), at(locked, "packages", "", "version"))
            yield from (self._in("package-lock.json", version) for version in dict.fromkeys(both))
        for name in ("uv.lock", "Cargo.lock"):
            listed = toml(*self._named(name)).get("package", [])
            for one in listed if isinstance(listed, list) else ():
                source = one.get("source")
                is_here = (
                    source is None
                    if name == "Cargo.lock"
                    else isinstance(source, dict) and bool({"editable", "virtual"} & source.keys())
                )
                if is_here and plain(str(one.get("name"))) in self.names:
                    yield self._in(name, str(one.get("version", "")), after=f'name = "{one.get("name")}"')

    def around(self) -> Iterator[Declared]:
        for path in sorted(self.there):
            name = path.rpartition("/")[2]
            if name == "Chart.yaml":
                text = self.read(path)
                chart = CHART_NAME.search(text)
                if chart and plain(chart[1]) in self.names and (match := CHART.search(text)):
                    yield Declared(path, text.count("\n", 0, match.start(1)) + 1, match[1])
        for name, pattern in (("CITATION.cff", CITATION), (".bumpversion.cfg", BUMP), (".bumpversion.toml", BUMP)):
            if match := pattern.search(self._text(name)):
                yield self._in(name, match[1])
        version = self._text("VERSION").strip()
        if version and "\n" not in version:
            yield self._in("VERSION", version)
        for name in ("docs/conf.py", "doc/conf.py", "docs/source/conf.py", "doc/source/conf.py"):
            text = self._text(name)
            for match in CONF.finditer(text):
                line = text.count("\n", 0, match.start(2)) + 1
                yield Declared(self.folder + name, line, match[2], is_short=match[1] == "version")

    def _text(self, name: str) -> str:
        path = self.folder + name
        return self.read(path) if path in self.there else ""

    def _named(self, name: str) -> tuple[str, str]:
        """The text of a file, and its path if it must be corrected when it is malformed."""
        return self._text(name), "" if self.is_past else self.folder + name

    def _in(self, name: str, version: str, after: str = "") -> Declared:
        text = self._text(name) if version else ""
        start = max(text.find(after), 0)
        match = (
            re.compile(rf"version\W[^\n]*?(?<![\w.]){re.escape(version)}(?![\w.])").search(text, start)
            if version
            else None
        )
        return Declared(self.folder + name, text.count("\n", 0, match.start()) + 1 if match else 0, version)
