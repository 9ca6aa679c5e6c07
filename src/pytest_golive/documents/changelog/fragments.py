"""Changelog fragments, which are collected at a release: none may be left over."""

from __future__ import annotations

import configparser
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pytest_golive.delivery.declared.formats import table_at, toml
from pytest_golive.findings import Finding

Read = Callable[[str], str]  # the text of a tracked file; "" if it does not exist
TOWNCRIER_TYPES: Final = ("feature", "bugfix", "doc", "removal", "misc")
IGNORED: Final = re.compile(
    r"\..*|readme(\..*)?|_?template.*|.*\.(?:jinja2?|j2|toml|ini|ya?ml|json|py|cfg)|changelog.*|new_fragment.*",
    re.IGNORECASE,
)
NAMED: Final = re.compile(r"\+?[^.]+\.(?P<parts>.+)")
CURE: Final = {
    "towncrier": "towncrier build --version VERSION gathers them",
    "scriv": "scriv collect --version VERSION gathers them",
    "changesets": "npx changeset version gathers them",
}


@dataclass(frozen=True, slots=True)
class Fragments:
    """The changelog fragments of a project.

    Attributes:
        tool: "towncrier", "scriv", "changesets", or "" for a folder that the settings name.
        folder: the folder of the fragments.
        left: the fragments that are left in it.
        output: the changelog that they are collected into; "" if unknown.
    """

    tool: str
    folder: str
    left: tuple[str, ...]
    output: str = ""

    def findings(self) -> list[Finding]:
        """One finding for each fragment that is left over."""
        cure = CURE.get(self.tool, "gather them into the section of this version")
        words = f"a piece of the changelog that {self.tool or 'nobody'} has{' not' if self.tool else ''} gathered"
        return [Finding(path, 0, "fragment", words, key=path, cure=cure) for path in self.left]


def find(paths: Sequence[str], read: Read, folder: str | None = None) -> list[Fragments]:
    """The fragments of a project, for each tool that it uses.

    Args:
        paths: all tracked files.
        read: returns the text of a file.
        folder: the folder of fragments in the settings.
    """
    found = [one for one in (_towncrier(paths, read), _scriv(paths, read), _changesets(paths, read)) if one]
    if folder and not any(one.folder == folder.strip("/") for one in found):
        inside = [path for path in _within(paths, folder) if not IGNORED.fullmatch(path.rpartition("/")[2])]
        found.append(Fragments("", folder.strip("/"), tuple(inside)))
    return found


def _within(paths: Sequence[str], folder: str) -> Iterator[str]:
    start = folder.strip("/").removeprefix("./") + "/"
    yield from (path for path in paths if path.startswith(start))


def _towncrier(paths: Sequence[str], read: Read) -> Fragments | None:
    table = toml(read("towncrier.toml")) or toml(read("pyproject.toml"))
    config = table_at(table, "tool", "towncrier")
    if not config:
        return None
    package = str(config.get("package", ""))
    home = f"{config.get('package_dir', '.')}/{package.replace('.', '/')}".removeprefix("./").strip("/")
    folder = str(config.get("directory") or f"{home}/newsfragments".strip("/"))
    kinds = {*TOWNCRIER_TYPES, *_kinds(config)}
    left = [path for path in _within(paths, folder) if _is_piece(path.rpartition("/")[2], kinds)]
    return Fragments(
        "towncrier", folder.strip("/").removeprefix("./"), tuple(left), str(config.get("filename", "NEWS.rst"))
    )


def _kinds(config: dict[str, Any]) -> Iterator[str]:
    listed = config.get("type", [])
    for one in listed if isinstance(listed, list) else ():
        yield from (str(one[key]).lower() for key in ("directory", "name") if isinstance(one, dict) and key in one)
    named = config.get("fragment", {})
    yield from map(str.lower, named if isinstance(named, dict) else ())


def _is_piece(name: str, kinds: set[str]) -> bool:
    match = NAMED.fullmatch(name)
    if match is None or IGNORED.fullmatch(name):
        return False
    return not kinds.isdisjoint(match["parts"].lower().split("."))


def _scriv(paths: Sequence[str], read: Read) -> Fragments | None:
    config = _scriv_settings(read)
    if config is None:
        return None
    folder = config.get("fragment_directory", "changelog.d")
    form = config.get("format", "rst")
    output = re.sub(r"\$\{config:\s*format\}", form, config.get("changelog", "CHANGELOG.${config:format}"))
    names = ((path, path.rpartition("/")[2]) for path in _within(paths, folder))
    left = [path for path, name in names if name.endswith((".rst", ".md")) and not IGNORED.fullmatch(name)]
    return Fragments("scriv", folder.strip("/"), tuple(left), output if "$" not in output and ":" not in output else "")


def _scriv_settings(read: Read) -> dict[str, str] | None:
    table = table_at(toml(read("pyproject.toml")), "tool", "scriv")
    if table:
        return {key: str(value) for key, value in table.items()}
    for path in ("changelog.d/scriv.ini", "setup.cfg", "tox.ini"):
        parser = configparser.RawConfigParser()
        try:
            parser.read_string(read(path))
        except configparser.Error:
            continue  # another row reports files that cannot be read
        for section in ("scriv", "tool.scriv"):
            if parser.has_section(section):
                return dict(parser.items(section))
    return None


def _changesets(paths: Sequence[str], read: Read) -> Fragments | None:
    if ".changeset/config.json" not in paths:
        return None
    if re.search(r'"mode"\s*:\s*"pre"', read(".changeset/pre.json")):
        return Fragments("changesets", ".changeset", ())  # fragments stay until the final version
    left = [
        path
        for path in _within(paths, ".changeset")
        if path.endswith(".md") and not IGNORED.fullmatch(path.rpartition("/")[2])
    ]
    return Fragments("changesets", ".changeset", tuple(left))
