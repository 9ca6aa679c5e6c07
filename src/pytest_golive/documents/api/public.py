"""Decide what is public: by ``__all__``, by underscores, and by what packages import from their own modules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pytest_golive.documents.api.outline import ALIAS, CLASS, Item, Module
from pytest_golive.documents.api.tree import Outside, Tree
from pytest_golive.documents.run_time import ANY

# Methods that users call without writing their name.
PROTOCOL: Final = frozenset({
    "__init__", "__call__", "__enter__", "__exit__", "__aenter__", "__aexit__", "__iter__", "__next__", "__aiter__",
    "__anext__", "__await__", "__len__", "__getitem__", "__setitem__", "__delitem__", "__contains__",
    "__bool__", "__int__",
    "__float__", "__index__", "__add__", "__sub__", "__mul__", "__truediv__", "__or__", "__and__", "__lt__", "__le__",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Public:
    """One public object.

    Attributes:
        item: the object.
        path: the shortest path by which users reach it.
        others: the other paths.
        is_declared: whether an ``__all__``, or an import in the top package, declares it as meant for users.
    """

    item: Item
    path: str
    others: tuple[str, ...] = ()
    is_declared: bool = False


def is_made(tree: Tree, path: str) -> bool:
    """Whether nothing but running the package tells if there is an object at *path*, or a module."""
    parent, _, name = path.rpartition(".")
    while parent and parent not in tree.modules:
        parent, _, name = parent.rpartition(".")
    module = tree.modules.get(parent)
    return module is not None and path not in tree.modules and ANY in module.served and name not in module.members


def is_fallback(tree: Tree, item: Item) -> bool:
    """Whether the module defines the object, or its class, where an import may fail."""
    module = tree.modules[tree.module_of(item)]
    return item.path.removeprefix(f"{module.name}.").partition(".")[0] in module.row.get("fb", ())


def is_helper(tree: Tree, paths: Iterable[str]) -> bool:
    """Whether a function stands at these *paths* only because packages import and call it themselves."""
    homes = [path.rpartition(".") for path in paths]
    offering = [
        (module, name) for home, _, name in homes if (module := tree.modules.get(home)) and not module.is_private
    ]
    return bool(offering) and all(
        module.is_package and module.exports is None and name in module.row.get("own", ()) for module, name in offering
    )


def public_modules(tree: Tree) -> Iterator[Module]:
    """The modules without an underscore in their path; in a tree of declared names, only those with public names."""
    modules = (module for module in tree.modules.values() if not module.is_private)
    return (module for module in modules if not tree.declared or "." not in module.name or module.exports is not None)


def public_paths(tree: Tree) -> dict[str, Item | Module]:
    """Everything that users reach by a dotted path, including modules, without members of classes."""
    found: dict[str, Item | Module] = {}
    for module in public_modules(tree):
        found[module.name] = module
        for name in tree.names(module):
            meant = tree.member(module, name)
            if meant is not None and not isinstance(meant, Outside):
                found.setdefault(f"{module.name}.{name}", meant)
    return found


def public_objects(tree: Tree) -> list[Public]:
    """The classes, functions and attributes that users reach, each once, in order of paths."""
    if tree.declared not in tree.public:
        tree.public[tree.declared] = _public_objects(tree)
    return tree.public[tree.declared]


def _public_objects(tree: Tree) -> list[Public]:
    paths: dict[tuple[str, str], list[str]] = {}
    items: dict[tuple[str, str], Item] = {}
    declared: set[tuple[str, str]] = set()
    for module in public_modules(tree):
        for name, how in tree.names(module).items():
            item = tree.member(module, name)
            if not isinstance(item, Item) or item.kind == ALIAS:
                continue
            is_declared = how == "all" or (how == "import" and "." not in module.name)
            if tree.declared and not is_declared:
                continue
            key = item.file, item.path
            items[key] = item
            paths.setdefault(key, []).append(f"{module.name}.{name}")
            if is_declared:
                declared.add(key)
    return sorted(
        (_public(items[key], found, is_declared=key in declared) for key, found in paths.items()),
        key=lambda entry: entry.path,
    )


def _public(item: Item, paths: list[str], *, is_declared: bool) -> Public:
    first, *others = sorted(set(paths), key=lambda path: (path.count("."), path))
    return Public(item, first, tuple(others), is_declared)


def public_members(tree: Tree, of: Item, known: frozenset[str] | set[str] = frozenset()) -> dict[str, Item]:
    """The public members of a class, including those inherited from classes that are not public themselves.

    Args:
        tree: the tree in which its bases are looked up.
        of: the class.
        known: paths of the public classes; their members are listed with them.
    """
    found: dict[str, Item] = {}
    hidden: set[str] = set()  # names that a public class in between overrides
    for ancestor in tree.line_of(of):
        if isinstance(ancestor, Outside):
            continue
        if ancestor is not of and ancestor.path in known:
            hidden.update(ancestor.members)
            continue
        for name, member in ancestor.members.items():
            if name not in found and name not in hidden and is_public_member(name) and member.kind != ALIAS:
                found[name] = member
    return found


def is_public_member(name: str) -> bool:
    """Whether users of a class may use a member with that name."""
    return not name.startswith("_") or name in PROTOCOL


def public_classes(tree: Tree) -> set[str]:
    """The paths at which the classes that users reach are defined."""
    return {entry.item.path for entry in public_objects(tree) if entry.item.kind == CLASS}
