"""Small faults, one at a time: each mutant is a source file with one expression or statement changed.

The kinds are those that turn a guard off: a comparison loosened or turned round, a condition that always or never
holds, a call or a ``raise`` left out, a constant off by one, ``and`` for ``or``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

SWAPS: dict[type[ast.cmpop], str] = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}


@dataclass(frozen=True)
class Mutant:
    """One fault.

    Attributes:
        where: qualified name of the function or class that holds it, "" at the top of the module.
        line: from 1.
        old: the text that is there.
        new: the text that stands in its place.
        source: the whole changed module.
    """

    where: str
    line: int
    old: str
    new: str
    source: str

    @property
    def key(self) -> str:
        """What stays the same when lines move."""
        return f"{self.where}: {' '.join(self.old.split())} -> {' '.join(self.new.split())}"


def mutants(source: str) -> Iterator[Mutant]:
    """All mutants of a module, in the order of its lines; each one compiles."""
    seen: set[tuple[int, int, str]] = set()
    for where, node in _nodes(ast.parse(source), ""):
        for spot, new in _faults(node, source):
            start, end = _offsets(source, spot)
            changed = f"{source[:start]}{new}{source[end:]}"
            if (start, end, new) in seen or not compiles(changed):
                continue
            seen.add((start, end, new))
            yield Mutant(where, spot.lineno, source[start:end], new, changed)


def _nodes(parent: ast.AST, where: str) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.iter_child_nodes(parent):
        inner = where
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner = f"{where}.{node.name}" if where else node.name
        if not _is_idle(node):
            yield inner, node
            yield from _nodes(node, inner)


def _is_idle(node: ast.AST) -> bool:
    """Docstrings, imports, annotations and options of dataclasses: a change there is no fault of behaviour."""
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return True
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dataclass":
        return True
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_text or isinstance(node, ast.Import | ast.ImportFrom | ast.arguments | ast.JoinedStr)


def _faults(node: ast.AST, source: str) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """What can be replaced at *node*, and by which text."""

    def text(part: ast.expr) -> str:
        start, end = _offsets(source, part)
        return source[start:end]

    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            yield node, f"{text(left)} {SWAPS[type(op)]} {text(right)}"
        case ast.BoolOp(op=op, values=values):
            this, other = (" and ", " or ") if isinstance(op, ast.And) else (" or ", " and ")
            parts = [f"({text(value)})" for value in values]
            yield node, f"({other.join(parts)})"
            yield from ((node, f"({this.join(parts[:at] + parts[at + 1 :])})") for at in range(len(parts)))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield node, f"({text(operand)})"
        case ast.If(test=test) | ast.IfExp(test=test):
            yield from ((test, "True"), (test, "False"))
        case ast.comprehension(ifs=ifs):
            yield from ((test, "True") for test in ifs)
        case _:
            yield from _simple_faults(node)


def _simple_faults(node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    match node:
        case ast.Constant(value=bool(value)):
            yield node, str(not value)
        case ast.Constant(value=int(value)):
            yield node, str(value + 1)
        case ast.Expr(value=ast.Call()) | ast.Raise() | ast.AugAssign() | ast.Delete():
            yield node, "pass"
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield value, "None"


def _offsets(source: str, node: ast.expr | ast.stmt) -> tuple[int, int]:
    """Where the node's text begins and ends; ast counts columns in bytes of UTF-8."""
    lines = source.splitlines(keepends=True)

    def offset(line: int, column: int) -> int:
        before = sum(len(text) for text in lines[: line - 1])
        return before + len(lines[line - 1].encode()[:column].decode())

    return offset(node.lineno, node.col_offset), offset(node.end_lineno or 0, node.end_col_offset or 0)


def compiles(source: str) -> bool:
    """Whether *source* is Python."""
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True
