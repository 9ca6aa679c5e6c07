"""Names that a module has in any place, and the defaults that it gives to keys: what a document may repeat of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from pytest_golive.documents.offering.code import Code, below

SHORTEST: Final = 6  # letters of a name that hardly stands anywhere by accident
NAME: Final = re.compile(r"(?!test_|Test)[A-Za-z]\w{0,99}+")
PARTS: Final = re.compile(r"\w_\w|[a-z][A-Z]")
OPTION: Final = re.compile(r"--[a-z][\w-]{2,}+")


def vanished(old: Code, new: str) -> frozenset[str]:
    """Names of parameters, attributes, keys and options that *old* had, and that stand nowhere in the text *new*."""
    words = {*re.findall(r"--[a-z][\w-]++|\w++", new)}
    names = {*_all_named(old), *_assigned(old)} - words
    telling = {name for name in names if OPTION.fullmatch(name) or _is_telling(name)}
    if not telling:
        return frozenset()
    # What a class takes from another, it may have from there still.
    heirs = (node for node in old.all(ast.ClassDef) if node.bases)
    inner = (node for heir in heirs for node in below(heir) if not _is_own(node))
    return frozenset(telling.difference(name for node in inner for name in _named(node)))


def _all_named(code: Code) -> Iterator[str]:
    kinds = (ast.arg, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Attribute, ast.Constant)
    yield from (name for kind in kinds for node in code.all(kind) for name in _named(node))


def _is_own(node: ast.AST) -> bool:
    """Whether what a class names stands nowhere but there: a parameter, or an option of the command line."""
    is_option = isinstance(node, ast.Constant) and isinstance(node.value, str) and OPTION.fullmatch(node.value)
    return isinstance(node, ast.arg) or bool(is_option)


def _is_telling(name: str) -> bool:
    """Whether it is a name that hardly stands anywhere by accident."""
    return len(name) >= SHORTEST and NAME.fullmatch(name) is not None and PARTS.search(name) is not None


def _named(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        yield node.attr
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _assigned(code: Code) -> Iterator[str]:
    """What the module itself, and classes that take nothing from others, assign."""
    classes = (node for node in code.all(ast.ClassDef) if not node.bases)
    parts: list[ast.stmt] = [*code.module.body, *(part for each in classes for part in each.body)]
    for node in parts:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def defaults(code: Code) -> dict[str, str]:
    """The values of keys in tables, and of constants and fields: "TIMEOUT" with "30"; without what stands twice."""
    found: dict[str, set[str]] = {}
    assigned: list[ast.Assign | ast.AnnAssign] = [*code.all(ast.Assign), *code.all(ast.AnnAssign)]
    for name, value in (pair for node in assigned for pair in _pairs(node)):
        if isinstance(value, ast.Constant) and value.value is not None and value.value != "":
            found.setdefault(name, set()).add(str(value.value))
        else:
            found.setdefault(name, set()).update(("", "?"))
    return {name: next(iter(values)) for name, values in found.items() if len(values) == 1 and _is_telling(name)}


def _pairs(node: ast.Assign | ast.AnnAssign) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node.value, ast.Dict):
        for key, value in zip(node.value.keys, node.value.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value, value
    elif node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (
            (target.id, node.value) for target in targets if isinstance(target, ast.Name) and target.id.isupper()
        )
