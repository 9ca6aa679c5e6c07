"""Reads from lock files which versions of a project's run-time dependencies are installed on this platform."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from pytest_golive.codebase.audit.node_locks import malformed
from pytest_golive.codebase.audit.requirements import Wanted
from pytest_golive.errors import CannotMeasure

OWN: Final = frozenset({"editable", "virtual", "directory"})
NAME: Final = re.compile(r"[\w.-]{1,200}")
# "^1.2" and "~1.2" of Poetry, or a version alone; any other sign is one of PEP 440.
RANGE: Final = re.compile(r"^(?:([~^])[ ]{0,9}(?=\d)|(?=\d))((?:\d{1,9}\.){0,5}\d{1,9}(?(1)|[\w.+!*-]{0,99}))$")
Edge = Mapping[str, Any]  # name, marker, extra: what of which package is needed, and when


def uv(table: Mapping[str, Any], path: str) -> Iterator[Wanted]:
    """The dependencies of the project in the lock file's folder, by a ``uv.lock``."""
    packages = _packages(table, path)
    tops = [one for one in packages if OWN & one.get("source", {}).keys()]
    by_name = {one["name"]: one for one in packages}

    def needed(name: str, extra: str) -> Iterable[Edge]:
        one = by_name.get(name, {})
        further = {_plain(key): edges for key, edges in one.get("optional-dependencies", {}).items()}
        edges: Iterable[Edge] = further.get(extra, ()) if extra else one.get("dependencies", ())
        return edges

    starts = [edge for one in tops if "." in one["source"].values() for edge in one.get("dependencies", ())]
    names = _closure(starts, needed, path)
    own = {one["name"] for one in tops}
    yield from _pinned((one for one in packages if one["name"] in names - own), path)


def poetry(table: Mapping[str, Any], path: str, direct: Iterable[Wanted]) -> Iterator[Wanted]:
    """The locked versions of *direct* and its dependencies, by a ``poetry.lock``."""
    packages = _packages(table, path)
    by_name = {_plain(one["name"]): one for one in packages}
    starts = [{"name": one.name, "extra": one.extras} for one in direct]
    names = _closure(starts, lambda name, extra: _edges(by_name.get(name, {}), extra), path)
    own = {_plain(one["name"]) for one in packages if one.get("source", {}).get("type") in OWN}
    yield from _pinned((one for one in packages if _plain(one["name"]) in names - own), path)


def pylock(table: Mapping[str, Any], path: str) -> Iterator[Wanted]:
    """The packages that a ``pylock.toml`` of PEP 751 installs."""
    packages = _packages(table, path, "packages")
    yield from _pinned((one for one in packages if "directory" not in one and _holds(one, path)), path)


def pdm(table: Mapping[str, Any], path: str) -> Iterator[Wanted]:
    """The packages that a ``pdm.lock`` installs without its other groups."""
    for one in _packages(table, path):
        if "default" in one.get("groups", ["default"]) and "path" not in one and _holds(one, path):
            yield from _pinned([one], path)


def pipfile(table: Mapping[str, Any], path: str) -> Iterator[Wanted]:
    """The packages in ``default`` of a ``Pipfile.lock``, or in ``packages`` of a ``Pipfile``."""
    section = table.get("packages" if path == "Pipfile" else "default", {})
    if not isinstance(section, dict):
        raise malformed(path)
    for name, value in section.items():
        given = value if isinstance(value, dict) else {"version": value}
        marker = given.get("markers", "")
        if "path" not in given and "file" not in given and _holds({"marker": marker}, path):
            version = str(given.get("version", "*"))
            yield Wanted("PyPI", _plain(name), "" if version == "*" else version, path)


def poetry_versions(text: object) -> str:
    """Poetry's requirement of a version ("^3.1", "~2.0", "2.10") as PEP 440 writes it; "" for any, or if it is none."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    if not isinstance(text, str) or text.strip() == "*":
        return ""
    parts = [part.strip() for part in text.split(",")]
    try:
        return str(SpecifierSet(",".join(RANGE.sub(_between, part) for part in parts)))
    except InvalidSpecifier:
        return ""  # "1.0 || 2.0": the lock file tells which


def _between(found: re.Match[str]) -> str:
    sign, version = found[1], found[2]
    if not sign:
        return f"=={version}"
    numbers = [int(number) for number in version.split(".")]
    first = next((place for place, number in enumerate(numbers) if number), len(numbers) - 1)
    last = first if sign == "^" else min(1, len(numbers) - 1)
    above = ".".join(map(str, (*numbers[:last], numbers[last] + 1)))
    return f">={version},<{above}"


def _packages(table: Mapping[str, Any], path: str, key: str = "package") -> list[Mapping[str, Any]]:
    found = table.get(key, []) if table else None  # an empty file locks something unknown, and not nothing
    if not isinstance(found, list) or not all(isinstance(one, dict) and one.get("name") for one in found):
        raise malformed(path)
    return found


def _edges(package: Mapping[str, Any], extra: str) -> Iterator[Edge]:
    """What one package of Poetry's needs, for itself or for one of its extras.

    A dependency is a version, a table, or a list of tables by platform.
    """
    extras = {_plain(key): texts for key, texts in package.get("extras", {}).items()}
    named = {_plain(found[0]) for text in extras.get(extra, ()) if (found := NAME.match(str(text)))}
    for name, value in package.get("dependencies", {}).items():
        for one in value if isinstance(value, list) else [value]:
            given = one if isinstance(one, dict) else {}
            if (_plain(name) in named) if given.get("optional") else not extra:
                marker, further = given.get("markers", ""), given.get("extras", ())
                yield {"name": name, "marker": marker, "extra": further, "for": extra}


def _closure(starts: Iterable[Edge], needed: Callable[[str, str], Iterable[Edge]], path: str) -> set[str]:
    """The names of *starts* and of everything that they need, with the extras that are asked for."""
    found: set[tuple[str, str]] = set()
    todo = [*starts]
    while todo:
        edge = todo.pop()
        if not _holds(edge, path):
            continue
        for extra in ("", *map(_plain, edge.get("extra", ()))):
            if (one := (_plain(edge["name"]), extra)) not in found:
                found.add(one)
                todo += needed(*one)
    return {name for name, _ in found}


def _holds(edge: Edge, path: str) -> bool:
    from packaging.markers import InvalidMarker, Marker, UndefinedEnvironmentName

    marker = edge.get("marker", "")
    try:
        return not marker or Marker(marker).evaluate({"extra": edge.get("for", "")})
    except (InvalidMarker, UndefinedEnvironmentName, TypeError, KeyError):
        raise CannotMeasure(
            f"{path} has a marker that cannot be read: {str(marker)[:80]}", f"lock {path} anew"
        ) from None


def _pinned(packages: Iterable[Mapping[str, Any]], path: str) -> Iterator[Wanted]:
    for one in packages:
        version = one.get("version", "")
        yield Wanted("PyPI", _plain(one["name"]), f"=={version}" if version else "", path)


def _plain(name: str) -> str:
    from packaging.utils import canonicalize_name

    return canonicalize_name(name)
