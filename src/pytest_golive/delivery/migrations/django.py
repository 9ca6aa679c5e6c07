"""Migrations of Django: which of them can be migrated backwards."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pytest_golive.delivery.migrations.python import (
    assigned,
    called,
    calls,
    functions,
    imports,
    may_raise,
    parsed,
    raises,
    text_of,
)
from pytest_golive.delivery.migrations.result import Migration, WayBack
from pytest_golive.delivery.migrations.statements import filling, losing

TOOL: Final = "Django"
MARK: Final = "Migration"
LOSSES: Final = frozenset({"RemoveField", "DeleteModel"})
# Operations of Django itself that it undoes without anything more, with those of its PostgreSQL part.
UNDONE: Final = frozenset({
    *("CreateModel", "RenameModel", "AlterModelTable", "AlterModelTableComment", "AlterUniqueTogether"),
    *("AlterIndexTogether", "AlterOrderWithRespectTo", "AlterModelOptions", "AlterModelManagers", "AddField"),
    *("AlterField", "RenameField", "AddIndex", "RemoveIndex", "RenameIndex", "AddConstraint", "RemoveConstraint"),
    *("AlterConstraint", "AddIndexConcurrently", "RemoveIndexConcurrently", "AddConstraintNotValid"),
    *("ValidateConstraint", "CreateExtension", "CreateCollation", "RemoveCollation"),
    *("BloomExtension", "BtreeGinExtension", "BtreeGistExtension", "CITextExtension", "CryptoExtension"),
    *("HStoreExtension", "TrigramExtension", "UnaccentExtension"),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an operation cannot be undone."""

    way: WayBack
    why: str
    line: int


def is_one(text: str) -> bool:
    """Whether a module in Python is a migration, as far as words tell; `of` looks closer."""
    return MARK in text and "migrations" in text


def of(path: str, text: str) -> Migration | None:
    """What the migration in *text* says; None if it is none."""
    module = parsed(text)
    if module is None:
        return Migration(path, TOOL, WayBack.UNKNOWN, "this is no Python that can be read here")
    classes = [node for node in ast.walk(module) if isinstance(node, ast.ClassDef) and _is_migration(node)]
    if not classes:
        return None
    made = classes[-1]
    operations = assigned(made.body, "operations")
    problem = next(_in(operations, module), None) if operations is not None else None
    if len(classes) > 1 or not all(map(_is_plain, made.body)) or _is_touched(module):
        problem = Problem(WayBack.UNKNOWN, "its operations are put together by code", made.lineno)
    if problem is None:
        return Migration(path, TOOL, WayBack.THERE)
    return Migration(path, TOOL, problem.way, problem.why, problem.line)


def _is_migration(node: ast.ClassDef) -> bool:
    return node.name == MARK and any(called(base) == MARK for base in node.bases)


def _is_plain(node: ast.stmt) -> bool:
    """Whether a statement of the class is a setting or a docstring, and not code."""
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_text or isinstance(node, ast.Assign | ast.AnnAssign | ast.Pass)


def _is_touched(module: ast.Module) -> bool:
    """Whether code changes the class once it is there: ``Migration.operations.append(…)``."""
    names = (node.value for node in ast.walk(module) if isinstance(node, ast.Attribute))
    return any(isinstance(one, ast.Name) and one.id == MARK for one in names)


def _in(operations: ast.expr, module: ast.Module) -> Iterator[Problem]:
    """What is wrong with the operations of a list."""
    if not isinstance(operations, ast.List | ast.Tuple):
        yield Problem(WayBack.UNKNOWN, "its operations are no list that is written there", operations.lineno)
        return
    for node in operations.elts:
        if isinstance(node, ast.Call):
            yield from _of_operation(node, module)
        else:
            yield Problem(WayBack.UNKNOWN, "one of its operations is not written there", node.lineno)


