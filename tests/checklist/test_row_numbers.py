"""Numbers in a row's words: which are limits, and when two limits mean the same."""

from __future__ import annotations

import pytest

from pytest_golive.checklist.binding.agreeing import agree, fires
from pytest_golive.checklist.binding.numbers import Quantity, percentile, quantities


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("All 67 files now < 200 LOC", ["67 files", "< 200 lines"]),
        ("Coverage >= 80%", [">= 80 %"]),
        ("Coverage ≥80 %", [">= 80 %"]),
        ("coverage of 80%+", [">= 80 %"]),
        ("at least 80 percent", [">= 80 %"]),
        ("Response time (target: < 200ms p95)", ["< 200 ms"]),
        ("p(99) under 1.5 s", ["< 1.5 s"]),
        ("99th percentile at most 300 ms", ["<= 300 ms"]),
        ("Error rate spike (> 2%)", ["> 2 %"]),
        ("Queue backlog (> 1,000 items)", ["> 1000 items"]),
        ("Response time > 2x baseline", ["> 2 x"]),
        ("Monitor for 30 minutes", ["30 min"]),
        ("within 5 minutes", ["<= 5 min"]),
        ("no more than 3 files", ["<= 3 files"]),
        ("Taux d'erreur au plus 0,5 %", ["<= 0.5 %"]),
        ("max. 2 h", ["<= 2 h"]),
        ("at least 1 year, 2 weeks, 30 jours", [">= 1 y", "2 w", "30 d"]),
        ("at most 100 requests per minute", ["<= 100 /min"]),
        ("> 100/min, 5 a day, 10 hits each second", ["> 100 /min", "5 /d", "10 /s"]),
        ("open 24/7, 3 a side, 100 requests", ["3", "100"]),
        ("80 % or more, 2 s or less, 90 % and above", [">= 80 %", "<= 2 s", ">= 90 %"]),
        ("80 % coverage or more", [">= 80 %"]),
        ("80 % coverage or more tests", ["80 %"]),
        ("reaches 80 %, max. 2 s, 200 lines max, 80 % minimum", [">= 80 %", "<= 2 s", "<= 200 lines", ">= 80 %"]),
        ("no longer than 200 lines", ["<= 200 lines"]),
        ("longer than 200 lines: none", ["> 200 lines"]),
        ("200 lines or shorter", ["<= 200 lines"]),
        ("fits into 200 lines", ["<= 200 lines"]),
        ("not above 2 s, never exceeds 3 s, doesn't exceed 4 s", ["<= 2 s", "<= 3 s", "<= 4 s"]),
        ("not below 80 %", [">= 80 %"]),
        ("greater than or equal to 80 %, at or below 2 s", [">= 80 %", "<= 2 s"]),
        ("mindestens 80 Prozent, höchstens 2 Sekunden, nicht über 3 s", [">= 80 %", "<= 2 s", "<= 3 s"]),
        ("au moins 80 %, au plus 2 s, 90 % ou plus", [">= 80 %", "<= 2 s", ">= 90 %"]),
        ("ne dépasse pas 200 ms, ne doit pas dépasser 3 s", ["<= 200 ms", "<= 3 s"]),
        ("inférieur à 200 ms, supérieure ou égale à 80 %", ["< 200 ms", ">= 80 %"]),
        ("200-line files, 80%-coverage", ["200 lines", "80 %"]),
        ("at least eighty percent", [">= 80 %"]),
        ("two hundred lines at most, twenty-one days, a hundred percent", ["<= 200 lines", "21 d", "100 %"]),
        ("at least four fifths", [">= 80 %"]),
        ("at least two people, one at a time, two-factor, more than one", ["2"]),
        ("TLS 1.2 or higher, Python >= 3.11, TLS 1.2+, 9.0 or later, reached 2.0", ["1.2", "3.11", "1.2", "9", "2"]),
        ("95 or more, a complexity of 10 at most, 3 or fewer", [">= 95", "<= 10", "<= 3"]),
        ("below 1\u2030, at most 2 per mille, 80 permille, 5 ppm", ["< 1 \u2030", "<= 2 \u2030", "80 \u2030", "5 ppm"]),
        ("under 1 in 1000, at most 5 errors in a thousand requests", ["< 0.1 %", "<= 0.5 %"]),
        ("fewer than 1 in 10,000, less than one in a million", ["< 0.01 %", "< 0.0001 %"]),
        ("at most 5 in 10 minutes, 3 of 10 files, under 2 in 2026", ["<= 5", "10 min", "3", "10 files", "< 2", "2026"]),
        ("at most 200 physical lines, at least 100 rps", ["<= 200 lines", ">= 100 /s"]),
        ("no slower than 9.8", ["9.8"]),
        ("at most 1\u202f000 lignes, 2\u2019000 lines", ["<= 1000 lines", "2000 lines"]),
        ("80-90 %, phase 3-4, 2026-11-26, 555-1234, 5-10 minutes", ["90", "10"]),
        ("80\u201390 %, 80%-90%, 200/300 ms, 80%/90%, at least 3-4", ["90", "90", "300", "90", "4"]),
        ("latency<200ms, coverage>=80%, LOC≤200, p95<1s", ["< 200 ms", ">= 80 %", "<= 200", "< 1 s"]),
        ("80 -> 200 lines, a=>b, -->5 %", ["80", "200 lines", "5 %"]),
        ("sub-200ms, ≦ 2 s, ≧80%", ["< 200 ms", "<= 2 s", ">= 80 %"]),
        ("less than about 200 ms, at most: 2 s", ["< 200 ms", "<= 2 s"]),
        (".5 s, <.5%, 0.0000001 %, -5 %, at least \u22122 days", ["0.5 s", "< 0.5 %", "1e-07 %", "-5 %", ">= -2 d"]),
        ("200ms/request, 200ms p95/500ms p99, under 2s/call", ["200 ms", "200 ms", "500 ms", "< 2 s"]),
        ("at most 200rps, 10k lines, under 2h30, 60fps", ["<= 200 /s", "10 k", "< 2 h30", "60 fps"]),
        ("at least 3-way, 3-way, no 5xx, the 1st of 2FA, docs/2.0, 24/7", [">= 3 way"]),
        ("200 µs, 3 months, 2 GB, 80 per-cent", ["200 us", "3 month", "2 gb", "80 %"]),
        ("Tag v2.0.0-10x, see #412, on 2026-11-26", []),
        ("`phase-05` of e2e tests", []),
        ("no number", []),
        ("9" * 5000, []),
    ],
)
def test_numbers_of_a_row(text, found):
    assert [str(quantity) for quantity in quantities(text)] == found


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("< 200ms p95", 95.0),
        ("p(99.9)", 99.9),
        ("the 95th percentile", 95.0),
        ("the 99.9th percentile", 99.9),
        ("50th-percentile", 50.0),
        ("95e centile", 95.0),
        ("99,5. Perzentil", 99.5),
        ("p80", 80.0),
        ("p200", None),
        ("no P1 bug", None),
        ("stop 95", None),
    ],
)
def test_percentiles(text, percent):
    assert percentile(text) == percent


