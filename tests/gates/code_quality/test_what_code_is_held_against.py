"""Each gate on code alone: which value is compared with which limit, and what is noted."""

from __future__ import annotations

import datetime as dt

import pytest
from alone import PLACE, Seen, told

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.gates import code_quality
from pytest_golive.judging.judge import Judge
from pytest_golive.judging.waivers import Waiver


def by_limit(limit):
    return (Finding("src/a.py", 0, "lines", f"over {limit}"),)


@pytest.mark.parametrize(("longest", "ok"), [(199, True), (200, True), (201, False)])
def test_files_within_limit(longest, ok):
    lines = Seen(longest=longest, longer_than=by_limit, source="12 files")
    said, judge = told(code_quality.files_within_limit, file_lines=lines, limits=Seen(max_lines=200))
    assert said == [
        ("longest file", "≤ 200 lines", f"{longest} lines", ok),
        ("counted", "", "12 files", None),
    ]
    assert judge.evidence[0].found == by_limit(200)


def critical(**changes):
    seen = {
        "longest": 100, "too_long": by_limit, "functions": 3, "worst_complexity": 10, "too_complex": by_limit,
        "python": 2, "worst_maintainability": 20.0, "hard_to_maintain": by_limit, "source": "2 files",
    }  # fmt: skip
    limits = Seen(critical_max_lines=100, max_complexity=10, min_maintainability=20)
    return told(code_quality.critical_files_modular, critical=Seen(**(seen | changes)), limits=limits)


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({}, []),
        ({"longest": 101}, ["longest file"]),
        ({"worst_complexity": 11}, ["complexity"]),
        ({"worst_maintainability": 19.9}, ["maintainability"]),
        ({"longest": 101, "worst_complexity": 11, "worst_maintainability": 1.0},
         ["longest file", "complexity", "maintainability"]),
    ],
)  # fmt: skip
def test_critical_files_modular(changes, broken):
    said, judge = critical(**changes)
    assert [name for name, *_ in said] == ["longest file", "complexity", "maintainability", "measured"]
    assert [evidence.name for evidence in judge.breaches()] == broken
    assert [evidence.found[0].message for evidence in judge.breaches()] == [
        {"longest file": "over 100", "complexity": "over 10", "maintainability": "over 20"}[name] for name in broken
    ]


def test_critical_files_without_functions_or_without_python():
    assert [name for name, *_ in critical(functions=0)[0]] == ["longest file", "maintainability", "measured"]
    assert [name for name, *_ in critical(python=0)[0]] == ["longest file", "complexity", "measured"]


@pytest.mark.parametrize(("passed", "failures", "ok"), [(1, [], [True, True]), (0, [], [False, True])])
def test_tests_pass(passed, failures, ok):
    run = Seen(
        passed=passed,
        failures=lambda: failures,
        remarks=lambda: [("skipped", 2)],
        log="/log",
        source="pytest 9",
        choices=["-m 'a'"],
        deselected=3,
    )
    said, judge = told(code_quality.tests_pass, test_run=run)
    assert said == [
        ("tests that passed", "≥ 1", str(passed), ok[0]),
        ("tests that failed", "≤ 0", "0", ok[1]),
        ("options that leave out tests by name", "≤ 0", "0", True),
        ("options that choose tests", "", "3 deselected; -m 'a'", None),
        ("skipped", "", "2", None),
    ]
    assert judge.attachments == ["/log"]
    assert judge.evidence[0].source == "pytest 9"


def test_one_test_that_fails_is_too_many():
    run = Seen(passed=9, failures=lambda: [PLACE], remarks=list, log="", source="", choices=[], deselected=0)
    said, judge = told(code_quality.tests_pass, test_run=run)
    assert [ok for *_, ok in said] == [True, False, True]
    assert judge.breaches()[0].found == (PLACE,)


def test_tests_that_are_left_out_by_name_are_not_proven_to_pass():
    run = Seen(passed=9, failures=list, remarks=list, log="", source="pytest 9", choices=["-k 'a'"], deselected=10)
    _, judge = told(code_quality.tests_pass, test_run=run)
    (breach,) = judge.breaches()
    assert [one.message for one in breach.found] == ["the tests ran with -k 'a': 10 deselected"]
    waiver = Waiver("x", breach.found[0].fingerprint, "tests of another team", "ann", "ben", dt.date.max)
    declared = Judge([waiver])
    code_quality.tests_pass(run, declared)
    assert declared.breaches() == []
    assert declared.evidence[2].waived


def covered(since="v1", lines=10, lines_left_out=0, **changes):
    total = Seen(
        percent=80.0, below=by_limit, percent_left_out=5.0, lost=lambda: [PLACE], source="pytest", notes=[("omit", "x")]
    )
    change = {"percent": 80.0, "missing": (PLACE,), "percent_left_out": 5.0, "left_out": (PLACE,)} | changes
    limits = Seen(coverage=80, coverage_left_out=5, coverage_of_changes=80, coverage_of_changes_from=10)
    seen = Seen(since=since, lines=lines, lines_left_out=lines_left_out, **change)
    return told(code_quality.coverage, total=total, changes=seen, limits=limits)


def test_coverage_of_all_and_of_what_changed():
    said, _ = covered()
    assert said == [
        ("coverage", "≥ 80 %", "80 %", True),
        ("measured", "", "pytest", None),
        ("kept out of the count", "≤ 5 %", "5 %", True),
        ("omit", "", "x", None),
        ("changed lines", "≥ 80 %", "80 %", True),
        ("changed lines kept out of the count", "≤ 5 %", "5 %", True),
    ]


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"percent": 79.9}, ["changed lines"]),
        ({"percent_left_out": 5.1}, ["changed lines kept out of the count"]),
        ({"percent": 79.9, "since": ""}, ["changed lines"]),
        ({"percent": 0.0, "lines": 9}, []),
        ({"percent_left_out": 99.0, "lines": 4, "lines_left_out": 6}, ["changed lines kept out of the count"]),
        ({"percent_left_out": 99.0, "lines": 4, "lines_left_out": 5}, []),
    ],
)
def test_changed_lines_count_from_a_number_on(changes, broken):
    judge = covered(**changes)[1]
    assert [evidence.name for evidence in judge.breaches()] == broken
    assert all(evidence.found == (PLACE,) for evidence in judge.breaches())


def test_what_is_noted_of_few_changed_lines_and_of_a_first_release():
    assert ("changed lines that can run", "", "9", None) in covered(lines=9)[0]
    assert ("changed lines that can run", "", "10", None) not in covered()[0]
    first = covered(since="", lines=9)[0]
    assert ("changed lines", "", "all are new, for no release came before", None) in first
    assert not [said for said in first if said[0] == "changed lines that can run"]
    assert covered()[1].evidence[4].source == "since v1"


@pytest.mark.parametrize("gate", [code_quality.no_todo_in_critical_paths, code_quality.no_fixme_or_hack])
def test_one_note_is_too_many(gate):
    name = "critical_comments" if "critical" in gate.__name__ else "comments"
    for findings in ([], [PLACE]):
        said, judge = told(gate, **{name: Seen(findings=findings, files=12, source="12 files")})
        assert [(limit, ok) for _, limit, _, ok in said] == [("≤ 0", not findings)]
        assert judge.evidence[0].n == 12
        with pytest.raises(CannotMeasure, match="nothing was measured"):
            told(gate, **{name: Seen(findings=findings, files=0, source="")})
