"""Where the results of earlier runs stand in a line; marks shown as code are none."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_golive.checklist.reading.comments import comments_in
from pytest_golive.checklist.reading.inline import BEGIN_RESULT, END_RESULT


def without_results(line: str, *, in_table: bool) -> str:
    """The line of a row without results, each with one space before it.

    Args:
        line: the first line of a row.
        in_table: whether a bar ends a cell, and thereby its code.
    """
    if BEGIN_RESULT not in line:
        return line
    kept, at = [], 0
    for first, last in _results(line, in_table=in_table):
        kept.append(line[at:first].removesuffix(" "))
        at = last
    return "".join([*kept, line[at:]])


def _results(line: str, *, in_table: bool) -> Iterator[tuple[int, int]]:
    begun = -1
    for start, end in comments_in(line, in_table=in_table):
        if start == end:
            begun = -1
        elif line[start:end] == BEGIN_RESULT and begun < 0:
            begun = start
        elif line[start:end] == END_RESULT and begun >= 0:
            yield begun, end
            begun = -1
