"""Bindings in the settings, for documents that must not be edited."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from pytest_golive.checklist.reading.identity import row_id
from pytest_golive.checklist.reading.reading import NO_ROW
from pytest_golive.checklist.reading.rows import Comment, Document, Fault, Row


def with_given(document: Document, given: Mapping[str, str], path: str, line_of: Callable[[str], int]) -> Document:
    """The document with the bindings of the settings applied to its rows.

    A line that no comment declares as a check, such as a table row, becomes one. When several rows share an id, the
    second is named ``ID#2``.

    Args:
        document: the document as it was read.
        given: the text of each binding, by the id that the row gets from its headings and text.
        path: the settings file.
        line_of: returns the line of a binding in the settings file, by the id.
    """
    if not given:
        return document
    named = dict(named_rows(document))
    faults, bound = list(document.faults), {}
    for name, words in given.items():
        row, line = named.get(name), line_of(name)
        if row is None:
            close = difflib.get_close_matches(name, named, n=1)
            cure = f"did you mean {close[0]!r}?" if close else "use headings and words as golive bind lists them"
            faults.append(Fault(line, f"{document.text.name} has no row {name!r}", cure, path))
        elif row.comments:
            what = f"the row at {document.text.name}:{row.line} has a binding in the document, too"
            faults.append(Fault(line, what, "keep one of the two bindings", path))
        else:
            bound[row.first] = replace(row, comments=(Comment(" ".join(words.split()), line, path),))
    own = {row.first: row for row in document.rows}
    rows = sorted((own | bound).values(), key=lambda row: row.first)
    others = tuple(row for row in document.others if row.first not in bound)
    kept = tuple(fault for fault in faults if not (rows and fault.what == NO_ROW) and fault.row not in bound)
    return replace(document, rows=tuple(rows), faults=kept, others=others)


def named_rows(document: Document) -> list[tuple[str, Row]]:
    """All rows and possible rows, by the names that settings use; the second with the same id gets "#2", and so on."""
    seen: Counter[str] = Counter()
    named = []
    for row in sorted((*document.rows, *document.others), key=lambda row: row.first):
        name = row_id(row.headings, row.text)
        seen[name] += 1
        named.append((name if seen[name] == 1 else f"{name}#{seen[name]}", row))
    return named
