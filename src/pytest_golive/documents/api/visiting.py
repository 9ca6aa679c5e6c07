"""Build the outline of one Python file with griffe: what it defines and imports, in plain types for the cache.

An outline uses short keys, because a large project has a hundred thousand entries; `outline` gives access by name.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import griffe

from pytest_golive.documents.api import bodies
from pytest_golive.documents.api.docstrings import documented

Row = dict[str, Any]
LONGEST_VALUE = 200  # characters of a stored value; docstrings do not repeat longer defaults
KINDS = {
    griffe.ParameterKind.positional_only: 0,
    griffe.ParameterKind.positional_or_keyword: 1,
    griffe.ParameterKind.var_positional: 2,
    griffe.ParameterKind.keyword_only: 3,
    griffe.ParameterKind.var_keyword: 4,
}
FACTS = "golive"
LIKE_PROPERTY = ("property", ".setter", ".deleter", ".getter")  # decorators whose result is not called like a function


class _Bodies(griffe.Extension):
    """Stores facts from function bodies together with griffe's signatures, so that the file is parsed only once."""

    def on_function_instance(self, *, node: Any, func: griffe.Function, agent: Any, **_: Any) -> None:  # noqa: ARG002
        func.extra[FACTS] = bodies.facts(node)

    def on_attribute_instance(self, *, node: Any, attr: griffe.Attribute, agent: Any, **_: Any) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):  # a property
            attr.extra[FACTS] = bodies.facts(node)
        elif agent.current.kind is griffe.Kind.FUNCTION:
            attr.labels.add("self")

    def on_members(self, *, node: Any, obj: griffe.Object, agent: Any, **_: Any) -> None:  # noqa: ARG002
        """``OPEN, CLOSED = range(2)`` defines names, too."""
        for line, name in bodies.unpacked(node):
            if name not in obj.members:
                obj.set_member(name, griffe.Attribute(name, lineno=line))

    def on_module_instance(self, *, node: Any, mod: griffe.Module, agent: Any, **_: Any) -> None:
        mod.extra[FACTS] = bodies.module_facts(node, agent.code)


# Decorators that do not change the parameters.
TRANSPARENT = re.compile(
    r"(?:^|\.)(?:staticmethod|classmethod|property|abstractmethod|overload|override|final|wraps|cache|lru_cache|singledispatch"
    r"|cached_property|contextmanager|asynccontextmanager|no_type_check|\w*deprecat\w*|setter|deleter|getter)$",
    re.IGNORECASE,
)
EXTENSIONS = griffe.Extensions(_Bodies())


def outline_of(text: str, name: str, *, is_package: bool, docstrings: bool) -> Row:
    """The outline of a module.

    Args:
        text: the source of the module.
        name: its dotted name; relative imports are resolved by it.
        is_package: whether it is the ``__init__`` of a package.
        docstrings: whether to include its docstrings.

    Raises:
        SyntaxError: this Python cannot parse it.
        ValueError: it contains a null character.
        RecursionError: it is nested too deeply.
    """
    parent, last = _parents(name)
    file = Path(*name.split("."), "__init__.py") if is_package else Path(*name.split(".")).with_suffix(".py")
    module = griffe.visit(last, file, text, parent=parent, extensions=EXTENSIONS)
    facts = module.extra[FACTS]
    row: Row = {"m": dict(_members(module, docstrings=docstrings)), **facts}
    if module.docstring:
        row["doc"] = 1
    exports = module.exports
    if exports is not None:
        row["all"] = [export if isinstance(export, str) else {"of": _origin(export)} for export in exports]
        if not exports and not facts.get("empty_all"):
            row["dynamic"] = 1
    row["w"] = [
        member.target_path for key, member in module.members.items() if "/" in key and isinstance(member, griffe.Alias)
    ]
    return row


def _parents(name: str) -> tuple[griffe.Module | None, str]:
    *above, last = name.split(".")
    parent = None
    for number, part in enumerate(above, 1):
        file = Path(PurePosixPath(*above[:number], "__init__.py"))
        parent = griffe.Module(part, filepath=file, parent=parent)
    return parent, last


def _origin(expression: Any) -> str:
    """The module whose names an ``__all__`` includes: "shop.pay" for ``[*pay.__all__]``."""
    return str(expression.canonical_path).removesuffix(".__all__")


