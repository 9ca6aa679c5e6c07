"""A document comes back ticked, and every other byte is unchanged."""

from __future__ import annotations

import pytest

from pytest_golive.checklist.reading.reading import document_of
from pytest_golive.checklist.reading.text import text_of
from pytest_golive.checklist.ticking.ticking import CannotTick, Mark, ticked, unticked


def read(data):
    return document_of(text_of(data, "GO_LIVE.md"))


def test_boxes_are_ticked_and_unticked():
    document = read(b"- [ ] a\n- [x] b\n- [X] c\n- [ ] d\n")
    text = ticked(document, {0: Mark(is_ticked=True), 1: Mark(is_ticked=False), 2: Mark(is_ticked=True)})
    assert text.encoded() == b"- [x] a\n- [ ] b\n- [X] c\n- [ ] d\n"


MIXED = (
    b"\xef\xbb\xbf---\r\nowner: me\r\n---\r\n# Go \xf0\x9f\x9a\x80\r\n- [ ] one  \r\n  more\\\r\n  lines\t\n"
    b"<b>HTML</b>\r\n\r\n| a | b |\n|---|---|\n| x \\| | y <!-- golive: a::b --> |  \n| x | y <!-- golive: a::c -->\r\n"
    b"\n> 1. [x] quoted <!-- golive: a::d -->\n\n```\n- [ ] code\n```\nno end"
)


def test_all_else_stays_byte_for_byte_and_a_second_time_changes_nothing():
    document = read(MIXED)
    marks = {number: Mark(is_ticked=number % 2 == 0, note=f"n = {number}") for number in range(len(document.rows))}
    once = ticked(document, marks)
    written = once.encoded()
    assert len(document.rows) == 4
    assert written.count(b" <!-- golive-result --> n = ") == 4
    assert b"- [x] one <!-- golive-result --> n = 0 <!-- /golive-result -->  \r\n  more\\\r\n" in written
    assert b"| x \\| | y <!-- golive: a::b --> <!-- golive-result --> n = 1 <!-- /golive-result --> |  \n" in written
    assert b"| x | y <!-- golive: a::c --> <!-- golive-result --> n = 2 <!-- /golive-result -->\r\n" in written
    assert ticked(read(written), marks).encoded() == written
    plain = ticked(read(written), {0: Mark(is_ticked=False), 3: Mark(is_ticked=True)}).encoded()
    assert plain == MIXED


def test_results_are_no_words_of_the_row_and_old_ones_go():
    document = read(b"- [x] a <!-- golive-result --> old | 1 <!-- /golive-result --> tail\n- [ ] b\n")
    assert [row.text for row in document.rows] == ["a tail", "b"]
    assert ticked(document, {1: Mark(is_ticked=True)}).encoded() == b"- [x] a tail\n- [x] b\n"


@pytest.mark.parametrize(
    "note", ["a | b", "*x* _y_ `z` [l](u)", "<b> --> & ~~s~~", "back\\slash", "two\nlines", "# no"]
)
def test_notes_mean_nothing_in_markdown(note):
    data = b"- [ ] a\n\n| h |\n|---|\n| r <!-- golive: a::b --> |\n"
    document = read(data)
    text = ticked(document, {0: Mark(is_ticked=True, note=note), 1: Mark(is_ticked=True, note=note)})
    again = document_of(text)
    assert [(row.text, row.headings, len(row.comments)) for row in again.rows] == [("a", (), 0), ("r", (), 1)]
    assert ticked(again, {0: Mark(is_ticked=False)}).encoded() == data


def test_a_long_note_is_cut():
    text = ticked(read(b"- [ ] a\n"), {0: Mark(is_ticked=True, note="x" * 5000)})
    assert len(text.encoded()) < 400


def test_an_example_in_code_is_no_result():
    data = b"- [ ] a\n\n```\n- [ ] b <!-- golive-result --> c <!-- /golive-result -->\n```\n"
    assert ticked(read(data), {0: Mark(is_ticked=False)}).encoded() == data


RESULT = "<!-- golive-result --> c <!-- /golive-result -->"
SHOWN = [
    f"- [ ] a `{RESULT}` shown\n",
    f"- [ ] ``a ` {RESULT}`` b\n",
    f"| h | i |\n|---|---|\n| r <!-- golive: a::b --> | `{RESULT}` |\n",
    f"| h | i |\n|---|---|\n| r ` <!-- golive: a::b --> | `{RESULT}` ` |\n",
]


@pytest.mark.parametrize("markdown", SHOWN, ids=range(len(SHOWN)))
def test_marks_shown_as_code_in_a_row_stay(markdown):
    data = markdown.encode()
    once = ticked(read(data), {0: Mark(is_ticked=True, note="PASS: `x`")}).encoded()
    assert once.count(RESULT.encode()) == 1
    assert ticked(read(once), {0: Mark(is_ticked=True, note="PASS: `x`")}).encoded() == once
    assert unticked(once, "GO.md") == data
    assert unticked(once.replace(b"--> c <!", b"--> evil <!"), "GO.md") != data


def test_a_backtick_that_is_a_word_stays_one():
    data = b"- [ ] a \\`" + RESULT.encode() + b"` b\n"
    assert ticked(read(data), {0: Mark(is_ticked=False)}).encoded() == b"- [ ] a \\`` b\n"
    noted = ticked(read(b"- [ ] a ` b\n"), {0: Mark(is_ticked=True, note="`x`")})
    assert [row.text for row in document_of(noted).rows] == ["a ` b"]


def test_of_a_file_that_is_no_markdown_nothing_is_left_out():
    data = b"- [x] a " + RESULT.encode() + b"\n"
    assert unticked(data, "docs/GO.md") == b"- [ ] a\n"
    assert unticked(data, "shop/core.py") == data


def test_a_note_that_would_become_text_of_the_row_is_refused():
    document = read(b"- [ ] a `code\n  goes` on\n")
    with pytest.raises(CannotTick, match=r"GO_LIVE\.md:1: a note after 'a code goes on' would change its meaning"):
        ticked(document, {0: Mark(is_ticked=True, note="n")})
    assert ticked(document, {0: Mark(is_ticked=True)}).encoded() == b"- [x] a `code\n  goes` on\n"


def test_the_last_bar_of_a_task_is_its_own():
    text = ticked(read(b"- [ ] a |\n"), {0: Mark(is_ticked=True, note="n")})
    assert text.encoded() == b"- [x] a | <!-- golive-result --> n <!-- /golive-result -->\n"
