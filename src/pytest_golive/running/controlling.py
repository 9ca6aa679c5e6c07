"""The controller's side: gather the reports of all workers, decide once, and show it."""

from __future__ import annotations

import os
import re
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from pytest_golive.collecting.executing.deploying import SO_FAR
from pytest_golive.collecting.promised import Collected
from pytest_golive.context import standing
from pytest_golive.context.choosing import with_choices
from pytest_golive.context.run import Run
from pytest_golive.context.sharing import WORKER_FOLDER
from pytest_golive.judging.arranged import as_they_are
from pytest_golive.judging.verdict import Entry, Verdict
from pytest_golive.outcomes.tallying import Tally
from pytest_golive.running.asked.breaking import red
from pytest_golive.running.asked.deciding import filed
from pytest_golive.running.asked.rolling_back import rolled_back
from pytest_golive.running.asked.viewing import shown_by_ci
from pytest_golive.running.door import VERDICT, WRITTEN, listing_fault, listing_option
from pytest_golive.running.filing import faults_of_signatures, fit_to_record, signed_rows
from pytest_golive.running.gating import COLLECTED, DUE
from pytest_golive.running.heading import heading
from pytest_golive.running.merging import with_records
from pytest_golive.running.writing import DOCUMENTS, FILES, KNOWN

PLACE = re.compile(r"\S+\.py:\d+(?=: )")


