"""The gate about what a release has taught: it passes, is breached, cannot measure; and bad documents."""

from __future__ import annotations

import datetime as dt

import pytest

from pytest_golive.documents.lessons.reviewing import names, says_something

GATE = "post_deploy::lessons_documented"
PLACE = "docs/lessons/1.2.0.md"
TODAY = dt.datetime.now(dt.UTC).date()
FILLED = "\n\n".join(
    f"## {title}\n\nIt was all as it should be."
    for title in ("Timeline", "Figures", "Triggers", "Waivers", "What went well", "What went wrong", "What changes")
)
WHOLE = f"# Lessons of 1.2.0\n\n**Date:** {TODAY}\n\n{FILLED}\n"


def test_lessons_documented_passes(shop):
    shop.write(PLACE, WHOLE)
    shop.passes(GATE, "*what the document lacks: 0, must be at most 0*docs/lessons/1.2.0.md*")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "*docs/lessons/1.2.0.md is not tracked*"),
        ("", "*there is no section 'Timeline'*"),
        (WHOLE.replace("## Triggers", "## Weather"), "*there is no section 'Triggers'*"),
        (WHOLE.replace("1.2.0", "1.2.0.1"), "*nothing above its sections names 1.2.0*"),
        (WHOLE.replace(str(TODAY), "2001-01-01"), "*it is dated 2001-01-01, before the release (*"),
        (WHOLE.replace(str(TODAY), "2999-01-01"), "*it is dated 2999-01-01, which is in the future*"),
        (WHOLE.replace(str(TODAY), "2026-13-01"), "*2026-13-01 is no date*"),
        (WHOLE.replace("**Date:**", "Day"), "*it has no date*"),
        (WHOLE.replace(f"**Date:** {TODAY}", f"<!-- Date: {TODAY} -->"), "*it has no date*"),
    ],
)
def test_lessons_documented_is_breached(shop, text, said):
    if text is not None:
        shop.write(PLACE, text)
    shop.breaches(GATE, said)


@pytest.mark.parametrize("words", ["", "<!-- It was all as it should be. -->", "None.", "n/a", "TBD by Ann next week"])
def test_a_section_without_content_of_its_own_is_none(shop, words):
    shop.write(PLACE, WHOLE.replace("## Figures\n\nIt was all as it should be.", f"## Figures\n\n{words}"))
    shop.breaches(GATE, "*the section 'Figures' says nothing of its own*")


def test_lessons_documented_cannot_measure_what_is_binary(shop):
    shop.write(PLACE, b"\x89PNG\0\0\r\n")
    shop.cannot_measure(GATE, "*docs/lessons/1.2.0.md is binary*")


def test_lessons_documented_cannot_measure_what_is_huge(shop):
    shop.write(PLACE, WHOLE + "x" * 20_000_000)
    shop.cannot_measure(GATE, "*docs/lessons/1.2.0.md has 20 MB*")


def test_lessons_that_are_not_utf_8_are_read_as_far_as_they_go(shop):
    shop.write(PLACE, WHOLE.encode() + b"\nCaf\xe9 \xff\n")
    shop.passes(GATE)


def test_without_a_version_nobody_knows_whose_lessons_are_asked_for(shop):
    file = shop.path / "pyproject.toml"
    file.write_text(file.read_text().replace('version = "1.2.0"', 'dynamic = ["version"]'))
    shop.cannot_measure(GATE, "*nothing says which release this is*")


def test_the_document_may_be_dated_in_its_front_matter_and_be_somewhere_else(shop):
    shop.settings('[tool.golive.post_deploy]\nlessons = "notes/{version}/lessons.md"\nlessons_sections = ["All"]\n')
    shop.write("notes/1.2.0/lessons.md", f"---\ndate: {TODAY}\n---\n\n# About v1.2.0\n\n## All\n\nIt was all well.\n")
    shop.passes(GATE)


def test_a_place_that_names_no_version_is_refused(shop):
    shop.settings('[tool.golive.post_deploy]\nlessons = "docs/lessons.md"\n')
    result = shop.judge(GATE)
    assert result.ret != 0
    assert "must contain {version}" in result.stdout.str() + result.stderr.str()


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("# 1.2.0", True),
        ("Lessons of v1.2.0.", True),
        ("(1.2.0)", True),
        ("11.2.0", False),
        ("1.2.0.1", False),
        ("1.2.0-rc1", False),
        ("1.2.0+local", False),
        ("1x2.0", False),
        ("", False),
    ],
)
def test_a_version_is_named_only_as_a_whole(text, is_named):
    assert names(text, "1.2.0") is is_named


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- Ann saw it first", True),
        ("一切都很顺利", True),
        ("### A heading only", False),
        ("- - -", False),
        ("n/a", False),
    ],
)
def test_what_counts_as_content(text, says):
    assert says_something(text) is says
