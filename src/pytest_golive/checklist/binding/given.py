"""Bindings that stand in the settings, for documents that must stay as they are."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from pytest_golive.checklist.reading.identity import row_id
from pytest_golive.checklist.reading.reading import NO_ROW
from pytest_golive.checklist.reading.rows import Comment, Document, Fault, Row


def with_given(document: Document, given: Mapping[str, str], path: str, line_of: Callable[[str], int]) -> Document:
    """The document as if its rows held the bindings that are *given*.

    What no comment declares as a check, such as a table row, becomes one. Of rows that have one id, the second is
    ``ID#2``.

    Args:
        document: as it was read.
        given: words of bindings, by the id that a row has of its headings and text.
        path: of the settings.
        line_of: the line there, by the id.
    """
    if not given:
        return document
    named = dict(named_rows(document))
    faults, bound = list(document.faults), {}
    for name, words in given.items():
        row, line = named.get(name), line_of(name)
        if row is None:
            close = difflib.get_close_matches(name, named, n=1)
            cure = (
                f"did you mean {close[0]!r}?" if close else "name it by its headings and words: golive bind lists them"
            )
            faults.append(Fault(line, f"{document.text.name} has no row {name!r}", cure, path))
        elif row.comments:
            what = f"the row of {document.text.name}:{row.line} has a binding of its own"
            faults.append(Fault(line, what, "keep one of the two", path))
        else:
            bound[row.first] = replace(row, comments=(Comment(" ".join(words.split()), line, path),))
    own = {row.first: row for row in document.rows}
    rows = sorted((own | bound).values(), key=lambda row: row.first)
    others = tuple(row for row in document.others if row.first not in bound)
    kept = tuple(fault for fault in faults if not (rows and fault.what == NO_ROW))
    return replace(document, rows=tuple(rows), faults=kept, others=others)


def named_rows(document: Document) -> list[tuple[str, Row]]:
    """All rows, and what could be one, as settings name them; from the second of an id on, with its number."""
    seen: Counter[str] = Counter()
    named = []
    for row in sorted((*document.rows, *document.others), key=lambda row: row.first):
        name = row_id(row.headings, row.text)
        seen[name] += 1
        named.append((name if seen[name] == 1 else f"{name}#{seen[name]}", row))
    return named
