"""The verdict as Markdown."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from markdown_it import MarkdownIt

from pytest_golive.findings import Finding
from pytest_golive.judging.choices import Choices
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry, Facts, Outcome, Row, Verdict
from pytest_golive.reports.markdown.rows import MARKS
from pytest_golive.reports.markdown.summary import COMMENT, MARK, markdown


def row(name, outcome, **rest):
    section = name.partition("::")[0]
    return Row(Entry(f"golive/{name}", f"Title of {name}", section, ("pre_deploy",)), outcome, **rest)


def breach(count, *, path="src/shop/pay.py"):
    found = tuple(Finding(path, number, "r", f"finding {number}") for number in range(1, count + 1))
    return (Evidence("findings", count, "<=", 0, ok=False, found=found),)


FACTS = Facts(commit="a" * 40, version="1.4.0", target="prod", started="2026-11-27T20:00:00+00:00")


def test_a_go_says_so_first_and_folds_each_section():
    passed = row("code_quality::coverage", Outcome.PASSED, evidence=(Evidence("line coverage", 83.4, ">=", 80, " %"),))
    text = markdown(Verdict((passed,), facts=FACTS))
    lines = text.splitlines()
    assert lines[:2] == [MARK, "## ✅ GO"]
    assert "1 passed; 1 of 1 verified, 0 declared away; commit aaaaaaaaaa, version 1.4.0, target prod." in text
    assert "Measured at 2026-11-27T20:00:00+00:00." in text
    assert "| ✅ code quality | 1 of 1 | 0 | 0 |" in lines
    assert "<details><summary><b>code quality</b>: 1 passed; 1 of 1 verified, 0 declared away</summary>" in lines
    assert any("✅ PASS" in line and "83.4 %" in line and "≥ 80 %" in line for line in lines)


def test_what_blocks_stands_before_the_table_with_places_and_cure():
    red = row("code_quality::coverage", Outcome.FAILED, message="61 %", cure="write tests", evidence=breach(13))
    text = markdown(Verdict((red,), ("the run was interrupted",), facts=FACTS))
    order = ["NO-GO** the run was interrupted", "❌ FAIL** `code_quality::coverage`: 61 %", "`src/shop/pay.py:1`: "]
    order += ["and 3 more", "**To fix:** write tests", "| Section |", "<details>"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "finding 11" not in text


@pytest.mark.parametrize("outcome", Outcome)
def test_each_outcome_has_a_word_and_what_blocks_is_listed(outcome):
    reason = "because of this"
    text = markdown(Verdict((row("smoke::health", outcome, message=reason),), facts=FACTS))
    assert f"| {MARKS[outcome]} |" in text
    blocks = outcome.blocks or outcome is Outcome.NOT_PROVEN  # where no glass was broken
    assert (f"- **{MARKS[outcome]}**" in text) == blocks
    assert reason in text


def test_nothing_that_lets_a_row_through_is_left_out():
    waived = Evidence("x", 0, "<=", 0, ok=True, waived=(Finding("a.py", 1, "r", "m"),), excuses=("legacy, by kim",))
    rows = (row("security::code", Outcome.WAIVED, evidence=(waived,)),)
    choices = Choices("1 waiver", since="v1", counted="1 limit", loosened=("a: 80 to 70",), notes=("not committed",))
    text = markdown(Verdict(rows, facts=FACTS, choices=choices))
    assert "1 waived: legacy, by kim" in text
    assert "**Choices** in force: 1 waiver; since v1: 1 limit" in text
    assert "- a: 80 to 70\n- not committed\n" in text


def test_rows_that_are_not_due_yet_are_listed_by_section():
    later = (row("rollback::reverted", Outcome.NOT_DUE, message="no rollback recorded"),)
    text = markdown(Verdict((row("smoke::health", Outcome.PASSED),), facts=FACTS, later=later))
    assert "<b>rollback</b>: 1 not due; 0 of 1 verified" in text


def test_a_text_that_would_be_too_long_keeps_what_blocks_and_counts_the_rest():
    rows = tuple(
        row(f"section_{number}::gate_{at}", Outcome.FAILED, message="x" * 200, evidence=breach(10))
        for number in range(20)
        for at in range(10)
    )
    text = markdown(Verdict(rows, facts=FACTS))
    assert len(text.encode()) <= COMMENT
    shown = text.count("- **❌ FAIL**")
    left_out = re.search(r"\*\*Left out, .*?:\*\* (\d+) things that block", text)
    assert shown + int(left_out[1]) == 200
    assert "0 of 200 verified" in text


def test_hostile_text_in_every_field_makes_no_element_and_ends_no_fold():
    evil = "</details><script>alert(1)</script>|**x**\n# GO\n@team"
    finding = Finding(evil, 1, evil, evil)
    evidence = Evidence(evil, evil, "==", "x", evil, evil, ok=False, found=(finding,), excuses=(evil,))
    entry = Entry(f"golive/{evil}::{evil}", evil, evil, ("pre_deploy",), place=evil)
    rows = [Row(entry, outcome, evil, evil, evil, (evidence,)) for outcome in Outcome]
    facts = Facts(commit=evil, version=evil, target=evil, started=evil, previous=evil, unknown=evil)
    choices = Choices(evil, listed=(evil,), since=evil, counted=evil, loosened=(evil,), notes=(evil,))
    text = markdown(Verdict(tuple(rows), (evil,), facts, choices, tuple(rows)), 10**6)
    page = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(text)
    assert "<script" not in page
    assert page.count("<h1") == 0
    assert page.count("<h2") == 1
    assert page.count("<details>") == page.count("</details>") == text.count("<details>") == 1
    assert "@team" not in re.sub("<code>.*?</code>", "", page, flags=re.DOTALL)


def test_what_is_not_unicode_is_written_out():
    assert "\\udcff" in markdown(Verdict((row("smoke::health", Outcome.FAILED, message="a\udcffb"),), facts=FACTS))


def test_rows_that_one_trouble_stops_are_one_item():
    rows = tuple(
        row(f"smoke::row_{number}", Outcome.ERROR, message="no answer", cure="start it") for number in range(6)
    )
    text = markdown(Verdict(rows, facts=FACTS))
    assert "- **❌ ERROR** 6 rows: no answer\n  - `smoke::row_0`\n" in text
    assert text.count("start it") == 1


def test_rows_that_nobody_signed_share_a_cure():
    rows = tuple(row(f"people::row_{number}", Outcome.NOT_SIGNED, message="0 of 1 signatures") for number in range(3))
    text = markdown(Verdict(rows, facts=FACTS))
    assert "- **❌ NOT SIGNED** 3 rows not signed yet\n  - `people::row_0`: 0 of 1 signatures" in text
    assert "golive sign --list" in text


def test_a_row_of_a_document_is_called_by_its_words():
    entry = Entry("golive/checklist::a/b", "The team is briefed", "Before", ("pre_deploy",), place="docs/GO.md:12")
    text = markdown(Verdict((Row(entry, Outcome.FAILED, message="nobody knows"),), facts=FACTS))
    assert "- **❌ FAIL** The team is briefed (`docs/GO.md:12`): nobody knows" in text


def test_a_broken_glass_is_no_plain_go():
    glass = SimpleNamespace(sentence="by kim, until 20:00")
    rows = (row("smoke::a", Outcome.PASSED), row("smoke::b", Outcome.NOT_PROVEN, message="61 %"))
    text = markdown(Verdict(rows, facts=FACTS, glass=glass))
    assert "## ⚠️ GO (BREAK-GLASS: 1 row not proven)" in text
    assert "**BREAK-GLASS** by kim, until 20:00" in text
