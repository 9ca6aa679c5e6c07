"""Cyclomatic complexity and maintainability of a Python file, by radon.

Equal to ``radon cc`` and ``radon mi`` but where radon is blind: it does not know ``except*``, takes the guard of a
``case`` for no decision, and lists neither functions inside functions nor methods of classes inside something else.
"""

from __future__ import annotations

import ast
import tokenize
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pytest_golive.codebase.comments.lexing import LARGEST
from pytest_golive.codebase.inventory.newer_syntax import of_newer_syntax, this_python
from pytest_golive.codebase.metrics.python_lines import count_python
from pytest_golive.codebase.reading import decode, shown, with_plain_newlines
from pytest_golive.errors import CannotMeasure

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
BODIES = ("body", "handlers", "cases", "orelse", "finalbody")  # where statements lie, in the order of their lines


@dataclass(frozen=True, slots=True)
class FunctionComplexity:
    """Cyclomatic complexity of one function, by its qualified name: "total", "Cart.add", "retry.wrapper"."""

    name: str
    line: int
    complexity: int


@dataclass(frozen=True, slots=True)
class PythonMetrics:
    """Maintainability index (0 to 100), and the functions in the order of their lines."""

    maintainability: float
    functions: tuple[FunctionComplexity, ...]


def measure_python(path: str, content: bytes) -> PythonMetrics:
    """Measure one Python file.

    Args:
        path: for messages.
        content: all of the file.

    Raises:
        CannotMeasure: it is no Python that this interpreter reads, is nested too deeply, or is too large.
    """
    if len(content) > LARGEST:
        raise CannotMeasure(
            f"{shown(path)} is too large to be measured ({len(content):,} bytes, at most {LARGEST:,})",
            "split it, or do not call it critical",
            path=path,
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the project's code, such as invalid escapes; not ours to raise
            tree = _with_every_branch(ast.parse(content))
            text, _ = with_plain_newlines(decode(content, python=True))
            return _measured(text, tree)
    except (RecursionError, MemoryError):
        raise CannotMeasure(
            f"{shown(path)} is nested too deeply to be measured",
            "break up its longest expressions, or do not call it critical",
            path=path,
        ) from None
    except (SyntaxError, ValueError, tokenize.TokenError) as error:
        python = this_python()
        raise CannotMeasure(
            f"{shown(path)} is no Python that {python}, which runs the checklist, can read: "
            f"{getattr(error, 'msg', None) or error}",
            of_newer_syntax(python),
            path=path,
            line=getattr(error, "lineno", None) or 0,
        ) from None


def _with_every_branch(tree: ast.Module) -> ast.Module:
    """Rewrite, in place, what radon does not count into what it does."""
    for node, _ in _statements(tree):
        if isinstance(node, ast.TryStar):
            node.__class__ = ast.Try  # type: ignore[assignment]  # the same fields
        elif isinstance(node, ast.match_case) and node.guard is not None:
            node.body = [ast.If(test=node.guard, body=node.body, orelse=[])]
            node.guard = None
    return tree


def _measured(text: str, tree: ast.Module) -> PythonMetrics:
    """What radon's ``mi_visit`` and ``cc_visit`` say, from one visit."""
    from radon.metrics import h_visit_ast, mi_compute
    from radon.visitors import ComplexityVisitor

    visitor = ComplexityVisitor.from_ast(tree)
    lines = count_python(text, is_sound=True)
    comments = (lines.comments + lines.multi) / lines.sloc * 100 if lines.sloc else 0.0
    index = mi_compute(h_visit_ast(tree).total.volume, visitor.total_complexity, lines.lloc, comments)
    return PythonMetrics(float(index), tuple(_functions(tree, visitor)))


def _functions(tree: ast.Module, visitor: Any) -> Iterator[FunctionComplexity]:
    """Every function, wherever it is defined, in the order of their lines."""
    known = _complexities(visitor)
    for node, name in _statements(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            place = (node.lineno, node.col_offset)
            if place not in known:  # radon forgets the classes inside a function, and what they hold
                known |= _complexities(type(visitor).from_ast(node))
            yield FunctionComplexity(name, node.lineno, known[place])


def _complexities(visitor: Any) -> dict[tuple[int, int], int]:
    """The complexity of each function that radon saw, at any depth, by its line and column."""
    known = {}
    waiting = [*visitor.functions, *visitor.classes]
    for block in waiting:
        if block.letter == "C":
            waiting += block.methods + block.inner_classes
        else:
            known[block.lineno, block.col_offset] = block.complexity
            waiting += block.closures
    return known


def _statements(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Every statement in the order of their lines, with its qualified name if it has one."""
    waiting: list[tuple[ast.AST, str]] = [(tree, "")]
    while waiting:
        node, prefix = waiting.pop()
        name = prefix + node.name if isinstance(node, DEFINITIONS) else ""
        yield node, name
        inside = f"{name}." if name else prefix
        children = [child for field in BODIES for child in getattr(node, field, ())]
        waiting += [(child, inside) for child in reversed(children)]
