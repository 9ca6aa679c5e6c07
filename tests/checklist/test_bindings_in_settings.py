"""The settings bind the rows of a document that must not be edited; rows are named by headings and words."""

from __future__ import annotations

import pytest

from pytest_golive.checklist.binding.given import with_given
from pytest_golive.checklist.reading.reading import document_of
from pytest_golive.checklist.reading.text import text_of

MARKDOWN = "# Go\n## Steps\n1. Deploy\n2. Wait\n\n## Wait\n- [ ] Look <!-- golive: sign -->\n\nWait\n\n| a |\n|---|\n| Wait |\n"


@pytest.fixture
def bound():
    def of(given, markdown=MARKDOWN):
        document = document_of(text_of(markdown.encode(), "GO.md"))
        return with_given(document, given, "pyproject.toml", list(given).index)

    return of


def test_whatever_stands_there_can_be_a_row(bound):
    found = bound({"steps/deploy": "deployment::x", "wait/wait": "sign", "wait/wait#2": "a::b\n  c::d"})
    assert found.faults == ()
    assert [
        (row.line, str(row.kind), [(one.words, one.line, one.path) for one in row.comments]) for row in found.rows
    ] == [
        (3, "list item", [("deployment::x", 0, "pyproject.toml")]),
        (7, "task", [("sign", 7, "")]),
        (9, "line", [("sign", 1, "pyproject.toml")]),
        (13, "table row", [("a::b c::d", 2, "pyproject.toml")]),
    ]
    assert [row.text for row in found.others] == ["Wait"]


def test_what_fits_no_row_or_a_row_that_is_bound_already_is_a_fault_of_the_settings(bound):
    found = bound({"steps/deplo": "a::b", "nothing at all": "a::b", "wait/look": "a::b"})
    assert [(fault.line, fault.path, str(fault)) for fault in found.faults] == [
        (0, "pyproject.toml", "GO.md has no row 'steps/deplo'; did you mean 'steps/deploy'?"),
        (
            1,
            "pyproject.toml",
            "GO.md has no row 'nothing at all'; use headings and words as golive bind lists them",
        ),
        (2, "pyproject.toml", "the row at GO.md:7 has a binding in the document, too; keep one of the two bindings"),
    ]


def test_a_document_without_tasks_needs_them_to_have_rows(bound):
    (fault,) = bound({}, "# T\n\nWords\n").faults
    assert fault.what == "the document has no row"
    assert bound({"t/words": "sign"}, "# T\n\nWords\n").faults == ()
