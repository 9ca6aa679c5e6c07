"""What is looser than before, by direction; changes without a known direction are shown as well."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest

from pytest_golive.settings.comparing.choice import Kind, in_numbers
from pytest_golive.settings.comparing.directions import all_ways, way_of
from pytest_golive.settings.comparing.loosening import loosened, loosened_around
from pytest_golive.settings.loading import settings_in
from pytest_golive.settings.values.ways import Way
from pytest_golive.settings.wording.describing import all_settings

THE_ROW = "code_quality::coverage src/**"
TARGET = "[targets.s]\nurl = 'https://s.example'\n"
WAIVER = """
[[waivers]]
gate = "code_quality::coverage"
match = "src/**"
reason = "because of this"
owner = "payments"
approver = "manager"
expires = {}
"""


def settings(text):
    return settings_in(text, "golive.toml").settings


def told(old, new):
    return [one.sentence for one in loosened(settings(old), settings(new))]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("", "[code_quality]\nmax_lines = 500", "code_quality.max_lines: 200 → 500"),
        ("", "[code_quality]\ncoverage = 50", "code_quality.coverage: 80 → 50"),
        ("", "[code_quality]\ncoverage_of_changes_from = 99", "code_quality.coverage_of_changes_from: 20 → 99"),
        ("", "[code_quality]\ncount = 'sloc'", 'code_quality.count: "loc" → "sloc"'),
        ("", "exclude = ['src/x.py']", 'exclude: also "src/x.py"'),
        ("", "[security]\nexclude = ['src/x.py']", 'security.exclude: also "src/x.py"'),
        ("critical = ['a.py', 'b.py']", "critical = ['b.py']", 'critical: no longer "a.py"'),
        ("", "[code_quality]\nforbidden_words = ['HACK']", 'code_quality.forbidden_words: no longer "FIXME"'),
        ("", r"[code_quality]" + "\nallow = ['x#\\d']", 'code_quality.allow: also "x#\\\\d"'),
        ("", "[security]\nhistory = false", "security.history: true → false"),
        ("", "[security]\nbandit_severity = 'high'", 'security.bandit_severity: "medium" → "high"'),
        ("", "[tests]\nreuse = true", "tests.reuse: false → true"),
        ("", "[tests]\ncommand = ['make', 't']", 'tests.command: not given → ["make", "t"]'),
        (
            "",
            "[performance]\nlimits = ['p(95)<300ms', 'error_rate<1%']",
            "performance.limits: p(95)<200ms → p(95)<300ms",
        ),
        ("", "[performance]\nlimits = ['p(95)<200ms']", "performance.limits: error_rate<1% → not given"),
        ("", "[performance]\nduration = '5s'", 'performance.duration: "20s" → "5s"'),
        (TARGET + "production = true", TARGET, "targets.s.production: true → false"),
        (TARGET, TARGET + "allow = ['load']", 'targets.s.allow: also "load"'),
        (TARGET, TARGET + "transport = { min_tls = '1.2', days = 3 }", "targets.s.transport.days: 21 → 3"),
        (
            TARGET + "endpoints = [{ path = '/a', status = 200 }]",
            TARGET + "endpoints = [{ path = '/b' }]",
            'targets.s.endpoints: no longer "GET /a (status (200,))"',
        ),
        (
            TARGET + "endpoints = [{ path = '/a', without_text = 'Debug', json = {} }]",
            TARGET + "endpoints = [{ path = '/a' }]",
            """targets.s.endpoints: no longer "GET /a (status (200,), json {}, without_text ('Debug',))\"""",
        ),
        (
            TARGET + "rate_limit = { path = '/l', requests = 10 }",
            TARGET + "rate_limit = { path = '/l', requests = 99 }",
            "targets.s.rate_limit.requests: 10 → 99",
        ),
        ("", "[not_applicable]\n'a::b' = 'no such thing'", "not applicable: a::b (no such thing)"),
        (
            "[not_applicable]\n'a::b' = 'REPLACE THIS: name it'",
            "[not_applicable]\n'a::b' = 'no such thing'",
            "not applicable: a::b (no such thing)",
        ),
        (
            "",
            WAIVER.format("2027-01-31"),
            "waived: code_quality::coverage src/** until 2027-01-31 (owner payments, approved by manager)",
        ),
        (
            WAIVER.format("2027-01-31"),
            WAIVER.format("2027-06-30"),
            f"waived: {THE_ROW} until 2027-06-30, was 2027-01-31 (owner payments, approved by manager)",
        ),
    ],
)
def test_what_is_looser(old, new, sentence):
    assert sentence in told(old, new)
    assert sentence not in told(new, new)
    if "tests.command" not in sentence:  # nobody can tell, so it is shown either way
        assert [each for each in told(new, old) if each.split(":")[0] == sentence.split(":")[0]] in (
            [],
            ['targets.s.endpoints: no longer "GET /b (status (200,))"'],
            ['targets.s.endpoints: no longer "GET /a (status (200,))"'],
        )


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('memory_limit = "64GiB"', 'memory_limit: not given → "64GiB"'),
        ("cpu_limit = 64", "cpu_limit: not given → 64"),
        ('needed = ["up"]', 'needed: [] → ["up"]'),
        ("requests = 1", "requests: 20 → 1"),
    ],
)
def test_what_metrics_are_held_against_is_shown_when_it_changes(line, sentence):
    table = '[targets.s]\nurl = "https://x.example"\n[targets.s.metrics]\nselector = { job = "shop" }\n'
    assert told(table, table + line) == [f"targets.s.metrics.{sentence}"]


