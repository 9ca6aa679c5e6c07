"""Resolve dotted paths over all modules, through imports, wildcards and base classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final

from pytest_golive.documents.api.outline import ALIAS, CLASS, Item, Module

DEEPEST: Final = 40  # imports of imports, and bases of bases

# Modules of the standard library with common base classes; only these are read by importing them.
READABLE: Final = frozenset({
    "abc", "builtins", "collections", "collections.abc", "contextlib", "datetime", "enum", "io", "json",
    "logging", "typing",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outside:
    """An object outside the project's modules, or in a module that cannot be read.

    Attributes:
        path: its path; "" if that is unknown, too.
    """

    path: str = ""

    def may_have(self, name: str) -> bool:
        """Whether a class with this path may have such a member; for common standard library classes this is known."""
        module, _, last = self.path.rpartition(".")
        if (module or "builtins") not in READABLE:
            return True
        found = getattr(import_module(module or "builtins"), last, None)
        if last in {"Generic", "Protocol", "NamedTuple", "TypedDict"} or found is object:
            return False
        return found is None or hasattr(found, name)


OUTSIDE: Final = Outside()
Found = Item | Module | Outside


@dataclass(frozen=True)
class Tree:
    """The modules by name, whether only names in an ``__all__`` or a top package are public, and compiled modules."""

    modules: Mapping[str, Module]
    declared: bool = False
    compiled: frozenset[str] = frozenset()
    _names: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)
    _lines: dict[str, list[Item | Outside]] = field(default_factory=dict, repr=False)
    public: dict[bool, list[Any]] = field(default_factory=dict, repr=False, compare=False)  # see `public_objects`

    def lookup(self, path: str, depth: int = 0) -> Found | None:
        """The object at *path*; None if the project contains its module or class, but not the object."""
        if path in self.modules:
            shadow = self._member_of_parent(path)
            return self.modules[path] if shadow is None else self._followed(shadow, depth)
        parent, _, name = path.rpartition(".")
        if not parent or depth > DEEPEST:
            return OUTSIDE if depth else None
        above: Found | None = self.modules.get(parent) or self.lookup(parent, depth)
        if above is None or isinstance(above, Outside):
            return above
        found = self.member(above, name, depth)
        return OUTSIDE if found is None and path in self.compiled else found

    def member(self, of: Item | Module, name: str, depth: int = 0) -> Found | None:
        """The object that *name* means in a module or class."""
        if isinstance(of, Module):
            return self._in_module(of, name, depth)
        return self._in_class(of, name, depth) if of.kind == CLASS else OUTSIDE  # an attribute of an object

    def bases(self, of: Item) -> list[Item | Outside]:
        """The classes that a class inherits from directly."""
        module = self.modules[self.module_of(of)]
        return [self._base(base, module) for base in of.bases]

    def line_of(self, of: Item) -> list[Item | Outside]:
        """The class and all its ancestors, in Python's method resolution order (C3)."""
        if of.path not in self._lines:
            self._lines[of.path] = [of]  # stops the recursion for classes that inherit from each other
            above = self.bases(of)
            lines: list[list[Item | Outside]] = [
                [base] if isinstance(base, Outside) else [*self.line_of(base)] for base in above
            ]
            self._lines[of.path] = [of, *_merged([*lines, above])]
        return self._lines[of.path]

    def module_of(self, item: Item) -> str:
        """The name of the module that defines *item*."""
        home = item.home
        while home not in self.modules:
            home = home.rpartition(".")[0]
        return home

    def names(self, module: Module) -> dict[str, str]:
        """The public names of a module, each with the reason why it is public.

        It is "all" for names in ``__all__``, "import" for those that a package imports from its own modules, or "own".
        """
        if module.name not in self._names:
            self._names[module.name] = {}  # stops the recursion for modules that import each other's names
            self._names[module.name] = self._public(module)
        return self._names[module.name]

    def _public(self, module: Module) -> dict[str, str]:
        exports = module.exports
        if exports is not None:
            found: dict[str, str] = {}
            for export in exports:
                names = [export] if isinstance(export, str) else self._exported(export["of"], module)
                found.update(dict.fromkeys(names, "all"))
            return found
        found = {item.name: "own" for item in module.own() if not item.name.startswith("_")}
        if module.is_package:
            for item in module.members.values():
                if item.kind == ALIAS and not item.name.startswith("_") and _is_own(module.name, item.target):
                    found[item.name] = "import"
            for target in module.wildcards:
                found.update(dict.fromkeys((name for name in self._exported(target)), "import"))
        return found

    def _exported(self, name: str, around: Module | None = None) -> list[str]:
        """The public names of a module; a module inside *around* may be given by its last name."""
        inner = self.modules.get(f"{around.name}.{name}") if around else None
        module = inner or self.lookup(name)
        return [*self.names(module)] if isinstance(module, Module) else []

    def _member_of_parent(self, path: str) -> Item | None:
        """The member of a package whose name is also that of a module; the package's definition takes precedence."""
        parent, _, name = path.rpartition(".")
        package = self.modules.get(parent)
        member = package.members.get(name) if package else None
        return None if member is None or (member.kind == ALIAS and member.target == path) else member

    def _followed(self, item: Item, depth: int) -> Found | None:
        if item.kind != ALIAS:
            return item
        if depth > DEEPEST:
            return OUTSIDE
        found = self.lookup(item.target, depth + 1)
        # A module that was not read (built, generated) may define it; one that was read does not.
        return OUTSIDE if found is None and item.target.rpartition(".")[0] not in self.modules else found

    def _in_module(self, module: Module, name: str, depth: int) -> Found | None:
        item = module.members.get(name)
        if item is not None:
            return self._followed(item, depth)
        if (path := f"{module.name}.{name}") in self.modules:
            return self.modules[path]
        if depth > DEEPEST:
            return OUTSIDE
        for target in module.wildcards:
            source = self.lookup(target, depth + 1)
            if not isinstance(source, Module):
                return OUTSIDE
            if name in self.names(source) and (found := self._in_module(source, name, depth + 1)) is not None:
                return found
        return None if module.served.isdisjoint((name, "*")) else OUTSIDE

    def _in_class(self, of: Item, name: str, depth: int) -> Found | None:
        is_open = False
        for ancestor in self.line_of(of):
            if isinstance(ancestor, Outside):
                is_open = is_open or ancestor.may_have(name)
            elif (member := ancestor.members.get(name)) is not None:
                return self._followed(member, depth)
            elif "__getattr__" in ancestor.members:
                is_open = True
        return OUTSIDE if is_open else None

    def _base(self, base: str, module: Module) -> Item | Outside:
        found = self.lookup(base) if "." in base else None
        if found is None and "." not in base:
            found = self._in_module(module, base, 1)
        return found if isinstance(found, Item) and found.kind == CLASS else Outside(base)


def _is_own(package: str, target: str) -> bool:
    """Whether *target*, imported by a package, is from one of its own modules or from a private one next to it."""
    if target.startswith(f"{package}."):
        return True
    top, *parts = target.split(".")
    return top == package.partition(".")[0] and any(part.startswith("_") for part in parts[:-1])


def _merged(lines: list[list[Item | Outside]]) -> list[Item | Outside]:
    """The merge step of C3; if Python would reject the classes, in the order in which they are given."""
    merged: list[Item | Outside] = []
    waiting = [[*line] for line in lines if line]
    while waiting:
        tails = {ancestor.path for line in waiting for ancestor in line[1:]}
        head = next((line[0] for line in waiting if line[0].path not in tails), waiting[0][0])
        merged.append(head)
        waiting = [rest for line in waiting if (rest := [ancestor for ancestor in line if ancestor.path != head.path])]
    return merged
