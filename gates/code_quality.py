"""Code Quality Gate."""

import pytest

from pytest_golive import Judge, gate
from pytest_golive.codebase.comments import CommentScan
from pytest_golive.codebase.complexity import CriticalFiles
from pytest_golive.codebase.lines import FileLines
from pytest_golive.settings.model import CodeQuality
from pytest_golive.testrun.coverage import ChangeCoverage, Coverage
from pytest_golive.testrun.result import TestRun

pytestmark = pytest.mark.pre_deploy


@gate("All files are under 200 LOC")
def files_within_limit(file_lines: FileLines, limits: CodeQuality, judge: Judge) -> None:
    """A file that fits in one head is read before it is changed."""
    too_long = file_lines.over(limits.max_lines)
    judge("longest file", file_lines.longest, at_most=limits.max_lines, unit=" lines", where=too_long)


@gate("All critical files are modularized")
def critical_files_modular(critical_files: CriticalFiles, limits: CodeQuality, judge: Judge) -> None:
    """Where a mistake costs most, every function must be small enough to be checked by reading it."""
    longest, branchiest, worst = limits.critical_max_lines, limits.max_complexity, limits.min_maintainability
    judge("longest critical file", critical_files.longest, at_most=longest, unit=" lines",
          where=critical_files.too_long(longest))
    judge("highest cyclomatic complexity", critical_files.worst_complexity, at_most=branchiest,
          where=critical_files.too_complex(branchiest))
    judge("lowest maintainability index", critical_files.worst_maintainability, at_least=worst,
          where=critical_files.hard_to_maintain(worst))


@gate("All tests pass (100 %)")
def tests_pass(test_run: TestRun, judge: Judge) -> None:
    """One red test is one promise to the customer that is known to be broken."""
    judge("tests that ran", test_run.ran, at_least=1)
    judge("tests that failed", test_run.failures(), at_most=0)
    judge("exit status of the test command", test_run.exit_status, equals=0)


@gate("Coverage is at least 80 %")
def coverage(test_coverage: Coverage, changed_coverage: ChangeCoverage, limits: CodeQuality, judge: Judge) -> None:
    """Code that no test ran is first run by a customer."""
    judge("coverage", test_coverage.percent, at_least=limits.coverage, unit=" %", n=test_coverage.statements)
    if changed_coverage.lines >= limits.coverage_of_changes_from:
        judge("coverage of changed lines", changed_coverage.percent, at_least=limits.coverage_of_changes,
              unit=" %", n=changed_coverage.lines, where=changed_coverage.missing)


@gate("No TODO comments in critical paths")
def no_todo_in_critical_paths(critical_comments: CommentScan, judge: Judge) -> None:
    """A note that work is left is a note that this code is not finished, and it handles the money."""
    judge("notes of unfinished work", critical_comments.findings, at_most=0, n=critical_comments.files)


@gate("No FIXME or HACK comments")
def no_fixme_or_hack(comments: CommentScan, judge: Judge) -> None:
    """Who wrote FIXME knew of a fault; a release must not know of faults."""
    judge("notes of known faults", comments.findings, at_most=0, n=comments.files)
