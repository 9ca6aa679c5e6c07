"""A row of a checklist's document, and what is wrong with a document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pytest_golive.checklist.reading.text import Text


class Kind(StrEnum):
    """What a row is written as."""

    TASK = "task"
    ITEM = "list item"
    TABLE_ROW = "table row"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Box:
    """The box of a task: *line* from 0, *column* of the character between the brackets."""

    line: int
    column: int
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Comment:
    """What stands in ``<!-- golive: … -->``: the words after the colon, and the line it begins on, from 1.

    Attributes:
        path: of the settings, where they bind a row of a document that must stay as it is; "" in the document itself.
    """

    words: str
    line: int
    path: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A check of the document.

    Attributes:
        text: its words, without marks of Markdown; of a table row the cells, joined by " | ".
        headings: from the document's title down to the one it stands under.
        first: number of its first line, from 0.
        last: number of the line after the last that holds its own words, nested rows left out.
        comments: the bindings that stand in it.
        has_result: whether an earlier run wrote behind it what was found; that is no part of its words.
    """

    kind: Kind
    text: str
    headings: tuple[str, ...]
    first: int
    last: int
    box: Box | None = None
    comments: tuple[Comment, ...] = ()
    has_result: bool = False

    @property
    def line(self) -> int:
        """Its first line, from 1."""
        return self.first + 1


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the document that would take a row out of sight, or leave it without a meaning.

    Attributes:
        path: of the file that *line* is in; "" for the document.
    """

    line: int
    what: str
    cure: str
    path: str = ""

    def __str__(self) -> str:
        return f"{self.what}; {self.cure}"


@dataclass(frozen=True, slots=True)
class Document:
    """A document's rows in their order, and what is wrong with it.

    Attributes:
        others: list items, table rows and lines that nothing declares as checks; the settings, or a comment, may.
    """

    text: Text
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()
    others: tuple[Row, ...] = ()
