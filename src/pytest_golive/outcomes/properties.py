"""What JUnit and other reporters show of a row: pytest's user properties, which survive xdist without a warning."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry
from pytest_golive.masking.known import MASK
from pytest_golive.outcomes.encoding import encodable

OF_THE_ROW = ("id", "title", "phase", "section")
OF_THE_RUN = ("outcome", "measured", "limit", "unit", "evidence")
MOST_FINDINGS = 20
# PyCharm and TeamCity show the sections of a test that have "stdout" and "call" in their names; JUnit and Allure take
# those that begin with "Captured", and the terminal shows none of a green test, unless -rP and --tb ask for it.
SHOWN_WITH_OUTPUT = "Evidence stdout call"
MOST_LINES = 20
WIDEST_LINE = 200


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


def show(report: pytest.TestReport, evidence: Sequence[Evidence]) -> None:
    """Put what a green row measured where editors show the output of a test: there a green row has nothing else."""
    if not report.passed:
        return
    # Hidden before anything is cut: of half a secret nothing would be known.
    lines = [line for piece in evidence for line in MASK.hide(_told(piece)).splitlines()]
    shown = [line if len(line) <= WIDEST_LINE else f"{line[:WIDEST_LINE]} …" for line in lines[:MOST_LINES]]
    if (more := len(lines) - MOST_LINES) > 0:
        shown.append(f"… and {more:,} more (the report of the run has all)")
    if shown:
        text: str = encodable("\n".join([*shown, ""]))
        report.sections.append((SHOWN_WITH_OUTPUT, text))


def _told(evidence: Evidence) -> str:
    n = f"n = {evidence.n:,}" if evidence.n is not None else ""
    details = [text for text in (n, evidence.source, evidence.excuse) if text]
    return evidence.sentence + (f" ({', '.join(details)})" if details else "")
