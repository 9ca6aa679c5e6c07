"""Boxes that people see but Markdown does not parse: without a fault, such a row would be lost silently."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from pytest_golive.checklist.reading.boxes import box_in_cells, like_a_box, like_a_box_in_code, like_a_box_in_html
from pytest_golive.checklist.reading.comments import comments_in
from pytest_golive.checklist.reading.inline import OPEN
from pytest_golive.checklist.reading.regions import CODE, COMMENT, FENCE, HTML, Region, flaws
from pytest_golive.checklist.reading.rows import Fault, Kind, Row
from pytest_golive.checklist.reading.text import Text
from pytest_golive.checklist.reading.walking import BINDING, BOX, Walk

ALMOST_A_TASK = re.compile(r"[\s>]*(?:[-*+•]|\d{1,9}[.)])\s*\[(?:[ xX]?|\s{2,4})\](?![(\[:])")
CURES = {
    "": "write it as '- [ ] ', with one space in the box and one after it",
    "text": "it continues the text above: put a blank line before it, or indent it as a list under that row",
    CODE: "it is indented as code: indent it as far as the text of the row above, or by less than four spaces",
    HTML: "put a blank line between the HTML and the list, so that Markdown reads the list",
}
REWRITE = {
    "": "write it as '- [ ] text', with plain spaces, or say that it is no row: <!-- golive: no-check -->",
    "text": "write it as '- [ ] text' after a blank line",
    CODE: "it is indented as code: write it as '- [ ] text', indented by less than four spaces",
    HTML: "write it in Markdown, as '- [ ] text', with a blank line before and after it",
}
TABLE_ROW = "bind the row in one of its cells, or say there that it is none: <!-- golive: no-check -->"
NO_TABLE = "write the head of its table and the line |---|---| above it, as many cells as the row has"
NO_HEAD = "write a head above it; if the box is only the name of a column, write it as code: `[ ]`"
DROPPED = "move it behind the words of its row, or into a cell of a column that has a head"
NO_FRONT_MATTER = "take it out, or begin the document with a blank line if this is no front matter"


def lost_boxes(text: Text, walk: Walk) -> Iterator[Fault]:
    """Text that looks like the box of a task but is not parsed as one, and why.

    What is in a closed code fence, or in a closed comment, is an example and no row. A row with a binding is not lost.
    """
    yield from _in_front_matter(text)
    yield from _swallowed(text, walk.verbatim)
    yield from _in_tables(text, walk)
    yield from _in_lines(text, walk)
    yield from _bindings(text, walk)


def _bindings(text: Text, walk: Walk) -> Iterator[Fault]:
    """Bindings that Markdown drops: in a cell that the table's head does not have, in an image, in a definition."""
    unread = {number for one in walk.verbatim for number in range(one.first, one.last)}
    for number in range(text.begins, len(text.lines)):
        line = text.lines[number]
        if number in unread or not OPEN.search(line):
            continue
        found = comments_in(line, in_table=line.lstrip(" >").startswith("|"))
        there = sum(BINDING.match(line[first:last].removeprefix("<!--")) is not None for first, last in found)
        if there > walk.bindings[number]:
            yield Fault(number + 1, f"the binding in {_shown(line)!r} is not read, because Markdown drops it", DROPPED)


def _in_lines(text: Text, walk: Walk) -> Iterator[Fault]:
    tasks = {row.box.line for row in walk.rows if row.box is not None}
    bound = {row.first for row in walk.rows if row.comments}
    open_ = {row.first: row.kind for row in walk.others}
    unread = {number: one for one in walk.verbatim for number in range(one.first, one.last)}
    inputs = set(walk.inputs)
    for number in range(text.begins, len(text.lines)):
        if number in tasks or open_.get(number) is Kind.TABLE_ROW:
            continue
        line, region = text.lines[number], unread.get(number)
        if region is not None and region.kind in {FENCE, COMMENT}:
            line = line.partition("-->")[2] if region.kind == COMMENT and number == region.last - 1 else ""
        kind = "" if region is None else HTML if region.kind == COMMENT else region.kind
        if ALMOST_A_TASK.match(line):
            continues = not kind and number not in open_ and number not in bound and BOX.match(line)
            cure = CURES["text" if continues else kind]
            yield Fault(number + 1, _what(line), cure)
        elif number not in bound and (_sees(kind)(line) or number in inputs):
            cure = REWRITE["text" if not kind and number not in open_ else kind]
            yield Fault(number + 1, _what(line), cure, row=number if number in open_ else -1)


def _sees(kind: str) -> Callable[[str], bool]:
    return {HTML: like_a_box_in_html, CODE: like_a_box_in_code}.get(kind, like_a_box)


def _in_tables(text: Text, walk: Walk) -> Iterator[Fault]:
    inputs = set(walk.inputs)
    for number in walk.heads:
        line = text.lines[number]
        if box_in_cells(map(str.strip, line.split("|")), line):
            yield Fault(number + 1, f"{_shown(line)!r} looks like a check, but is the head of a table", NO_HEAD)
    for row in walk.others:
        if row.kind is Kind.TABLE_ROW:
            line = text.lines[row.first]
            if box_in_cells(row.text.split(" | "), line) or row.first in inputs:
                yield Fault(
                    row.line, f"{_shown(line)!r} looks like a check, but is not bound", TABLE_ROW, row=row.first
                )
            continue
        for number in range(row.first, row.last):
            line = text.lines[number]
            if line.lstrip(" >").startswith("|") and box_in_cells(map(str.strip, line.split("|")), line):
                yield Fault(number + 1, f"{_shown(line)!r} looks like a check, but is in no table", NO_TABLE)


def _in_front_matter(text: Text) -> Iterator[Fault]:
    for number, line in enumerate(text.lines[: text.begins]):
        if _is_lost(line):
            what = f"{_shown(line)!r} is in the front matter, so it is not read as a row"
            yield Fault(number + 1, what, NO_FRONT_MATTER)


def _swallowed(text: Text, regions: Sequence[Region]) -> Iterator[Fault]:
    """The first row in each fence or comment that may contain too much."""
    for region, (flaw, cure) in flaws(regions).items():
        lines = enumerate(text.lines[region.first : region.last], region.first)
        number = next((number for number, line in lines if _is_lost(_inside(line, region, number))), None)
        if number is not None:
            what = f"{_shown(text.lines[number])!r} is not read as a row, because {flaw}"
            yield Fault(number + 1, what, cure)


def _inside(line: str, region: Region, number: int) -> str:
    """What of a line belongs to a region."""
    if region.kind != COMMENT:
        return line
    within = line.partition("-->")[0]
    return (
        within.lstrip().removeprefix("<!--") if number == region.first and not OPEN.match(within.lstrip()) else within
    )


def _is_lost(line: str) -> bool:
    return bool(ALMOST_A_TASK.match(line) or OPEN.search(line)) or like_a_box(line)


def _what(line: str) -> str:
    return f"{_shown(line)!r} looks like a task, but Markdown does not read it as one"


def _shown(line: str) -> str:
    return " ".join(line.split())[:60]


def unboxed(rows: Iterable[Row]) -> Iterator[Fault]:
    """Tasks that cannot be ticked, because their box is not where their text begins."""
    for row in rows:
        if row.kind == "task" and row.box is None:
            what = f"the box of {row.text[:60]!r} is not on the row's first line"
            yield Fault(row.line, what, "write the box right after the list marker, on the same line as the text")
