"""What people take for a box, although Markdown does not, is a fault unless the row is bound."""

from __future__ import annotations

import pytest

from pytest_golive.checklist.binding.given import with_given
from pytest_golive.checklist.reading.reading import document_of
from pytest_golive.checklist.reading.text import text_of

NO_CHECK = "or say that it is no row: <!-- golive: no-check -->"
ALIKE = "looks like a task, but Markdown does not read it as one"
TABLE = "| a | b |\n|---|---|\n"


def read(markdown):
    return document_of(text_of(markdown.encode(), "GO.md"))


def faults(markdown):
    return [(fault.line, str(fault)) for fault in read(f"- [ ] a\n\n{markdown}\n").faults]


BOXES = [
    "\u2013 [ ] b",
    "— [ ] b",
    "◦ [ ] b",
    "[ ] b",
    "[x] b",
    "☐ b",
    "- ☐ b",
    "> ☑ b",
    "- ⬜ b",
    "- [✓] b",
    "- [-] b",
]
BOXES += [
    "- [v] b",
    "- [ x ] b",
    "- **[ ]** b",
    "- **[ ] b**",
    "- ~~[ ] b~~",
    "- \\[ ] b",
    "- \\[ \\] b",
    "- \uff3b \uff3d b",
]
BOXES += [
    "- [\t] b",
    "- [\u00a0] b",
    "- [\u200b] b",
    "- [&nbsp;] b",
    "- &#9744; b",
    "- [ ](#x) b",
    "- [ ][x] b",
    "- [ ]: b",
]
BOXES += [
    "a. [ ] b",
    "iv) [ ] b",
    "(1) [ ] b",
    "#1 [ ] b",
    "1.2 [ ] b",
    "1 [ ] b",
    "\u200b- [ ] b",
    "- <b>[ ]</b> b",
    "b [ ]",
]
BOXES += [
    "- b [x]",
    "b ☑",
    "- b [ ] <!-- c -->",
    "**b [ ]**",
    "b \uff3b \uff3d.",
    "- ( ) b",
    "- [__] b",
    "- ❏ b",
    "[ ]",
    "☐",
]
BOXES += ["- b: ☐", '- <input type="checkbox"> b', "<!-- c --> <b>[ ] b</b>"]


@pytest.mark.parametrize("markdown", BOXES, ids=range(len(BOXES)))
def test_what_only_looks_like_a_box_is_a_fault_unless_it_is_bound(markdown):
    (found,) = faults(markdown)
    assert found[0] == 3
    assert f"{ALIKE}; write it " in found[1]
    if not markdown.startswith("<!--"):
        assert NO_CHECK in found[1]
        assert faults(f"{markdown} <!-- golive: no-check -->") == []


@pytest.mark.parametrize(
    ("markdown", "line", "cure"),
    [
        ("## [ ] b", 3, "after a blank line"),
        ("text\n☐ b <!-- golive: sign -->", 4, "after a blank line"),
        ("- c\n\n  [ ] b", 5, "after a blank line"),
        ("- [x]: b", 3, "after a blank line"),
        ("text\n\n    ☐ b", 5, "indented by less than four spaces"),
    ],
)
def test_where_no_binding_can_be_the_cure_is_another(markdown, line, cure):
    (found,) = faults(markdown)
    assert found[0] == line
    assert ALIKE in found[1]
    assert cure in found[1]


def test_a_plain_space_is_missing_after_the_box():
    assert faults("- [ ]\u00a0b") == [
        (3, f"'- [ ] b' {ALIKE}; write it as '- [ ] ', with one space in the box and one after it")
    ]


@pytest.mark.parametrize(
    "html", ["<li><input type='checkbox'> b</li>", "<td>b</td><td>☐</td>", "<p>\n[ ] b</p>", "<td>b [ ]</td>"]
)
def test_boxes_in_html_are_faults(html):
    ((_, said),) = faults(f"<div>{html}</div>")
    assert "write it in Markdown, as '- [ ] text', with a blank line before and after it" in said


@pytest.mark.parametrize(
    "cell",
    [
        "🔒 [ ] b",
        "[ ]",
        "**[ ]**",
        "☐",
        "☐ Ann",
        "<input type=checkbox>",
        "[x]",
        "b [ ]",
        "b: ☐",
        "- [ ] b",
        "1. [ ] b",
        "( )",
    ],
)
def test_a_box_in_a_cell_makes_the_row_a_check(cell):
    (found,) = faults(f"{TABLE}| b | {cell} |")
    assert found[0] == 5
    assert "looks like a check, but is not bound; bind the row in one of its cells" in found[1]
    assert faults(f"{TABLE}| b | {cell} <!-- golive: no-check --> |") == []


def test_a_table_without_a_head_is_told():
    ((line, said),) = faults("| b | ☐ |")
    assert line == 3
    assert "looks like a check, but is in no table; write the head of its table and the line |---|---| above" in said


@pytest.mark.parametrize("head", ["| [ ] b | Ann |", "| [ ] | b |", "| ☐ | b |", "| - [x] b | Ann |"])
def test_a_row_that_is_the_head_of_a_table_is_told(head):
    ((line, said),) = faults(f"{head}\n|---|---|\n| x | y |")
    assert line == 3
    assert "looks like a check, but is the head of a table; write a head above it" in said


def test_a_row_that_the_settings_bind_is_not_lost():
    document = read(f"# G\n\n☐ b\n\n{TABLE}| c | ☐ |\n")
    assert len(document.faults) == 2
    bound = with_given(document, {"g/b": "sign", "g/c": "no-check"}, "pyproject.toml", lambda _: 1)
    assert [row.text for row in bound.rows] == ["☐ b", "c | ☐"]
    assert bound.faults == ()


PROSE = ["see `[ ]`", "- `[ ]` is open", "[x](https://x.example)", "- [ ](https://x.example)", "[x]: https://x.example"]
PROSE += [
    "> [!NOTE]\n> b",
    "[1] b",
    "- [^1] b",
    "[...] b",
    "- ✅ b",
    "✅ yes ❌ no",
    "- [WIP] b",
    "items = []",
    "b\n\n    [] b",
]
PROSE += [
    f"{TABLE}| b | ❌ |",
    f"{TABLE}| b | ⬜ Pending |",
    f"{TABLE}| b | `[ ]` |",
    f"{TABLE}| b | [ref](x) |",
    f"{TABLE}| see `b [ ]` | `- [ ] b` |",
    "| `[ ]` | b |\n|---|---|\n| x | y |",
    "run( ) b",
    "see `b [ ]`",
    "`☐` b",
    "- b (☐ is open)",
]


@pytest.mark.parametrize("markdown", PROSE, ids=range(len(PROSE)))
def test_prose_links_code_and_status_signs_are_no_boxes(markdown):
    assert faults(markdown) == []
