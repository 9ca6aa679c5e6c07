"""The version of a project: the single source for the facts, the services, the documents and the tags."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pytest_golive.delivery.declared.agreeing import Declared, same
from pytest_golive.delivery.declared.formats import at, table_at, toml
from pytest_golive.delivery.declared.places import NOBODY_KEEPS, Read, metadata
from pytest_golive.errors import CannotMeasure

LARGEST: Final = 1 << 20  # bytes of a file that are searched for a version
# Tools that take the version from tags, by their table in pyproject.toml.
BY_TAG: Final = (
    "setuptools_scm", "setuptools-git-versioning", "versioningit", "versioneer", "poetry-dynamic-versioning",
    "poetry-version-plugin", "dunamai", "vcs-versioning",
)  # fmt: skip
FROM_TAGS: Final = frozenset({"vcs", "scm", "regex-vcs", "tag"})  # sources of hatch, pdm and others
METADATA: Final = (
    ("pyproject.toml", tomllib.loads, ("project",)),
    ("Cargo.toml", tomllib.loads, ("package",)),
    ("package.json", json.loads, ()),
)
NAMED: Final = r"""^{name}[ \t]*(?::[^=\n]{{1,80}})?=[ \t]*["'][vV]?(?P<version>[^"'\n]{{1,200}})["']"""
REFERRED: Final = re.compile(r"^version[ \t]*=[ \t]*(attr|file):[ \t]*([^\s,]{1,200})", re.MULTILINE)  # in setup.cfg
IN_HATCH: Final = r"(?:__version__|VERSION)"


@dataclass(frozen=True, slots=True)
class ProjectVersion:
    """The version that the files of a project declare.

    Attributes:
        version: the version, as written; "" if no file declares one.
        place: where it is declared: "pyproject.toml:3"; or the tool that takes it from tags: "setuptools_scm".
        others: further places that declare another version.
        is_tagged: whether a tool takes it from tags.
    """

    version: str = ""
    place: str = ""
    others: tuple[Declared, ...] = ()
    is_tagged: bool = False

    def agreed(self) -> str:
        """The version that all places declare.

        Raises:
            CannotMeasure: the places disagree.
        """
        if self.others:
            more = ", ".join(f"{one.place} says {one.version}" for one in self.others[:3])
            raise CannotMeasure(
                f"the files disagree about the version: {self.place} says {self.version}, {more}",
                "raise the version everywhere at once; bump-my-version and tbump do so",
            )
        return self.version


def version_of(root: Path) -> ProjectVersion:
    """The version by the files in *root*, in this order: package metadata, the files that it refers to, VERSION.

    Raises:
        CannotMeasure: it is unknown, because a file of metadata cannot be read.
    """

    def read(name: str) -> str:
        return _text(root / name)

    for name, parse, where in METADATA:
        _check_read(root / name, name, parse, where)
    found = [*metadata(read), *(one for one in _dynamic(read) if not NOBODY_KEEPS.fullmatch(one.version))]
    found += [one for one in _whole(read, "VERSION") if re.match(r"[vV]?\d", one.version)]
    if not found:
        tool = _tool(toml(read("pyproject.toml")), read("setup.cfg"))
        return ProjectVersion("", tool, is_tagged=bool(tool))
    first = found[0]
    others = tuple(one for one in found[1:] if not same(one.version, first.version))
    return ProjectVersion(first.version, first.place, others)


def declared_version(root: Path) -> str:
    """The version that the files in *root* declare; "" if they declare none, or take it from tags.

    Raises:
        CannotMeasure: as for `version_of`.
    """
    return version_of(root).version


def _check_read(file: Path, name: str, parse: Callable[[str], object], where: tuple[str, ...]) -> None:
    """Raise if a file of metadata exists and cannot be read: then the version is unknown, not absent."""
    cure = f"correct {name}"
    try:
        table = parse(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return
    except (OSError, ValueError, RecursionError) as error:
        why = getattr(error, "strerror", None) or str(error)[:200]
        raise CannotMeasure(f"the version is unknown, because {name} cannot be read: {why}", cure, path=name) from None
    for key in where:
        table = table.get(key, {}) if isinstance(table, dict) else None
    named = table.get("version", "") if isinstance(table, dict) else None
    # Members of a workspace take a table: version.workspace = true.
    if not isinstance(named, str) and not (where == ("package",) and isinstance(named, dict)):
        raise CannotMeasure(f"the version in {name} is not a text", cure, path=name)


def _dynamic(read: Read) -> Iterator[Declared]:
    """The file that pyproject.toml refers to: for setuptools, hatch, pdm, flit."""
    table = toml(read("pyproject.toml"))
    tool = table_at(table, "tool")
    dynamic = table_at(tool, "setuptools", "dynamic").get("version")
    if isinstance(dynamic, Mapping):
        yield from _by_attribute(read, dynamic.get("attr"))
        files = dynamic.get("file")
        for name in [files] if isinstance(files, str) else files if isinstance(files, list) else []:
            yield from _whole(read, name)
    for kind, name in REFERRED.findall(read("setup.cfg")):
        yield from _by_attribute(read, name) if kind == "attr" else _whole(read, name)
    for key in ("hatch", "pdm"):
        own = table_at(tool, key, "version")
        if at(own, "source") not in FROM_TAGS and (path := at(own, "path")):
            yield from _assigned(read, path, IN_HATCH)
    if "flit" in at(table, "build-system", "build-backend") and not at(table, "project", "version"):
        module = at(tool, "flit", "module", "name") or at(table, "project", "name").replace("-", "_").replace(".", "/")
        yield from _by_attribute(read, f"{module.replace('/', '.')}.__version__" if module else "")


def _whole(read: Read, name: object) -> Iterator[Declared]:
    """The text of a file that holds only the version."""
    text = read(name).strip() if isinstance(name, str) else ""
    if text and "\n" not in text:
        yield Declared(str(name), 1, text)


def _by_attribute(read: Read, name: object) -> Iterator[Declared]:
    """The value of "package.module.name", if the source gives it as a text."""
    if not isinstance(name, str) or "." not in name:
        return
    module, _, attribute = name.rpartition(".")
    path = module.replace(".", "/")
    for folder in ("src/", "", "lib/"):
        for file in (f"{folder}{path}.py", f"{folder}{path}/__init__.py"):
            if found := [*_assigned(read, file, re.escape(attribute))]:
                yield from found
                return


def _assigned(read: Read, path: str, name: str) -> Iterator[Declared]:
    text = read(path)
    if match := re.search(NAMED.format(name=name), text, re.MULTILINE):
        yield Declared(path, text.count("\n", 0, match.start()) + 1, match["version"])


def _tool(table: dict[str, Any], setup: str) -> str:
    """The tool that takes the version from tags; "" if none does."""
    tool = table_at(table, "tool")
    for name in BY_TAG:
        if name in tool:
            return name
    for key in ("hatch", "pdm"):
        if at(tool, key, "version", "source") in FROM_TAGS:
            return f"{key} ({at(tool, key, 'version', 'source')})"
    return "versioneer" if re.search(r"^\[versioneer\]", setup, re.MULTILINE) else ""


def _text(file: Path) -> str:
    try:
        if not file.is_file() or file.stat().st_size > LARGEST:
            return ""
        return file.read_text(encoding="utf-8-sig", errors="replace")
    except (OSError, ValueError):
        return ""
