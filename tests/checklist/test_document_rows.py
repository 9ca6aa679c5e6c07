"""Rows of a Markdown document are found wherever people write them; text that only looks like a row is a fault."""

from __future__ import annotations

import pytest

from pytest_golive.checklist.reading.reading import document_of, read_document
from pytest_golive.checklist.reading.text import MOST_BYTES, text_of
from pytest_golive.errors import CannotMeasure


@pytest.fixture
def rows():
    def of(markdown):
        document = document_of(text_of(markdown.encode(), "GO_LIVE.md"))
        assert document.faults == ()
        return [(row.line, str(row.kind), row.text) for row in document.rows]

    return of


@pytest.fixture
def faults():
    def of(markdown):
        return [(fault.line, str(fault)) for fault in document_of(text_of(markdown.encode(), "GO_LIVE.md")).faults]

    return of


def test_tasks_in_all_their_forms(rows):
    assert rows("- [ ] one\n* [x] two\n+ [X] three\n\n7. [ ] four\n8) [ ] five\n") == [
        (1, "task", "one"),
        (2, "task", "two"),
        (3, "task", "three"),
        (5, "task", "four"),
        (6, "task", "five"),
    ]


def test_nested_tasks_are_rows_of_their_own(rows):
    deep = "".join(f"{'  ' * level}- [ ] level {level}\n" for level in range(10))
    assert [text for _, _, text in rows(deep)] == [f"level {level}" for level in range(10)]


def test_tasks_in_quotes_and_alerts(rows):
    assert rows("> [!WARNING]\n> - [ ] quoted\n>   1. [ ] nested\n") == [(2, "task", "quoted"), (3, "task", "nested")]


def test_words_lose_their_marks_and_span_lines(rows):
    text = "- [ ] **All** `files` are [short](https://x.example)\n  and ![few](few.png) &amp; good\n"
    assert rows(text) == [(1, "task", "All files are short and few & good")]


def test_list_items_lines_and_table_rows_are_rows_where_they_are_bound(rows):
    text = (
        "A line <!-- golive: a::line -->\n\n- item <!-- golive: a::item -->\n- no row\n\n"
        "| what | state |\n|---|---|\n| Deploy | ⬜ <!-- golive: a::cell --> |\n| no | row |\n"
    )
    assert rows(text) == [(1, "line", "A line"), (3, "list item", "item"), (8, "table row", "Deploy | ⬜")]


def test_headings_are_those_above_the_row():
    text = "# Title\n## Code\n- [ ] a\n### Deep\n- [ ] b\n## Security\n- [ ] c\n\nSetext\n======\n- [ ] d\n"
    found = document_of(text_of(text.encode(), "x.md")).rows
    assert [row.headings for row in found] == [
        ("Title", "Code"),
        ("Title", "Code", "Deep"),
        ("Title", "Security"),
        ("Setext",),
    ]


def test_lines_are_counted_with_front_matter_byte_order_mark_and_any_line_end():
    data = b"\xef\xbb\xbf---\r\ntitle: - [ ] none\r\n---\r\n- [ ] one\r- [ ] two\n"
    document = document_of(text_of(data, "x.md"))
    assert [(row.line, row.text) for row in document.rows] == [(4, "one"), (5, "two")]
    assert document.text.encoded() == data


def test_what_stands_in_code_or_in_comments_is_no_row(rows):
    text = (
        "- [ ] real\n\n```markdown\n- [ ] fenced <!-- golive: a::b -->\n```\n\n"
        "<!--\n- [ ] commented\n-->\n\n- [ ] and `<!-- golive: a::c -->` in words\n"
    )
    assert rows(text) == [(1, "task", "real"), (11, "task", "and <!-- golive: a::c --> in words")]


def test_comments_are_kept_with_their_lines():
    text = "- [ ] one\n  more <!-- golive:  a::b\n  id=x -->\n\n- [ ] two\n\n  <!-- golive: c::d -->\n\n  - nested\n"
    found = document_of(text_of(text.encode(), "x.md")).rows
    assert [[(one.line, one.words) for one in row.comments] for row in found] == [[(2, "a::b id=x")], [(7, "c::d")]]


