"""Changelogs whose versions are plain lines, each with a list below."""

from __future__ import annotations

import pytest

from pytest_golive.documents.changelog.parsing.sections import read

RELEASED = """\
..
    Copyright.

Changes
=======

Version v2.0.0 (released 2026-06-16)

- Tea.
- Pots.

Version v1.0.0 (released 2026-05-28)

- A shop that needs
  1.2.3
  of a library.
"""
BARE = "History\n=======\n2.0.0\n  * Tea.\n  * Pots.\n\n1.0.0\n  * A shop.\n"
MARKDOWN = "# Changes\n\nv2.0.0 - 2026-06-16:\n\n* Tea.\n* Pots.\n\n```text\n9.0.0\n\n* no\n```\n\n1.0.0 (unreleased)\n* A shop.\n"


def sections(text, path):
    return [(one.version, one.dated.text if one.dated else "", one.is_open) for one in read(text, path).sections]


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        (RELEASED, "CHANGES.rst", [("2.0.0", "2026-06-16", False), ("1.0.0", "2026-05-28", False)]),
        (BARE, "docs/history.rst", [("2.0.0", "", False), ("1.0.0", "", False)]),
        (BARE, "NEWS", [("2.0.0", "", False), ("1.0.0", "", False)]),
        (MARKDOWN, "CHANGES.md", [("2.0.0", "2026-06-16", False), ("1.0.0", "", True)]),
    ],
)
def test_a_version_alone_on_a_line_above_a_list_opens_a_section(text, path, expected):
    assert sections(text, path) == expected


def test_its_list_is_what_the_section_has():
    assert [section.entries for section in read(BARE, "history.rst").sections] == [2, 1]


@pytest.mark.parametrize(
    "text",
    [
        "Changes\n=======\n\n2.0.0\n\nTea.\n",  # no list
        "Changes\n=======\n\n2.0.0 needs Python 3.12\n\n- Tea.\n",
        "Changes\n=======\n\nIt needs at least\n2.0.0\n\n- Tea.\n",
        "Changes\n=======\n\n  2.0.0\n\n- Tea.\n",
    ],
)
def test_other_lines_with_a_version_open_none(text):
    assert read(text, "CHANGES.rst").sections == ()


def test_where_versions_are_titles_a_plain_line_is_text():
    text = "# Changes\n\n## 2.0.0\n\n1.5.0\n\n- was never released.\n"
    assert [section.version for section in read(text, "CHANGES.md").sections] == ["2.0.0"]
