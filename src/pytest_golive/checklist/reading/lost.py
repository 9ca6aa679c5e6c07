"""Boxes that people see in the text and Markdown does not: such a row would be lost without a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pytest_golive.checklist.reading.rows import Fault, Row
from pytest_golive.checklist.reading.text import Text
from pytest_golive.checklist.reading.walking import BOX

LIKE_A_BOX = re.compile(r"[\s>]*(?:[-*+•]|\d{1,9}[.)])\s*\[(?:[ xX]?|\s{2,4})\](?![(\[:])")
FENCED = re.compile(r"[\s>]*(?:[-*+]\s+|\d{1,9}[.)]\s+)*(?:```|~~~)")
CURES = {
    "": "write it as '- [ ] ', with one space in the box and one behind it",
    "text": "it continues the text above: leave a blank line before it, or indent it as a list below that row",
    "code": "it is indented as code: indent it by as much as the text of the row above, or less than four spaces",
    "HTML": "leave a blank line between the HTML and the list, so that Markdown reads the list",
}


def lost_boxes(text: Text, rows: Sequence[Row], verbatim: Iterable[tuple[int, int, str]]) -> Iterator[Fault]:
    """What looks like the box of a task and is none, with why; not within fenced code and comments."""
    known = {row.box.line for row in rows if row.box is not None}
    unread = {number: (kind, first) for first, last, kind in verbatim for number in range(first, last)}
    for number in range(text.begins, len(text.lines)):
        if number in known or not LIKE_A_BOX.match(text.lines[number]):
            continue
        kind, first = unread.get(number, ("text" if BOX.match(text.lines[number]) else "", number))
        if kind == "a comment" or (kind == "code" and FENCED.match(text.lines[first])):
            continue
        shown = " ".join(text.lines[number].split())[:60]
        yield Fault(number + 1, f"{shown!r} looks like a task, and Markdown reads none there", CURES[kind])


def unboxed(rows: Iterable[Row]) -> Iterator[Fault]:
    """Tasks whose box cannot be found where their text begins, so that nobody could tick them."""
    for row in rows:
        if row.kind == "task" and row.box is None:
            what = f"the box of {row.text[:60]!r} is not on the row's first line"
            yield Fault(row.line, what, "write the box right behind the list's mark, on one line with the text")
