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
    may_raise,
    parsed,
    raises,
    text_of,
)
from pytest_golive.delivery.migrations.result import Migration, WayBack
from pytest_golive.delivery.migrations.statements import losing

TOOL: Final = "Alembic"
MARK: Final = "down_revision"
LOSSES: Final = ("drop_table", "drop_column")
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
        problem = _pair(path, found, name)
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
    problem = _of_way_back(path, down, back)
    return problem or _loss(path, up, name)


def _of_way_back(path: str, down: ast.FunctionDef | None, back: str) -> Migration | None:
    if down is None:
        return Migration(path, TOOL, WayBack.NONE, f"there is no function {back}()")
    if does_nothing(down):
        return Migration(path, TOOL, WayBack.NONE, f"{back}() does nothing", down.lineno)
    if (node := raises(down)) is not None:
        return Migration(path, TOOL, WayBack.NONE, f"{back}() raises an error", node.lineno)
    if (node := may_raise(down)) is not None:
        return Migration(path, TOOL, WayBack.UNKNOWN, f"{back}() raises an error under some condition", node.lineno)
    return None


def _loss(path: str, up: ast.FunctionDef, name: str) -> Migration | None:
    for call in calls(up):
        verb = called(call.func)
        if verb in LOSSES:
            return Migration(path, TOOL, WayBack.LOSES, f"{name}() calls {verb}()", call.lineno)
        if verb == "execute" and (problem := _executed(path, call, name)) is not None:
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
