"""What a call of a class takes: by its own constructor, or by the fields of a dataclass and its like."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pytest_golive.documents.api.outline import EITHER, FUNCTION, KEYWORD_ONLY, Item, Parameter
from pytest_golive.documents.api.tree import Outside, Tree

DATACLASSES: Final = frozenset({"dataclasses.dataclass", "dataclass"})
ATTRS: Final = frozenset({
    "attr.s",
    "attr.attrs", "attr.define", "attr.frozen", "attr.mutable", "attrs.define", "attrs.frozen", "attrs.mutable",
    "attr.dataclass",
})  # fmt: skip
FIELDS: Final = frozenset({"field", "ib", "attrib"})
PLAIN: Final = frozenset({"object", "Generic", "Protocol", "ABC"})  # whose own constructor takes nothing
MAKERS: Final = ("__init__", "__new__")


def bound(function: Item, *, in_class: bool) -> tuple[Parameter, ...]:
    """The parameters that a caller gives: without self or cls."""
    parameters = function.parameters
    is_method = in_class and "staticmethod" not in function.labels
    return parameters[1:] if is_method and parameters and parameters[0].is_positional else parameters


def constructor(tree: Tree, of: Item) -> tuple[Item, tuple[Parameter, ...]] | None:
    """What a class is called with, and what says so; None where nobody can tell."""
    for each in tree.line_of(of):
        if isinstance(each, Outside):
            if each.path.rpartition(".")[2] in PLAIN:
                continue
            return None
        if "metaclass" in each.row:
            return None
        for maker in MAKERS:
            found = each.members.get(maker)
            if found is not None:
                return (found, bound(found, in_class=True)) if found.kind == FUNCTION else None
        if _makes_fields(each):
            return of, tuple(_ordered(_fields(tree, each)))
        if each.decorators.keys() - {"typing.final", "final", "functools.total_ordering", "total_ordering"}:
            return None
    return of, ()


def _makes_fields(class_: Item) -> bool:
    made = {path for path in class_.decorators if path in DATACLASSES or path in ATTRS}
    return bool(made) and not any("init=False" in class_.decorators[path].replace(" ", "") for path in made)


def _fields(tree: Tree, of: Item) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    for each in reversed([*tree.line_of(of)]):
        if isinstance(each, Outside) or not any(path in DATACLASSES | ATTRS for path in each.decorators):
            continue
        is_attrs = any(path in ATTRS for path in each.decorators)
        written = " ".join(each.decorators.values()).replace(" ", "")
        only_keyword = "kw_only=True" in written
        for member in each.members.values():
            if member.annotation.rpartition(".")[2] == "KW_ONLY":
                only_keyword = True
            elif (parameter := _field(member, is_attrs=is_attrs)) is not None:
                kind = KEYWORD_ONLY if only_keyword or parameter.kind == KEYWORD_ONLY else EITHER
                found[parameter.name] = replace(parameter, kind=kind)
    return found


def _field(member: Item, *, is_attrs: bool) -> Parameter | None:
    """The parameter of one field; None if it is none."""
    if member.kind != "v" or "property" in member.labels or "self" in member.labels:
        return None
    if "ClassVar" in member.annotation or (
        "class-attribute" in member.labels and "instance-attribute" not in member.labels
    ):
        return None
    call = _call(member.value or "")
    if not member.annotation and call is None:
        return None
    name = member.name.lstrip("_") if is_attrs else member.name
    if call is None:
        return Parameter(name, EITHER, member.value)
    given = {word.arg: ast.unparse(word.value) for word in call.keywords if word.arg}
    if given.get("init") == "False":
        return None
    default = given.get("default", given.get("default_factory", given.get("factory")))
    kind = KEYWORD_ONLY if given.get("kw_only") == "True" else EITHER
    return Parameter(given.get("alias", name).strip("'\""), kind, default)


def _call(text: str) -> ast.Call | None:
    """``field(…)`` or its like; a text that was cut is none that can be read."""
    try:
        found = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError):
        return None
    if not isinstance(found, ast.Call):
        return None
    called = found.func.attr if isinstance(found.func, ast.Attribute) else getattr(found.func, "id", "")
    return found if called in FIELDS else None


def _ordered(fields: dict[str, Parameter]) -> Iterator[Parameter]:
    """The keyword-only ones last, as they are in the signature."""
    yield from (each for each in fields.values() if each.kind != KEYWORD_ONLY)
    yield from (each for each in fields.values() if each.kind == KEYWORD_ONLY)
