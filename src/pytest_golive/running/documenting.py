"""The hooks by which the rows of documents are collected, and judged by people where they must."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import astuple

import pytest

from pytest_golive.checklist.binding.resolving import Check
from pytest_golive.collecting import chain
from pytest_golive.collecting.signed import Documents, SignedRow, record_of
from pytest_golive.collecting.tree import entry_of, is_built_in, is_gate
from pytest_golive.context.run import Run
from pytest_golive.context.signing.opening import signatures_of
from pytest_golive.findings import counted
from pytest_golive.outcomes.concealing import refusal
from pytest_golive.outcomes.encoding import encodable
from pytest_golive.rows.plan import Line, key_of
from pytest_golive.running.ledger import Ledger
from pytest_golive.running.writing import KNOWN
from pytest_golive.signing.policy import Signed


class Documenting:
    """The hooks of one process.

    Attributes:
        ledger: what it knows of the documents.
    """

    def __init__(self, run: Run) -> None:
        self.ledger = Ledger(run)
        self._run = run
        self._places: dict[str, Line] = {}  # by gate, the first row that it is bound to

    def pytest_report_header(self) -> list[str]:
        """Which documents are run."""
        names = [f"{one.text.name} ({counted(len(one.rows), 'row')})" for one in self.ledger.plan.documents]
        return [f"golive: the checklist is {', '.join(names)}"]

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """Add the rows that people sign, behind everything else."""
        report = yield
        if isinstance(collector, pytest.Session) and report.passed:
            report.result += self._collectors(collector)
        return report

    def _collectors(self, session: pytest.Session) -> Iterator[Documents]:
        people = [line for line in self.ledger.at_start() if line.check.needs_people]
        for document in self.ledger.plan.documents:
            own = [line for line in people if line.document is document]
            yield Documents.of(session, self.ledger.plan.paths[document.text.name], own, self._desk)

    def _desk(self, check: Check) -> Signed:
        """How it stands with a row that people sign."""
        signatures = signatures_of(self._run)
        return signatures.judge(check.id, signatures.rules_of(check))

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Refuse bindings to gates of the team's own that are not there, and leave out rows that are not due."""
        faults = self.ledger.learn(entry_of(item) for item in items if is_gate(item) and not is_built_in(item))
        if faults:
            items.clear()
            raise refusal(faults)
        chain.remember_lines(config, self.ledger.lines()[0])
        due = self.ledger.due()
        signed = {line.signed_id: line for line in due if self.ledger.is_chosen(line.signed_id)}
        items[:] = [item for item in items if not isinstance(item, SignedRow) or item.nodeid in signed]
        self._places = {key: line for line in reversed(due) for key in line.check.gates}
        words: dict[str, set[str]] = {}
        for one in due:
            for key in one.check.gates:
                words.setdefault(key, set()).update((one.id, one.check.row.text))
        for item in items:
            item.extra_keyword_matches |= words.get(key_of(item.nodeid), set())  # "-k WORD" finds rows by their words
            if isinstance(item, SignedRow):
                item.begin(signed[item.nodeid])
            elif (line := self._places.get(key_of(item.nodeid))) is not None:
                item.user_properties.append(("document", line.place))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Write who has signed onto the report."""
        report = yield
        if isinstance(item, SignedRow) and (report.when == "call" or not report.passed):
            record = record_of(item, call)
            report.golive = encodable(record)  # type: ignore[attr-defined]
            report.location = (*record["place"], report.location[2])
            report.user_properties.append(("outcome", record["outcome"]))
        elif (line := self._places.get(key_of(item.nodeid))) is not None:
            _point(line, report)
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Tell the controller which gates of the team's there are."""
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[KNOWN] = [list(astuple(entry)) for entry in self.ledger.own.values()]


def _point(line: Line, report: pytest.TestReport) -> None:
    """Show a gate that names no other place at the row that it is bound to."""
    record = getattr(report, "golive", None)
    if record is not None and not record["place"][0]:
        report.location = (line.document.text.name, line.check.row.line, report.location[2])


def begin(run: Run) -> Documenting:
    """Read the documents.

    Raises:
        GoliveError: some cannot be read, or have faults; all of them are told.
    """
    made = Documenting(run)
    made.ledger.refuse()
    return made
