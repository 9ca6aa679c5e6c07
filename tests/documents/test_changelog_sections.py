"""Changelogs of the kinds that projects keep, read as sections."""

from __future__ import annotations

import pytest

from pytest_golive.documents.changelog.parsing.outline import headings
from pytest_golive.documents.changelog.parsing.sections import read

KEEP = """\
# Changelog

All notable changes.

## [Unreleased]

## [1.1.0] - 2026-03-01

### Added

- Tea.

## [1.0.0] - 2026-01-31

### Added

- A shop.

[Unreleased]: https://forge.example/shop/compare/v1.1.0...HEAD
[1.1.0]: https://forge.example/shop/compare/v1.0.0...v1.1.0
[1.0.0]: https://forge.example/shop/releases/tag/v1.0.0
"""


def told(text, path="CHANGELOG.md", names=("shop",)):
    """Version, entries and date of each section."""
    return [
        (one.version or "-", one.entries, one.dated.text if one.dated else "")
        for one in read(text, path, names).sections
    ]


def test_a_day_below_a_version_is_no_version():
    days = ("November 15, 2025", "November 3, 2025", "December 7, 2024")
    text = "".join(f"## 1.{3 - n}.0\n\n### {day}\n\nTea.\n\n" for n, day in enumerate(days))
    assert told(f"# Changes\n\n{text}") == [
        ("1.3.0", 1, days[0]), ("1.2.0", 1, days[1]), ("1.1.0", 1, days[2]),
    ]  # fmt: skip


def test_versions_in_bold_type():
    text = "History\n=======\n\n**1.1.0**\n\n- Tea.\n\n**Fixed**\n\n- Pots.\n\n**1.0.0** was first.\n\n**1.0.0**\n\n- A shop.\n"
    assert [(version, entries) for version, entries, _ in told(text, "docs/history.rst")] == [
        ("1.1.0", 3),
        ("1.0.0", 1),
    ]


def test_keep_a_changelog():
    found = read(KEEP, "CHANGELOG.md")
    assert told(KEEP) == [("-", 0, ""), ("1.1.0", 1, "2026-03-01"), ("1.0.0", 1, "2026-01-31")]
    assert [one.line for one in found.sections] == [5, 7, 13]
    assert [one.link_line for one in found.sections] == [19, 20, 21]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("CHANGES.rst", "Version 1.1.0\n-------------\n\nReleased 2026-03-01\n\n-   Tea.\n"),
        (
            "CHANGES.rst",
            "=======\n 1.1.0\n=======\n:release-date: 2026-03-01 8:00 P.M UTC+2:00\n:release-by: Ann\n\n- Tea.\n",
        ),
        ("docs/news.rst", "Shop 1.1.0 (2026-03-01)\n=======================\n\nNew\n~~~\n\n- Tea.\n"),
        ("HISTORY.md", "1.1.0 (2026-03-01)\n------------------\n\n- Tea.\n"),
        ("CHANGELOG.txt", "1.1.0 (2026-03-01)\n~~~~~~~~~~~~~~~~~~\n\n * Tea.\n"),
        (
            "CHANGELOG.md",
            "# [1.1.0](https://forge.example/shop/compare/v1.0.0...v1.1.0) (2026-03-01)\n\n### Features\n\n* tea\n",
        ),
        ("CHANGELOG.md", "## v1.1.0 \u2014 2026-03-01 \u2014 *Assam*\n\n- Tea.\n"),
        ("CHANGELOG.md", "## \U0001f680 [1.1.0] - 2026-03-01 [YANKED]\n\n- Tea.\n"),
        ("CHANGELOG.md", "## 1.1.0 LTS (2026-03-01)\n\n- Tea.\n"),
        ("CHANGELOG.md", "## shop@1.1.0\n\n_Released on 2026-03-01_\n\n- Tea.\n"),
        ("CHANGELOG.adoc", "== 1.1.0 (2026-03-01)\n\n* Tea.\n"),
        ("changelog_11.rst", ".. changelog::\n    :version: 1.1.0\n    :released: 2026-03-01\n\n    Tea.\n"),
        ("NEWS", "1.1.0 (2026-03-01)\n==================\n\n- Tea.\n"),
    ],
)
def test_each_kind_of_heading(path, text):
    assert told(text, path) == [("1.1.0", 1, "2026-03-01")]


