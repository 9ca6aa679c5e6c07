"""What the body of a function or a module tells that its signature does not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

DEPRECATION: Final = re.compile(r"Deprecat|^RemovedIn|^FutureWarning$")
DIRECTIVE: Final = re.compile(r"^[ \t]*\.\. deprecated::", re.MULTILINE)
SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
MOST_NAMES: Final = 500  # strings of a module's ``__getattr__`` that may be names


def facts(node: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, Any]:
    """What it returns and raises by itself, and whether it says that it is going to go.

    Returns:
        "x": "returns", "yields", "stub" (nothing but a docstring, ``...``, or a raised NotImplementedError),
        "deprecated"; "r": the names of what it raises; "dp": parameters whose end it warns of.
    """
    walked = [*_own(node.body)]
    told = []
    if any(isinstance(each, ast.Return) and not _is_nothing(each.value) for each in walked):
        told.append("returns")
    if any(isinstance(each, ast.Yield | ast.YieldFrom) for each in walked):
        told.append("yields")
    raised = list(dict.fromkeys(name for each in walked if isinstance(each, ast.Raise) if (name := _raised(each))))
    if _is_stub(node.body, raised):
        told.append("stub")
    if _is_nothing(node.returns) and node.returns is not None:
        told.append("none")
    if _is_deprecated(node):
        told.append("deprecated")
    warned = sorted(
        {word for each in walked if isinstance(each, ast.Call) and _announces(each) for word in _words(each)}
    )
    names = {each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
    found = {"x": told, "r": raised, "dp": [word for word in warned if word in names]}
    return {key: value for key, value in found.items() if value}


def module_facts(node: ast.Module) -> dict[str, Any]:
    """Names that a module serves without defining them, by ``__getattr__``; whether its ``__all__`` is empty.

    Returns:
        "g": the strings of a module that has a ``__getattr__``, any of which may be such a name; "x": "deprecated";
        "dynamic": its ``__all__`` grows in a way that griffe does not read.
    """
    found: dict[str, Any] = {}
    if any("__getattr__" in _bound(each) for each in node.body):
        strings = (each.value for each in ast.walk(node) if isinstance(each, ast.Constant))
        names = (each for each in strings if isinstance(each, str) and each.isidentifier())
        found["g"] = [*dict.fromkeys(names)][:MOST_NAMES]
    if any(_warns(each) for each in node.body):
        found["x"] = ["deprecated"]
    if any(_empties_all(each) for each in node.body):
        found["empty_all"] = 1
    if any(_computes_all(each) for each in ast.walk(node)):
        found["dynamic"] = 1
    return found


def _bound(node: ast.stmt) -> set[str]:
    """The names that a statement of a module gives something to."""
    if isinstance(node, ast.FunctionDef):
        return {node.name}
    if isinstance(node, ast.ImportFrom):
        return {each.asname or each.name for each in node.names}
    if isinstance(node, ast.Assign):
        return {each.id for each in node.targets if isinstance(each, ast.Name)}
    return set()


def speaks_of_deprecation(name: str) -> bool:
    """Whether a decorator of that name announces the end of what it decorates."""
    return "deprecat" in name.rpartition(".")[2].lower()


def _own(body: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    """All nodes of a body but for those of functions and classes inside it."""
    waiting: list[ast.AST] = [*reversed(body)]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, SCOPES):
            waiting.extend(reversed([*ast.iter_child_nodes(node)]))


def _is_nothing(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _raised(node: ast.Raise) -> str:
    """The class in ``raise Class(…)``; a variable (lower case) is caught or made elsewhere."""
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    if isinstance(raised, ast.Attribute):
        return raised.attr if raised.attr[:1].isupper() else ""
    return raised.id if isinstance(raised, ast.Name) and raised.id[:1].isupper() else ""


def _is_stub(body: Sequence[ast.stmt], raised: Sequence[str]) -> bool:
    rest = [each for each in body if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))]
    return all(isinstance(each, ast.Pass | ast.Raise) for each in rest) and set(raised) <= {"NotImplementedError"}


def _is_deprecated(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if speaks_of_deprecation(ast.unparse(called)):
            return True
    docstring = ast.get_docstring(node, clean=False)
    return any(_warns(each) for each in node.body) or bool(docstring and DIRECTIVE.search(docstring))


def _warns(node: ast.stmt) -> bool:
    """Whether it warns of a deprecation, whatever the arguments: one under an ``if`` speaks of a parameter."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and _announces(node.value)


def _words(call: ast.Call) -> Iterator[str]:
    for node in ast.walk(call):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from re.findall(r"\w+", node.value)


def _announces(call: ast.Call) -> bool:
    """Whether a call is one that warns of a deprecation."""
    called = call.func
    name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
    if name not in {"warn", "warn_explicit"}:
        return "deprecat" in name.lower()
    words = (each for each in ast.walk(call) if isinstance(each, ast.Name | ast.Attribute))
    return any(DEPRECATION.search(each.id if isinstance(each, ast.Name) else each.attr) for each in words)


def _computes_all(node: ast.AST) -> bool:
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and node.target.id == "__all__":
        return any(isinstance(each, ast.Call | ast.ListComp | ast.GeneratorExp) for each in ast.walk(node.value))
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    return isinstance(node.func.value, ast.Name) and node.func.value.id == "__all__"


def _empties_all(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign):
        targets, value = node.targets, node.value
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        targets, value = [node.target], node.value
    else:
        return False
    is_all = any(isinstance(each, ast.Name) and each.id == "__all__" for each in targets)
    return is_all and isinstance(value, ast.List | ast.Tuple) and not value.elts
