"""Plain rows are read by a shorter way, which gives what markdown-it itself gives."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from pytest_golive.checklist.reading.parser import SIMPLE, parser

PLAIN = [
    "Coverage >= 80% <!-- golive: code_quality::coverage -->",
    "All 67 files now: short, \"quoted\" 'and' (in brackets) | + - = # @ ! ] } { ^ $",
    "<!-- golive: a::b --><!-- golive-result --> PASS: x, ≤ 3 (a::b) <!-- /golive-result -->",
    "one <!-- two - three\nfour --> five",
    "snake_case_name and 1_000, ÄÖ ⬜ ✅ 漢字",
    "http://example.org/a_b and www.example.org",
    "ends with > and ]",
]
MARKED = [
    "a *b* c",
    "a _b_ c",
    "_a_",
    "a__b__c",
    "`code`",
    "~~gone~~",
    "[link](x)",
    "![image](x)",
    "a & b &amp; c",
    "a \\* b",
    "one\ntwo",
    "one  \ntwo",
    "<b>html</b>",
    "<https://x.example>",
    "<!-- a -- b -->",
    "<!--a-->",
    "<!-- a --->",
    "<!-->",
    "<!-- open",
    "é_é_",
]


def shape(tokens):
    return [
        (token.type, token.content, [(one.type, one.content, one.tag) for one in token.children or ()])
        for token in tokens
        if token.type == "inline"
    ]


@pytest.mark.parametrize("text", [*PLAIN, *MARKED], ids=range(len(PLAIN) + len(MARKED)))
@pytest.mark.parametrize(
    "before", ["", "- [ ] ", "> 1. [x] ", "| a |\n|---|\n| "], ids=["line", "task", "quote", "table"]
)
def test_both_ways_give_the_same(text, before):
    own = MarkdownIt("gfm-like2", {"maxNesting": 200}).disable("linkify")
    assert shape(parser().parse(before + text)) == shape(own.parse(before + text))


def test_plain_rows_take_the_short_way_and_marked_ones_do_not():
    assert [text for text in PLAIN if not SIMPLE.fullmatch(text)] == []
    assert [text for text in MARKED if SIMPLE.fullmatch(text)] == []