def test_a_name_that_stands_before_most_versions_is_a_name():
    text = "".join(f"## Tea Shop 1.{minor} (2026-01-0{minor + 1})\n\n- Tea.\n\n" for minor in (3, 2, 1))
    assert [version for version, *_ in told(text, names=())] == ["1.3", "1.2", "1.1"]


def test_headings_that_are_no_versions():
    text = "## 1.1.0\n\n### Python 3.8\n\n- gone\n\n### 2 more things\n\n- x\n\n## 2025\n\n- y\n\n## Support 12 teas\n\n- z\n"
    assert [version for version, *_ in told(text)] == ["1.1.0"]


def test_chapters_about_a_version_to_come_are_no_versions():
    text = "".join(
        f"# Release 0.{minor}\n\n- x\n\n## Upcoming deprecations for Tea 1.0\n\n- y\n\n" for minor in (4, 3, 2, 1)
    )
    assert [version for version, *_ in told(text)] == ["0.4", "0.3", "0.2", "0.1"]


def test_headings_in_fences_comments_and_front_matter_are_none():
    text = "---\ntitle: x\n# 9.9.9\n---\n<!--\n## 1.2.0\n-->\n## 1.1.0\n\n```md\n## 1.3.0\n```\n\n- Tea.\n"
    assert [version for version, *_ in told(text)] == ["1.1.0"]


@pytest.mark.parametrize(
    "body",
    ["", "### Added\n\n### Fixed\n", "- None\n", "No unreleased changes.\n", "<!-- nothing -->\n", "*2026-03-01*\n", "- [Short description]\n",
     "See the fragment files in the changelog.d directory.\n"],
)  # fmt: skip
def test_a_section_that_says_nothing_has_no_entries(body):
    assert read(f"## 1.1.0\n\n{body}\n## 1.0.0\n\n- x\n", "CHANGELOG.md").sections[0].entries == 0


@pytest.mark.parametrize(
    "title",
    [
        "Unreleased",
        "[UNRELEASED]",
        "dev",
        "Upcoming Release",
        "Next version",
        "*unreleased*",
        "(Unreleased)",
        "main",
        "Unreleased changes",
    ],
)
def test_what_is_not_released(title):
    sections = read(f"## {title}\n\n- x\n\n## 1.0.0\n\n- y\n", "CHANGELOG.md").sections
    assert [(one.version, one.is_open) for one in sections] == [("", True), ("1.0.0", False)]


@pytest.mark.parametrize(
    "title",
    [
        "1.1.0 (unreleased)",
        "1.1.0 - TBD",
        "1.1.0 (xx.xx.xxxx) - IN DEVELOPMENT",
        "Upcoming Release 1.1.0",
        "1.1.0 - 2026-XX-XX",
    ],
)
def test_a_version_that_says_it_is_to_come(title):
    section = read(f"## {title}\n\n- x\n", "CHANGELOG.md").sections[0]
    assert (section.version, section.is_open) == ("1.1.0", True)


def test_what_is_huge_or_odd_is_read():
    many = "".join(f"## 1.{number}.0\n\n- x\n\n" for number in range(20_000))
    assert len(read(many, "CHANGELOG.md").sections) == 20_000
    for text in (
        "",
        "\n" * 9,
        "#" * 100_000,
        "=" * 100_000,
        "-\n" * 50_000,
        "[" * 50_000,
        "## " + "1." * 50_000,
        "## " + "a1-" * 30_000,
    ):
        assert isinstance(read(text, "CHANGELOG.md").sections, tuple)
        assert isinstance(read(text, "NEWS").sections, tuple)


def test_levels_of_restructured_text_follow_their_first_use():
    found = headings(["Top", "===", "", "A", "-", "", "aa", "--", "", "Bottom", "======"], "x.rst")
    assert [(one.level, one.title) for one in found] == [(1, "Top"), (2, "A"), (2, "aa"), (1, "Bottom")]
