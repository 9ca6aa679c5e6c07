"""Cyclomatic complexity and maintainability of a Python file, by radon.

Equal to ``radon cc`` and ``radon mi`` but where radon is blind: it does not know ``except*``, takes the guard of a
``case`` for no decision, and lists neither functions inside functions nor methods of classes inside something else.
"""

from __future__ import annotations

import ast
import tokenize
import warnings
from dataclasses import dataclass

from pytest_golive.codebase.comments.lexing import LARGEST
from pytest_golive.codebase.inventory.languages.newer_syntax import of_newer_syntax, this_python
from pytest_golive.codebase.metrics.functions import FunctionComplexity
from pytest_golive.codebase.metrics.python_counts import Counts
from pytest_golive.codebase.metrics.python_lines import count_python
from pytest_golive.codebase.reading import decode, shown, with_plain_newlines
from pytest_golive.errors import CannotMeasure


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
            "split it, or remove it from critical",
            path=path,
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the project's code, such as invalid escapes; not ours to raise
            tree = ast.parse(content)
            text, _ = with_plain_newlines(decode(content, python=True))
            return _measured(text, tree)
    except (RecursionError, MemoryError):
        raise CannotMeasure(
            f"{shown(path)} is nested too deeply to be measured",
            "break up its longest expressions, or remove it from critical",
            path=path,
        ) from None
    except (SyntaxError, ValueError, tokenize.TokenError) as error:
        python = this_python()
        raise CannotMeasure(
            f"{shown(path)} cannot be parsed by {python}, which runs the checklist: "
            f"{getattr(error, 'msg', None) or error}",
            of_newer_syntax(python),
            path=path,
            line=getattr(error, "lineno", None) or 0,
        ) from None


def _measured(text: str, tree: ast.Module) -> PythonMetrics:
    """What radon's ``mi_visit`` and ``cc_visit`` say, from one walk."""
    from radon.metrics import halstead_visitor_report, mi_compute

    counts = Counts(tree)
    lines = count_python(text, is_sound=True)
    comments = (lines.comments + lines.multi) / lines.sloc * 100 if lines.sloc else 0.0
    index = mi_compute(halstead_visitor_report(counts).volume, counts.complexity, lines.lloc, comments)
    functions = [FunctionComplexity(name, node.lineno, number) for node, (name, number) in counts.functions.items()]
    return PythonMetrics(float(index), tuple(functions))
