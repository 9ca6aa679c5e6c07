"""Revisions of Alembic: which of them can be downgraded."""

from __future__ import annotations

import ast
from typing import Final

from pytest_golive.delivery.migrations.python import (
    assigned,
    called,
    calls,
    does_nothing,
    functions,
    imports,
    may_raise,
    parsed,
    raises,
    reached,
    text_of,
    unread,
    values,
)
from pytest_golive.delivery.migrations.result import Migration, WayBack
from pytest_golive.delivery.migrations.statements import losing

TOOL: Final = "Alembic"
MARK: Final = "down_revision"
LOSSES: Final = ("drop_table", "drop_column", "DropTableOp", "DropColumnOp")
EXECUTING: Final = ("execute", "exec_driver_sql", "executemany", "executescript")
TRUSTED: Final = frozenset({"alembic", "sqlalchemy"})
UP, DOWN = "upgrade", "downgrade"


def is_one(text: str) -> bool:
    """Whether a module in Python is a revision, as far as words tell; `of` looks closer."""
    return MARK in text


def of(path: str, text: str) -> Migration | None:
    """What the revision in *text* says; None if it is none."""
    module = parsed(text)
    if module is None:
        return Migration(path, TOOL, WayBack.UNKNOWN, "this is no Python that can be read here")
    if assigned(module.body, "revision") is None or not _names(module, MARK):
        return None
    found = functions(module.body)
    ups = [name for name in found if name == UP or name.startswith(f"{UP}_")]
    for name in ups or [UP]:
        problem = _pair(path, found, name) or _unread(path, module, found, name)
        if problem is not None:
            return problem
    return Migration(path, TOOL, WayBack.THERE)


def _names(module: ast.Module, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(module))


def _pair(path: str, found: dict[str, ast.FunctionDef], name: str) -> Migration | None:
    """What is wrong with the way back of one function; with several databases there are several."""
    up, down = found.get(name), found.get(name.replace(UP, DOWN, 1))
    back = name.replace(UP, DOWN, 1)
    if up is None:
        return Migration(path, TOOL, WayBack.UNKNOWN, f"there is no function {name}()")
    if does_nothing(up):
        return None
    problem = _of_way_back(path, down, back, found)
    return problem or next((lost for one in reached(up, found) if (lost := _loss(path, one, name))), None)


def _unread(path: str, module: ast.Module, found: dict[str, ast.FunctionDef], name: str) -> Migration | None:
    """What *name* calls that is not written in the module, and is none of Alembic's or SQLAlchemy's."""
    up, imported = found.get(name), imports(module)
    own = {node.name for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    for function in reached(up, found) if up is not None else ():
        for call in calls(function):
            if call in _given(function, imported):
                continue
            if what := unread(call, own | values(function), imported, TRUSTED):
                why = f"{name}() calls {what}, which is not written there"
                return Migration(path, TOOL, WayBack.UNKNOWN, why, call.lineno)
    return None


def _given(function: ast.FunctionDef, imported: dict[str, str]) -> set[ast.AST]:
    """All that stands in the arguments of an operation, such as the types of columns: values, which do nothing."""
    found: set[ast.AST] = set()
    for call in calls(function):
        root = call.func
        while isinstance(root, ast.Attribute):
            root = root.value
        place = imported.get(root.id, "") if isinstance(root, ast.Name) else ""
        if place.partition(".")[0] in TRUSTED:
            found |= {node for one in (*call.args, *call.keywords) for node in ast.walk(one)}
    return found


def _of_way_back(
    path: str, down: ast.FunctionDef | None, back: str, found: dict[str, ast.FunctionDef]
) -> Migration | None:
    if down is None:
        return Migration(path, TOOL, WayBack.NONE, f"there is no function {back}()")
    # What it calls does nothing for it: such as a helper of the same module that is empty, or raises an error.
    parts = reached(down, found)
    if all(map(does_nothing, parts[1:] or parts)) and all(_only_calls(one, found) for one in parts):
        return Migration(path, TOOL, WayBack.NONE, f"{back}() does nothing", down.lineno)
    if len(parts) > 1 and (node := next(filter(None, map(may_raise, parts[1:])), None)) is not None:
        what = f"{back}() calls what raises an error, perhaps under some condition"
        return Migration(path, TOOL, WayBack.UNKNOWN, what, node.lineno)
    if (node := raises(down)) is not None:
        return Migration(path, TOOL, WayBack.NONE, f"{back}() raises an error", node.lineno)
    if (node := may_raise(down)) is not None:
        return Migration(path, TOOL, WayBack.UNKNOWN, f"{back}() raises an error under some condition", node.lineno)
    return None


def _only_calls(function: ast.FunctionDef, found: dict[str, ast.FunctionDef]) -> bool:
    """Whether it does nothing but call functions of the same module."""
    calling = [node for node in function.body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)]
    others = [node for node in calling if called(node.value.func) not in found]  # type: ignore[attr-defined]
    return does_nothing(function) or (len(calling) == len(function.body) and not others)


def _loss(path: str, up: ast.FunctionDef, name: str) -> Migration | None:
    for call in calls(up):
        verb = called(call.func)
        if verb in LOSSES:
            return Migration(path, TOOL, WayBack.LOSES, f"{name}() calls {verb}()", call.lineno)
        if verb in EXECUTING and (problem := _executed(path, call, name)) is not None:
            return problem
    return None


def _executed(path: str, call: ast.Call, name: str) -> Migration | None:
    statement = call.args[0] if call.args else next((one.value for one in call.keywords if one.arg == "sqltext"), None)
    if isinstance(statement, ast.Call) and called(statement.func) in {"insert", "update", "values", "where"}:
        return None
    sql = text_of(statement) if statement is not None else None
    if sql is None:
        return Migration(path, TOOL, WayBack.UNKNOWN, f"{name}() executes what is not written there", call.lineno)
    lost = losing(sql)
    return Migration(path, TOOL, WayBack.LOSES, f"{name}() executes {lost}", call.lineno) if lost else None
