"""Compares a coverage report with the project: parts of the product missing in it did not run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.inventory.source_files import SourceFile
from pytest_golive.codebase.inventory.taking import Inventory
from pytest_golive.errors import CannotMeasure
from pytest_golive.progress import Progress, silent
from pytest_golive.testrun.coverage.files import FileCoverage, LeftOut
from pytest_golive.testrun.coverage.names import is_absolute
from pytest_golive.testrun.coverage.notes import tell, tell_beside
from pytest_golive.testrun.coverage.result import Coverage
from pytest_golive.testrun.coverage.statements import Rules, Statements, count_statements, read_rules
from pytest_golive.testrun.project.product import Product, sort_product

PYTHON: Final = "Python"
FEW: Final = 20  # lines of Python that are only noted beside a report on another language
CURES: Final = {
    "source": "correct source in the configuration of coverage, or in [tool.golive.tests], so that it names the code",
    "include": "correct include in the configuration of coverage, so that it names the code",
    "omit": "correct omit in the configuration of coverage, so that it spares the code",
}

Count = Callable[[Sequence[SourceFile]], Mapping[str, Statements]]


@dataclass(frozen=True, slots=True)
class _Known:
    """The files of a report, divided."""

    ours: tuple[FileCoverage, ...]
    tests: tuple[str, ...]
    foreign: tuple[str, ...]


def hold_against_source(  # noqa: PLR0913 -- all are named
    measured: Coverage,
    inventory: Inventory,
    tracked: Collection[str],
    *,
    gates: str = "",
    source: Sequence[str] = (),
    progress: Progress = silent,
    cache: ResultCache = NO_CACHE,
) -> Coverage:
    """*measured*, completed by the tracked source that it omits.

    Args:
        measured: a report, as read.
        inventory: the tracked source.
        tracked: every tracked path.
        gates: the folder of the team's own gates, which are not part of the product.
        source: folders to measure if the coverage configuration names none.
        progress: reports the progress.
        cache: keeps the statements of files.

    Raises:
        CannotMeasure: the report contains nothing of the product, or coverage cannot read its configuration.
    """
    root, product = inventory.root, sort_product(inventory, tracked, gates)
    rules = read_rules(root, [path for path, file in product.files.items() if file.is_python], source)
    return complete(measured, product, rules, lambda files: count_statements(root, files, rules, progress, cache))


def complete(measured: Coverage, product: Product, rules: Rules, count: Count) -> Coverage:
    """*measured*, about the product and all of it.

    Tests, files beside the product and files that git does not track do not count. Files of the product that are
    missing in the report count as not run, unless the coverage configuration excludes them. Source in languages that
    the report does not cover is noted; Python counts, unless it is only a few lines.

    Args:
        measured: the report, as read.
        product: what should have been measured.
        rules: what the configuration excludes.
        count: returns the statements of files.

    Raises:
        CannotMeasure: the report contains nothing of the product.
    """
    known = _part(measured.files, product)
    paths = {file.path for file in known.ours}
    spoken = {product.files[path].language for path in paths if path in product.files}
    missing_files = [file for file in product.in_language({PYTHON, *spoken}) if file.path not in paths]
    if not any(file.executed or file.missing for file in known.ours):
        raise _nothing(measured, known, missing_files, rules)
    python = [product.files[path] for path in paths if path in product.files and product.files[path].is_python]
    statements = count([*missing_files, *python])
    if (
        PYTHON not in spoken
        and sum(len(statements[file.path].counted) for file in missing_files if file.is_python) < FEW
    ):
        missing_files = [file for file in missing_files if not file.is_python]
    spoken |= {file.language for file in missing_files}
    left_out = tuple(
        LeftOut(file.path, rules.left_out[file.path], statements[file.path].counted | statements[file.path].spared)
        for file in missing_files
        if file.path in rules.left_out
    )
    unknown = [file.path for file in missing_files if file.path not in rules.left_out]
    files = [_with_spared(file, statements.get(file.path)) for file in known.ours]
    files += [_unknown(path, statements[path], branches=measured.has_branches) for path in unknown]
    files.sort(key=lambda file: file.path)
    notes = tell(known.tests, known.foreign, files, left_out) + tell_beside(product, spoken)
    whole = replace(measured, files=tuple(files), left_out=left_out, notes=tuple(notes))
    is_changed = len(known.ours) != len(measured.files) or any(not file.known and file.missing for file in files)
    return _counted(whole) if is_changed else whole


def _part(files: Iterable[FileCoverage], product: Product) -> _Known:
    tracked = [file for file in files if file.path in product.tracked]
    beside = frozenset(product.beside)
    return _Known(
        tuple(file for file in tracked if file.path not in product.tests and file.path not in beside),
        tuple(file.path for file in tracked if file.path in product.tests),
        # Files elsewhere are installed packages, and do not matter here.
        tuple(file.path for file in files if file.path not in product.tracked and not is_absolute(file.path)),
    )


def _nothing(measured: Coverage, known: _Known, missing_files: Sequence[SourceFile], rules: Rules) -> CannotMeasure:
    by_rule = [rules.left_out[file.path] for file in missing_files if file.path in rules.left_out]
    rule = max(set(by_rule), key=by_rule.count, default="")
    knows = f"{len(known.tests)} tests and {len(known.foreign)} files that git does not track"
    return CannotMeasure(
        f"{measured.source} measured none of the {len(missing_files)} files of the project's own code: it knows {knows}"
        + (f"; {rule!r} leaves {len(by_rule)} out" if rule else ""),
        CURES.get(rule, "measure the code itself: [tool.golive.tests] source names its folders"),
    )


def _with_spared(file: FileCoverage, statements: Statements | None) -> FileCoverage:
    """*file* with the excluded lines that the report omits, if they are known."""
    if statements is None or not statements.parsed:
        return file
    return replace(file, spared=(statements.counted | statements.spared) - file.executed - file.missing)


def _unknown(path: str, statements: Statements, *, branches: bool) -> FileCoverage:
    return FileCoverage(
        path,
        frozenset(),
        statements.counted,
        branches=statements.branches if branches else 0,
        spared=statements.spared,
        known=False,
    )


def _counted(whole: Coverage) -> Coverage:
    lines = sum(len(file.executed) + len(file.missing) for file in whole.files)
    branches = sum(file.branches for file in whole.files)
    ran = sum(len(file.executed) + file.branches_taken for file in whole.files)
    return replace(whole, percent=100.0 * ran / (lines + branches), statements=lines, branches=branches)
