"""What SARIF tells of: gates under the rules that they always had, in the words and headings of a document's rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pytest_golive.judging.verdict import Row, Verdict


def rows_told(verdict: Verdict) -> Iterator[Row]:
    """The rows of a checklist without a document; of a row of a document its gates, each once.

    A page that has shown an alert of a gate knows it again, whatever row it is bound to.
    """
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for row in verdict.rows:
        parts = [part for part in row.parts if part.entry.id != row.entry.id]
        for part in parts:
            known = (part.entry.id, tuple(evidence.name for evidence in part.evidence))
            if known not in seen:
                seen.add(known)
                entry = replace(row.entry, id=part.entry.id, kind=part.entry.kind)
                yield replace(part, entry=entry, place=part.place or row.entry.place)
        if not parts or (row.outcome.blocks and not any(part.outcome.blocks for part in parts)):
            yield row
