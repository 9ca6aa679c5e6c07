"""Compare functions, methods, and the calls of classes."""

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
DEEPEST: Final = 5  # steps from a constant to a constant
CALLED: Final = frozenset({"__init__", "__call__", "__new__"})  # special methods whose parameters users pass by name
# Decorators that hand a function over: click's and Typer's; Flask's, FastAPI's and their like.
REGISTERING: Final = frozenset({
    "command", "group", "callback", "result_callback", "get", "post", "put", "delete", "patch", "head", "options",
    "route", "websocket", "api_route", "websocket_route", "exception_handler", "errorhandler", "before_request",
    "after_request", "on_event", "middleware", "hookimpl",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trees:
    """The trees of the previous release and of the current state."""

    old: Tree
    new: Tree


def compare_functions(trees: Trees, name: str, old: Item, new: Item, *, in_class: bool) -> Iterator[Change]:
    """The changes that break callers of *old*.

    Args:
        trees: the trees in which defaults are looked up.
        name: the function, as users reach it.
        old: the function in the previous release.
        new: the function now.
        in_class: whether it is a method, whose first parameter callers do not pass.
    """
    if _same(old, new, trees):
        return
    was_async, is_async = "async" in old.labels, "async" in new.labels
    if was_async != is_async and "yields" not in [*old.labels, *new.labels]:
        what = "has to be awaited now" if is_async else "cannot be awaited any more"
        # What decorates it may do both; what only raises NotImplementedError was replaced by something.
        is_sure = old.made_by == new.made_by and "NotImplementedError" not in old.raised
        yield Change("async-changed", name, what, new.file, new.line, "", is_sure)
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
    if old.made_by != new.made_by or _is_registered(new):
        broken = (replace(change, is_sure=False) for change in broken)  # a decorator may accept other arguments
    yield from _told(broken, name, old, new)


def _is_registered(function: Item) -> bool:
    """Whether a framework calls it, for a command or a request, so that its parameters are no business of callers."""
    return any("." in path and path.rpartition(".")[2] in REGISTERING for path in function.made_by)


def compare_constructors(trees: Trees, name: str, old: Item, new: Item) -> Iterator[Change]:
    """The changes that break callers of a class."""
    before, after = constructor(trees.old, old), constructor(trees.new, new)
    if before is None or after is None:
        return
    (maker, first), (now, second) = before, after
    broken = parameters.compare(first, second, (_value_in(trees.old, maker), _value_in(trees.new, now)))
    yield from _told(broken, name, maker, new if now.file != new.file else now)


def _told(broken: Iterator[parameters.Broken], name: str, old: Item, new: Item) -> Iterator[Change]:
    for change in broken:
        announced = change.name in old.deprecated_parameters
        yield Change(change.rule, name, change.what, new.file, new.line, change.name, change.is_sure, announced)


def _same(old: Item, new: Item, trees: Trees) -> bool:
    """Whether both have the same signature, and the same values for defaults that are names of constants."""
    if old.row.get("p") != new.row.get("p") or old.labels != new.labels:
        return False
    named = [parameter for parameter in old.parameters if parameter.default and NAME.fullmatch(parameter.default)]
    was, now = _value_in(trees.old, old), _value_in(trees.new, new)
    return all(was(parameter.default or "") == now(parameter.default or "") for parameter in named)


def _value_in(tree: Tree, item: Item) -> Callable[[str], str]:
    """A function that looks up a constant in the module of *item*, and returns any other text unchanged."""

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
