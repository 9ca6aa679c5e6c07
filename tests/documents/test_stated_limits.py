"""Limits that standards state in prose; a limit that is denied or that belongs to others does not count."""

from __future__ import annotations

import pytest

from pytest_golive.documents.reading.content import read_content
from pytest_golive.documents.standards.statements import statements


@pytest.fixture
def stated():
    def of(text):
        document = read_content("STANDARDS.md", "markdown", text.encode())
        return [(one.kind, one.value) for one in statements(document)]

    return of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A file has at most 200 lines.", [("file length", "200")]),
        ("Lines must be no longer than 79 characters.", [("line length", "79")]),
        ("Lines should not exceed 100 characters.", [("line length", "100")]),
        ("Coverage must never fall below 90 %.", [("coverage", "90")]),
        ("The complexity of a function is at most 10.", [("complexity", "10")]),
        (
            "Files of at most 200 lines, functions of complexity 10 at most, and whatever must not be possible is tested.",
            [("file length", "200"), ("complexity", "10")],
        ),
        ("We previously kept lines below 72 characters, but now lines have at most 88.", [("line length", "88")]),
        ("We no longer limit lines to 79 characters.", []),
        ("Nobody needs 79 characters.", []),
        ("Commit messages have lines of at most 72 characters.", []),
    ],
)
def test_limits_as_people_state_them(stated, text, found):
    assert stated(f"# Standards\n\n{text}\n") == found
