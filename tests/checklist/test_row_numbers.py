"""Numbers in a row's words: which are limits, and when two limits mean the same."""

from __future__ import annotations

import pytest

from pytest_golive.checklist.binding.numbers import Quantity, agree, fires, percentile, quantities


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
    [("< 200ms p95", 95.0), ("p(99.9)", 99.9), ("the 95th percentile", 95.0), ("p200", None), ("stop 95", None)],
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
