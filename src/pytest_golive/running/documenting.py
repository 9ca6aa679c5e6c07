"""The documents of a run: their rows are collected, judged by people where they must, and shown in their order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pytest_golive.activation import PHASES
from pytest_golive.checklist.binding.resolving import Check
from pytest_golive.collecting.signed import Documents, SignedRow, record_of
from pytest_golive.collecting.tree import built_in_entries, entry_of, is_built_in, is_gate, is_under
from pytest_golive.context.run import Run
from pytest_golive.context.signing.opening import signatures_of
from pytest_golive.errors import GoliveError
from pytest_golive.judging.arranged import Arranged
from pytest_golive.judging.verdict import Entry, Row, Verdict
from pytest_golive.outcomes.encoding import encodable
from pytest_golive.rows.arranging import arrange, due_people
from pytest_golive.rows.due import When, why_not_due
from pytest_golive.rows.limits import Limits
from pytest_golive.rows.plan import Line, Plan, catalogue_of
from pytest_golive.signing.policy import Signed

KNOWN = "golive_known"  # the name under which a worker tells which gates of the team's there are


class Documenting:
    """The hooks of one process, and what its controller asks of the documents."""

    def __init__(self, run: Run, plan: Plan) -> None:
        self.plan = plan
        self.limits = Limits(run.loaded, run.target_name)
        self._run = run
        self._own: dict[str, Entry] = {}
        now = dt.datetime.now(dt.UTC)
        self._when = When(run.asked.phases or tuple(PHASES), now, frozenset(run.settings.occasions))

    def refuse(self) -> None:
        """Tell all that is wrong with the documents, before anything runs.

        Raises:
            GoliveError: anything is.
        """
        named = {bond.name for line in self._at_start() for bond in line.check.binding.bonds}
        own = [Entry(name, name, "", tuple(PHASES)) for name in named if self.plan.is_own(name)]
        lines, faults = self.plan.resolved(catalogue_of([*built_in_entries(), *own]))
        faults = [*faults, *self.limits.faults(lines)]
        if faults:
            raise GoliveError("\n".join(faults))

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
        people = [line for line in self._at_start() if line.check.needs_people]
        for document in self.plan.documents:
            own = [line for line in people if line.document is document]
            yield Documents.of(session, self.plan.paths[document.text.name], own, self._desk)

    def _desk(self, check: Check) -> Signed:
        """How it stands with a row that people sign."""
        signatures, options = signatures_of(self._run), check.binding.options
        rules = signatures.rules(check.id, options.get("role", ""), int(options.get("approvers", "0")))
        return signatures.judge(check.id, rules)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Refuse bindings to gates of the team's own that are not there, and leave out rows that are not due."""
        gates = [item for item in items if is_gate(item) and not is_built_in(item)]
        self._own = {item.nodeid: entry_of(item) for item in gates}
        lines, faults = self.lines()
        if faults and not self._is_part:
            items.clear()
            raise pytest.UsageError(*faults)
        due = {line.id: line for line in lines if not why_not_due(line.check, self._when)}
        items[:] = [item for item in items if not isinstance(item, SignedRow) or self._is_asked(item, due)]

    def _is_asked(self, item: SignedRow, due: dict[str, Line]) -> bool:
        line = due.get(item.nodeid)
        if line is None or not self._is_chosen(item.nodeid):
            return False
        item.begin(line)
        return True

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
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Tell the controller which gates of the team's there are."""
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output[KNOWN] = [
                [entry.id, entry.title, entry.section, list(entry.phases), entry.kind] for entry in self._own.values()
            ]

    def learn(self, rows: Iterable[Sequence[object]]) -> None:
        """Learn of gates that a worker has found."""
        for id_, title, section, phases, kind in rows:
            entry = Entry(str(id_), str(title), str(section), tuple(phases), str(kind))  # type: ignore[arg-type]
            self._own.setdefault(entry.id, entry)

    def lines(self) -> tuple[list[Line], list[str]]:
        """What each row stands for, and what is wrong with the documents."""
        return self.plan.resolved(catalogue_of([*built_in_entries(), *self._own.values()]))

    def people(self) -> list[Entry]:
        """The rows that somebody must sign now; in a run of rows that were chosen, those."""
        return [one for one in due_people(self.lines()[0], self._when) if self._is_chosen(one.id)]

    def arrange(self, rows: Sequence[Row]) -> Arranged:
        """The rows in the order of the documents; as they are, where some were chosen."""
        if self._run.asked.chosen:
            return Arranged(tuple(rows))
        lines, faults = self.lines()
        catalogue = catalogue_of([*built_in_entries(), *self._own.values()])
        arranged = arrange(lines, rows, self._when, catalogue, strict=self._run.settings.strict)
        return replace(arranged, faults=(*faults, *arranged.faults, *self._broken()))

    def _broken(self) -> Iterator[str]:
        """What lies among the signatures and is none: it may have been a rejection."""
        try:
            broken = signatures_of(self._run).broken
        except GoliveError:  # each row that must be signed tells it
            return
        yield from (f"{one.path} {one.what}; {one.cure}" for one in broken)

    def tick(self, verdict: Verdict, out: Path) -> Verdict:
        """Write the documents where the command line says; whoever asked relies on it, so without it there is no GO."""
        from pytest_golive.rows.ticks import write

        if self._run.asked.chosen:
            return verdict
        try:
            write(self.plan, self.lines()[0], verdict, out)
        except GoliveError as error:
            return replace(verdict, faults=(*verdict.faults, f"{error.what}; {error.cure}"))
        return verdict

    @property
    def _is_part(self) -> bool:
        """Whether gates of the team's own need not have been collected."""
        return bool(self._run.asked.chosen)

    def _is_chosen(self, nodeid: str) -> bool:
        chosen = self._run.asked.chosen
        return not chosen or any(is_under(nodeid, one) for one in chosen)

    def _at_start(self) -> list[Line]:
        """The rows as far as the built-in gates tell: enough to know which of them people sign."""
        return self.plan.resolved(catalogue_of(built_in_entries()))[0]


def begin(run: Run) -> Documenting:
    """Read the documents.

    Raises:
        GoliveError: some cannot be read, or have faults; all of them are told.
    """
    made = Documenting(run, Plan(run.root, run.loaded, run.asked.documents))
    made.refuse()
    return made
