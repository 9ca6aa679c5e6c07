"""What became of a class: of what it inherits from, and of its members."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Final

from pytest_golive.documents.api.outline import ATTRIBUTE, FUNCTION, Item
from pytest_golive.documents.api.tree import READABLE, Outside
from pytest_golive.documents.breaking.changes import Change
from pytest_golive.documents.breaking.functions import Trees

# Nobody asks whether something is one of these.
IMMATERIAL: Final = frozenset({
    "object", "Generic", "Protocol", "ABC", "NamedTuple", "TypedDict", "_Base", "ABCMeta",
})  # fmt: skip


def bases_lost(trees: Trees, name: str, old: Item, new: Item) -> Iterator[Change]:
    """The classes that it was an instance of, directly, and is no more."""
    line = [*trees.new.line_of(new)]
    ancestry = {_path(each) for each in line}
    for base in trees.old.bases(old):
        last = _path(base).rpartition(".")[2]
        if not last or last.startswith("_") or last in IMMATERIAL or "[" in last or "(" in last:
            continue
        if _path(base) in ancestry or any(path.rpartition(".")[2] == last for path in ancestry):
            continue
        if isinstance(base, Outside) and any(_is_kind_of(each, base) for each in line if isinstance(each, Outside)):
            continue
        is_unknown = any(isinstance(each, Outside) and _class(each.path) is None for each in line)
        # One that a module serves by its __getattr__ may still claim its instances.
        is_served = isinstance(base, Item) and isinstance(trees.new.lookup(base.path), Outside)
        is_sure = not (is_unknown or is_served)
        yield Change("base-removed", name, f"is no {last} any more", new.file, new.line, last, is_sure)


def member_lost(path: str, member: Item, old: Item, new: Item) -> Change:
    """The change that says that a member is gone.

    Args:
        path: of the member, as users reach it.
        member: as it was.
        old: its class as it was.
        new: its class as it is.
    """
    # What only the constructor sets may be nobody's business; what the class body declares is meant to be seen.
    is_sure = "self" not in member.labels
    announced = member.is_deprecated or old.is_deprecated
    return Change("object-removed", path, "was removed", new.file, new.line, "", is_sure, announced)


def kind_changed(path: str, old: Item, new: Item) -> Iterator[Change]:
    """A method that became a property, or the other way round."""
    if "like-property" in [*old.labels, *new.labels]:
        return  # a decorator of that name makes something that is used as one
    if old.kind == FUNCTION and new.kind == ATTRIBUTE and "property" in new.labels:
        yield Change("kind-changed", path, "is a property now, so it cannot be called", new.file, new.line)
    elif old.kind == ATTRIBUTE and new.kind == FUNCTION and ("property" in old.labels or old.value is not None):
        is_sure = "property" in old.labels
        yield Change("kind-changed", path, "is a method now, so it has to be called", new.file, new.line, "", is_sure)


def _path(of: Item | Outside) -> str:
    return of.path


def _class(path: str) -> type | None:
    """A class of the standard library that is read by importing it; None for any other."""
    module, _, last = path.rpartition(".")
    if (module or "builtins") not in READABLE:
        return None
    found = getattr(import_module(module or "builtins"), last, None)
    return found if isinstance(found, type) else None


def _is_kind_of(new: Outside, old: Outside) -> bool:
    first, second = _class(new.path), _class(old.path)
    return first is not None and second is not None and issubclass(first, second)
