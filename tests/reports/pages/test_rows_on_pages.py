"""What stands in a row of a page: each thing once, and nothing in the style of something else."""

from __future__ import annotations

import re
from importlib.resources import files

from paged import broken_glass, finding, html, row, verdict_of

from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Outcome

CURE = "pass a list to subprocess"


def evidence(**rest):
    return Evidence("vulnerabilities", 0, "<=", 0, ok=True, **rest)


def test_a_cure_that_the_row_shows_is_not_repeated_at_its_findings():
    alone = html(verdict_of(row(Outcome.FAILED, found=[finding(0, cure=CURE)], cure=CURE)))
    assert alone.count(CURE) == 2  # once among what blocks, once in the row
    several = html(
        verdict_of(row(Outcome.FAILED, found=[finding(0, cure=CURE), finding(1, cure="b")], cure=f"{CURE}; b"))
    )
    assert several.count(CURE) == 4  # each finding says which of them is its own


def test_what_is_past_its_limit_does_not_look_like_a_broken_glass():
    page = html(verdict_of(row(Outcome.FAILED, found=[finding()])))
    assert '<div class="check broken">' in page
    style = files("pytest_golive.reports.html").joinpath("page.css").read_text(encoding="utf-8")
    assert not re.search(r"^\.broken\b", style, re.MULTILINE)
    assert '<section class="emergency"' in html(verdict_of(row(), glass=broken_glass()))
    assert ".emergency {" in style


def test_the_line_below_a_figure_begins_with_what_there_is():
    at = "2026-11-27T12:00:00+00:00"
    for given, said in (
        ({"source": "bandit", "n": 3, "time": at}, "from bandit · n = 3 · 2026-11-27 12:00:00 UTC"),
        ({"n": 3, "time": at}, "n = 3 · 2026-11-27 12:00:00 UTC"),
        ({"time": at}, "2026-11-27 12:00:00 UTC"),
    ):
        assert f'<p class="source">{said}</p>' in html(verdict_of(row(evidence=(evidence(**given),))))


def test_a_cure_is_printed_on_one_page():
    style = files("pytest_golive.reports.html").joinpath("page_print.css").read_text(encoding="utf-8")
    (kept,) = re.findall(r"^  (.*) \{ break-inside: avoid; \}", style, re.MULTILINE)
    assert ".cure" in kept.split(", ")
