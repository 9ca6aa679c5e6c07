"""Changelogs in other forms: series of releases, versions in lists, pages that only include."""

from __future__ import annotations

import json

import pytest

from pytest_golive.delivery.declared.places import declared
from pytest_golive.documents.breaking.guides import Span, guides
from pytest_golive.documents.changelog.parsing.included import included
from pytest_golive.documents.changelog.parsing.sections import read

SERIES = "# Changelog\n\n## 1.8\n\n### 1.8.1 - 2026-03-01\n\n- Tea.\n\n### 1.8.0\n\n- Pots.\n\n## 1.7.2\n\n- A shop.\n"
ITEMS = "Changelog\n---------\n\nThanks to all.\n\n-  8.2.1\n    - Safe.\n\n-  8.2.0 (2026-01-02)\n    - Tea.\n-  8.1.0\n    - A shop.\n"


def versions(text, path="CHANGELOG.md"):
    return [section.version for section in read(text, path).sections]


def test_a_series_is_no_release_of_its_own():
    assert versions(SERIES) == ["1.8.1", "1.8.0", "1.7.2"]


def test_a_series_with_words_of_its_own_is_none_if_its_first_release_stands_below():
    assert versions(SERIES.replace("## 1.8\n", "## 1.8\n\nThe release of tea.\n")) == ["1.8.1", "1.8.0", "1.7.2"]


@pytest.mark.parametrize(
    "text",
    [
        "# Changes\n\n## 1.8\n\n- Tea.\n\n### 1.8.1\n\n- Pots.\n",  # 1.8 has entries, and no 1.8.0 stands below
        "# Changes\n\n## 1.8\n\n### 1.7.1\n\n- Pots.\n",
        "# Changes\n\n## 1.8\n\n- Tea.\n\n## 1.8.1\n\n- Pots.\n",
    ],
)
def test_other_sections_above_later_versions_count(text):
    assert versions(text)[0] == "1.8"


def test_versions_may_be_items_of_a_list():
    sections = read(ITEMS, "docs/changelog.rst").sections
    assert [(one.version, one.entries) for one in sections] == [("8.2.1", 1), ("8.2.0", 1), ("8.1.0", 1)]
    assert sections[1].dated is not None


def test_an_item_without_a_list_below_is_no_version():
    assert versions("Changes\n=======\n\n- 8.2.1\n- 8.2.0\n", "changes.rst") == []


def test_a_guide_may_have_versions_as_items():
    from packaging.version import Version

    (guide,) = guides({"docs/changelog.rst": ITEMS}, Span(Version("8.2.0"), Version("8.2.1")))
    assert (guide.line, guide.text) == (6, "-  8.2.1\n    - Safe.\n\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Notes\n=====\n\n.. include:: notes/v1.1.0.rst\n.. include:: notes/v1.0.0.rst\n",
         ["docs/notes/v1.1.0.rst", "docs/notes/v1.0.0.rst"]),
        ("```{include} ../CHANGES.md\n```\n", ["CHANGES.md"]),
        ('--8<-- "CHANGES.md"\n', ["CHANGES.md"]),
        ('{% include-markdown "../CHANGES.md" %}\n', ["CHANGES.md"]),
        ("``.. include:: ../CHANGES.md``\n", []),
        (".. include:: ../gone.rst\n", []),
        (".. include:: notes.rst\n", []),  # itself
    ],
)  # fmt: skip
def test_what_a_page_includes(text, expected):
    there = {"docs/notes/v1.1.0.rst", "docs/notes/v1.0.0.rst", "CHANGES.md", "docs/notes.rst"}
    assert [*included("docs/notes.rst", text, there.__contains__)] == expected


@pytest.mark.parametrize(
    ("package", "expected"),
    [
        ({"version": "8.1.2", "devDependencies": {"gulp": "5"}}, []),  # builds the style sheets of the documents
        ({"version": "8.1.2", "private": True}, []),
        ({"version": "8.1.2", "devDependencies": {"gulp": "5"}, "main": "shop.js"}, ["package.json"]),
        ({"version": "8.1.2"}, ["package.json"]),
    ],
)
def test_tools_in_javascript_have_no_version_of_the_project(package, expected):
    texts = {"package.json": json.dumps(package), "pyproject.toml": '[project]\nname = "shop"\ndynamic = ["version"]\n'}
    assert [one.path for one in declared([*texts], texts.__getitem__)] == expected


def test_items_of_the_releases_extension_of_sphinx():
    text = (
        "Changelog\n=========\n\n* :feature:`9` Scones.\n* :release:`1.1.0 <2026-03-01>`\n* :release:`1.0.1 <2026-03-01>`\n"
        "* :bug:`1` Tea.\n* :release:`1.0.0 <2026-01-01>`\n* :bug:`-` A shop.\n"
    )
    sections = read(text, "docs/changelog.rst").sections
    assert [(one.version, one.entries, one.dated.text) for one in sections if one.dated] == [
        ("1.1.0", 1, "2026-03-01"), ("1.0.1", 1, "2026-03-01"), ("1.0.0", 1, "2026-01-01"),
    ]  # fmt: skip


def test_versions_of_a_calendar_and_questions_are_titles():
    assert versions("Changes\n=======\n\n2026.4.0\n--------\n\n- Tea.\n\n2026.3.1\n--------\n\n- Pots.\n") == [
        *("2026.4.0", "2026.3.1")
    ]
    assert versions("What's new in shop 1.1.0?\n=========================\n\n* Tea.\n" * 3)[:1] == ["1.1.0"]
    assert versions("## 2026-04-01\n\n- Tea.\n") == []


def test_a_sentence_may_tell_the_date():
    text = "1.0\n~~~\n\nReleased and withdrawn on December 7, 2025. It was badly packaged, as we found out.\n"
    (section,) = read(text, "CHANGES.rst").sections
    assert section.dated is not None
    assert section.dated.text == "December 7, 2025"


def test_a_line_that_says_full_changelog_is_the_link_of_its_section():
    text = "## 2.0.0\n\nBig.\n\n([full changelog](https://forge.example/shop/compare/1.0.0...2.0.0))\n\n- Tea.\n"
    (section,) = read(text, "CHANGELOG.md").sections
    assert (section.link, section.link_line) == ("https://forge.example/shop/compare/1.0.0...2.0.0", 5)
    (other,) = read("## 2.0.0\n\n- See https://forge.example/shop/compare/a...b\n", "CHANGELOG.md").sections
    assert other.link == ""


def test_a_series_above_its_releases_may_have_any_underline():
    text = "v0.11\n-----\n\n- x\n\nv0.10\n=====\n\nv0.10.2\n-------\n\n- Tea.\n\nv0.10.0\n-------\n\n- Pots.\n"
    assert versions(text, "changelog.rst") == ["0.11", "0.10.2", "0.10.0"]


def test_an_entry_that_ends_with_a_link_is_an_entry():
    text = "1.4.0 (2026-01-02)\n==================\n\n* Add tea` #8 <https://forge.example/8>`_\n"
    assert [section.entries for section in read(text, "CHANGES.txt").sections] == [1]


def test_a_version_in_bold_letters_above_a_list_opens_a_section():
    text = "# Changes\n\n**Release 4.13.0** - 2026-01-02\n\n- Tea.\n\n**Release 4.12.1** - 2025-12-01\n\n- Pots.\n"
    assert versions(text) == ["4.13.0", "4.12.1"]
