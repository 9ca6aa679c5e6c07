"""A binding that Markdown drops, or that is misspelt, is a fault: the row would lose its gate without a word."""

from __future__ import annotations

import pytest

from pytest_golive.checklist.reading.reading import document_of
from pytest_golive.checklist.reading.text import text_of

TABLE = "| a | b |\n|---|---|\n"
NEARLY = "looks like a binding but is not one; write <!-- golive: section::gate -->"
SHOWN = "is shown as words, so it is no binding; begin the comment with '<!--'"
DROPPED = "is not read, because Markdown drops it; move it behind the words of its row"


def faults(markdown):
    document = document_of(text_of(f"- [ ] a\n\n{markdown}\n".encode(), "GO.md"))
    return [(fault.line, str(fault)) for fault in document.faults]


@pytest.mark.parametrize(
    ("markdown", "line", "said"),
    [
        ("- [ ] b <!-- goliv: sign role=manager -->", 3, f"the comment 'goliv: sign role=manager' {NEARLY}"),
        ("- [ ] b <!-- gloive: sign -->", 3, NEARLY),
        ("- [ ] b <!-- golvie a::b -->", 3, NEARLY),
        ("- [ ] b <!-- Glive : id=x -->", 3, NEARLY),
        ("- [ ] b <!---golive: sign -->", 3, NEARLY),
        ("- [ ] b <!--!golive: sign -->", 3, NEARLY),
        ("- [ ] b <!\u2013- golive: sign -->", 3, SHOWN),
        ("- [ ] b <!- golive: sign -->", 3, SHOWN),
        ("- [ ] b <\u2014golive: sign -->", 3, SHOWN),
        (f"{TABLE}| b | Ann | <!-- golive: sign --> |", 5, DROPPED),
        ("- [ ] b ![<!-- golive: sign -->](x.png)", 3, DROPPED),
        ('- [ ] b [c](x.md "<!-- golive: sign -->")', 3, DROPPED),
        ('[b]: x.md "<!-- golive: sign -->"', 3, DROPPED),
    ],
)
def test_what_was_meant_as_a_binding_is_told(markdown, line, said):
    (found,) = faults(markdown)
    assert found[0] == line
    assert said in found[1]


def test_a_binding_that_runs_into_the_next_comment_is_told_as_such():
    found = faults("- [ ] b <!-- golive: a::b  <!-- golive-result --> PASS <!-- /golive-result -->")
    assert found[0] == (3, "the comment 'a::b' has no end before the next comment; end it with '-->'")


@pytest.mark.parametrize(
    "markdown",
    [
        "- [ ] b <!-- golive: a::b --> <!-- golive: c::d -->",
        "- [ ] b\n  c <!-- golive: a::b -->",
        f"{TABLE}| b <!-- golive: sign --> | `<!-- golive: sign -->` |",
        "- b `<!-- golive: sign -->`",
        "```\n| b <!-- golive: sign -->\n```",
        "- [ ] b <!-- alive: yes --> <!-- active: sign --> <!-- signed: ann --> <!-- note: a::b -->",
        "golive: see the guide",
    ],
)
def test_what_is_read_or_shown_as_an_example_is_no_fault(markdown):
    assert faults(markdown) == []
