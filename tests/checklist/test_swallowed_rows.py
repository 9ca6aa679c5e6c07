"""A row that is swallowed by code, a comment or front matter is a fault; examples in them stay legal."""

from __future__ import annotations

import pytest

from pytest_golive.checklist.reading.reading import document_of
from pytest_golive.checklist.reading.text import text_of


def read(markdown):
    return document_of(text_of(markdown.encode(), "GO.md"))


def faults(markdown):
    return [(fault.line, str(fault)) for fault in read(f"- [ ] a\n\n{markdown}\n").faults]


SWALLOWED = {
    "```bash\nmake\n``\n\n- [ ] b": (
        7,
        "the code fence of line 3 is never closed; end the code with a line of ``` alone",
    ),
    "````\nmake\n```\n\n- [ ] b": (
        7,
        "the code fence of line 3 is never closed; end the code with a line of ```` alone",
    ),
    "```bash\nmake\n```bash\n\n- [ ] b": (7, "the code fence of line 3 is never closed"),
    "~~~~ status ~~~~\n\n☐ b": (5, "line 3 is never closed; end the code with a line of ~~~~ alone"),
    "```\nmake\n      ```\n- [ ] b": (6, "the code fence of line 3 is never closed"),
    "```\n| b <!-- golive: sign --> |": (4, "the code fence of line 3 is never closed"),
    "> ```\n> - [ ] b": (4, "the code fence of line 3 is never closed"),
    "```bash\nmake\n```bash\n- [ ] b\n```": (6, "the code fence of line 3 is closed by line 7 only"),
    "```bash\nmake\n``\n- [ ] b\n\n```\nls\n```": (6, "the code fence of line 3 is closed by line 8 only"),
    "```\nmake\n- [ ] b\n\n```\nls\n```": (5, "line 9 is never closed; end the code before it where it should end"),
    "<!-- note\n- [ ] b": (4, "the comment of line 3 is never closed; end the comment with '-->' before the row"),
    "<!-- golive: sign\n\nb": (3, "the comment of line 3 is never closed"),
    "<!-- [ ] b": (3, "the comment of line 3 is never closed"),
    "<!-- note\n- [ ] b <!-- golive: sign -->": (4, "the comment of line 3 ends at the '-->' of something else"),
    "<!-- note\n- [ ] b\na --> c": (4, "the comment of line 3 ends at the '-->' of something else"),
    "- b <!-- note <!-- golive: sign -->": (3, "contains the beginning of a binding; end the comment with '-->'"),
    "- b <!-- golive: sign": (3, "'<!-- golive: sign' has no end, so it is no binding; end it with '-->' in its row"),
    "<!-- note --> - [ ] b": (3, "put a blank line between the HTML and the list"),
}


@pytest.mark.parametrize("markdown", SWALLOWED, ids=range(len(SWALLOWED)))
def test_code_and_comments_that_end_too_late_hide_no_row(markdown):
    line, said = SWALLOWED[markdown]
    (found,) = faults(markdown)
    assert found[0] == line
    assert said in found[1]


@pytest.mark.parametrize(
    "markdown",
    [
        "```\n- [ ] b <!-- golive: a::b -->\n```",
        "````markdown\n```\n- [ ] b\n```\n````",
        "> ```\n> - [ ] b\n> ```",
        "<!-- Tick it:\n- [ ] b\n☐ c\n-->",
        "<!-- - [ ] b -->",
        "```\nno box",
        "<!-- no box",
        "\\<!-- golive: sign",
    ],
    ids=range(8),
)
def test_examples_in_closed_code_and_comments_are_no_rows(markdown):
    assert faults(markdown) == []


@pytest.mark.parametrize(
    "markdown",
    [
        "---\n\n# G\n\n- [ ] b\n\n---\n",
        "---\n# G\n- [ ] b\n\n...\n",
        "---\nOur list\n---\n- [ ] b\n",
        "---\n---\n- [ ] b\n",
    ],
    ids=range(4),
)
def test_a_thematic_break_on_the_first_line_begins_no_front_matter(markdown):
    document = read(markdown)
    assert [row.text for row in document.rows] == ["b"]
    assert document.faults == ()


def test_front_matter_holds_no_row():
    (fault,) = read("---\nOwner: Ann\n- [ ] b\n---\n- [ ] a\n").faults
    assert (fault.line, fault.what) == (3, "'- [ ] b' is in the front matter, so it is not read as a row")
    assert fault.cure == "take it out, or begin the document with a blank line if this is no front matter"
    (fault,) = read('---\n"a": 1\nb: c <!-- golive: sign -->\n---\n- [ ] a\n').faults
    assert fault.line == 3
    assert read("\n---\nOwner: Ann\n\n- [ ] b\n\n---\n").faults == ()
