"""Facts that only the body of a function or module shows, not its signature."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from pytest_golive.documents import run_time

DEPRECATION: Final = re.compile(r"Deprecat|^RemovedIn|^FutureWarning$")
DIRECTIVE: Final = re.compile(r"^[ \t]*\.\. deprecated::", re.MULTILINE)
SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
MOST_NAMES: Final = 500  # strings in a module with ``__getattr__`` that may be names


def facts(node: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, Any]:
    """What a function itself returns and raises, and whether it is deprecated.

    Returns:
        "x": "returns", "yields", "stub" (nothing but a docstring, ``...``, or a raised NotImplementedError),
        "deprecated"; "r": the names of the exceptions it raises; "dp": the parameters that it warns are deprecated.
    """
    walked = [*_own(node.body)]
    labels = []
    returned = [each.value for each in walked if isinstance(each, ast.Return)]
    # "return None" below "-> str | None" is what an override may answer, too.
    may_return = not _is_nothing(node.returns) and any(value is not None for value in returned)
    if may_return or not all(map(_is_nothing, returned)):
        labels.append("returns")
    if any(isinstance(each, ast.Yield | ast.YieldFrom) for each in walked):
        labels.append("yields")
    raised = list(dict.fromkeys(name for child in walked if isinstance(child, ast.Raise) if (name := _raised(child))))
    if _is_stub(node.body, raised):
        labels.append("stub")
    if _is_nothing(node.returns) and node.returns is not None:
        labels.append("none")
    if _is_deprecated(node):
        labels.append("deprecated")
    warned = sorted(
        {word for child in walked if isinstance(child, ast.Call) and _announces(child) for word in _words(child)}
    )
    names = {child.arg for child in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
    found = {"x": labels, "r": raised, "dp": [word for word in warned if word in names]}
    return {key: value for key, value in found.items() if value}


def module_facts(node: ast.Module, text: str) -> dict[str, Any]:
    """Names that a module provides through ``__getattr__`` without defining them, and whether its ``__all__`` is empty.

    Args:
        node: the module.
        text: its source; what does not stand in it is not looked for in the tree.

    Returns:
        "g": the strings of a module that has a ``__getattr__``, or of a call that is handed its ``globals()``, any of
        which may be such a name; "as": what "import NAME as NAME" offers; "x": "deprecated";
        "dynamic": its ``__all__`` is extended in a way that griffe cannot read.
    """
    found: dict[str, Any] = {}
    if any("__getattr__" in _bound(child) for child in node.body):
        strings = (child.value for child in ast.walk(node) if isinstance(child, ast.Constant))
        names = (child for child in strings if isinstance(child, str) and child.isidentifier())
        found["g"] = [*dict.fromkeys(names)][:MOST_NAMES]
    elif "globals" in text and (calls := [child for child in _own(node.body) if _fills_globals(child)]):
        strings = (child.value for call in calls for child in ast.walk(call) if isinstance(child, ast.Constant))
        found["g"] = [*dict.fromkeys(name for name in strings if isinstance(name, str) and name.isidentifier())]
    if again := [alias.name for child in node.body for alias in _offered(child)]:
        found["as"] = again
    if any(_warns(child) for child in node.body):
        found["x"] = ["deprecated"]
    if any(_empties_all(child) for child in node.body):
        found["empty_all"] = 1
    if "__all__" in text and any(_computes_all(child) for child in ast.walk(node)):
        found["dynamic"] = 1
    return found | run_time.facts(node, text)


def unpacked(node: ast.AST) -> Iterator[tuple[int, str]]:
    """The lines and names that ``OPEN, CLOSED = …`` defines in the body of a module or a class."""
    body = node.body if isinstance(node, ast.Module | ast.ClassDef) else ()
    targets = (target for each in body if isinstance(each, ast.Assign) for target in each.targets)
    names = (name for target in targets if isinstance(target, ast.Tuple | ast.List) for name in target.elts)
    yield from ((name.lineno, name.id) for name in names if isinstance(name, ast.Name))


def _fills_globals(node: ast.AST) -> bool:
    """Whether a call is handed the module's ``globals()``, to which it may add names."""
    if not isinstance(node, ast.Call):
        return False
    called = (each.func for each in node.args if isinstance(each, ast.Call))
    return any(isinstance(each, ast.Name) and each.id == "globals" for each in called)


