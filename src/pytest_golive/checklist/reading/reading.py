"""Read a checklist's document: all its rows, and all its faults at once."""

from __future__ import annotations

from pathlib import Path

from pytest_golive.checklist.reading.lost import lost_boxes, unboxed
from pytest_golive.checklist.reading.rows import Document, Fault, Row
from pytest_golive.checklist.reading.text import Text, read_text
from pytest_golive.checklist.reading.walking import Walk
from pytest_golive.processes.garbage import uncollected

NO_ROW = "the document has no row"


def read_document(path: Path, name: str) -> Document:
    """The rows of the document at *path*; messages call it *name*.

    Raises:
        CannotMeasure: the file cannot be read as text.
    """
    return document_of(read_text(path, name))


def document_of(text: Text) -> Document:
    """The rows of *text*, and its faults in order of lines; a document without a row is a fault."""
    with uncollected():  # everything read is kept, and garbage collection would take a third of the time
        walk = Walk(text)
    faults = [*walk.faults, *lost_boxes(text, walk), *unboxed(walk.rows)]
    if not walk.rows and not faults:
        cure = "write its checks as '- [ ] …', or bind a line with <!-- golive: section::gate -->"
        faults.append(Fault(1, NO_ROW, cure))
    sorted_faults = tuple(sorted(faults, key=lambda fault: fault.line))
    return Document(text, tuple(walk.rows), sorted_faults, tuple(walk.others))


def rows_to_bind(text: Text) -> tuple[Row, ...]:
    """The rows of *text*, and the list items and table rows that would become rows with a binding."""
    return tuple(Walk(text, every=True).rows)
