"""The coverage of files and of changed lines."""

from __future__ import annotations

import pytest

from pytest_golive.testrun.coverage.files import FileCoverage, ranges
from pytest_golive.testrun.coverage.result import Coverage


def coverage(*files):
    return Coverage("made", 50.0, 10, 0, files, 0.0)


def file(path, executed=(), missing=(), **facts):
    return FileCoverage(path, frozenset(executed), frozenset(missing), **facts)


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ([], ""),
        ([3], "3"),
        ([3, 4, 5, 9], "3-5, 9"),
        ({9, 5, 4, 3}, "3-5, 9"),
        (range(0, 40, 2), "0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22 and 8 more"),
    ],
)
def test_ranges(numbers, text):
    assert ranges(numbers) == text


def test_only_changed_lines_that_can_run_count():
    measured = coverage(file("a.py", {1, 2, 3}, {5, 6, 9}), file("b.py", {1}, {2}))
    changes = measured.changes({"a.py": {2, 3, 4, 5, 6, 99}, "README.md": {1}, "c.py": set()})
    assert (changes.percent, changes.lines) == (50.0, 4)
    assert [(found.place, found.message) for found in changes.missing] == [
        ("a.py:5", "2 of 4 changed lines never ran: 5-6")
    ]
    assert changes.unmeasured == ("README.md",)


def test_without_changed_lines_that_can_run_there_is_no_percentage():
    changes = coverage(file("a.py", {1})).changes({"a.py": {7}})
    assert (changes.percent, changes.lines, changes.missing) == (None, 0, ())


def test_the_fingerprint_of_missing_lines_survives_a_moved_line():
    before = coverage(file("a.py", {1}, {5})).changes({"a.py": {5}})
    after = coverage(file("a.py", {1}, {8})).changes({"a.py": {8}})
    assert before.missing[0].fingerprint == after.missing[0].fingerprint


def test_files_are_listed_by_the_lines_they_lack():
    measured = coverage(
        file("few.py", {1}, {2}),
        file("many.py", range(1, 100), range(100, 120)),
        file("branch.py", {1, 2}, partial=frozenset({1}), branches=2, branches_taken=1),
        file("full.py", {1}),
    )
    assert [found.path for found in measured.least_covered()] == ["many.py", "few.py", "branch.py"]
    assert [found.path for found in measured.least_covered(1)] == ["many.py"]
    assert [found.path for found in measured.below(80)] == ["few.py", "branch.py"]
    assert measured.below(80)[0].message == "50.0 % ran; 1 line never did: 2"
    assert measured.below(80)[1].message == "75.0 % ran; not in every direction: 1"


def test_it_travels_between_processes(handed_on):
    measured = coverage(file("a.py", {1}, {2}))
    assert handed_on(measured) == measured


def test_one_line_is_no_lines():
    assert file("new.py", (), {1}, known=False).finding.message == (
        "no test run measured it, so its 1 line counts as not run"
    )
    assert file("new.py", (), {1, 2}, known=False).finding.message.endswith("its 2 lines count as not run")
