"""From reports to rows, and from rows to the verdict."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from pytest_golive.activation import ROOT
from pytest_golive.collecting import missing
from pytest_golive.collecting.entries import built_in_entries, is_under
from pytest_golive.collecting.executing.order import in_order
from pytest_golive.collecting.promised import Collected
from pytest_golive.context.exceptions.given import freeze_passed, glass_of
from pytest_golive.context.facts import gather
from pytest_golive.context.run import Run
from pytest_golive.context.standing import Standing
from pytest_golive.findings import counted
from pytest_golive.judging.arranged import Arranged, as_they_are
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.facts import ONLY_SHOWN, ONLY_WHOLE
from pytest_golive.judging.verdict import Entry, Facts, Outcome, Row, Verdict, decide
from pytest_golive.outcomes import concealing
from pytest_golive.outcomes.ending import ALONE, ENDED

FINE = {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
DEPLOYED = f"{ROOT}/deployment::deployed"
TRIGGERS = "rollback::no_trigger_fired"  # no step, though nobody looks at it either where none was executed


def _deciding(reports: Sequence[pytest.TestReport]) -> pytest.TestReport | None:
    """The report that decides the outcome: the first failed phase, else the first skipped one, else the body."""
    order: tuple[Callable[[pytest.TestReport], bool], ...] = (
        lambda report: report.failed,
        lambda report: report.skipped,
        lambda report: report.when == "call",
    )
    return next((report for decides in order for report in reports if decides(report)), None)


class Tally:
    """The rows that are due, the reports on them, and faults of the run itself."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._due = {entry.id: entry for entry in built_in_entries(run.settings) if self._is_selected(entry)}
        self._reports: dict[str, list[pytest.TestReport]] = {}
        self.collected: set[Collected] = set()
        self.broken: set[str] = set()
        self.faults: list[str] = []
        self.has_foreign_failures = False
        self.seen: Standing | None = None  # of the work tree, after the last row

    def is_due(self, entry: Entry) -> None:
        """Add a row that is due, such as a gate of the team's own."""
        if f"{ROOT}/" in entry.id and "[" in entry.id:
            self._due.pop(entry.id.partition("[")[0], None)  # the gate is parametrized: each case is a row
        self._due.setdefault(entry.id, entry)

    def add(self, report: pytest.TestReport) -> None:
        """Keep a report; the reports of all workers and of all runs of a row count."""
        self._reports.setdefault(report.nodeid, []).append(report)

    def decide(
        self,
        exitstatus: int,
        why_red: Callable[[], str] = str,
        arrange: Callable[[Sequence[Row]], Arranged] = as_they_are,
    ) -> Verdict:
        """The one verdict.

        Args:
            exitstatus: pytest's own, so far.
            why_red: explains an exit status that no row explains.
            arrange: puts the rows into the order and the words of the checklist's documents.
        """
        named = [self._told_where(entry) for entry in self._due.values()]
        arranged = arrange([self._row(entry, exitstatus) for entry in in_order(self._run, named)])
        rows = arranged.rows
        told = dict.fromkeys([*concealing.refused_for(exitstatus), *self.faults])
        faults = [*told, *arranged.faults, *self._foreign(), *self._not_chosen(), *self._dry()]
        faults += missing.gates(self._run, self.collected, self.broken)
        blocked = bool(faults) or any(row.outcome.blocks for row in rows)
        if exitstatus not in FINE and not blocked:
            faults.append(f"pytest ended with exit status {int(exitstatus)}{why_red()}")
        verdict = decide(rows, faults, self._facts(), arranged.later)
        return dataclasses.replace(
            verdict, glass=glass_of(self._run) if rows else None, frozen=freeze_passed(self._run) if rows else ""
        )

    def only(self, fault: str) -> Verdict:
        """The verdict of a run that could not verify anything, because of *fault*."""
        return decide([], [fault], self._facts())

    def _told_where(self, entry: Entry) -> Entry:
        """*entry*, whose title says so if it is about production and this run about another target."""
        run, table = self._run, self._run.settings.targets.get(self._run.target_name)
        if entry.id != DEPLOYED or table is None or table.production:
            return entry
        return dataclasses.replace(entry, title=f"{entry.title} (here: {run.target_name})")

    def _foreign(self) -> list[str]:
        """The fault that tests outside the checklist failed."""
        failed = [
            nodeid
            for nodeid, reports in self._reports.items()
            if nodeid not in self._due and any(report.failed for report in reports)
        ]
        self.has_foreign_failures = bool(failed)
        return [f"{counted(len(failed), 'test')} outside the checklist failed, first {failed[0]}"] if failed else []

    def _not_chosen(self) -> list[str]:
        """The fault that due rows were not chosen; the chosen rows are reported one by one."""
        request = self._run.asked
        if not request.chosen:
            return []
        phases = request.phases or self._due_phases()
        due = [entry for entry in built_in_entries(self._run.settings) if set(phases).intersection(entry.phases)]
        not_chosen = len([entry for entry in due if entry.id not in self._due])
        counts = f"{not_chosen} of the {len(due)} built-in rows for {', '.join(sorted(phases))} were not chosen"
        return [f"{counts if not_chosen else 'rows were chosen by name'}: {ONLY_WHOLE}"]

    def _dry(self) -> list[str]:
        """The fault that steps were only shown: what records say of earlier runs does not make a dry run a GO."""
        if self._run.asked.execute:
            return []
        of_steps = [reports for nodeid, reports in self._reports.items() if not nodeid.endswith(TRIGGERS)]
        records = [getattr(report, "golive", None) for reports in of_steps for report in reports]
        shown = sum(record is not None and record["outcome"] == Outcome.NOT_RUN for record in records)
        steps = f"{shown} steps were" if shown > 1 else "one step was"
        said = f"a dry run: {steps} shown and checked, and {ONLY_SHOWN}"
        return [said] if shown else []

    def _due_phases(self) -> set[str]:
        return {phase for entry in self._due.values() for phase in entry.phases} or {"pre_deploy"}

    def _is_selected(self, entry: Entry) -> bool:
        request = self._run.asked
        if any(phase in request.phases for phase in entry.phases):
            return True
        return any(is_under(entry.id, chosen) for chosen in request.chosen)

    def _row(self, entry: Entry, exitstatus: int) -> Row:
        # pytest-rerunfailures marks a report that does not count as "rerun".
        # An option or a plugin such as --sw left out the rows that were still to come.
        was_stopped = any(fault.startswith("pytest stopped early: ") for fault in self.faults)
        why_ended = {} if was_stopped else ENDED
        reports = [report for report in self._reports.get(entry.id, []) if str(report.outcome) != "rerun"]
        if not reports:
            return Row(entry, Outcome.NOT_RUN, *why_ended.get(exitstatus, ("it did not run", ALONE)))
        deciding = _deciding(reports)
        seconds = sum(report.duration for report in reports)
        if deciding is None:
            cure = why_ended.get(exitstatus, ("", ALONE))[1]
            return Row(entry, Outcome.NOT_RUN, "its setup ran, but its body did not", cure=cure, seconds=seconds)
        record: Mapping[str, Any] | None = getattr(deciding, "golive", None)
        if record is None:
            message = str(deciding.longrepr).strip().partition("\n")[0] or "it left no record"
            return Row(entry, Outcome.ERROR, message, "run it alone to see more", seconds=seconds)
        return self._recorded(entry, record, deciding, seconds)

    def _recorded(self, entry: Entry, record: Mapping[str, Any], report: pytest.TestReport, seconds: float) -> Row:
        evidence = tuple(Evidence.from_dict(e) for e in record["evidence"])
        path, line = record["place"]
        row = Row(
            entry,
            Outcome(record["outcome"]),
            record["message"],
            record["cure"],
            f"{path}:{line}" if line else path,
            evidence,
            seconds,
            tuple(record["attachments"]),
            tuple(record["trace"]),
        )
        is_verified = any(e.ok is True for e in evidence)
        if row.outcome is Outcome.PASSED and record["built_in"] and not is_verified:
            return dataclasses.replace(row, outcome=Outcome.ERROR, message="it ended without a check")
        if hasattr(report, "wasxfail") and row.outcome.blocks:
            return dataclasses.replace(row, message=f"marked xfail ({report.wasxfail}), which does not waive it")
        return row

    def _facts(self) -> Facts:
        run = self._run
        target = run.target_name if run.asked.target or run.target_name in run.settings.targets else ""
        before, here = lambda: run.previous_release, lambda: run.release_here
        facts = gather(run.root, run.loaded.digest, target, run.started, before, seen=self.seen, tag=here)
        return dataclasses.replace(facts, settings=run.loaded.path)
