"""Compare classes: their bases and members."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Final

from pytest_golive.documents.api.outline import ATTRIBUTE, FUNCTION, Item
from pytest_golive.documents.api.tree import READABLE, Outside
from pytest_golive.documents.breaking.changes import Change
from pytest_golive.documents.breaking.functions import Trees

# Bases that nobody checks with isinstance.
IMMATERIAL: Final = frozenset({
    "object", "Generic", "Protocol", "ABC", "NamedTuple", "TypedDict", "_Base", "ABCMeta",
})  # fmt: skip


def bases_lost(trees: Trees, name: str, old: Item, new: Item) -> Iterator[Change]:
    """The direct bases that the class no longer has."""
    line = [*trees.new.line_of(new)]
    ancestry = {_path(ancestor) for ancestor in line}
    for base in trees.old.bases(old):
        last = _path(base).rpartition(".")[2]
        if not last or last.startswith("_") or last in IMMATERIAL or "[" in last or "(" in last:
            continue
        if _path(base) in ancestry or any(path.rpartition(".")[2] == last for path in ancestry):
            continue
        if isinstance(base, Outside) and any(
            _is_kind_of(ancestor, base) for ancestor in line if isinstance(ancestor, Outside)
        ):
            continue
        is_unknown = any(isinstance(ancestor, Outside) and _class(ancestor.path) is None for ancestor in line)
        # A class that a module provides through __getattr__ may still accept its instances.
        is_served = isinstance(base, Item) and isinstance(trees.new.lookup(base.path), Outside)
        is_sure = not (is_unknown or is_served)
        yield Change("base-removed", name, f"is no {last} any more", new.file, new.line, last, is_sure)


def member_lost(path: str, member: Item, old: Item, new: Item) -> Change:
    """The change for a member that was removed.

    Args:
        path: the member, as users reach it.
        member: the member in the previous release.
        old: its class in the previous release.
        new: its class now.
    """
    # An attribute that only the constructor sets may be internal; one that the class body declares is for users.
    is_sure = "self" not in member.labels
    announced = member.is_deprecated or old.is_deprecated
    return Change("object-removed", path, "was removed", new.file, new.line, "", is_sure, announced)


def kind_changed(path: str, old: Item, new: Item) -> Iterator[Change]:
    """The change if a method became a property, or a property a method."""
    if "like-property" in [*old.labels, *new.labels]:
        return  # a decorator with that name makes something that is used like a property
    if old.kind == FUNCTION and new.kind == ATTRIBUTE and "property" in new.labels:
        yield Change("kind-changed", path, "is a property now, so it cannot be called", new.file, new.line)
    elif old.kind == ATTRIBUTE and new.kind == FUNCTION and ("property" in old.labels or old.value is not None):
        is_sure = "property" in old.labels
        yield Change("kind-changed", path, "is a method now, so it has to be called", new.file, new.line, "", is_sure)


def _path(of: Item | Outside) -> str:
    return of.path


def _class(path: str) -> type | None:
    """A class of the standard library that may be imported to read it; None for any other."""
    module, _, last = path.rpartition(".")
    if (module or "builtins") not in READABLE:
        return None
    found = getattr(import_module(module or "builtins"), last, None)
    return found if isinstance(found, type) else None


def _is_kind_of(new: Outside, old: Outside) -> bool:
    first, second = _class(new.path), _class(old.path)
    return first is not None and second is not None and issubclass(first, second)