def _bound(node: ast.stmt) -> set[str]:
    """The names that a statement of a module binds."""
    if isinstance(node, ast.FunctionDef):
        return {node.name}
    if isinstance(node, ast.ImportFrom):
        return {child.asname or child.name for child in node.names}
    if isinstance(node, ast.Assign):
        # Also of "__getattr__, __dir__, __all__ = lazy.attach(…)".
        return {name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)}
    return set()


def speaks_of_deprecation(name: str) -> bool:
    """Whether a decorator with that name marks a function or class as deprecated."""
    return "deprecat" in name.rpartition(".")[2].lower()


def _own(body: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    """All nodes of a body, without those of nested functions and classes."""
    waiting: list[ast.AST] = [*reversed(body)]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, SCOPES):
            waiting.extend(reversed([*ast.iter_child_nodes(node)]))


def _is_nothing(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _raised(node: ast.Raise) -> str:
    """The class in ``raise Class(…)``; "" for a variable (lower case), which was caught or created elsewhere."""
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    if isinstance(raised, ast.Attribute):
        return raised.attr if raised.attr[:1].isupper() else ""
    return raised.id if isinstance(raised, ast.Name) and raised.id[:1].isupper() else ""


def _is_stub(body: Sequence[ast.stmt], raised: Sequence[str]) -> bool:
    rest = [
        statement
        for statement in body
        if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
    ]
    # "msg = …" may stand in front of "raise NotImplementedError(msg)".
    is_short = all(isinstance(statement, ast.Pass | ast.Raise | ast.Assign) for statement in rest)
    ends = not rest or isinstance(rest[-1], ast.Pass | ast.Raise)
    return is_short and ends and set(raised) <= {"NotImplementedError"}


def _is_deprecated(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if speaks_of_deprecation(ast.unparse(called)):
            return True
    docstring = ast.get_docstring(node, clean=False)
    return any(_warns(statement) for statement in node.body) or bool(docstring and DIRECTIVE.search(docstring))


def _warns(node: ast.stmt) -> bool:
    """Whether the statement always warns of a deprecation; a warning under an ``if`` is about a parameter."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and _announces(node.value)


def _words(call: ast.Call) -> Iterator[str]:
    for node in ast.walk(call):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from re.findall(r"\w+", node.value)


def _announces(call: ast.Call) -> bool:
    """Whether a call warns of a deprecation."""
    called = call.func
    name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
    if name not in {"warn", "warn_explicit"}:
        return "deprecat" in name.lower()
    words = (word for word in ast.walk(call) if isinstance(word, ast.Name | ast.Attribute))
    return any(DEPRECATION.search(word.id if isinstance(word, ast.Name) else word.attr) for word in words)


def _computes_all(node: ast.AST) -> bool:
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and node.target.id == "__all__":
        return any(isinstance(child, ast.Call | ast.ListComp | ast.GeneratorExp) for child in ast.walk(node.value))
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    return isinstance(node.func.value, ast.Name) and node.func.value.id == "__all__"


def _offered(node: ast.stmt) -> Iterator[ast.alias]:
    """What ``from … import NAME as NAME`` offers to users, by the convention of type checkers."""
    if isinstance(node, ast.ImportFrom):
        yield from (alias for alias in node.names if alias.asname == alias.name)


def _empties_all(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign):
        targets, value = node.targets, node.value
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        targets, value = [node.target], node.value
    else:
        return False
    is_all = any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets)
    return is_all and isinstance(value, ast.List | ast.Tuple) and not value.elts
