"""What became of a function, a method, or the call of a class."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.documents.api.constructors import bound, constructor
from pytest_golive.documents.api.outline import ATTRIBUTE, Item
from pytest_golive.documents.api.tree import Tree
from pytest_golive.documents.breaking import parameters
from pytest_golive.documents.breaking.changes import Change

NAME: Final = re.compile(r"[^\W\d][\w.]*")
DEEPEST: Final = 5  # constants that are set to constants
CALLED: Final = frozenset(
    {"__init__", "__call__", "__new__"}
)  # the special methods whose parameters have names for users


@dataclass(frozen=True, slots=True)
class Trees:
    """One project twice: as the previous release had it, and as it is now."""

    old: Tree
    new: Tree


def compare_functions(trees: Trees, name: str, old: Item, new: Item, *, in_class: bool) -> Iterator[Change]:
    """What a caller of *old* can no longer do with *new*.

    Args:
        trees: in which the defaults are looked up.
        name: as users reach it.
        old: the function as it was.
        new: as it is.
        in_class: whether it is a method, whose first parameter nobody gives.
    """
    if _same(old, new, trees):
        return
    was_async, is_async = "async" in old.labels, "async" in new.labels
    if was_async != is_async and "yields" not in [*old.labels, *new.labels]:
        what = "has to be awaited now" if is_async else "cannot be awaited any more"
        yield Change("async-changed", name, what, new.file, new.line)
    for label, words in (("staticmethod", "static method"), ("classmethod", "class method")):
        if in_class and label in old.labels and not {"staticmethod", "classmethod"}.intersection(new.labels):
            yield Change("kind-changed", name, f"is no {words} any more", new.file, new.line)
    by_name = not old.name.startswith("__") or old.name in CALLED
    broken = parameters.compare(
        bound(old, in_class=in_class),
        bound(new, in_class=in_class),
        (_value_in(trees.old, old), _value_in(trees.new, new)),
        by_name=by_name,
    )
    if old.made_by != new.made_by:
        broken = (replace(each, is_sure=False) for each in broken)  # a decorator may take what it gives on
    yield from _told(broken, name, old, new)


def compare_constructors(trees: Trees, name: str, old: Item, new: Item) -> Iterator[Change]:
    """What a caller of a class can no longer do."""
    before, after = constructor(trees.old, old), constructor(trees.new, new)
    if before is None or after is None:
        return
    (maker, first), (now, second) = before, after
    broken = parameters.compare(first, second, (_value_in(trees.old, maker), _value_in(trees.new, now)))
    yield from _told(broken, name, maker, new if now.file != new.file else now)


def _told(broken: Iterator[parameters.Broken], name: str, old: Item, new: Item) -> Iterator[Change]:
    for each in broken:
        announced = each.name in old.deprecated_parameters
        yield Change(each.rule, name, each.what, new.file, new.line, each.name, each.is_sure, announced)


def _same(old: Item, new: Item, trees: Trees) -> bool:
    """Whether both have one signature, and no default whose meaning may lie elsewhere."""
    if old.row.get("p") != new.row.get("p") or old.labels != new.labels:
        return False
    named = [each for each in old.parameters if each.default and NAME.fullmatch(each.default)]
    was, now = _value_in(trees.old, old), _value_in(trees.new, new)
    return all(was(each.default or "") == now(each.default or "") for each in named)


def _value_in(tree: Tree, item: Item) -> Callable[[str], str]:
    """What the name of a constant means in the module of *item*; any other text means itself."""

    def value(text: str) -> str:
        for _ in range(DEEPEST):
            if not NAME.fullmatch(text) or text in {"None", "True", "False"}:
                return text
            module = tree.modules[tree.module_of(item)]
            first, *rest = text.split(".")
            found = tree.member(module, first)
            for name in rest:
                found = tree.member(found, name) if hasattr(found, "row") else None  # type: ignore[arg-type]
            if not isinstance(found, Item) or found.kind != ATTRIBUTE or found.value is None:
                return text
            text = found.value
        return text

    return value
