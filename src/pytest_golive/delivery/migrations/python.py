"""Reading a migration in Python without running it."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Collection, Iterator, Sequence
from typing import Final

TELLING: Final = frozenset({"print", "debug", "info", "warning"})  # they say something, and do nothing
ANYTHING: Final = frozenset({"eval", "exec", "getattr", "__import__", "compile", "globals", "vars", "import_module"})
KNOWN: Final = frozenset(dir(builtins)) - ANYTHING


def parsed(text: str) -> ast.Module | None:
    """The module; None if it is no Python that this Python understands."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def assigned(body: Sequence[ast.stmt], name: str) -> ast.expr | None:
    """What *name* is set to in *body*, the last time."""
    found = None
    for node in body:
        targets: Sequence[ast.expr] = ()
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign):
            targets = (node.target,)
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            found = node.value  # type: ignore[attr-defined]
    return found


def functions(body: Sequence[ast.stmt]) -> dict[str, ast.FunctionDef]:
    """The functions of a module, by name."""
    return {node.name: node for node in body if isinstance(node, ast.FunctionDef)}


def does_nothing(function: ast.FunctionDef) -> bool:
    """Whether its body is empty: a docstring, ``pass``, ``...``, ``return``, ``return None``, or a message alone."""
    return all(_is_idle(node) for node in function.body)


def raises(function: ast.FunctionDef) -> ast.Raise | None:
    """The ``raise`` that it always reaches; None if there is none."""
    return next((node for node in function.body if isinstance(node, ast.Raise)), None)


def may_raise(function: ast.FunctionDef) -> ast.Raise | None:
    """A ``raise`` anywhere in it."""
    return next((node for node in ast.walk(function) if isinstance(node, ast.Raise)), None)


def called(node: ast.expr) -> str:
    """The last part of a name: "RunSQL" of ``migrations.RunSQL``; "" for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def text_of(node: ast.expr) -> str | None:
    """The text of a string, also within ``text("…")``; of a formatted one its fixed parts; None if it is not known."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return " x ".join(
            one.value for one in node.values if isinstance(one, ast.Constant) and isinstance(one.value, str)
        )
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = text_of(node.left), text_of(node.right)
        return None if left is None or right is None else left + right
    if isinstance(node, ast.Call) and called(node.func) == "text" and node.args:
        return text_of(node.args[0])
    return None


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """All calls in *node*, in the order of the file."""
    found = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
    yield from sorted(found, key=lambda one: (one.lineno, one.col_offset))


def _is_idle(node: ast.stmt) -> bool:
    if isinstance(node, ast.Return):
        return node.value is None or (isinstance(node.value, ast.Constant) and node.value.value is None)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return called(node.value.func) in TELLING
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def reached(function: ast.FunctionDef, others: dict[str, ast.FunctionDef]) -> list[ast.FunctionDef]:
    """*function*, and the functions of the same module that it calls, or hands on, however indirectly."""
    found, left = [function], [function]
    while left:
        names = {node.id for node in ast.walk(left.pop()) if isinstance(node, ast.Name)}
        new = [one for name, one in others.items() if name in names and one not in found]
        found += new
        left += new
    return found


def imports(module: ast.Module) -> dict[str, str]:
    """The names that *module* imports, wherever, and the modules that they come from."""
    found: dict[str, str] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {one.asname or one.name.partition(".")[0]: one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            place = f"{'.' * node.level}{node.module or ''}"
            found |= {one.asname or one.name: place for one in node.names}
    return found


def values(function: ast.FunctionDef) -> set[str]:
    """The names of what calls have returned in *function*: ``session = Session()``."""
    made = [node for node in ast.walk(function) if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)]
    return {target.id for node in made for target in node.targets if isinstance(target, ast.Name)}


def unread(call: ast.Call, own: Collection[str], imported: dict[str, str], trusted: Collection[str]) -> str:
    """The name of what *call* calls if nobody knows what that does; "" if it is known, or a method of some value.

    Args:
        call: in a migration.
        own: functions and classes of the same module, which are read as well.
        imported: see `imports`.
        trusted: packages whose functions are known.
    """
    root = call.func
    while isinstance(root, ast.Attribute | ast.Subscript | ast.Call):
        if isinstance(root, ast.Call) and root is call.func:
            return "what it puts together"
        root = root.func if isinstance(root, ast.Call) else root.value
    if not isinstance(root, ast.Name):
        return ""
    if (place := imported.get(root.id)) is not None:
        first = place.partition(".")[0]
        harmless = first in trusted or (first in sys.stdlib_module_names and first != "importlib")
        return "" if harmless else f"{called(call.func)}()"
    is_value = isinstance(call.func, ast.Attribute)
    return "" if is_value or root.id in own or root.id in KNOWN else f"{root.id}()"
