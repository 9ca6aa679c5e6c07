"""The number in a row and the setting of its gate must be the same."""

from __future__ import annotations

import pytest
from lines import lines_of

from pytest_golive.collecting.entries import built_in_entries
from pytest_golive.rows.limits import Limits, not_compared
from pytest_golive.rows.plan import catalogue_of
from pytest_golive.settings.loading import settings_in

LINES, COVERAGE, LOAD = (
    "code_quality::files_within_limit",
    "code_quality::coverage",
    "infrastructure::performance_acceptable",
)
TARGET = '[targets.staging]\nurl = "https://x.example"\ninstances = 2\nrate_limit = { path = "/", requests = 100 }\n'
STAGING = "infrastructure::staging_deployed"


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
        ("Certificate lasts at least 3 weeks, HSTS at least 180 days <!-- golive: security::transport", ""),
        ("TLS is good for at least 21 days <!-- golive: security::transport", ""),
        ("At most 100 requests per minute <!-- golive: security::rate_limit", ""),
        ("Clients above 100 requests a minute get 429 <!-- golive: security::rate_limit", ""),
        (f"Stable for at least 5 samples <!-- golive: {STAGING}", ""),
        (f"At least 2 instances, at least 5 samples <!-- golive: {STAGING}", ""),
        (f"At least 2 of them answer <!-- golive: {STAGING}", ""),
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
        (f"Files < 200 LOC <!-- golive: {LINES}", "", f"'< 200 LOC', but {LINES} allows at most 200 lines, as set by"),
        (
            f"Coverage > 80% <!-- golive: {COVERAGE}",
            "",
            "allows at least 80 %, as set by code_quality.coverage (default)",
        ),
        (
            f"Coverage >= 80% <!-- golive: {COVERAGE}",
            "[code_quality]\ncoverage = 50",
            "at least 50 %, as set by code_quality.coverage (golive.toml:2)",
        ),
        (
            f"Coverage of changes >= 90% <!-- golive: {COVERAGE}",
            "",
            "as set by code_quality.coverage_of_changes (default)",
        ),
        (
            "At least 95% of tests pass <!-- golive: code_quality::tests_pass",
            "",
            "at least 100 %, as set by the gate itself",
        ),
        (f"Response time < 500 ms p95 <!-- golive: {LOAD}", "", "'< 500 ms', but"),
        (f"Response time < 200 ms p99 <!-- golive: {LOAD}", "", "applies none of this kind"),
        (f"Rollback if errors > 5% <!-- golive: {LOAD}", "", "allows under 1 %"),
        (f"Response time > 2x baseline <!-- golive: {LOAD}", "", "at most 1.1 x"),
        ("At least 3 instances <!-- golive: smoke::version", "", "targets.staging.instances (golive.toml:4)"),
        (
            "HSTS for at least 1 year <!-- golive: security::transport",
            "",
            "at least 180 d, as set by targets.staging.transport.hsts_days (golive.toml:2)",
        ),
        (
            "At most 100 requests per hour <!-- golive: security::rate_limit",
            "",
            "at most 100 /min, as set by targets.staging.rate_limit.requests (golive.toml:5)",
        ),
        ("At most 60 requests/min <!-- golive: security::rate_limit", "", "allows at most 100 /min"),
        (f"At least 9 samples <!-- golive: {STAGING}", "", "at least 5, as set by targets.staging.stability.samples"),
        ("Healthy for over 30 minutes <!-- golive: smoke::healthy", "", "or write count=30 into the binding"),
        ("Healthy <!-- golive: smoke::healthy count=30", "", "but the row does not say 30"),
        (f"Coverage > 80% <!-- golive: {COVERAGE} count=80", "", "allows at least 80 %"),
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
    loaded = settings_in(
        f"{TARGET}[targets.staging.alerts]\n[targets.staging.slos]\nfiles = ['slo.yml']", "golive.toml"
    )
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
