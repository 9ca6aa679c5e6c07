"""What the source of a module leaves to the moment of its import: names that it makes, and what it falls back to."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any, Final

ANY: Final = "*"  # among the names that a module serves: it may have any name
LACKING: Final = frozenset({"ImportError", "ModuleNotFoundError"})
SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def facts(node: ast.Module, text: str) -> dict[str, Any]:
    """What is known only when the module is imported.

    Args:
        node: the module.
        text: its source; what does not stand in it is not looked for in the tree.

    Returns:
        "any": ANY if it puts modules or names of any kind where importers find them;
        "fb": the functions and classes that it defines where an import may fail;
        "own": what it imports, and uses itself while it is imported.
    """
    found: dict[str, Any] = {}
    walked = [*_outside_scopes(node.body)] if "import" in text or "globals" in text or "__getattr__" in text else []
    if any(map(_makes_names, walked)) or any(map(_answers_any, node.body)):
        found["any"] = ANY
    fallbacks = [
        name for child in walked if isinstance(child, ast.Try) and _may_lack(child) for name in _defined(child)
    ]
    if fallbacks:
        found["fb"] = sorted({*fallbacks})
    imports = [each for child in walked if isinstance(child, ast.ImportFrom) for each in child.names]
    used = {child.id for child in walked if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load)}
    if own := sorted(used.intersection(each.name for each in imports if each.asname is None)):
        found["own"] = own
    return found


def _outside_scopes(body: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = [*body]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, SCOPES):
            waiting.extend(ast.iter_child_nodes(node))


def _makes_names(node: ast.AST) -> bool:
    """``sys.modules[name] = …`` and ``globals()[name] = …``; a literal name is one that a reader sees."""
    targets = node.targets if isinstance(node, ast.Assign) else ()
    places = [each for each in targets if isinstance(each, ast.Subscript) and not isinstance(each.slice, ast.Constant)]
    return any(ast.unparse(each.value) in {"sys.modules", "modules", "globals()"} for each in places)


def _answers_any(node: ast.stmt) -> bool:
    """Whether a module's ``__getattr__`` hands the name on without comparing it with names that it knows."""
    if not isinstance(node, ast.FunctionDef) or node.name != "__getattr__" or len(node.args.args) != 1:
        return False
    name = node.args.args[0].arg
    walked = [*ast.walk(node)]
    checks = [each for each in walked if isinstance(each, ast.Compare | ast.Subscript | ast.Match)]
    calls = [each for each in walked if isinstance(each, ast.Call) and not _is_error(each)]
    is_known = any(_names(each, name) for each in checks)
    return not is_known and any(_names(each, name) for each in calls)


def _is_error(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id.endswith("Error")


def _names(node: ast.AST, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(node))


def _may_lack(node: ast.Try) -> bool:
    """Whether the statement goes on if an import fails."""
    caught = (each.type for each in node.handlers)
    named = {word.id for each in caught if each is not None for word in ast.walk(each) if isinstance(word, ast.Name)}
    return not LACKING.isdisjoint(named)


def _defined(node: ast.Try) -> Iterator[str]:
    bodies = (node.body, node.orelse, *(each.body for each in node.handlers))
    yield from (each.name for body in bodies for each in body if isinstance(each, ast.FunctionDef | ast.ClassDef))