def limit(text):
    (found,) = quantities(text)
    return found


@pytest.mark.parametrize(
    ("said", "judged", "same"),
    [
        ("< 200 ms", "< 0.2 s", True),
        ("< 200 ms", "<= 200 ms", False),
        ("< 200", "< 200 ms", True),
        ("< 200 %", "< 200 ms", False),
        (">= 80 %", ">= 80 %", True),
        (">= 80 %", ">= 85 %", False),
        (">= 80 %", "<= 80 %", False),
        ("30 min", "1800 s", True),
        ("< 500 KB", "< 500 MB", False),
        ("< 2 GB", "< 2000 MB", True),
        ("< 1 MiB", "< 1024 KiB", True),
        ("< 30 months", "< 30 days", False),
        ("< 200 µs", "< 200 ms", False),
        ("< 200rps", "< 200 ms", False),
        (">= 100 rps", ">= 100 requests per second", True),
        ("< 10\u2030", "< 1 %", True),
        ("< 1\u2030", "< 1 %", False),
        ("< 1 in 100", "< 1 %", True),
        ("< 200 words", "< 200 lines", False),
        ("< 200 for each", "< 200 lines", True),
        ("at most 30 posts", "at most 30 per minute", True),
        ("at most 3 instances", "at most 3", True),
    ],
)
def test_limits_that_mean_the_same(said, judged, same):
    assert agree(limit(said), limit(judged)) == same


def test_strictness_of_whole_numbers():
    assert agree(limit("< 200 lines"), limit("<= 199 lines"), counts=True)
    assert not agree(limit("< 200 lines"), limit("<= 200 lines"), counts=True)
    assert not agree(limit("< 200 lines"), limit("<= 199 lines"))


def test_a_trigger_fires_where_a_limit_does_not_hold():
    assert fires(limit("> 5 %"), limit("<= 5 %"))
    assert not fires(limit("> 5 %"), limit("< 5 %"))
    assert not fires(limit("> 5 %"), limit("> 5 %"))
    assert fires(limit("> 1000 items"), Quantity("", 1000, "items", "<="), counts=True)
    assert not fires(limit("5 %"), limit("<= 5 %"))
