"""What JUnit and other reporters learn of a row: pytest's user properties, which survive xdist without a warning."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry

OF_THE_ROW = ("id", "title", "phase", "section")
OF_THE_RUN = ("outcome", "measured", "limit", "unit", "evidence")
MOST_FINDINGS = 20


def begin(item: pytest.Item, entry: Entry) -> None:
    """Name the row, and forget what an earlier try has measured."""
    names = {*OF_THE_ROW, *OF_THE_RUN}
    others = [(name, value) for name, value in item.user_properties if name not in names]
    row = zip(OF_THE_ROW, (entry.id, entry.title, " ".join(entry.phases), entry.section), strict=True)
    item.user_properties[:] = [*others, *row]


def complete(item: pytest.Item, report: pytest.TestReport, outcome: str, evidence: Sequence[Evidence]) -> None:
    """Add how the row ended and what was measured, to the item and to the report that was made from it."""
    kept = [(name, value) for name, value in item.user_properties if name not in OF_THE_RUN]
    short = [piece.as_dict(most=MOST_FINDINGS) for piece in evidence]
    added = [("outcome", outcome), *_headline(evidence), ("evidence", json.dumps(short, default=str))]
    item.user_properties[:] = [*kept, *added]
    report.user_properties[:] = item.user_properties


def _headline(evidence: Sequence[Evidence]) -> list[tuple[str, object]]:
    """The first breach, or the first thing judged."""
    judged = sorted((piece for piece in evidence if piece.ok is not None), key=lambda piece: bool(piece.ok))
    if not judged:
        return []
    first = judged[0]
    return [("measured", first.measured), ("limit", first.allowed), ("unit", first.unit.strip())]
