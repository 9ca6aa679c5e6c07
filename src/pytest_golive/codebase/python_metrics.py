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

from pytest_golive.codebase.lexing import LARGEST
from pytest_golive.codebase.python_lines import count_python
from pytest_golive.codebase.reading import decode, shown, with_plain_newlines
from pytest_golive.errors import CannotMeasure


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
            return PythonMetrics(_maintainability(text, tree), tuple(_functions(tree)))
    except (RecursionError, MemoryError):
        raise CannotMeasure(
            f"{shown(path)} is nested too deeply to be measured",
            "break up its longest expressions, or do not call it critical",
            path=path,
        ) from None
    except (SyntaxError, ValueError, tokenize.TokenError) as error:
        raise CannotMeasure(
            f"{shown(path)} is no Python that this interpreter can read: {getattr(error, 'msg', None) or error}",
            "correct it, or run the checklist with the project's own Python",
            path=path,
            line=getattr(error, "lineno", None) or 0,
        ) from None


def _with_every_branch(tree: ast.Module) -> ast.Module:
    """Rewrite, in place, what radon does not count into what it does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.TryStar):
            node.__class__ = ast.Try  # type: ignore[assignment]  # the same fields
        elif isinstance(node, ast.match_case) and node.guard is not None:
            node.body = [ast.If(test=node.guard, body=node.body, orelse=[])]
            node.guard = None
    return tree


def _functions(tree: ast.Module) -> Iterator[FunctionComplexity]:
    """Every function, wherever it is defined, in the order of their lines."""
    from radon.visitors import ComplexityVisitor

    waiting: list[tuple[ast.AST, str]] = [(tree, "")]
    while waiting:
        node, prefix = waiting.pop()
        inside = prefix
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inside = f"{prefix}{node.name}."
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            (function,) = ComplexityVisitor.from_ast(node).functions
            yield FunctionComplexity(prefix + node.name, node.lineno, function.complexity)
        waiting += [(child, inside) for child in reversed(list(ast.iter_child_nodes(node)))]


def _maintainability(text: str, tree: ast.Module) -> float:
    """The index as radon's ``mi_visit`` computes it."""
    from radon.metrics import h_visit_ast, mi_compute
    from radon.visitors import ComplexityVisitor

    lines = count_python(text)
    comments = (lines.comments + lines.multi) / lines.sloc * 100 if lines.sloc else 0.0
    complexity = ComplexityVisitor.from_ast(tree).total_complexity
    return float(mi_compute(h_visit_ast(tree).total.volume, complexity, lines.lloc, comments))
