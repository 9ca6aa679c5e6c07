"""Whether docstrings are there, and whether they are true of the signature they stand below."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from pytest_golive.documents.api.constructors import bound, constructor
from pytest_golive.documents.api.outline import ATTRIBUTE, CLASS, FUNCTION, STAR, STARS, Item, Module, Parameter
from pytest_golive.documents.api.public import public_members, public_modules, public_objects
from pytest_golive.documents.api.tree import Outside, Tree
from pytest_golive.documents.api.values import same_value
from pytest_golive.findings import Finding

Depth = Literal["present", "matching", "complete"]
UNTOLD: Final = frozenset({"__init__", "__new__"})  # the class may say it
SPECIAL: Final = "__"


@dataclass
class Checked:
    """What was found in the docstrings.

    Attributes:
        objects: how many public objects were looked at.
        missing: those without a docstring.
        untrue: what a docstring says that its signature does not, or the other way round.
        dynamic: modules whose ``__all__`` nobody can read.
    """

    objects: int = 0
    missing: list[Finding] = field(default_factory=list)
    untrue: list[Finding] = field(default_factory=list)
    dynamic: list[str] = field(default_factory=list)


def check(tree: Tree, depth: Depth) -> Checked:
    """Look at every public module, class, function, method and property.

    Args:
        tree: the project.
        depth: "present" asks for docstrings alone; "matching" also for what they say to be true and, where they list
            parameters or exceptions at all, whole; "complete" for all of it.
    """
    checked = Checked()
    for module in public_modules(tree):
        _module(checked, module)
    objects = public_objects(tree)
    known = {each.item.path for each in objects if each.item.kind == CLASS}
    seen: set[tuple[str, str]] = set()
    for each in objects:
        if each.item.kind == FUNCTION:
            _object(checked, tree, each.item, each.path, depth)
        elif each.item.kind == CLASS:
            _object(checked, tree, each.item, each.path, depth)
            for member in public_members(tree, each.item, known).values():
                if (member.file, member.path) not in seen:
                    seen.add((member.file, member.path))
                    _member(checked, tree, each.item, member, f"{each.path}.{member.name}", depth)
    return checked


def _module(checked: Checked, module: Module) -> None:
    checked.objects += 1
    if module.has_dynamic_exports:
        checked.dynamic.append(module.name)
    is_bare = not module.row["m"] and not module.wildcards
    if not module.has_docstring and not is_bare:
        checked.missing.append(_missing(module.file, 1, "module", module.name))


def _object(checked: Checked, tree: Tree, item: Item, path: str, depth: Depth) -> None:
    checked.objects += 1
    if item.has_docstring or "overloaded" in item.labels:
        _told(checked, tree, item, path, depth, in_class=False)
    else:
        kind = "class" if item.kind == CLASS else "function"
        checked.missing.append(_missing(item.file, item.line, kind, path))


def _member(checked: Checked, tree: Tree, of: Item, member: Item, path: str, depth: Depth) -> None:
    if member.kind == ATTRIBUTE and "property" not in member.labels:
        return
    checked.objects += 1
    if member.has_docstring:
        if member.kind == FUNCTION and member.name not in UNTOLD:
            _told(checked, tree, member, path, depth, in_class=True)
    elif not _is_explained(tree, of, member):
        kind = "property" if member.kind == ATTRIBUTE else "method"
        checked.missing.append(_missing(member.file, member.line, kind, path))


def _is_explained(tree: Tree, of: Item, member: Item) -> bool:
    """Whether it needs no docstring: everybody knows what it does, or one of a base class holds for it, too."""
    if member.name.startswith(SPECIAL) or member.kind == CLASS or "like-property" in member.labels:
        return True
    for each in tree.line_of(of):
        if isinstance(each, Outside):
            if each.may_have(member.name):
                return True  # it may be one that the base explains
        elif (other := each.members.get(member.name)) is not None and other.has_docstring:
            return True
    return False


def _missing(file: str, line: int, kind: str, path: str) -> Finding:
    return Finding(file, line, "docstring-missing", f"the public {kind} {path} has no docstring", key=path, moves=True)


def _told(checked: Checked, tree: Tree, item: Item, path: str, depth: Depth, *, in_class: bool) -> None:
    if depth == "present":
        return
    sources: list[tuple[Item, Sequence[Parameter] | None]] = []
    is_own = True
    if item.kind == CLASS:
        made = constructor(tree, item)
        sources.append((item, made[1] if made else None))
        is_own = made is not None and (made[0] is item or made[0].home == item.path)
        if made and made[0] is not item and made[0].name in UNTOLD and made[0].home == item.path:
            sources.append((made[0], made[1]))
    elif item.kind == FUNCTION:
        sources.append((item, bound(item, in_class=in_class)))
    all_told = {name for source, _ in sources for name, *_ in (source.documented or {}).get("p", ())}
    for source, parameters in sources:
        told = source.documented or {}
        found = [*_parameters(told, parameters, all_told, depth, is_own=is_own), *_returns(told, source, depth), *_raises(tree, told, source, depth)]
        line = int(told.get("l") or source.line)
        checked.untrue += [
            Finding(source.file, line, rule, f"{path}: {words}", key=f"{path} {detail}", moves=True) for rule, detail, words in found
        ]


def _parameters(
    told: Mapping[str, Any], parameters: Sequence[Parameter] | None, all_told: set[str], depth: Depth, *, is_own: bool
) -> Iterator[tuple[str, str, str]]:
    if parameters is None:
        return
    by_name = {each.name: each for each in parameters}
    takes_any = any(each.kind in {STAR, STARS} for each in parameters)
    rows = told.get("p", ())
    for name, *default in rows:
        if name not in by_name:
            if not takes_any:
                yield "docstring-parameter-unknown", name, f"the docstring explains a parameter {name} that there is none of"
        elif default and (actual := by_name[name].default) is not None and same_value(default[0], actual) is False:
            words = f"the docstring says that {name} is {default[0]} by default; it is {actual}"
            yield "docstring-default", name, words
    if (not rows and depth != "complete") or not is_own:
        return  # what comes from a base class is explained there
    for each in parameters:
        if each.name not in all_told and not each.name.startswith("_") and each.kind not in {STAR, STARS}:
            yield "docstring-parameter-missing", each.name, f"the docstring explains no parameter {each.name}"


def _returns(told: Mapping[str, Any], item: Item, depth: Depth) -> Iterator[tuple[str, str, str]]:
    if item.kind != FUNCTION or "stub" in item.labels:
        return
    gives = {"returns", "yields"}.intersection(item.labels)
    if told.get("ret") and not gives and "async" not in item.labels:
        yield "docstring-returns", "returns", "the docstring says what it returns, and it returns nothing"
    if depth == "complete" and gives and not (told.get("ret") or told.get("y")):
        yield "docstring-returns-missing", "returns", "the docstring does not say what it returns"


def _raises(tree: Tree, told: Mapping[str, Any], item: Item, depth: Depth) -> Iterator[tuple[str, str, str]]:
    named = told.get("r", ())
    for name in named:
        if name[:1].isupper() and not _exists(tree, item, name):
            yield "docstring-raises-unknown", name, f"the docstring names an exception {name} that is nowhere"
    if item.kind == FUNCTION and (named or depth == "complete") and "stub" not in item.labels:
        for name in item.raised:
            if name not in named and name not in {"NotImplementedError", "AssertionError"}:
                yield "docstring-raises-missing", name, f"it raises {name}, and the docstring does not say so"


def _exists(tree: Tree, item: Item, name: str) -> bool:
    module = tree.modules[tree.module_of(item)]
    if hasattr(builtins, name) or tree.member(module, name) is not None or name in item.raised:
        return True
    return name in _class_names(tree)


_NAMES: dict[int, frozenset[str]] = {}


def _class_names(tree: Tree) -> frozenset[str]:
    """The names that any module knows, imported ones too: an exception may come from a callee."""
    if id(tree) not in _NAMES:
        _NAMES.clear()
        _NAMES[id(tree)] = frozenset(name for module in tree.modules.values() for name in module.members)
    return _NAMES[id(tree)]
