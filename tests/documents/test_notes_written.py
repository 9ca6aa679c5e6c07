"""Release notes in Markdown, from facts; by the default template, and by a project's own."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import replace

import pytest

from pytest_golive.documents.changelog.fragments import Fragments
from pytest_golive.documents.changelog.parsing.sections import read
from pytest_golive.documents.notes.facts import Break, Facts, Figure, Group
from pytest_golive.documents.notes.grouping import entries, of_changelog, of_fragments
from pytest_golive.documents.notes.writing import by_template, written
from pytest_golive.errors import GoliveError

FACTS = Facts(
    version="2.0.0",
    project="shop",
    day=dt.date(2026, 11, 26),
    previous="v1.1.0",
    commits=3,
    groups=(Group("Features", ("pay by card (#12)",)),),
    told_by="git",
    breaks=(Break("shop.refund was removed", "CHANGELOG.md:9", "Removed `refund`: write to us."),),
    compared="griffe, compared with v1.1.0",
    deprecated=("shop.old",),
    figures=(Figure("line coverage", "71 %", "83 %", "r.json"), Figure("p95", "", "120 ms", "r.json")),
    gaps=("waived: code_quality::coverage: until March",),
    closed=("#7",),
    people=("Ann", "Bob"),
)
NOTES = """\
# Release 2.0.0

## Summary

1 change in 3 commits by 2 people since v1.1.0. Line coverage from 71 % to 83 %.

## Changes

### Features

- pay by card (#12)

### Quality

- line coverage from 71 % to 83 %
- p95: 120 ms

### Deprecations

- `shop.old`

## Breaking Changes

- shop.refund was removed (CHANGELOG.md:9)

## Migration

- Removed `refund`: write to us. (CHANGELOG.md:9)

## Known Gaps

- waived: code_quality::coverage: until March

## Issues Closed

- #7

## Contributors

- Ann
- Bob
"""


def section(text, title):
    return text.partition(f"## {title}\n\n")[2].partition("\n\n")[0]


def test_they_hold_all_facts():
    assert written(FACTS) == NOTES


def test_that_nothing_breaks_is_said_only_if_somebody_has_looked():
    looked = written(replace(FACTS, breaks=()))
    assert section(looked, "Breaking Changes").startswith("None - all public APIs are preserved (griffe, compared with")
    assert section(looked, "Migration") == "No action is required for existing users."
    unknown = written(replace(FACTS, breaks=(), unmeasured="griffe is broken"))
    assert section(unknown, "Breaking Changes") == section(unknown, "Migration") == "Not known: griffe is broken."
    first = written(replace(FACTS, breaks=(), compared="", previous=""))
    assert section(first, "Breaking Changes") == "None: this is the first release."


def test_an_entry_about_several_changes_is_written_once():
    several = tuple(Break(words, "CHANGELOG.md:9", "Removed all.") for words in ("a was removed", "b was removed"))
    assert section(written(replace(FACTS, breaks=several)), "Migration") == "- Removed all. (CHANGELOG.md:9)"


def test_that_nobody_has_written_how_to_migrate_is_said():
    text = written(replace(FACTS, breaks=(Break("shop.refund was removed"),)))
    assert section(text, "Migration") == "What users have to change is not written yet."


def test_a_template_has_all_facts_and_the_usual_notes():
    assert by_template(FACTS, "{{ version }}: {{ groups[0].entries | join }}, {{ breaks_nothing }}\n", "t") == (
        "2.0.0: pay by card (#12), False\n"
    )
    assert by_template(FACTS, "{{ default }}", "t") == NOTES


@pytest.mark.parametrize(
    ("template", "what"),
    [
        ("\n{{ nobody }}", "t.md: 'nobody' is undefined"),
        ("\n{% if %}", "t.md:2: Expected an expression, got 'end of statement block'"),
        ("{{ people.__class__.__mro__ }}", "t.md: access to attribute '__class__' of 'tuple' object is unsafe"),
    ],
)
def test_a_fault_of_a_template_is_told_with_its_place(template, what):
    with pytest.raises(GoliveError, match="its variables are: breaks, breaks_nothing, closed") as caught:
        by_template(FACTS, template, "t.md")
    assert what in str(caught.value)


@pytest.mark.parametrize(
    ("template", "what"),
    [
        (
            "\n{{ 1 / 0 }}",
            "t.md:2: ZeroDivisionError: division by zero; correct the template; its variables are: breaks",
        ),
        (
            "{% include 'other' %}",
            "t.md: it asks for the file 'other'; write what it includes into the template itself",
        ),
        ("{% extends 'other' %}", "t.md: it asks for the file 'other'"),
        ("a\n\n{% for n in range(10**9) %}{% endfor %}", "t.md:3: OverflowError: Range too big"),
        ("{{ version.nothing() }}", "t.md: 'str object' has no attribute 'nothing'"),
        ("{{ version(1) }}", "TypeError: 'str' object is not callable"),
    ],
)
def test_whatever_a_template_does_wrongly_is_told(template, what):
    with pytest.raises(GoliveError) as caught:
        by_template(FACTS, template, "t.md")
    assert what in str(caught.value)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds memory and time in this way")
def test_what_a_template_may_cost_is_bounded(monkeypatch):
    monkeypatch.setattr("pytest_golive.documents.notes.writing.SECONDS", 0.2)
    loop = "{% for n in range(99999) %}" * 3 + "{% endfor %}" * 3
    for template, much in (("{{ 'a' * 10**10 }}", "512 MiB"), ("{{ ''|center(10**10) }}", "512 MiB"), (loop, "0.2 s")):
        with pytest.raises(GoliveError, match=f"t: it needs more than {much}; make its loops and texts shorter"):
            by_template(FACTS, template, "t")
    assert by_template(FACTS, "{{ version }}", "t") == "2.0.0"


def test_a_changelog_keeps_its_headings_lists_and_code():
    text = (
        "# Changelog\n\n## 2.0.0 - 2026-11-20\n\nMuch is new,\nand good.\n\n### Added\n\n- pay by card:\n  wherever\n"
        "  - Visa\n- a command\n\n  ```\n  - golive\n  ```\n\n## 1.0.0 - 2026-01-01\n\n- old\n"
    )
    changelog = read(text, "CHANGELOG.md")
    found = of_changelog(changelog, changelog.of("2.0"), text)
    assert found == (
        Group("", ("Much is new, and good.",)),
        Group("Added", ("pay by card: wherever\n  - Visa", "a command", "```\n  - golive\n  ```")),
    )


def test_a_fence_that_nothing_closes_is_told():
    assert [*entries(["- a", "```", "b"])] == ["a\n```\nb"]


def test_pieces_of_a_changelog_go_by_their_kinds():
    pieces = Fragments("towncrier", "news", ("news/1.bugfix.rst", "news/2.feature.1.rst", "news/3.odd.md"))
    texts = {
        "news/1.bugfix.rst": "A leak\nis gone.\n",
        "news/2.feature.1.rst": "Cards.",
        "news/3.odd.md": "---\n'a': minor\n---\nOdd.\n",
    }
    assert of_fragments([pieces], texts) == (
        Group("Features", ("Cards.",)), Group("Fixes", ("A leak is gone.",)), Group("Other changes", ("Odd.",)),
    )  # fmt: skip
