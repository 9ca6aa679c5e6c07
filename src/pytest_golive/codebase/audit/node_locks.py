"""Reads from the lock files of npm, Yarn and pnpm which packages of Node.js a project installs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pytest_golive.codebase.audit.requirements import Wanted
from pytest_golive.delivery.declared.formats import json_table
from pytest_golive.errors import CannotMeasure

NPM_LOCK: Final = "package-lock.json"
NPM_LOCKS: Final = ("npm-shrinkwrap.json", NPM_LOCK)  # npm reads the first that is there
YARN_LOCK, PNPM_LOCK, PACKAGE = "yarn.lock", "pnpm-lock.yaml", "package.json"
NODE: Final = "node_modules/"
NEEDED: Final = ("dependencies", "optionalDependencies")
OWN: Final = ("workspace:", "file:", "link:", "portal:", "soft:")
# Keys of pnpm: "tea@1.0.0", and of its version 7 and earlier: "@hot/tea/1.0.0_cup@2.0.0".
JOINED: Final = re.compile(r"((?:@[^/]{1,200}/)?[^/@]{1,200})@(.{1,2000})")
SLASHED: Final = re.compile(r"((?:@[^/]{1,200}/)?[^/@]{1,200})/([^/_]{1,200})(?:_.{0,2000})?")
VERSION: Final = re.compile(r'[ ]{2}"?version"?:? "?([^"\s]{1,200})"?')
RESOLUTION: Final = re.compile(r'[ ]{2}"?resolution"?: "?([^"\s]{1,1000})"?')


@dataclass(frozen=True, slots=True)
class Node:
    """The packages of Node.js that a project declares.

    Attributes:
        wanted: those in its lock files; without a lock file those that package.json itself names.
        lock: the lock file of npm; "" without one.
        count: how many packages npm counts there; None without one.
    """

    wanted: tuple[Wanted, ...] = ()
    lock: str = ""
    count: int | None = None


def node(tracked: frozenset[str], text: Callable[[str], str]) -> Node:
    """The packages of Node.js of the project with the files *tracked*, whose contents *text* gives.

    Raises:
        CannotMeasure: a file cannot be read, or does not have its tool's format.
    """
    wanted: list[Wanted] = []
    lock, count = next((name for name in NPM_LOCKS if name in tracked), ""), None
    if lock:
        count, wanted = npm(json_table(text(lock), lock), lock)
    for name, read in ((YARN_LOCK, yarn), (PNPM_LOCK, pnpm)):
        if name in tracked:
            wanted += read(text(name), name)
    if not {*NPM_LOCKS, YARN_LOCK, PNPM_LOCK} & tracked and PACKAGE in tracked:
        wanted += _named(json_table(text(PACKAGE), PACKAGE))
    return Node(tuple(dict.fromkeys(wanted)), lock, count)


def npm(table: Mapping[str, Any], path: str) -> tuple[int, list[Wanted]]:
    """How many packages npm counts in a ``package-lock.json``, and those that are published somewhere."""
    if "lockfileVersion" not in table:
        raise malformed(path)
    packages = table.get("packages")
    if packages is None:
        named = [*_of_first_version(table.get("dependencies", {}), path)]
        return len(named), named
    if not isinstance(packages, dict) or not all(isinstance(one, dict) for one in packages.values()):
        raise malformed(path)
    found = [
        Wanted("npm", one.get("name") or where.rpartition(NODE)[2], f"=={one['version']}", path)
        for where, one in packages.items()
        if NODE in where and not one.get("link") and one.get("version")
    ]
    return len(packages.keys() - {""}), found


def yarn(text: str, path: str) -> Iterator[Wanted]:
    """The packages that a ``yarn.lock`` names, of Yarn 1 and of later ones."""
    name = version = ""
    is_locked = False
    for line in [*text.splitlines(), "end:"]:
        if line and not line.startswith((" ", "#")):
            if name:
                if not version:
                    raise malformed(path)
                yield Wanted("npm", name, f"=={version}", path)
            is_locked = True  # an entry, or what Yarn tells of the file itself
            name, version = _of_specifier(line.partition(",")[0].strip('":')), ""
        elif found := RESOLUTION.fullmatch(line):
            name = _of_specifier(found[1])
        elif found := VERSION.fullmatch(line):
            version = found[1]
    if not is_locked or ("yarn lockfile" not in text and "__metadata" not in text):
        raise malformed(path)


def pnpm(text: str, path: str) -> Iterator[Wanted]:
    """The packages that a ``pnpm-lock.yaml`` names."""
    import yaml

    try:
        table = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # nosec B506 -- both are safe
    except (yaml.YAMLError, RecursionError, ValueError):
        raise malformed(path) from None
    packages = table.get("packages") or {} if isinstance(table, dict) and "lockfileVersion" in table else None
    if not isinstance(packages, dict):
        raise malformed(path)
    form = SLASHED if str(table["lockfileVersion"]).startswith("5") else JOINED
    for key, value in packages.items():
        about = value if isinstance(value, dict) else {}
        found = form.fullmatch(str(key).removeprefix("/").partition("(")[0])
        name, version = found.groups() if found else (str(key), "")
        if not name.startswith(OWN) and not version.startswith(OWN):
            yield Wanted("npm", str(about.get("name") or name), f"=={about.get('version') or version}", path)


def _of_specifier(text: str) -> str:
    """The name in "tea@^1.0", "@hot/tea@npm:1.0" or "alias@npm:tea@1.0"; "" for the project's own packages."""
    name, _, version = text[1:].partition("@")
    name = text[:1] + name
    if version.startswith(OWN) or name.startswith("__") or text == "end":
        return ""
    other = version.removeprefix("npm:")
    return other[:1] + other[1:].partition("@")[0] if other != version and "@" in other[1:] else name


def _named(table: Mapping[str, Any]) -> Iterator[Wanted]:
    for key in NEEDED:
        given = table.get(key, {})
        if not isinstance(given, dict):
            raise malformed(PACKAGE, "correct it")
        for name, version in given.items():
            if not str(version).startswith(OWN):
                yield Wanted("npm", name, "", PACKAGE)


def _of_first_version(table: Mapping[str, Any], path: str) -> Iterator[Wanted]:
    for name, one in table.items():
        if not isinstance(one, dict):
            raise malformed(path)
        yield Wanted("npm", name, f"=={one.get('version', '')}", path)
        yield from _of_first_version(one.get("dependencies", {}), path)


def malformed(path: str, cure: str = "") -> CannotMeasure:
    """The error about a file without its tool's format."""
    return CannotMeasure(f"{path} does not have its tool's format", cure or f"lock {path} anew")
