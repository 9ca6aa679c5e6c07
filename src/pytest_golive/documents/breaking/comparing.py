"""Compare the public API of the previous release with the current one, and find where objects moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from pytest_golive.documents.api.outline import ALIAS, ATTRIBUTE, CLASS, FUNCTION, Item, Module
from pytest_golive.documents.api.public import (
    Public,
    is_fallback,
    is_made,
    public_members,
    public_modules,
    public_objects,
)
from pytest_golive.documents.api.tree import Found, Outside, Tree
from pytest_golive.documents.breaking import classes, nearest
from pytest_golive.documents.breaking.changes import Change
from pytest_golive.documents.breaking.functions import Trees, compare_constructors, compare_functions

# Names that a module defines for its own use, although they look public.
OWN_USE: Final = frozenset(
    {"log", "logger", "LOG", "LOGGER", "_", "T", "P", "K", "V", "F", "C", "R", "KT", "VT", "T_co", "ParamSpec"}
)
TYPE_VARIABLES: Final = (
    "TypeVar(",
    "ParamSpec(",
    "TypeVarTuple(",
    "getLogger(",
    "logging.getLogger(",
    "typing.TypeVar(",
)
MADE: Final = "is not in the source any more; the package may make it while the program runs"
KIND_WORDS: Final = {FUNCTION: "a function", CLASS: "a class", ATTRIBUTE: "an attribute", ALIAS: "an import"}


@dataclass(frozen=True)
class Comparison:
    """Two trees of one project.

    Attributes:
        old: the previous release.
        new: the current state.
    """

    old: Tree
    new: Tree
    _known: set[str] = field(default_factory=set, repr=False)

    @cached_property
    def _objects(self) -> list[Public]:
        return public_objects(self.old)

    @property
    def _trees(self) -> Trees:
        return Trees(self.old, self.new)

    def changes(self) -> list[Change]:
        """All breaking changes, each once, in order of names."""
        gone = dict(self._modules_gone())
        objects = [entry for entry in self._objects if not _is_for_own_use(entry)]
        self._known.update(entry.item.path for entry in objects if entry.item.kind == CLASS)
        found = [*gone.values()]
        names = nearest.Names(self.new, self.old)
        for entry in objects:
            is_unsure = is_fallback(self.old, entry.item)
            found += [
                replace(each, is_sure=each.is_sure and not is_unsure and self._is_certain(each))
                for each in self._object(entry, [*gone], names)
            ]
        unique = {(change.rule, change.name, change.detail): change for change in found}
        return sorted(unique.values(), key=lambda change: (change.name, change.rule, change.detail))

    def _modules_gone(self) -> Iterator[tuple[str, Change]]:
        """The modules that can no longer be imported, without those in a package that was removed as a whole."""
        last = "\n"
        for module in sorted(public_modules(self.old), key=lambda public_module: public_module.name):
            now = self._after(module.name)
            is_there = module.name in self.new.modules or isinstance(now, Module | Outside)
            made = is_made(self.new, module.name)
            if module.name.startswith(f"{last}.") or (is_there and not made):
                continue
            last = module.name
            # Its public names may have another path, and still exist there.
            homes = [self.new.lookup(path) for path in self._declared_elsewhere(module)]
            is_sure = not made and (not homes or any(home is None for home in homes))
            what = MADE if made else "cannot be imported any more"
            if isinstance(now, Item):
                what += f" (there is {KIND_WORDS[now.kind]} of that name now)"
            yield (
                module.name,
                Change("module-removed", module.name, what, module.file, 0, "", is_sure, module.is_deprecated),
            )

    def _declared_elsewhere(self, module: Module) -> list[str]:
        own = {item.path for item in module.own() if not item.name.startswith("_")}
        objects = [entry for entry in self._objects if entry.item.path in own]
        if len(objects) < len(own) or not all(entry.is_declared for entry in objects):
            return []
        return [entry.path for entry in objects]

    def _after(self, path: str) -> Found | None:
        """The object at the path now; attributes that are aliases are followed."""
        found = self.new.lookup(path)
        if (
            isinstance(found, Item)
            and found.kind == ATTRIBUTE
            and (value := found.value or "").replace(".", "").isidentifier()
        ):
            meant = self.new.member(self.new.modules[self.new.module_of(found)], value.partition(".")[0])
            for name in value.split(".")[1:]:
                meant = self.new.member(meant, name) if isinstance(meant, Item | Module) else meant
            return found if meant is None else meant
        return found

    def _object(self, public: Public, modules_gone: list[str], names: nearest.Names) -> Iterator[Change]:
        paths = [public.path, *public.others]
        left = {path: found for path in paths if (found := self._after(path)) is not None}
        inner = tuple(f"{gone}." for gone in modules_gone)
        lost = [path for path in paths if path not in left and not path.startswith(inner)]
        item, announced = public.item, public.item.is_deprecated
        if not left and lost:
            where, now = names.now(public)
            yield Change(
                "object-moved" if where else "object-removed",
                lost[0],
                f"moved to {where}" if where else f"was removed{now}",
                item.file,
                0,
                "",
                self._is_sure(public),
                announced,
            )
        elif lost:
            # The package itself still offers the object; only a deeper path is gone.
            is_sure = not public.is_declared or any(path.count(".") < min(map(_dots, left)) for path in lost)
            yield Change(
                "object-moved", lost[0], f"is only at {next(iter(left))} now", item.file, 0, "", is_sure, announced
            )
        elif not public.path.startswith(inner) and all(is_made(self.new, path) for path in left):
            yield Change("object-removed", public.path, MADE, item.file, 0, "", is_sure=False, was_announced=announced)
        path, now_ = next(iter(left.items()), (public.path, None))
        if isinstance(now_, Item):
            yield from self._pair(path, item, now_)
        elif isinstance(now_, Module) and item.kind in {FUNCTION, CLASS}:
            yield Change("kind-changed", path, f"is a module now (it was {KIND_WORDS[item.kind]})", now_.file)

    def _is_certain(self, change: Change) -> bool:
        """Whether what a change is about is not defined, by now, where an import may fail."""
        found = self.new.lookup(change.name)
        return not (isinstance(found, Item) and is_fallback(self.new, found))

    def _is_sure(self, public: Public) -> bool:
        item = public.item
        if item.kind != ATTRIBUTE or public.is_declared:
            return True
        return item.has_docstring  # attributes without a docstring are rarely meant for users

    def _pair(self, name: str, old: Item, new: Item) -> Iterator[Change]:
        if old.kind == FUNCTION and new.kind == FUNCTION:
            yield from compare_functions(self._trees, name, old, new, in_class=False)
        elif old.kind == CLASS and new.kind == CLASS:
            yield from self._classes(name, old, new)
        elif old.kind == CLASS and new.kind == FUNCTION:
            what = "is a function now, so nobody can inherit from it or ask for it by isinstance"
            yield Change("kind-changed", name, what, new.file, new.line, "", is_sure=True)
        elif old.kind == FUNCTION and new.kind == CLASS:
            yield Change(
                "kind-changed", name, "is a class now (it was a function)", new.file, new.line, "", is_sure=False
            )

    def _classes(self, name: str, old: Item, new: Item) -> Iterator[Change]:
        yield from classes.bases_lost(self._trees, name, old, new)
        yield from compare_constructors(self._trees, name, old, new)
        for member in public_members(self.old, old, self._known).values():
            if member.name in {"__init__", "__new__"}:
                continue
            now = self.new.member(new, member.name)
            path = f"{name}.{member.name}"
            if now is None:
                yield classes.member_lost(path, member, old, new)
            elif isinstance(now, Item):
                yield from classes.kind_changed(path, member, now)
                if member.kind == FUNCTION and now.kind == FUNCTION:
                    yield from compare_functions(self._trees, path, member, now, in_class=True)


def _dots(path: str) -> int:
    return path.count(".")


def _is_for_own_use(public: Public) -> bool:
    item = public.item
    if item.kind == ATTRIBUTE and not public.is_declared:
        is_dunder = item.name.startswith("__")
        return is_dunder or item.name in OWN_USE or (item.value or "").startswith(TYPE_VARIABLES)
    return item.name.startswith("__") and item.kind == ATTRIBUTE and item.name != "__version__"
