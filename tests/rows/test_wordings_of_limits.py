"""A number in a row is compared with the limit of its gate in whichever words it stands; other numbers are shown."""

from __future__ import annotations

import pytest
from lines import lines_of

from pytest_golive.rows.limits import Limits, not_compared
from pytest_golive.settings.loading import settings_in

LINES, COVERAGE, LOAD = (
    "code_quality::files_within_limit",
    "code_quality::coverage",
    "infrastructure::performance_acceptable",
)
STRICT = '[code_quality]\nmax_lines = 300\ncoverage = 50\n[performance]\nlimits = ["p(95)<150ms", "error_rate<1%"]'
LIMITS = Limits(settings_in(f'{STRICT}\n[targets.staging]\nurl = "https://x.example"\n', "golive.toml"), "staging")
OTHERS = [
    (COVERAGE, "Test coverage is 80 % or more"),
    (COVERAGE, "Coverage of 80 % or higher"),
    (COVERAGE, "Coverage at 80 % or better"),
    (COVERAGE, "80 % coverage or more"),
    (COVERAGE, "Coverage 80%"),
    (COVERAGE, "Coverage has reached 80 %"),
    (COVERAGE, "Coverage is at least eighty percent"),
    (COVERAGE, "Tests cover at least four fifths of the code"),
    (LINES, "No source file is longer than 200 lines"),
    (LINES, "Files no longer than 200 lines"),
    (LINES, "200 lines or shorter"),
    (LINES, "200 lines or fewer"),
    (LINES, "200 lines or less"),
    (LINES, "Every file fits into 200 lines"),
    (LINES, "File length limit: 200 lines"),
    (LINES, "Files with more than 200 lines: none"),
    (LINES, "200 lines is the longest a file may be"),
    (LOAD, "p95 response time is 200 ms or less"),
    (LOAD, "p95 is not above 200 ms"),
    (LOAD, "p95 never exceeds 200 ms"),
    (LOAD, "p95 is up to 200 ms"),
    (LOAD, "p95 max. 200 ms"),
    (LOAD, "p95 has a maximum of 200 ms"),
    (LOAD, "p95 ≤ 200 ms"),
    (LOAD, "p95 höchstens 200 ms"),
    (LOAD, "p95 au plus 200 ms"),
    (LOAD, "p95 ne dépasse pas 200 ms"),
    (LOAD, "p95 de 200 ms ou moins"),
    (LOAD, "Response time 200 ms"),
    (LOAD, "Error rate 2 %"),
    (LOAD, "p95 < 150 ms, error rate < 2 %"),
    (LOAD, "response time>150ms"),
    (LOAD, "p95 < 150 ms/request, error rate<.2%"),
    (COVERAGE, "coverage<=50%"),
    (COVERAGE, "Coverage 95 or more"),
    (COVERAGE, "Coverage of at least 500\u2030 and at most 600\u2030"),
    (LOAD, "Error rate below 1\u2030"),
    (LOAD, "Errors: at most 1 in 1000 requests"),
    (LINES, "At most 200 physical lines"),
]


def told(row):
    return list(LIMITS.faults(lines_of(f"- [ ] {row} -->\n")))


@pytest.mark.parametrize(("gate", "row"), OTHERS)
def test_a_number_with_the_unit_of_a_limit_is_compared_in_whichever_words(gate, row):
    (fault,) = told(f"{row} <!-- golive: {gate}")
    assert f"but {gate} allows" in fault
    assert "(golive.toml:" in fault


@pytest.mark.parametrize("row", ["Files of max. 300 words", "Files < 300 tokens", "Files up to 300 L"])
def test_a_limit_on_what_the_gate_does_not_count_is_a_fault(row):
    (fault,) = told(f"{row} <!-- golive: {LINES}")
    assert f"is a limit, but {LINES} applies none of this kind" in fault


@pytest.mark.parametrize("row", ["Error rate below 10\u2030", "Error rate below 1 in 100", "At most 0 errors in 10 s"])
def test_a_share_is_compared_in_percent(row):
    assert bool(told(f"{row} <!-- golive: {LOAD}")) == row.endswith("s")


@pytest.mark.parametrize(
    ("row", "left"),
    [
        (f"Coverage 50% <!-- golive: {COVERAGE}", []),
        (f"Coverage (now 82 %) is at least 50 % <!-- golive: {COVERAGE}", ["82 %"]),
        (f"Coverage of the last 30 days <!-- golive: {COVERAGE}", ["30 days"]),
        (f"Coverage measured on 80 % of the pages <!-- golive: {COVERAGE} count=80", []),
        (f"Three files, at least two reviewers <!-- golive: {LINES}", ["Three files", "at least two"]),
        (f"A licence of 3 lines on top <!-- golive: {LINES}", ["3 lines"]),
        (f"p95 150 ms, error rate < 1 % <!-- golive: {LOAD}", []),
        (
            f"p95 < 150 ms with 60 s at 80 % load, three times for 1 s <!-- golive: {LOAD}",
            ["60 s", "80 %", "three times", "1 s"],
        ),
        (f"Coverage of 50\u201360 %, 20rps, 10k users <!-- golive: {COVERAGE}", ["50\u201360 %", "20rps", "10k"]),
        ("TLS 1.2 or higher <!-- golive: security::transport", ["1.2 or higher"]),
        ("Certificates renewed every 90 days <!-- golive: security::transport", ["90 days"]),
    ],
)
def test_other_numbers_are_no_faults_and_are_shown(row, left):
    assert told(row) == []
    assert not_compared(lines_of(f"- [ ] {row} -->\n")[0], LIMITS) == left


def test_a_number_without_a_comparison_has_a_way_out():
    (fault,) = told(f"Coverage 80% <!-- golive: {COVERAGE}")
    assert "use the same number in both, or write count=80 into the binding if it is no limit" in fault


@pytest.mark.parametrize(
    ("row", "number"),
    [("99.9th percentile < 150 ms", "< 150 ms"), ("< 150rps", "< 150rps"), ("p95 under 2m30s", "under 2m30s")],
)
def test_a_limit_in_a_foreign_unit_or_of_another_percentile_is_not_taken_for_the_gates(row, number):
    (fault,) = told(f"{row} <!-- golive: {LOAD}")
    assert f"{number!r} is a limit, but {LOAD} applies none of this kind" in fault
