"""Migrations of Flyway: which versioned ones have an undo migration."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from pytest_golive.delivery.migrations.result import Migration, WayBack
from pytest_golive.delivery.migrations.statements import losing, says_anything

TOOL: Final = "Flyway"
NAME: Final = re.compile(r"([VU])([0-9]{1,30}(?:[._][0-9]{1,30}){0,20})__[^/]{1,200}\.(sql|java|kt)")
REPEATED: Final = re.compile(r"R__[^/]{1,200}\.sql")


class Named(NamedTuple):
    """What the name of a file says: "V" or "U", the version's numbers, "sql" or "java"."""

    kind: str
    version: tuple[int, ...]
    language: str


def named(path: str) -> Named | None:
    """What the name of a versioned migration says; None if it is none."""
    found = NAME.fullmatch(path.rpartition("/")[2])
    if found is None:
        return None
    numbers = [int(one) for one in re.split(r"[._]", found[2])]
    while len(numbers) > 1 and numbers[-1] == 0:  # 1.0 is 1
        numbers.pop()
    return Named(found[1], tuple(numbers), found[3])


def is_one(path: str) -> bool:
    """Whether *path* is one, versioned, repeatable, or the undoing of one."""
    return named(path) is not None or REPEATED.fullmatch(path.rpartition("/")[2]) is not None


def of(path: str, paths: Iterable[str], read: Callable[[str], str]) -> Migration | None:
    """What *path* says, beside the other *paths*; None for what undoes another, and is none itself."""
    this = named(path)
    if this is None:
        lost = losing(read(path))  # a repeatable one of the release before runs again when that is deployed
        return Migration(path, TOOL, WayBack.LOSES, f"it runs {lost}") if lost else Migration(path, TOOL, WayBack.THERE)
    if this.kind == "U":
        return None
    version = ".".join(map(str, this.version))
    undoing = [one for one in paths if (name := named(one)) and name.kind == "U" and name.version == this.version]
    if not undoing:
        return Migration(path, TOOL, WayBack.NONE, f"there is no U{version}__… that undoes it")
    if all(one.endswith(".sql") and not says_anything(read(one)) for one in undoing):
        return Migration(path, TOOL, WayBack.NONE, f"{undoing[0]}, which should undo it, has no statement")
    if this.language != "sql":
        return Migration(path, TOOL, WayBack.THERE)
    lost = losing(read(path))
    return Migration(path, TOOL, WayBack.LOSES, f"it runs {lost}") if lost else Migration(path, TOOL, WayBack.THERE)
