"""A Python module, parsed once and walked once: each further walk takes as long as the parsing."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Final, Self, TypeVar

BODIES: Final = ("body", "orelse", "handlers", "finalbody", "cases")
# The fields in which nodes of the most frequent kinds have others; of the rest, every field is looked at.
HOLDING: Final[dict[type, tuple[str, ...]]] = {
    ast.Attribute: ("value",),
    ast.Constant: (),
    ast.Name: (),
    ast.alias: (),
    ast.arg: ("annotation",),
    ast.keyword: ("value",),
}

N = TypeVar("N", bound=ast.AST)


class Code:
    """A parsed module, without the modules before names: ``typing.overload`` and ``overload`` are one thing.

    Args:
        module: the parsed module, which is changed.
        text: its text.

    Attributes:
        exports: what a literal ``__all__`` lists; None if there is none that can be read, or if more is done to it.
        module: the module.
    """

    def __init__(self, module: ast.Module, text: str) -> None:
        self.exports = _exports(module) if "__all__" in text else None
        aliases = {name for node in _statements(module) if isinstance(node, ast.Import) for name in _bound(node)}
        self.module = module
        self._nodes = _walked(module, aliases)

    @classmethod
    def of(cls, text: str) -> Self | None:
        """The module with this text; None if it cannot be parsed."""
        module = parsed(text)
        return None if module is None else cls(module, text)

    def all(self, kind: type[N]) -> Sequence[N]:
        """All nodes of exactly this *kind*, but no names."""
        return self._nodes.get(kind, ())

    @cached_property
    def extended(self) -> frozenset[str]:
        """The names of methods that are called on ``super()`` anywhere."""
        return frozenset(name for node in self.all(ast.Attribute) for name in extends(node))


def parsed(text: str) -> ast.Module | None:
    """The module with this text; None if it cannot be parsed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def extends(node: ast.AST) -> tuple[str, ...]:
    """The name of the method in ``super().method``; none for any other node."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Call):
        called = node.value.func
        if isinstance(called, ast.Name) and called.id == "super":
            return (node.attr,)
    return ()


def _statements(module: ast.Module) -> Iterator[ast.AST]:
    """The statements of a module, those in functions and classes, too."""
    waiting: list[ast.AST] = [module]
    while waiting:
        node = waiting.pop()
        yield node
        for name in BODIES:
            part = getattr(node, name, None)
            if isinstance(part, list):  # the body of a lambda or of a conditional is an expression
                waiting.extend(part)


def _bound(node: ast.Import) -> Iterator[str]:
    yield from (each.asname or each.name.partition(".")[0] for each in node.names)


def _walked(module: ast.Module, modules: set[str]) -> dict[type, list[Any]]:
    """All nodes but names, by their kinds, while the modules before names are taken off.

    Two walks with ast's own take six times as long.
    """
    found: dict[type, list[Any]] = {}
    waiting: list[ast.AST] = [module]
    for node in waiting:  # grows while it is walked
        found.setdefault(node.__class__, []).append(node)
        for name in HOLDING.get(node.__class__, node._fields):
            part = getattr(node, name, None)
            if part.__class__ is list:
                for place, each in enumerate(part):
                    if each.__class__ is ast.Attribute:
                        part[place] = each = _plain(each, modules)  # noqa: PLW2901
                    if each.__class__ is not ast.Name and isinstance(each, ast.AST):
                        waiting.append(each)
            elif part.__class__ is ast.Attribute:
                if (plain := _plain(part, modules)) is not part:
                    setattr(node, name, plain)
                else:
                    waiting.append(part)
            elif part.__class__ is not ast.Name and isinstance(part, ast.AST):
                waiting.append(part)
    return found


def below(top: ast.AST) -> list[ast.AST]:
    """A node, and all within it."""
    found = [top]
    for node in found:  # grows while it is walked
        for name in HOLDING.get(node.__class__, node._fields):
            part = getattr(node, name, None)
            if part.__class__ is list:
                found.extend(each for each in part if isinstance(each, ast.AST))
            elif isinstance(part, ast.AST):
                found.append(part)
    return found


def _plain(node: ast.Attribute, modules: set[str]) -> ast.Attribute | ast.Name:
    """``typing.overload`` as ``overload``, where ``typing`` is one of *modules*; any other as it is."""
    root: ast.expr = node
    while isinstance(root, ast.Attribute):
        root = root.value
    if isinstance(root, ast.Name) and root.id in modules:
        return ast.copy_location(ast.Name(node.attr, node.ctx), node)
    return node


def _exports(module: ast.Module) -> frozenset[str] | None:
    found = None
    for node in module.body:
        if not any(isinstance(each, ast.Name) and each.id == "__all__" for each in below(node)):
            continue
        if found is not None or not isinstance(node, ast.Assign):
            return None
        try:
            found = frozenset(map(str, ast.literal_eval(node.value)))
        except (ValueError, TypeError):
            return None
    return found
