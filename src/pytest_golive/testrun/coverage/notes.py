"""Notes on code that is not counted, and why: a row must mention it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from pytest_golive.findings import counted
from pytest_golive.testrun.coverage.files import FileCoverage, LeftOut
from pytest_golive.testrun.project.product import Product

SHOWN: Final = 5

Note = tuple[str, str]


def tell(
    tests: Sequence[str], foreign: Sequence[str], files: Sequence[FileCoverage], left_out: Sequence[LeftOut]
) -> list[Note]:
    """Notes on what a report contains but does not count, and on what is missing in it.

    Args:
        tests: paths of tests in it.
        foreign: paths in it that git does not track.
        files: files that count.
        left_out: files that the configuration excludes.
    """
    notes = []
    if unknown := [file.path for file in files if not file.known]:
        notes.append(("measured by no test run, and counted as not run", _files(unknown)))
    for rule in dict.fromkeys(file.rule for file in left_out):
        by_it = [file for file in left_out if file.rule == rule]
        lines = sum(len(file.lines) for file in by_it)
        notes.append((f"not measured: {rule}", f"{_files([file.path for file in by_it])}; {counted(lines, 'line')}"))
    if spared := [file for file in files if file.spared]:
        words = (
            f"{counted(sum(len(file.spared) for file in spared), 'line')} in {_files([file.path for file in spared])}"
        )
        notes.append(("excluded by pragma or exclude_lines", words))
    if tests:
        notes.append(("measured, and not counted: tests", f"{len(tests):,}"))
    if foreign:
        notes.append(("measured, and not counted: not tracked by git", _files(foreign)))
    return notes


def tell_data(foreign: Sequence[str], others: Sequence[str]) -> list[Note]:
    """Notes on data files that were not combined, and on combined ones that a test may have written."""
    named = (
        ("not combined: data files of no measuring process", foreign),
        ("combined: data files of processes that ran no tests", others),
    )
    return [(name, _files(files)) for name, files in named if files]


def tell_beside(product: Product, spoken: Collection[str]) -> list[Note]:
    """Notes on what does not count: source in languages that are not in the report, and files beside the product."""
    other_files = product.in_language({file.language for file in product.files.values()}.difference(spoken))
    counts = Counter(file.language for file in other_files)
    words = ", ".join(f"{language} {count:,}" for language, count in sorted(counts.items()))
    notes = [("not measured: files in other languages", words)] if words else []
    if product.beside:
        notes.append(("not counted: documentation, examples, notebooks, build scripts", _files(product.beside)))
    return notes


def _files(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - SHOWN:,} more" if len(paths) > SHOWN else ""
    return f"{len(paths):,} {'file' if len(paths) == 1 else 'files'} ({', '.join(paths[:SHOWN])}{more})"