def _members(of: griffe.Module | griffe.Class, *, docstrings: bool) -> Iterator[tuple[str, Row]]:
    for name, member in of.members.items():
        if "/" in name:
            continue
        if isinstance(member, griffe.Alias):
            yield name, {"k": "a", "l": member.alias_lineno or 0, "t": member.target_path}
            continue
        row: Row = {"l": member.lineno or 0}
        if member.docstring:
            row["doc"] = 1
            if docstrings and (sections := documented(member.docstring, _callable_with(member))):
                row["d"] = sections
        if isinstance(member, griffe.Function):
            row |= _function(member)
        elif isinstance(member, griffe.Class):
            row |= _class(member, docstrings=docstrings)
        elif isinstance(member, griffe.Attribute):
            row |= _attribute(member)
        else:
            row["k"] = "v"
        yield name, row


def _callable_with(member: griffe.Object) -> list[str]:
    """The names of the parameters that a docstring may explain: for a class, of its constructor, and its fields."""
    if isinstance(member, griffe.Class):
        makers = [maker for name in ("__init__", "__new__") if (maker := member.members.get(name))]
        names = [name for name in member.members if "/" not in name]
        return [
            *names,
            *(each for maker in makers if isinstance(maker, griffe.Function) for each in _callable_with(maker)),
        ]
    return [entry.name for entry in member.parameters] if isinstance(member, griffe.Function) else []


def _function(function: griffe.Function) -> Row:
    parameters = [_parameter(entry) for entry in function.parameters]
    facts = function.extra.get(FACTS, {})
    labels = [*facts.get("x", ()), *sorted(function.labels)]
    if function.overloads:
        labels.append("overloaded")
    made = [entry.callable_path for entry in function.decorators if not TRANSPARENT.search(entry.callable_path)]
    if any(entry.callable_path.lower().endswith(LIKE_PROPERTY) for entry in function.decorators):
        labels.append("like-property")
    row = {"k": "f", "p": parameters, **facts, "x": labels, "made": made}
    return {key: value for key, value in row.items() if value or key == "p"}


def _parameter(parameter: griffe.Parameter) -> list[Any]:
    kind = KINDS[parameter.kind or griffe.ParameterKind.positional_or_keyword]
    row: list[Any] = [parameter.name, kind]
    is_starred = kind in {2, 4}
    return row if parameter.default is None or is_starred else [*row, str(parameter.default)[:LONGEST_VALUE]]


def _class(class_: griffe.Class, *, docstrings: bool) -> Row:
    row: Row = {"k": "c", "m": dict(_members(class_, docstrings=docstrings))}
    row["b"] = [_path_of(base) for written in class_.bases for base in _meant(written)]
    if class_.decorators:
        row["dec"] = {decorator.callable_path: str(decorator.value) for decorator in class_.decorators}
        if any(bodies.speaks_of_deprecation(decorator.callable_path) for decorator in class_.decorators):
            row["x"] = ["deprecated"]
    if class_.docstring and bodies.DIRECTIVE.search(class_.docstring.value):
        row["x"] = ["deprecated"]
    return row


def _meant(base: Any) -> list[Any]:
    """The bases that one stands for: six's ``with_metaclass(Meta, Base)`` only says how the class is made."""
    if isinstance(base, griffe.ExprCall) and _path_of(base.function).rpartition(".")[2] == "with_metaclass":
        return list(base.arguments[1:])
    return [base]


def _attribute(attribute: griffe.Attribute) -> Row:
    facts: Mapping[str, Any] = attribute.extra.get(FACTS, {})
    labels = [*facts.get("x", ()), *sorted(attribute.labels - {"module-attribute"})]
    value = {} if attribute.value is None else {"v": str(attribute.value)[:LONGEST_VALUE]}
    row: Row = {"k": "v", **({"x": labels} if labels else {}), **value}
    if attribute.annotation is not None:
        row["a"] = _path_of(attribute.annotation)
    return row


def _path_of(expression: Any) -> str:
    """The path of a base or an annotation, as far as this file shows it: "shop.cart.Cart", or "Cart"."""
    if isinstance(expression, str):
        return expression
    try:
        return str(expression.canonical_path)
    except (griffe.NameResolutionError, AttributeError):
        return str(expression)[:LONGEST_VALUE]
