"""The parameters for calling a class, from its constructor or from the fields of a dataclass or similar class."""

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
PLAIN: Final = frozenset({"object", "Generic", "Protocol", "ABC"})  # classes whose constructor takes no arguments
COMPUTED: Final = "…"  # as a default that a method makes
MAKERS: Final = ("__init__", "__new__")


def bound(function: Item, *, in_class: bool) -> tuple[Parameter, ...]:
    """The parameters that a caller passes: without self or cls."""
    parameters = function.parameters
    is_method = in_class and "staticmethod" not in function.labels
    return parameters[1:] if is_method and parameters and parameters[0].is_positional else parameters


def constructor(tree: Tree, of: Item) -> tuple[Item, tuple[Parameter, ...]] | None:
    """The parameters for calling a class, and the item that defines them; None if they cannot be determined."""
    for ancestor in tree.line_of(of):
        if isinstance(ancestor, Outside):
            if ancestor.path.rpartition(".")[2] in PLAIN:
                continue
            return None
        if "metaclass" in ancestor.row:
            return None
        for maker in MAKERS:
            found = ancestor.members.get(maker)
            if found is not None:
                return (found, bound(found, in_class=True)) if found.kind == FUNCTION else None
        if _makes_fields(ancestor):
            return of, tuple(_ordered(_fields(tree, ancestor)))
        if ancestor.decorators.keys() - {"typing.final", "final", "functools.total_ordering", "total_ordering"}:
            return None
    return of, ()


def _makes_fields(class_: Item) -> bool:
    made = {path for path in class_.decorators if path in DATACLASSES or path in ATTRS}
    return bool(made) and not any("init=False" in class_.decorators[path].replace(" ", "") for path in made)


def _fields(tree: Tree, of: Item) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    for ancestor in reversed([*tree.line_of(of)]):
        if isinstance(ancestor, Outside) or not any(path in DATACLASSES | ATTRS for path in ancestor.decorators):
            continue
        is_attrs = any(path in ATTRS for path in ancestor.decorators)
        written = " ".join(ancestor.decorators.values()).replace(" ", "")
        only_keyword = "kw_only=True" in written
        computed = _computed(ancestor) if is_attrs else frozenset()
        for member in ancestor.members.values():
            if member.annotation.rpartition(".")[2] == "KW_ONLY":
                only_keyword = True
            elif (parameter := _field(member, is_attrs=is_attrs)) is not None:
                kind = KEYWORD_ONLY if only_keyword or parameter.kind == KEYWORD_ONLY else EITHER
                default = COMPUTED if parameter.default is None and member.name in computed else parameter.default
                found[parameter.name] = replace(parameter, kind=kind, default=default)
    return found


def _computed(class_: Item) -> frozenset[str]:
    """The fields for which a method below ``@field.default`` makes the default."""
    marks = (mark for member in class_.members.values() if member.kind == FUNCTION for mark in member.made_by)
    return frozenset(mark.split(".")[-2] for mark in marks if mark.endswith(".default") and "." in mark)


def _field(member: Item, *, is_attrs: bool) -> Parameter | None:
    """The parameter for one field; None if the member is not a field."""
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
    """A call such as ``field(…)``; None for any other text, or one that was truncated."""
    try:
        found = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError):
        return None
    if not isinstance(found, ast.Call):
        return None
    called = found.func.attr if isinstance(found.func, ast.Attribute) else getattr(found.func, "id", "")
    return found if called in FIELDS else None


def _ordered(fields: dict[str, Parameter]) -> Iterator[Parameter]:
    """The parameters, with keyword-only ones last, as in the signature."""
    yield from (parameter for parameter in fields.values() if parameter.kind != KEYWORD_ONLY)
    yield from (parameter for parameter in fields.values() if parameter.kind == KEYWORD_ONLY)
