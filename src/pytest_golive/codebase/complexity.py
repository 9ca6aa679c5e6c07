"""The critical files: how long, how branchy, how hard to maintain. By radon, as its command line counts."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pytest_golive.codebase.globs import matches
from pytest_golive.codebase.inventory import Inventory, SourceFile
from pytest_golive.codebase.reading import decode, read
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.findings import Finding
from pytest_golive.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class FunctionComplexity:
    """Cyclomatic complexity of one function or method ("Cart.add")."""

    name: str
    line: int
    complexity: int


@dataclass(frozen=True, slots=True)
class CriticalFile:
    """One critical file; maintainability (0 to 100) and functions only where it is Python."""

    path: str
    language: str
    lines: int
    maintainability: float | None
    functions: tuple[FunctionComplexity, ...]


@dataclass(frozen=True, slots=True)
class CriticalFiles:
    """All critical files, in path order; never empty."""

    files: tuple[CriticalFile, ...]

    @property
    def longest(self) -> int:
        """Lines of the longest one."""
        return max(file.lines for file in self.files)

    @property
    def functions(self) -> tuple[FunctionComplexity, ...]:
        """All functions and methods."""
        return tuple(function for file in self.files for function in file.functions)

    @property
    def python(self) -> tuple[CriticalFile, ...]:
        """Those that radon can measure."""
        return tuple(file for file in self.files if file.maintainability is not None)

    @property
    def not_python(self) -> tuple[str, ...]:
        """Paths of those whose complexity nobody measures."""
        return tuple(file.path for file in self.files if file.maintainability is None)

    @property
    def worst_complexity(self) -> int | None:
        """The highest complexity of a function; None if there is no function."""
        return max((function.complexity for function in self.functions), default=None)

    @property
    def worst_maintainability(self) -> float | None:
        """The lowest maintainability index; None if none of them is Python."""
        return min((file.maintainability for file in self.files if file.maintainability is not None), default=None)

    @property
    def source(self) -> str:
        """What was measured, in words."""
        others = f", complexity of {len(self.not_python):,} not measured: no Python" if self.not_python else ""
        return f"radon, {len(self.files):,} critical files{others}"

    def too_long(self, limit: int) -> tuple[Finding, ...]:
        """Files with more than *limit* lines, longest first."""
        long = sorted((file for file in self.files if file.lines > limit), key=lambda file: (-file.lines, file.path))
        return tuple(
            Finding(file.path, 0, "lines", f"{file.lines:,} lines, {file.lines - limit:,} over {limit:,}", key="lines")
            for file in long
        )

    def too_complex(self, limit: int) -> tuple[Finding, ...]:
        """Functions with a complexity over *limit*, worst first."""
        found = [(file, f) for file in self.files for f in file.functions if f.complexity > limit]
        found.sort(key=lambda pair: (-pair[1].complexity, pair[0].path, pair[1].line))
        return tuple(
            Finding(
                file.path,
                function.line,
                "complexity",
                f"{function.name} has complexity {function.complexity}, {function.complexity - limit} over {limit}",
                key=function.name,
            )
            for file, function in found
        )

    def hard_to_maintain(self, limit: float) -> tuple[Finding, ...]:
        """Files with a maintainability index under *limit*, worst first."""
        low = [(file.maintainability, file.path) for file in self.python if not (file.maintainability or 0.0) >= limit]
        return tuple(
            Finding(path, 0, "maintainability", f"maintainability index {index:.1f}, must be {limit:g}", key="mi")
            for index, path in sorted(low)
        )


def critical_paths(inventory: Inventory, critical: Sequence[str]) -> tuple[SourceFile, ...]:
    """The source files that *critical* (globs) means.

    Raises:
        NotSetUp: no glob is given.
        CannotMeasure: a glob means no source file: a misspelled one must not make a gate pass.
    """
    if not critical:
        raise NotSetUp(
            "no critical paths are named",
            'name them: [tool.golive] critical = ["src/shop/pay.py", "src/shop/auth/**"]; golive init proposes some',
        )
    for glob in critical:
        if not any(matches(file.path, glob) for file in inventory.files):
            raise CannotMeasure(
                f"[tool.golive] critical names {glob!r}, which matches no tracked source file",
                "correct the glob, or remove it",
            )
    return tuple(file for file in inventory.files if any(matches(file.path, glob) for glob in critical))


def measure_critical(inventory: Inventory, critical: Sequence[str], progress: Progress = silent) -> CriticalFiles:
    """Measure the critical files.

    Raises:
        NotSetUp: none is named.
        CannotMeasure: a glob matches nothing, or a file cannot be read or is no valid Python.
    """
    files = critical_paths(inventory, critical)
    measured = []
    for number, file in enumerate(files):
        progress("measuring complexity", number, len(files))
        measured.append(_measure(file, read(inventory.root, file.path)))
    return CriticalFiles(tuple(measured))


def _measure(file: SourceFile, content: bytes) -> CriticalFile:
    lines = content.count(b"\n")
    if file.language != "Python" or file.lexer != "python":
        return CriticalFile(file.path, file.language, lines, None, ())
    text = decode(content, python=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the project's code, such as invalid escapes; not ours to raise
            tree = _WithoutStars().visit(ast.parse(text))
            return CriticalFile(file.path, file.language, lines, _maintainability(text, tree), _functions(tree))
    except (SyntaxError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None) or 0
        raise CannotMeasure(
            f"{file.path} is no Python that this interpreter can read: {getattr(error, 'msg', None) or error}",
            "correct it, or run the checklist with the project's own Python",
            path=file.path,
            line=line,
        ) from None


class _WithoutStars(ast.NodeTransformer):
    """Turns ``except*`` into ``except``: radon does not know it and would not count its branches."""

    def visit_TryStar(self, node: ast.TryStar) -> ast.AST:
        self.generic_visit(node)
        plain = ast.Try(node.body, node.handlers, node.orelse, node.finalbody)
        return ast.copy_location(plain, node)


def _functions(tree: ast.AST) -> tuple[FunctionComplexity, ...]:
    from radon.complexity import cc_visit_ast

    blocks: Iterable[Any] = cc_visit_ast(tree)
    named = {(block.fullname, block.lineno, block.complexity) for block in blocks if block.letter in "FM"}
    return tuple(
        FunctionComplexity(name, line, value) for name, line, value in sorted(named, key=lambda b: (b[1], b[0]))
    )


def _maintainability(text: str, tree: ast.AST) -> float:
    """Count as radon's ``mi_visit`` does, but on a tree in which it sees every branch."""
    from radon.metrics import h_visit_ast, mi_compute
    from radon.raw import analyze
    from radon.visitors import ComplexityVisitor

    raw = analyze(text)
    comments = (raw.comments + raw.multi) / raw.sloc * 100 if raw.sloc else 0.0
    complexity = ComplexityVisitor.from_ast(tree).total_complexity
    return float(mi_compute(h_visit_ast(tree).total.volume, complexity, raw.lloc, comments))
