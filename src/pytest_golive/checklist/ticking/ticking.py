"""Tick the boxes of a document and write a result after each row; everything else stays the same, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pytest_golive.checklist.reading.inline import BEGIN_RESULT, END_RESULT
from pytest_golive.checklist.reading.reading import document_of
from pytest_golive.checklist.reading.rows import Document, Kind, Row
from pytest_golive.checklist.reading.text import Text, is_markdown, text_of
from pytest_golive.checklist.ticking.results import without_results
from pytest_golive.errors import CannotMeasure

END = re.compile(r"(?P<end>(?<!\s)\s*+\\?\s*+)\Z")
END_OF_TABLE_ROW = re.compile(r"(?P<end>(?<!\s)\s*+(?<!\\)\|?\s*+)\Z")
MEANS_SOMETHING = re.compile(r"([\\*\[\]<>|~&]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))")
MOST = 300


@dataclass(frozen=True, slots=True)
class Mark:
    """What to write at a row: whether its box is ticked, and a line with the result ("" for none)."""

    is_ticked: bool
    note: str = ""


class CannotTick(ValueError):
    """A note would change the meaning of the document; the message names the line."""


def ticked(document: Document, marks: Mapping[int, Mark], read: Callable[[Text], Document] = document_of) -> Text:
    """The document with *marks* written in; their keys are the numbers of the rows in ``document.rows``.

    Results of earlier runs are replaced, and removed from rows without a mark; the boxes of those rows stay.

    Args:
        document: the document as it was read.
        marks: what to write at each row.
        read: reads the new text, in the same way as *document* was read.

    Raises:
        CannotTick: a row does not read the same afterwards.
    """
    lines = _without_results(document)
    for number, mark in marks.items():
        row = document.rows[number]
        if row.box is not None:
            lines[row.box.line] = _boxed(lines[row.box.line], row.box.column, is_ticked=mark.is_ticked)
        if mark.note:
            lines[row.first] = _noted(lines[row.first], mark.note, row.kind)
    text = replace(document.text, lines=tuple(lines))
    _compare(document, read(text), marks)
    return text


def unticked(data: bytes, name: str) -> bytes:
    """The bytes of a document without ticks and results, which signatures and records are bound to.

    Args:
        data: the bytes of the file; a file that cannot be read as a document is returned unchanged.
        name: its path. Of a file that is no Markdown, nothing is left out: what it is may depend on it.
    """
    if not is_markdown(name):
        return data
    try:
        document = document_of(text_of(data, name))
    except CannotMeasure:
        return data
    lines = _without_results(document)
    for row in document.rows:
        if row.box is not None:
            lines[row.box.line] = _boxed(lines[row.box.line], row.box.column, is_ticked=False)
    return replace(document.text, lines=tuple(lines)).encoded()


def _without_results(document: Document) -> list[str]:
    """The lines without results. A result is only at the end of a row's line; examples in code are left alone."""
    lines = list(document.text.lines)
    for row in document.rows:
        if row.has_result:
            lines[row.first] = without_results(lines[row.first], in_table=row.kind is Kind.TABLE_ROW)
    return lines


def _boxed(line: str, column: int, *, is_ticked: bool) -> str:
    if (line[column] != " ") == is_ticked:
        return line
    return f"{line[:column]}{'x' if is_ticked else ' '}{line[column + 1 :]}"


def _noted(line: str, note: str, kind: Kind) -> str:
    """The line with the note: before the last bar of a table row, and before the line break."""
    match = (END_OF_TABLE_ROW if kind is Kind.TABLE_ROW else END).search(line)
    at = match.start("end") if match else len(line)
    return f"{line[:at]} {BEGIN_RESULT} {_escaped(note)} {END_RESULT}{line[at:]}"


def _escaped(note: str) -> str:
    words = " ".join(note.split())
    escaped = MEANS_SOMETHING.sub(r"\\\1", words if len(words) <= MOST else f"{words[: MOST - 1]}…")
    return escaped.replace("`", "&#96;")  # a backslash does not keep one from ending code that the row has begun


def _compare(before: Document, after: Document, marks: Mapping[int, Mark]) -> None:
    """Compare the new document with the old one: a note within code, for example, would become text of the row."""
    if [fault.what for fault in before.faults] != [fault.what for fault in after.faults]:
        raise CannotTick(f"{before.text.name} would get faults that it does not have now")
    for number, (old, new) in enumerate(zip(before.rows, after.rows, strict=True)):
        mark = marks.get(number, Mark(is_ticked=bool(old.box and old.box.is_ticked)))
        is_right = new.has_result == bool(mark.note) and (new.box is None or new.box.is_ticked == mark.is_ticked)
        if _meaning(old) != _meaning(new) or not is_right:
            raise CannotTick(f"{before.text.name}:{old.line}: a note after {old.text[:60]!r} would change its meaning")


def _meaning(row: Row) -> tuple[object, ...]:
    return row.kind, row.text, row.headings, row.first, row.last, row.comments