@pytest.mark.parametrize(
    ("markdown", "line", "said", "cure"),
    [
        ("-[ ] no space\n", 1, "looks like a task", "one space in the box and one after it"),
        ("- [] empty\n", 1, "looks like a task", "one space in the box"),
        ("- [ ]\n", 1, "looks like a task", "one space in the box and one after it"),
        ("- [  ] wide\n", 1, "looks like a task", "one space in the box"),
        ("• [ ] a dot\n", 1, "looks like a task", "write it as '- [ ] '"),
        ("text\n\n    - [ ] indented\n", 3, "looks like a task", "it is indented as code"),
        ("- [ ] a\n      - [ ] too deep\n", 2, "looks like a task", "it continues the text above"),
        ("<details>\n- [ ] hidden\n</details>\n", 2, "looks like a task", "put a blank line between the HTML"),
        ("## Title <!-- golive: a::b -->\n- [ ] a\n", 1, "a heading is not a row", "move the binding into its row"),
        ("- [ ] a\n\n<!-- golive: a::b -->\n", 3, "the binding is not in a row", "to the end of its row"),
        (
            "| a <!-- golive: a::b --> |\n|---|\n| b |\n\n- [ ] c\n",
            1,
            "the head of a table is not a row",
            "move the binding into its row",
        ),
        (
            "- [ ] a <!-- golive a::b -->\n",
            1,
            "looks like a binding but is not one",
            "write <!-- golive: section::gate",
        ),
        ("- [ ] a <!-- Go-Live: a::b -->\n", 1, "looks like a binding but is not one", "or reword the comment"),
        ("- [ ] a <!-- golive-result --> half\n", 1, "looks like a binding but is not one", "write <!-- golive:"),
        ("Only prose.\n", 1, "the document has no row", "write its checks as '- [ ] …'"),
        ("<table><tr><td>HTML only</td></tr></table>\n", 1, "the document has no row", "or bind a line"),
        ("", 1, "the document has no row", "write its checks"),
    ],
)
def test_what_would_lose_a_row_is_a_fault(faults, markdown, line, said, cure):
    (found,) = faults(markdown)
    assert found[0] == line
    assert said in found[1]
    assert cure in found[1]


def test_links_and_references_are_no_boxes(rows):
    assert rows("- [ ] a\n- [x](https://x.example)\n- [ ](https://x.example)\n\n[x]: https://x.example\n") == [
        (1, "task", "a")
    ]


def test_files_that_are_no_document(tmp_path, monkeypatch):
    with pytest.raises(CannotMeasure, match=r"GO\.md cannot be read: No such file or directory"):
        read_document(tmp_path / "GO.md", "GO.md")
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(CannotMeasure, match=r"GO\.md cannot be read: Is a directory"):
        read_document(tmp_path / "folder.md", "GO.md")
    (tmp_path / "big.md").write_bytes(b"- [ ] a\n" * (MOST_BYTES // 8 + 1))
    with pytest.raises(CannotMeasure, match=r"larger than 10 MiB.*split it"):
        read_document(tmp_path / "big.md", "big.md")
    monkeypatch.setattr("pytest_golive.checklist.reading.text.MOST_BYTES", 8)
    (tmp_path / "whole.md").write_bytes(b"- [ ] a\n")
    assert len(read_document(tmp_path / "whole.md", "whole.md").rows) == 1
    with pytest.raises(CannotMeasure, match=r"latin\.md:2 is not UTF-8; save the document as UTF-8"):
        text_of(b"- [ ] a\n- [ ] caf\xe9\n", "latin.md")
    with pytest.raises(CannotMeasure, match=r"bin\.md:1 contains a NUL character"):
        text_of(b"- [ ] \0\n", "bin.md")


@pytest.mark.parametrize(
    ("markdown", "text"), [("un**believ**able", "unbelievable"), ("a\n  b", "a b"), ("a [l](x)s `c`", "a ls c")]
)
def test_marks_within_a_word_do_not_part_it(markdown, text):
    (row,) = document_of(text_of(f"- [ ] {markdown}\n".encode(), "GO.md")).rows
    assert row.text == text


def test_a_document_is_markdown_by_its_name(tmp_path):
    for name in ("a.md", "b.Markdown", "c.MDOWN", "d.mkd", "e.mkdn", "f.mdwn"):
        (tmp_path / name).write_bytes(b"- [ ] a\n")
        assert len(read_document(tmp_path / name, name).rows) == 1
    (tmp_path / "core.py").write_bytes(b"# - [ ] a\n")
    (tmp_path / "link.md").symlink_to("core.py")
    for name in ("core.py", "go.txt", "md", "link.md"):
        with pytest.raises(
            CannotMeasure, match=rf"{name} is no Markdown document, so it is not read; .*\.mkdn or \.mdwn"
        ):
            read_document(tmp_path / name, name)


def test_long_documents_are_read_in_linear_time():
    """Each would take many minutes if the time grew with the square of the length."""
    begun = "<!-- " * 200_000
    document = document_of(text_of(f"- [ ] a\n\n<!-- x -->{begun}\n".encode(), "x.md"))
    assert [row.text for row in document.rows] == ["a"]
    result = "<!-- golive-result --> x <!-- /golive-result -->"
    (row,) = document_of(text_of(f"- [ ] a {result * 20_000}\n".encode(), "x.md")).rows
    assert (row.text, row.has_result) == ("a", True)
    marks = document_of(text_of(f"- [ ] a\n\n{'<!-- golive-result -->' * 20_000}\n".encode(), "x.md"))
    assert len(marks.faults) == 20_000