class Controlling:
    """The hooks of the process that the user started."""

    def __init__(self, run: Run, folder: Path, config: pytest.Config) -> None:
        self._run = run
        self._folder = folder
        self._config = config
        self._tally = Tally(run)
        self._has_written = False
        self._listing = listing_option(config)
        self._before = config.stash[standing.AT_FIRST] = None if self._listing else standing.look(run.root)
        config.stash[SO_FAR] = self._verdict

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Let xdist's workers find what has been measured already."""
        node.workerinput[WORKER_FOLDER] = str(self._folder)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object | None) -> None:
        """Learn from a worker which rows it collected; a worker that crashed could not report them."""
        output = getattr(node, "workeroutput", None) or {}
        for row in output.get("golive_due", ()):
            self._tally.is_due(_entry(*row))
        self._tally.collected.update(Collected(*row) for row in output.get("golive_collected", ()))
        if (ledger := self._ledger) is not None:
            ledger.learn(_entry(*[*row[:5], row[6]]) for row in output.get(KNOWN, ()))
        if error is not None:
            self._tally.faults.append(f"worker {node.gateway.id} crashed")

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Learn which rows are due if there are no workers."""
        for entry in session.config.stash.get(DUE, []):
            self._tally.is_due(entry)
        rows: list[Collected] = session.config.stash.get(COLLECTED, [])
        self._tally.collected.update(rows)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A module that cannot be imported hides its gates."""
        if report.failed:
            why = _reason(str(report.longrepr))
            self._tally.faults.append(f"{report.nodeid or 'the collection'} could not be collected{why}")
            self._tally.broken.add(os.path.realpath(self._config.rootpath / report.nodeid.partition("::")[0]))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep every phase of every row, and hand its files to JUnit's readers."""
        from pytest_golive.reports import junit

        self._tally.add(report)
        record = getattr(report, "golive", None)
        if record and record["attachments"]:
            junit.attach(self._config, report, record["attachments"])

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """An interrupted run is a NO-GO: the rows that it did not reach are not verified."""
        self._tally.faults.append("the run was interrupted" + (f" ({excinfo.value})" if str(excinfo.value) else ""))

    def pytest_internalerror(self) -> None:
        """What pytest did not do may have hidden failures."""
        self._tally.faults.append("pytest reported an internal error")

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> Generator[None, None, None]:
        """Decide before any plugin writes a report, and make the exit status agree, even if another hook changes it."""
        from pytest_golive.reports import junit
        from pytest_golive.reports.waiting import lengths

        decided = rolled_back(self._verdict(session, exitstatus), self._run, self._config, exitstatus)
        verdict = filed(decided, self._run, self._config, exitstatus)
        session.config.stash[VERDICT] = verdict
        lengths.remember(session.config, verdict)
        junit.add_suite_properties(session.config, verdict)
        junit.add_rows(session.config, verdict)
        junit.add_case(session.config, verdict)
        if not verdict.go and exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
            session.exitstatus = red(verdict)
        yield
        if not verdict.go and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = red(verdict)
        self._ensure_verdict_is_written(session.config, verdict)
        return None

    def _verdict(self, session: pytest.Session, exitstatus: int = 0) -> Verdict:
        ledger = self._ledger
        known = self._config.getoption("override_ini", None) or (), os.environ, ledger.documents if ledger else None
        decided = with_choices(self._decide(session, exitstatus), self._run, *known)
        return fit_to_record(decided, self._run, self._config)

    def _decide(self, session: pytest.Session, exitstatus: int) -> Verdict:
        if self._listing:
            return self._tally.only(listing_fault(self._listing))
        for stopped in (session.shouldfail, session.shouldstop):
            if isinstance(stopped, str):
                self._tally.faults.append(f"pytest stopped early: {stopped}")
        self._tally.seen = standing.look(self._run.root)
        self._tally.faults += standing.moved(self._before, self._tally.seen, self._run.outputs)
        self._tally.faults += faults_of_signatures(self._run, signed_rows(self._config))
        for entry in self._ledger.people() if self._ledger else ():
            self._tally.is_due(entry)
        arrange = with_records(self._ledger.arrange if self._ledger else as_they_are, self._run, self._config)
        return self._tally.decide(exitstatus, lambda: _why_red(self._config), arrange)

    @property
    def _ledger(self) -> Any:
        """What knows the checklist's documents, of which nothing is loaded where there are none."""
        return getattr(self._config.pluginmanager.get_plugin(DOCUMENTS), "ledger", None)

    def _ensure_verdict_is_written(self, config: pytest.Config, verdict: Verdict) -> None:
        """Write the verdict if no hook has: before pytest 9, ``--no-summary`` leaves out the hook for summaries."""
        reporter = config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None and not self._has_written:
            self._write_verdict(reporter, verdict)
        if reporter is not None:
            shown_by_ci(verdict, config, reporter, is_listing=bool(self._listing))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter, config: pytest.Config
    ) -> Generator[None, None, None]:
        """The checklist replaces pytest's own list of failures, unless an option asks for that list."""
        from pytest_golive.reports import terminal

        verdict = config.stash.get(VERDICT, None)
        if verdict is None:
            return (yield)
        with terminal.failures_shown_once(terminalreporter, self._tally.has_foreign_failures):
            yield
        self._write_verdict(terminalreporter, verdict)
        return None

    def _write_verdict(self, reporter: pytest.TerminalReporter, verdict: Verdict) -> None:
        from pytest_golive.reports import terminal

        self._has_written = True
        if not self._listing:  # a run that only lists writes one line at its very end
            files: list[str] = self._config.stash.get(FILES, [])
            terminal.write(reporter, verdict, files)
            self._config.stash[WRITTEN] = True

    def pytest_report_header(self) -> list[str]:
        """What is judged, by which settings, and which options have no effect on it."""
        return [*heading(self._run, self._config)]


def _entry(id_: str, title: str, section: str, phases: list[str], kind: str, term: str) -> Entry:  # noqa: PLR0913,PLR0917
    return Entry(id_, title, section, tuple(phases), kind, term=term)


def _reason(text: str) -> str:
    """The error and its place, from pytest's text about a module that it could not import."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line.removeprefix("E ").strip() for line in lines if line.startswith("E ")]
    reason = (errors or lines or [""])[-1]
    place = next((f", at {match[0]}" for line in reversed(lines) if (match := PLACE.match(line))), "")
    return f": {reason}{place}" if reason else ""


def _why_red(config: pytest.Config) -> str:
    """Why the exit status is red although no row failed, as far as we can tell."""
    coverage = config.pluginmanager.get_plugin("_cov")
    limit = getattr(getattr(coverage, "options", None), "cov_fail_under", None)
    total = getattr(coverage, "cov_total", None)
    if limit is not None and total is not None and total < limit:
        return f": pytest-cov measured {total:.4g} %, and --cov-fail-under asks for {limit:g} % of what ran here"
    return ", but no row failed: a plugin or hook set it; find it with --trace-config and disable it with -p no:NAME"
