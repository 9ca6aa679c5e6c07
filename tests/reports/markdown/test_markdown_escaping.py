"""Text of others in Markdown, as a reader of GitHub's Markdown renders it."""

from __future__ import annotations

import html
import re

import pytest
from markdown_it import MarkdownIt

from pytest_golive.reports.markdown.escaping import JOINER, code, code_in_cell, said, said_in_html

READER = MarkdownIt("gfm-like", {"linkify": False})
TAG = re.compile(r"</?(\w+)[^>]*>")

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "[x]: https://evil.example",
    "**bold** _it_ __x__ ~~gone~~ `code` ``a`b``",
    "a | b | c",
    "# heading",
    "1. item",
    "12) item",
    "- item",
    "+ item",
    "=== ",
    "--- ",
    "> quote",
    "&lt;b&gt; &amp; &copy;",
    "$x^2$ and $$y$$",
    "back\\slash \\* \\",
    "files_within_limit, well-kept, 1.4.0 (see there)",
    "</details><h1>GO</h1>",
    "<!-- pytest-golive --> -->",
    "    indented",
    "```python",
    "~~~",
    ":::note",
    "|---|---|",
]


def rendered(markdown):
    return READER.render(markdown)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("where", ["{}", "- {}", "1. {}", "words {} words"])
def test_what_is_said_is_read_as_it_is(text, where):
    page = rendered(where.format(said(text)))
    assert set(TAG.findall(page)) <= {"p", "ul", "ol", "li"}
    words = html.unescape(TAG.sub("", page)).replace(JOINER, "").split()
    expected = where.removeprefix("- ").removeprefix("1. ").format(text).split()
    assert words == expected


@pytest.mark.parametrize("text", HOSTILE)
def test_in_a_table_neither_text_nor_code_makes_a_cell(text):
    page = rendered(f"| a | b |\n|---|---|\n| {said(text)} | {code_in_cell(text)} |\n")
    body = page.partition("<tbody>")[2]
    assert (body.count("<tr>"), body.count("<td>"), body.count("<code>")) == (1, 2, 1)
    cells = [html.unescape(TAG.sub("", cell)).split() for cell in body.split("</td>")[:2]]
    assert cells == [text.split(), text.split()]


@pytest.mark.parametrize(("text", "calls"), [("@team", 1), ("see #12 and GH-3", 2), ("a@b.example", 1), ("# 12 @", 0)])
def test_nobody_is_called_and_no_number_becomes_a_link(text, calls):
    assert said(text).count(JOINER) == calls
    assert not re.search(r"[@#]\w", html.unescape(TAG.sub("", rendered(said(text)))))


@pytest.mark.parametrize("text", ["a\nb", "a\r\n\r\nb", "\x1b[31mred", "a\u202eb", "\x00"])
def test_lines_and_controls_are_written_out(text):
    assert len(said(text).splitlines()) == len(code(text).splitlines()) == 1
    assert said(text).isprintable()


@pytest.mark.parametrize("text", ["`", "``", "a`b``c", "`a", "a`", "x"])
def test_code_holds_ticks(text):
    page = rendered(code(text))
    assert html.unescape(page) == f"<p><code>{text}</code></p>\n"


def test_no_code_is_nothing():
    assert code("") == code(" \n") == said("") == ""


def test_in_html_there_is_no_markdown_to_escape():
    assert said_in_html("<b> a_b & c | @team") == f"&lt;b&gt; a_b &amp; c | @{JOINER}team"
