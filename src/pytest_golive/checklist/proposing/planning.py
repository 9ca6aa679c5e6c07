"""What is proposed for each unbound row of a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pytest_golive.checklist.binding.parsing import Bond, Unreadable, parse
from pytest_golive.checklist.binding.phases import phase_of
from pytest_golive.checklist.proposing.guessing import Proposal
from pytest_golive.checklist.proposing.matching import Matcher
from pytest_golive.checklist.reading.identity import row_id
from pytest_golive.checklist.reading.reading import rows_to_bind
from pytest_golive.checklist.reading.rows import Document, Kind, Row
from pytest_golive.checklist.reading.text import Text

CONFIDENCE = 0.8
SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Open:
    """A row without a binding: its number in `rows_to_bind`, and the proposal for it."""

    number: int
    row: Row
    proposal: Proposal
    phase: str

    def default(self, confidence: float, *, every: bool) -> str:
        """The binding that is written without asking anybody; "" leaves the row as it is.

        Args:
            confidence: the lowest confidence at which a gate is bound.
            every: whether list items and table rows become rows for people to sign if no gate reaches that confidence.
        """
        if self.proposal.bond and self.proposal.confidence >= confidence:
            return self.proposal.bond
        return SIGN if every or self.row.kind is Kind.TASK else ""


def open_rows(
    text: Text, matcher: Matcher, headings: Mapping[str, str] | None = None, given: Container[int] = ()
) -> list[Open]:
    """The unbound rows of *text*, and the list items and table rows that could become rows.

    Args:
        text: the document.
        matcher: compares rows with the gates.
        headings: the phases that the team gives to headings; see `phases.phase_of`.
        given: the first lines of the rows that the settings bind.
    """
    return [
        Open(number, row, matcher.propose(row, phase := phase_of(row.headings, headings)), phase)
        for number, row in enumerate(rows_to_bind(text))
        if not row.comments and row.first not in given
    ]


def for_gates_now(text: Text, matcher: Matcher, confidence: float) -> list[Open]:
    """Rows that are bound to people although a gate can judge them now."""
    signed = ((n, row) for n, row in enumerate(rows_to_bind(text)) if row.comments and _is_signed(row))
    found = (Open(number, row, matcher.propose(row), phase_of(row.headings)) for number, row in signed)
    return [one for one in found if one.proposal.bond and one.proposal.confidence >= confidence]


def _is_signed(row: Row) -> bool:
    return [str(bond) for bond in _bonds(row)] == [SIGN]


def _bonds(row: Row) -> tuple[Bond, ...]:
    try:
        return parse(row.comments[0].words).bonds
    except Unreadable:
        return ()


def has_tasks(text: Text) -> bool:
    """Whether the document marks its checks with boxes; without boxes, every list item and table row is a check."""
    return any(row.kind is Kind.TASK or row.comments for row in rows_to_bind(text))


def with_boxes(document: Document) -> set[int]:
    """The first lines of the table rows that have a box in a cell: they are checks in any document."""
    lost = {fault.row for fault in document.faults}
    return {row.first for row in document.others if row.kind is Kind.TABLE_ROW and row.first in lost}


def with_ids(text: Text, words: Mapping[int, str]) -> dict[int, str]:
    """The bindings *words*, with an id added where another row has the same headings and words."""
    rows = rows_to_bind(text)
    taken = Counter(_ids(rows, words))
    found: dict[int, str] = {}
    again: Counter[str] = Counter()
    for number, binding in sorted(words.items()):
        name = row_id(rows[number].headings, rows[number].text)
        again[name] += 1
        if taken[name] > 1 and (again[name] > 1 or taken[name] > _wanted(rows, words, name)):
            free = _free(name, again[name], taken)
            taken[free] += 1
            found[number] = f"{binding} id={free}"
        else:
            found[number] = binding
    return found


def _ids(rows: Sequence[Row], words: Mapping[int, str]) -> Iterator[str]:
    for number, row in enumerate(rows):
        if number in words or row.kind is Kind.TASK or row.comments:
            yield _own_id(row) or row_id(row.headings, row.text)


def _own_id(row: Row) -> str:
    if not row.comments:
        return ""
    try:
        return parse(row.comments[0].words).options.get("id", "")
    except Unreadable:
        return ""


def _wanted(rows: Sequence[Row], words: Mapping[int, str], name: str) -> int:
    return sum(row_id(rows[number].headings, rows[number].text) == name for number in words)


def _free(name: str, number: int, taken: Mapping[str, int]) -> str:
    number = max(number, 2)
    while taken.get(f"{name}-{number}"):
        number += 1
    return f"{name}-{number}"