def _of_operation(node: ast.Call, module: ast.Module) -> Iterator[Problem]:
    name = called(node.func)
    if not _is_of_django(node.func, module):
        yield Problem(WayBack.UNKNOWN, f"{name or 'an operation'} is none of Django's own", node.lineno)
    elif name in LOSSES:
        yield Problem(WayBack.LOSES, f"{name} deletes what is stored", node.lineno)
    elif name == "RunPython":
        yield from _of_code(node, module)
    elif name == "RunSQL":
        yield from _of_sql(node)
    elif name == "SeparateDatabaseAndState":
        operations = _argument(node, 0, "database_operations")
        if operations is not None:
            yield from _in(operations, module)
    elif name not in UNDONE:
        yield Problem(WayBack.UNKNOWN, f"{name or 'an operation'} is none of Django's own", node.lineno)


def _is_of_django(function: ast.expr, module: ast.Module) -> bool:
    """Whether a name is not one that the module defines, or imports from somewhere else."""
    root = function
    while isinstance(root, ast.Attribute):
        root = root.value
    own = {one.name for one in module.body if isinstance(one, ast.ClassDef | ast.FunctionDef)}
    name = root.id if isinstance(root, ast.Name) else ""
    return name not in own and imports(module).get(name, "django").partition(".")[0] == "django"


def _of_code(node: ast.Call, module: ast.Module) -> Iterator[Problem]:
    back = _argument(node, 1, "reverse_code")
    if back is None or _is_none(back):
        yield Problem(WayBack.NONE, "RunPython has no reverse_code", node.lineno)
        return
    code = _argument(node, 0, "code")
    forward = functions(module.body).get(called(code)) if isinstance(code, ast.Name) else None
    if forward is not None:
        yield from _lost_by(forward)
    function = functions(module.body).get(called(back)) if isinstance(back, ast.Name) else None
    if function is None:
        return
    if raises(function) is not None:
        yield Problem(WayBack.NONE, f"its reverse_code, {function.name}(), raises an error", function.lineno)
    elif may_raise(function) is not None:
        what = f"its reverse_code, {function.name}(), raises an error under some condition"
        yield Problem(WayBack.UNKNOWN, what, function.lineno)


def _lost_by(function: ast.FunctionDef) -> Iterator[Problem]:
    """What the code of a RunPython deletes, as far as it stands there."""
    for call in calls(function):
        verb = called(call.func)
        if verb in {"delete", "_raw_delete"} and not call.args:
            yield Problem(WayBack.LOSES, f"{function.name}() calls {verb}()", call.lineno)
        sql = text_of(call.args[0]) if verb in {"execute", "executemany"} and call.args else ""
        if sql is None:
            what = f"{function.name}() executes what is not written there"
            yield Problem(WayBack.UNKNOWN, what, call.lineno)
        elif lost := losing(sql):
            yield Problem(WayBack.LOSES, f"{function.name}() executes {lost}", call.lineno)


def _of_sql(node: ast.Call) -> Iterator[Problem]:
    sql, back = _argument(node, 0, "sql"), _argument(node, 1, "reverse_sql")
    if sql is not None and _is_empty(sql):
        return
    if back is None or _is_none(back):
        yield Problem(WayBack.NONE, "RunSQL has no reverse_sql", node.lineno)
        return
    texts = [_text(one) for one in (sql.elts if isinstance(sql, ast.List | ast.Tuple) else [sql]) if one is not None]
    if None in texts:
        yield Problem(WayBack.UNKNOWN, "RunSQL runs what is not written there", node.lineno)
    elif _is_empty(back) and not all(filling(text) for text in texts if text):
        yield Problem(WayBack.NONE, "the reverse_sql of RunSQL does nothing", node.lineno)
    for lost in filter(None, (losing(text) for text in texts if text is not None)):
        yield Problem(WayBack.LOSES, f"RunSQL runs {lost}", node.lineno)


def _text(node: ast.expr) -> str | None:
    """A statement, which may stand with its parameters in a tuple."""
    return text_of(node.elts[0] if isinstance(node, ast.Tuple) and node.elts else node)


def _argument(node: ast.Call, place: int, name: str) -> ast.expr | None:
    if len(node.args) > place:
        return node.args[place]
    return next((one.value for one in node.keywords if one.arg == name), None)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_empty(node: ast.expr) -> bool:
    if isinstance(node, ast.List | ast.Tuple):
        return not node.elts
    return called(node) == "noop" or (isinstance(node, ast.Constant) and node.value == "")
