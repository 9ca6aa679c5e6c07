"""Rows of a checklist's document, and its faults."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pytest_golive.checklist.reading.text import Text


class Kind(StrEnum):
    """How a row is written."""

    TASK = "task"
    ITEM = "list item"
    TABLE_ROW = "table row"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Box:
    """The box of a task: *line* counts from 0, *column* is the character between the brackets."""

    line: int
    column: int
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment ``<!-- golive: … -->``: the words after the colon, and its first line, from 1.

    Attributes:
        path: the settings file, if the settings bind the row; "" if the comment is in the document itself.
    """

    words: str
    line: int
    path: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A check of the document.

    Attributes:
        text: its words, without Markdown markup; for a table row the cells, joined by " | ".
        headings: from the document's title down to the heading it is under.
        first: number of its first line, from 0.
        last: number of the line after the last line of its own words, without nested rows.
        comments: the bindings in the row.
        has_result: whether an earlier run wrote a result after it; a result does not belong to its words.
        within: the words of the list items around it, from the outermost.
        is_group: whether other items are nested in it.
    """

    kind: Kind
    text: str
    headings: tuple[str, ...]
    first: int
    last: int
    box: Box | None = None
    comments: tuple[Comment, ...] = ()
    has_result: bool = False
    within: tuple[str, ...] = ()
    is_group: bool = False

    @property
    def line(self) -> int:
        """Its first line, counted from 1."""
        return self.first + 1


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in the document that would hide a row or leave it without a meaning.

    Attributes:
        path: the file that *line* is in; "" for the document.
        row: the first line, from 0, of the row whose binding removes the fault; -1 if there is none.
    """

    line: int
    what: str
    cure: str
    path: str = ""
    row: int = -1

    def __str__(self) -> str:
        return f"{self.what}; {self.cure}"


@dataclass(frozen=True, slots=True)
class Document:
    """The rows of a document in order, and its faults.

    Attributes:
        others: list items, table rows and lines not declared as checks; the settings or a comment can declare them.
    """

    text: Text
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()
    others: tuple[Row, ...] = ()
