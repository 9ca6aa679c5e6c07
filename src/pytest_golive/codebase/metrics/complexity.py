"""Length, complexity and maintainability of the critical files, computed by radon as on its command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.inventory.critical import choose_critical
from pytest_golive.codebase.inventory.source_files import SourceFile
from pytest_golive.codebase.inventory.taking import Inventory
from pytest_golive.codebase.metrics.functions import FunctionComplexity
from pytest_golive.codebase.metrics.lines import too_long
from pytest_golive.codebase.metrics.worker import measured
from pytest_golive.findings import Finding, counted
from pytest_golive.progress import Progress, silent


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
    """All critical files.

    Attributes:
        files: in path order; never empty.
        left_out: matching files that are not judged, in words: "1 generated"; "" if there are none.
    """

    files: tuple[CriticalFile, ...]
    left_out: str = ""

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
        """Paths of the files whose complexity is not measured."""
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
        others = f", complexity of {len(self.not_python):,} not measured: not Python" if self.not_python else ""
        left_out = f"; left out: {self.left_out}" if self.left_out else ""
        return f"radon, {counted(len(self.files), 'critical file')}{others}{left_out}"

    def too_long(self, limit: int) -> tuple[Finding, ...]:
        """Files with more than *limit* lines, longest first."""
        return too_long(((file.path, file.lines) for file in self.files), limit)

    def too_complex(self, limit: int) -> tuple[Finding, ...]:
        """Functions with a complexity over *limit*, worst first."""
        found = []
        for file in self.files:
            seen: Counter[str] = Counter()
            for function in file.functions:
                seen[function.name] += 1
                if function.complexity > limit:
                    found.append((function.complexity, file.path, function, seen[function.name]))
        found.sort(key=lambda one: (-one[0], one[1], one[2].line))
        return tuple(
            Finding(
                path,
                function.line,
                "complexity",
                f"{function.name} has complexity {complexity}, {complexity - limit} over {limit}",
                key=function.name if nth == 1 else f"{function.name}#{nth}",  # a property's setter has the same name
                size=complexity,
            )
            for complexity, path, function, nth in found
        )

    def hard_to_maintain(self, limit: float) -> tuple[Finding, ...]:
        """Files with a maintainability index under *limit*, worst first."""
        low = [(file.maintainability, file.path) for file in self.python if not (file.maintainability or 0.0) >= limit]
        text = "maintainability index {:.1f}, must be {:g}"
        return tuple(
            Finding(path, 0, "maintainability", text.format(index, limit), key="mi", size=100 - (index or 0))
            for index, path in sorted(low)
        )


def measure_critical(
    inventory: Inventory, critical: Sequence[str], progress: Progress = silent, cache: ResultCache = NO_CACHE
) -> CriticalFiles:
    """Measure the critical files.

    Raises:
        NotSetUp: none is named.
        CannotMeasure: a glob matches nothing, or a file cannot be read or is not valid Python.
    """
    chosen = choose_critical(inventory, critical)
    files = chosen.require_source()
    answers = measured("complexity", inventory.root, files, progress, cache)
    return CriticalFiles(tuple(_critical(file, answers[file.path]) for file in files), chosen.left_out)


def _critical(file: SourceFile, answer: Mapping[str, Any]) -> CriticalFile:
    functions = tuple(FunctionComplexity(*row) for row in answer["functions"])
    return CriticalFile(file.path, file.language, answer["lines"], answer["maintainability"], functions)
