"""Code Quality Gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate

if TYPE_CHECKING:
    from pytest_golive.codebase.comments.words import CommentScan
    from pytest_golive.codebase.metrics.complexity import CriticalFiles
    from pytest_golive.codebase.metrics.lines import FileLines
    from pytest_golive.settings.code_quality.limits import CodeQuality
    from pytest_golive.testrun.coverage.result import ChangeCoverage, Coverage
    from pytest_golive.testrun.result import TestRun

pytestmark = pytest.mark.pre_deploy


@gate("All files have at most 200 LOC")
def files_within_limit(file_lines: FileLines, limits: CodeQuality, judge: Judge) -> None:
    """People read a short file before they change it; in a long one they change what they have not read."""
    judge("longest file", file_lines.longest, at_most=limits.max_lines, unit=" lines", where=file_lines.longer_than)
    judge.note("counted", file_lines.source)


@gate("All critical files are modularized")
def critical_files_modular(critical: CriticalFiles, limits: CodeQuality, judge: Judge) -> None:
    """Where a mistake costs most, every function must be short enough to review by reading it."""
    judge("longest file", critical.longest, at_most=limits.critical_max_lines, unit=" lines", where=critical.too_long)
    if critical.functions:
        judge("complexity", critical.worst_complexity, at_most=limits.max_complexity, where=critical.too_complex)
    if critical.python:
        worst = critical.worst_maintainability
        judge("maintainability", worst, at_least=limits.min_maintainability, where=critical.hard_to_maintain)
    judge.note("measured", critical.source)


@gate("All tests pass (100 %)")
def tests_pass(test_run: TestRun, judge: Judge) -> None:
    """A failing test is a known defect; a release must not contain known defects."""
    from pytest_golive.judging.judge import TESTS_CHOSEN
    from pytest_golive.testrun.leaving_out import choosing, left_out

    judge("tests that passed", test_run.passed, at_least=1, source=test_run.source)
    judge("tests that failed", test_run.failures(), at_most=0)
    judge("options that leave out tests by name", left_out(test_run), at_most=0)
    if chosen := choosing(test_run):
        judge.note(TESTS_CHOSEN, chosen)
    for name, value in test_run.remarks():
        judge.note(name, value)
    judge.attach(test_run.log)


@gate("Coverage is at least 80 %")
def coverage(total: Coverage, changes: ChangeCoverage, limits: CodeQuality, judge: Judge) -> None:
    """Code that no test runs is first run by a customer."""
    judge("coverage", total.percent, at_least=limits.coverage, unit=" %", where=total.below)
    judge.note("measured", total.source)
    left_out, most = "kept out of the count", limits.coverage_left_out
    judge(left_out, total.percent_left_out, at_most=most, unit=" %", where=total.lost())
    for name, words in total.notes:
        judge.note(name, words)
    since, least = f"since {changes.since}", limits.coverage_of_changes
    if not changes.since:
        judge.note("changed lines", "all are new, for no release came before")
    if changes.lines >= limits.coverage_of_changes_from:
        judge("changed lines", changes.percent, at_least=least, unit=" %", source=since, where=changes.missing)
    elif changes.since:
        judge.note("changed lines that can run", changes.lines, source=since)
    if changes.lines + changes.lines_left_out >= limits.coverage_of_changes_from:
        name = f"changed lines {left_out}"
        judge(name, changes.percent_left_out, at_most=most, unit=" %", source=since, where=changes.left_out)


@gate("No TODO comments in critical paths")
def no_todo_in_critical_paths(critical_comments: CommentScan, judge: Judge) -> None:
    """A TODO says that code is unfinished, and critical code must be finished."""
    notes = critical_comments
    judge("notes of unfinished work", notes.findings, at_most=0, n=notes.files, source=notes.source)


@gate("No FIXME or HACK comments")
def no_fixme_or_hack(comments: CommentScan, judge: Judge) -> None:
    """A FIXME marks a known defect; a release must not contain known defects."""
    judge("notes of known faults", comments.findings, at_most=0, n=comments.files, source=comments.source)
