"""Bindings are written into a document, and every other byte is as it was."""

from __future__ import annotations

import pytest

from pytest_golive.checklist.binding.resolving import Catalogue, resolve
from pytest_golive.checklist.proposing.planning import with_ids
from pytest_golive.checklist.proposing.writing import bound
from pytest_golive.checklist.reading.reading import document_of, rows_to_bind
from pytest_golive.checklist.reading.text import text_of


def written(data, words="sign"):
    """*data* with a binding in each row that has none, and the rows that had no place for it."""
    text = text_of(data, "GO.md")
    rows = rows_to_bind(text)
    found, lost = bound(text, with_ids(text, {n: words for n, row in enumerate(rows) if not row.comments}))
    return found.encoded(), [rows[number].text for number in lost]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"- [ ] a\n", b"- [ ] a <!-- golive: sign -->\n"),
        (b"- [ ] a", b"- [ ] a <!-- golive: sign -->"),
        (b"- [x] a  \r\n  more\r\n", b"- [x] a <!-- golive: sign -->  \r\n  more\r\n"),
        (b"1) [ ] a\\\n   more\n", b"1) [ ] a <!-- golive: sign -->\\\n   more\n"),
        (b"> - [ ] a\t\n", b"> - [ ] a <!-- golive: sign -->\t\n"),
        (b"| h |\n|---|\n| a |  \n", b"| h |\n|---|\n| a <!-- golive: sign --> |  \n"),
        (b"h | i\n---|---\na | b\n", b"h | i\n---|---\na | b <!-- golive: sign -->\n"),
        (b"| h |\n|---|\n| a \\| |\n", b"| h |\n|---|\n| a \\| <!-- golive: sign --> |\n"),
        (b"\xef\xbb\xbf- [ ] \xe2\x9c\x85 a\n", b"\xef\xbb\xbf- [ ] \xe2\x9c\x85 a <!-- golive: sign -->\n"),
        (b"- [ ] `code\n  on` two\n", b"- [ ] `code\n  on` two <!-- golive: sign -->\n"),
        (b"- [ ] [a](\n  b.md)\n\n- [ ] c\n", b"- [ ] [a](\n  b.md) <!-- golive: sign -->\n\n- [ ] c <!-- golive: sign -->\n"),
        (b"- Group:\n  - a\n  - b\n", b"- Group:\n  - a <!-- golive: sign -->\n  - b <!-- golive: sign -->\n"),
        (b"- [ ] a\n  - [ ] b\n", b"- [ ] a <!-- golive: sign -->\n  - [ ] b <!-- golive: sign -->\n"),
        (b"---\nx: - [ ] no\n---\n- [ ] a\n", b"---\nx: - [ ] no\n---\n- [ ] a <!-- golive: sign -->\n"),
        (b"```\n- [ ] code\n```\n- [ ] a\n", b"```\n- [ ] code\n```\n- [ ] a <!-- golive: sign -->\n"),
        (b"- [ ] a <!-- golive: x::y -->\n", b"- [ ] a <!-- golive: x::y -->\n"),
    ],
)  # fmt: skip
def test_a_comment_is_added_and_nothing_else(before, after):
    found, lost = written(before)
    assert lost == []
    assert found == after
    assert written(found) == (after, [])


def test_a_row_without_a_place_is_told_and_left():
    data = b"| h |\n|---|\n| a | too many |\n\n- [ ] b\n"
    found, lost = written(data)
    assert lost == ["a"]
    assert found == data.replace(b"- [ ] b", b"- [ ] b <!-- golive: sign -->")


def test_rows_of_the_same_words_get_ids_of_their_own():
    data = b"# T\n## A\n- [ ] same\n- [ ] same\n## B\n- [ ] same\n## A\n- [ ] Same!\n"
    found, _ = written(data)
    assert found.decode().count("id=") == 2
    checks, faults = resolve(document_of(text_of(found, "GO.md")), Catalogue({}))
    assert faults == []
    assert [check.id for check in checks] == ["a/same", "a/same-2", "b/same", "a/same-3"]


def test_a_row_that_is_bound_keeps_its_id():
    data = b"- [ ] same\n- [ ] same <!-- golive: sign -->\n- [ ] same-2\n"
    found, _ = written(data)
    checks, faults = resolve(document_of(text_of(found, "GO.md")), Catalogue({}))
    assert faults == []
    assert [check.id for check in checks] == ["same-3", "same", "same-2"]


def test_five_thousand_rows():
    data = b"".join(b"- [ ] row %d\n" % number for number in range(5000))
    found, lost = written(data)
    assert lost == []
    assert found.count(b"<!-- golive: sign -->") == 5000
