"""What JUnit and other reporters show of a row: pytest's user properties, which survive xdist without a warning."""

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
    """Set the properties that name the row, and remove those of an earlier attempt."""
    names = {*OF_THE_ROW, *OF_THE_RUN}
    other_properties = [(name, value) for name, value in item.user_properties if name not in names]
    row = zip(OF_THE_ROW, (entry.id, entry.title, " ".join(entry.phases), entry.section), strict=True)
    item.user_properties[:] = [*other_properties, *row]


def complete(item: pytest.Item, report: pytest.TestReport, outcome: str, evidence: Sequence[Evidence]) -> None:
    """Add the outcome and the measurements to the item and to its report."""
    properties = [(name, value) for name, value in item.user_properties if name not in OF_THE_RUN]
    records = [piece.as_dict(most=MOST_FINDINGS) for piece in evidence]
    added = [("outcome", outcome), *_headline(evidence), ("evidence", json.dumps(records, default=str))]
    item.user_properties[:] = [*properties, *added]
    report.user_properties[:] = item.user_properties


def _headline(evidence: Sequence[Evidence]) -> list[tuple[str, object]]:
    """The measured value, limit and unit of the first breach, else of the first check."""
    judged = sorted((piece for piece in evidence if piece.ok is not None), key=lambda piece: bool(piece.ok))
    if not judged:
        return []
    first = judged[0]
    return [("measured", first.measured), ("limit", first.allowed), ("unit", first.unit.strip())]