@pytest.mark.parametrize("least", [1, 1000])
def test_fewer_and_more_requests_may_both_hide_something(least):
    assert told("", f"[monitoring]\nfewest_requests = {least}") == [f"monitoring.fewest_requests: 50 → {least}"]


@pytest.mark.parametrize(("key", "before"), [("day", 24), ("week", 7), ("month", 30)])
@pytest.mark.parametrize("after", [0, 90])
def test_rows_that_are_due_sooner_or_later_may_both_see_nothing(key, before, after):
    assert told("", f"[post_deploy]\n{key} = {after}") == [f"post_deploy.{key}: {before} → {after}"]


def test_a_longer_window_is_a_looser_limit():
    assert told("", '[monitoring]\nlongest_window = "6h"') == ['monitoring.longest_window: "1h" → "6h"']
    assert told("", '[monitoring]\nlongest_window = "30m"') == []


def test_a_secret_in_a_value_is_not_shown():
    assert told("", "[tests]\ncommand = ['t', '--password=hunter']\n") == [
        'tests.command: not given → ["t", (not shown: it may hold a secret)]'
    ]


def test_a_placeholder_of_golive_init_excuses_nothing():
    assert told("", "[not_applicable]\n'a::b' = 'replace this: name it'") == []


def test_what_decides_nothing_is_left_out():
    assert told("", "artifacts = 'out'\n[tests]\ntimeout = '2h'\n") == []


def test_in_numbers():
    found = loosened(settings(""), settings("exclude = ['a', 'b']\n[code_quality]\nmax_lines = 300\ncoverage = 1\n"))
    assert in_numbers(found) == "2 limits looser, 2 exclusions"
    assert in_numbers(found[:1]) == "1 limit looser"
    assert in_numbers([]) == ""


def test_every_setting_has_a_direction_or_is_shown_whenever_it_changes():
    paths = {setting.path.replace("NAME", "x") for setting in all_settings()}
    unused = [pattern for pattern in all_ways() if not any(fnmatchcase(path, pattern) for path in paths)]
    # A table of the user's own names, and a list of tables that is compared item by item.
    assert unused == ["performance.endpoint_limits.*", "targets.*.endpoints"]
    assert way_of("something.new") is Way.ANY


def test_of_the_tools_lists_only_what_is_new_is_told():
    was, now = {"bandit skips": ("B101",)}, {"bandit skips": ("B101", "B602"), "coverage omit": ("a.py",)}
    found = loosened_around(was, now)
    assert [one.sentence for one in found] == ['bandit skips: also "B602"', 'coverage omit: also "a.py"']
    assert {one.kind for one in found} == {Kind.EXCLUSION}


def test_a_new_target_excludes_only_what_is_added_to_the_defaults():
    new = settings(TARGET + "[targets.s.transport]\ncookies_for_scripts = ['theme']\n")
    kinds = [one.kind for one in loosened(settings(""), settings(TARGET))]
    assert Kind.EXCLUSION not in kinds
    changes = [one.sentence for one in loosened(settings(""), settings(TARGET)) if one.kind is Kind.CHANGE]
    assert [sentence.partition(":")[0] for sentence in changes] == ["targets.s.url"]
    assert [one.kind for one in loosened(settings(""), new)].count(Kind.EXCLUSION) == 1


def test_a_declaration_of_several_rows_is_not_counted_as_one_row():
    texts = "", "[not_applicable]\n'a::*' = 'no such thing'\n'b::*' = 'no such thing'\n'c::d' = 'no such thing'"
    found = loosened(*(settings_in(text, "golive.toml").settings for text in texts))
    assert in_numbers(found) == "1 row not applicable, 2 groups of rows not applicable"
