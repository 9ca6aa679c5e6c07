"""Write bindings into a document as comments after the rows; everything else stays the same, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pytest_golive.checklist.reading.reading import rows_to_bind
from pytest_golive.checklist.reading.rows import Kind, Row
from pytest_golive.checklist.reading.text import Text
from pytest_golive.checklist.ticking.ticking import END, END_OF_TABLE_ROW


def bound(text: Text, words: Mapping[int, str]) -> tuple[Text, list[int]]:
    """The text with the bindings written in, and the numbers of the rows that cannot hold one.

    A comment goes to the end of the row's first line. If it would change the meaning there (within a link, or code
    that spans lines), it goes to the end of the row's last line.

    Args:
        text: the document.
        words: the text after ``golive:``, by the number of the row in `rows_to_bind`.
    """
    rows = rows_to_bind(text)
    places = {number: rows[number].first for number in words}
    for last in (False, True):
        written = _written(text, rows, words, places)
        wrong = list(_wrong(rows, rows_to_bind(written), words, places))
        if not wrong:
            break
        for number in wrong:
            if last or places[number] == rows[number].last - 1:
                del places[number]
            else:
                places[number] = _last_line(text, rows[number])
    if wrong:
        written = _written(text, rows, words, places)
    return written, sorted(words.keys() - places.keys())


def _written(text: Text, rows: Sequence[Row], words: Mapping[int, str], places: Mapping[int, int]) -> Text:
    lines = list(text.lines)
    for number, line in places.items():
        lines[line] = _behind(lines[line], f"<!-- golive: {words[number]} -->", rows[number].kind)
    return replace(text, lines=tuple(lines))


def _behind(line: str, comment: str, kind: Kind) -> str:
    match = (END_OF_TABLE_ROW if kind is Kind.TABLE_ROW else END).search(line)
    at = match.start("end") if match else len(line)
    return f"{line[:at]} {comment}{line[at:]}"


def _last_line(text: Text, row: Row) -> int:
    held = (number for number in range(row.last - 1, row.first, -1) if text.lines[number].strip())
    return next(held, row.first)


def _wrong(
    before: Sequence[Row], after: Sequence[Row], words: Mapping[int, str], places: Mapping[int, int]
) -> Iterator[int]:
    """The rows whose words changed, or that do not hold their binding afterwards."""
    if len(before) != len(after):
        yield from _changed(before, after, places)
        return
    for number in places:
        old, new = before[number], after[number]
        same = (old.kind, old.text, old.headings, old.first) == (new.kind, new.text, new.headings, new.first)
        if not same or [comment.words for comment in new.comments] != [words[number]]:
            yield number


def _changed(before: Sequence[Row], after: Sequence[Row], places: Mapping[int, int]) -> Iterator[int]:
    """The rows that are not found again, if rows were added or lost."""
    found = {(row.first, row.text) for row in after}
    yield from (number for number in places if (before[number].first, before[number].text) not in found)
