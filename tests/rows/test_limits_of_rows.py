"""The number in a row and the setting of its gate cannot both be believed if they differ."""

from __future__ import annotations

import pytest
from lines import lines_of

from pytest_golive.collecting.tree import built_in_entries
from pytest_golive.rows.limits import Limits, not_compared
from pytest_golive.rows.plan import catalogue_of
from pytest_golive.settings.loading import settings_in

LINES, COVERAGE, LOAD = (
    "code_quality::files_within_limit",
    "code_quality::coverage",
    "infrastructure::performance_acceptable",
)
TARGET = '[targets.staging]\nurl = "https://x.example"\ninstances = 2\n'


def told(row, settings="", name="golive.toml"):
    text = f"{settings}\n{TARGET}"
    return list(Limits(settings_in(text, name), "staging").faults(lines_of(f"- [ ] {row} -->\n")))


@pytest.mark.parametrize(
    ("row", "settings"),
    [
        (f"Files at most 200 LOC <!-- golive: {LINES}", ""),
        (f"Files < 200 LOC <!-- golive: {LINES}", "[code_quality]\nmax_lines = 199"),
        (f"Files <= 199 lines <!-- golive: {LINES}", "[code_quality]\nmax_lines = 199"),
        (f"Coverage >= 80% <!-- golive: {COVERAGE}", ""),
        (f"Coverage of changes >= 90% <!-- golive: {COVERAGE}", "[code_quality]\ncoverage_of_changes = 90"),
        (f"Response time (target: < 200ms p95) <!-- golive: {LOAD}", ""),
        (f"Response time under 0.2 seconds p95 <!-- golive: {LOAD}", ""),
        (f"Error rate < 1% <!-- golive: {LOAD}", ""),
        (f"Error rate < 1% <!-- golive: {LOAD}#error_rate", ""),
        (f"Rollback where response time >= 200 ms p95 <!-- golive: {LOAD}", ""),
        (f"At most 10 % slower than the baseline <!-- golive: {LOAD}", ""),
        (f"Trigger: response time > 1.1x baseline <!-- golive: {LOAD}", ""),
        ("At least 2 instances <!-- golive: smoke::version", ""),
        ("Certificate lasts at least 21 days <!-- golive: security::transport", ""),
        ("No one waits over 30 minutes <!-- golive: smoke::healthy count=30", ""),
        (f"All 67 files are short, see v2.0 <!-- golive: {LINES}", ""),
        ("Monitor for at least 30 minutes <!-- golive: sign", ""),
        ("Payments < 500 ms <!-- golive: gates/own.py::pays", ""),
    ],
)
def test_what_agrees(row, settings):
    assert told(row, settings) == []


@pytest.mark.parametrize(
    ("row", "settings", "said"),
    [
        (f"Files < 200 LOC <!-- golive: {LINES}", "", f"'< 200 LOC', and {LINES} lets through at most 200 lines, as"),
        (
            f"Coverage > 80% <!-- golive: {COVERAGE}",
            "",
            "lets through at least 80 %, as code_quality.coverage (default)",
        ),
        (
            f"Coverage >= 80% <!-- golive: {COVERAGE}",
            "[code_quality]\ncoverage = 50",
            "at least 50 %, as code_quality.coverage (golive.toml:2) says",
        ),
        (f"Coverage of changes >= 90% <!-- golive: {COVERAGE}", "", "as code_quality.coverage_of_changes (default)"),
        ("At least 95% of tests pass <!-- golive: code_quality::tests_pass", "", "at least 100 %, as the gate itself"),
        (f"Response time < 500 ms p95 <!-- golive: {LOAD}", "", "'< 500 ms', and"),
        (f"Response time < 200 ms p99 <!-- golive: {LOAD}", "", "judges by none of its kind"),
        (f"Rollback if errors > 5% <!-- golive: {LOAD}", "", "lets through under 1 %"),
        (f"Response time > 2x baseline <!-- golive: {LOAD}", "", "at most 1.1 x"),
        ("At least 3 instances <!-- golive: smoke::version", "", "targets.staging.instances (golive.toml:4)"),
        ("Healthy for over 30 minutes <!-- golive: smoke::healthy", "", "or write count=30 into the binding"),
        ("Healthy <!-- golive: smoke::healthy count=30", "", "the row's words name no 30"),
        (f"Coverage > 80% <!-- golive: {COVERAGE} count=80", "", "lets through at least 80 %"),
    ],
)
def test_what_contradicts_is_told_with_both_places(row, settings, said):
    (fault,) = told(row, settings)
    assert fault.startswith("GO.md:1: ")
    assert said in fault


def test_numbers_that_are_no_limits_are_counted_or_shown():
    limits = Limits(settings_in("", "golive.toml"))
    rows = (f"All 67 files < 200 LOC <!-- golive: {LINES}", f"All 67 files <!-- golive: {LINES} count=67")
    found = [not_compared(lines_of(f"- [ ] {row} -->\n")[0], limits) for row in rows]
    assert found == [["67 files"], []]
    (line,) = lines_of("- [ ] All tests pass (100%) <!-- golive: code_quality::tests_pass -->\n")
    assert not_compared(line, limits) == []


def test_the_limits_of_gates_are_those_that_they_judge_by():
    """Each is of a gate that exists and of a setting that exists, and the gate's own words say the same."""
    loaded = settings_in(TARGET, "golive.toml")
    limits, entries = Limits(loaded, "staging"), built_in_entries(loaded.settings)
    found = {key: limits.of(key) for key in catalogue_of(entries).gates}
    assert sum(map(len, found.values())) > 10
    for judged in (one for each in found.values() for one in each if one.bound.key):
        value = loaded.settings
        for name in judged.bound.key.split("."):
            value = value[name] if isinstance(value, dict) else getattr(value, name)
    text = "".join(f"- [ ] {one.title} <!-- golive: {one.id.removeprefix('golive/')} -->\n" for one in entries)
    known = [
        line
        for line in text.splitlines()
        if any(f" {key} " in line for key in ("code_quality::files_within_limit", COVERAGE))
    ]
    assert len(known) == 2
    assert list(limits.faults(lines_of("\n".join(known)))) == []
