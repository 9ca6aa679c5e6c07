"""Rows of a checklist's documents that people sign, as items of pytest's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pytest_golive.errors import GoliveError, NotSigned
from pytest_golive.judging.verdict import Outcome
from pytest_golive.rows.desk import Desk, cure_of, evidence_of, outcome_of
from pytest_golive.rows.plan import ROWS, Line


class SignedRow(pytest.Item):
    """A row that somebody must sign; it holds if enough have."""

    line: Line
    desk: Desk
    record: dict[str, Any]

    @classmethod
    def of(cls, parent: pytest.Collector, line: Line, desk: Desk) -> SignedRow:
        """The item for *line*."""
        item: SignedRow = cls.from_parent(parent, name=line.check.id, nodeid=line.signed_id)
        item.line, item.desk, item.record = line, desk, {}
        return item

    def begin(self, line: Line) -> None:
        """Name the row, by *line* as all gates together make it, and mark it as due in its phases."""
        self.line = line
        for phase in line.check.phases:
            self.add_marker(phase)
        entry = line.entry
        self.user_properties += [
            ("id", line.signed_id),
            ("title", entry.title),
            ("phase", " ".join(entry.phases)),
            ("section", entry.section),
            ("document", entry.place),
        ]

    def runtest(self) -> None:
        """Ask the desk.

        Raises:
            NotSigned: it is not signed.
        """
        signed = self.desk(self.line.check)
        outcome, message = outcome_of(signed)
        self.record = {"outcome": str(outcome), "message": message, "evidence": [evidence_of(signed).as_record()]}
        if outcome is not Outcome.SIGNED:
            raise NotSigned(message, cure_of(signed, self.line.check.id))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """In our own words."""
        error = excinfo.value
        if not isinstance(error, GoliveError):
            return super().repr_failure(excinfo, style)
        return f"{self.line.place}: {error.what}\n  to fix: {error.cure}"

    def reportinfo(self) -> tuple[Path, int, str]:
        """The line of the document."""
        return self.path, self.line.check.row.first, self.line.check.row.text


class Documents(pytest.Collector):
    """The rows that people sign."""

    lines: list[Line]
    desk: Desk

    @classmethod
    def of(cls, session: pytest.Session, path: Path, lines: list[Line], desk: Desk) -> Documents:
        """Those of one document, at *path*."""
        node: Documents = cls.from_parent(session, name=path.name, path=path, nodeid=ROWS)
        node.lines, node.desk = lines, desk
        return node

    def collect(self) -> Iterator[SignedRow]:
        """One item for each."""
        for line in self.lines:
            yield SignedRow.of(self, line, self.desk)


def record_of(item: SignedRow, call: pytest.CallInfo[None]) -> dict[str, Any]:
    """What the verdict learns of the row."""
    error = call.excinfo.value if call.excinfo else None
    unknown = {"outcome": str(Outcome.ERROR if error else Outcome.PASSED), "message": str(error or ""), "evidence": []}
    return {
        "gate": item.nodeid.removeprefix("golive/"),
        **(unknown if not item.record or (error and not isinstance(error, NotSigned)) else item.record),
        "cure": error.cure if isinstance(error, GoliveError) else "",
        "place": [item.line.document.text.name, item.line.check.row.line],
        "trace": [],
        "built_in": True,
        "attachments": [],
    }
