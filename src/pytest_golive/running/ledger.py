"""What one process knows of the checklist's documents: their rows, what is wrong with them, and how they end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_golive.activation import PHASES
from pytest_golive.collecting.chain import ROW as EARLIER
from pytest_golive.collecting.entries import built_in_entries, is_under
from pytest_golive.context.moments.deployed import deployed, moment_in
from pytest_golive.context.moments.rolled_back import OCCASION, is_rolled_back
from pytest_golive.context.run import Run
from pytest_golive.errors import GoliveError
from pytest_golive.judging.arranged import Arranged
from pytest_golive.judging.verdict import Entry, Outcome, Row, Verdict
from pytest_golive.processes.garbage import uncollected
from pytest_golive.rows.arranging import Known, arrange, due_people, unbound
from pytest_golive.rows.due import When, why_not_due
from pytest_golive.rows.limits import Limits, not_compared
from pytest_golive.rows.loosening import Documents
from pytest_golive.rows.plan import Line, Plan, catalogue_of, key_of

if TYPE_CHECKING:
    from pytest_golive.signing.record import Record


class Ledger:
    """The documents of a run.

    Attributes:
        plan: what is written in them.
        own: the gates of the team's own that were found, by id.
    """

    def __init__(self, run: Run) -> None:
        self.plan = Plan(run.root, run.loaded, run.asked.documents)
        self.own: dict[str, Entry] = {}
        self._run = run
        self._limits = Limits(run.loaded, run.target_name)
        self._records = tuple(_read(run))
        phases = run.asked.phases or tuple(PHASES)
        now = dt.datetime.now(dt.UTC)
        occasions = {*run.settings.occasions, *((OCCASION,) if is_rolled_back(run) else ())}
        self._when = When(phases, now, frozenset(occasions), _deployed(run, self._records))

    def refuse(self) -> None:
        """Tell all that is wrong with the documents, before anything runs.

        Raises:
            GoliveError: anything is.
        """
        named = {bond.name for line in self.at_start() for bond in line.check.binding.bonds}
        own = [Entry(name, name, "", tuple(PHASES)) for name in named if self.plan.is_own(name)]
        lines, faults = self.plan.resolved(catalogue_of([*self._built_in(), *own]))
        faults = [*faults, *self._limits.faults(lines), *self._unbound(lines, self._built_in())]
        if faults:
            raise GoliveError("\n".join(faults))

    def at_start(self) -> list[Line]:
        """The rows as far as the built-in gates tell: enough to know which of them people sign."""
        return self.plan.resolved(catalogue_of(self._built_in()))[0]

    def learn(self, entries: Iterable[Entry]) -> list[str]:
        """Learn of gates of the team's own; what is wrong with the documents in the light of them."""
        self.own |= {entry.id: entry for entry in entries}
        lines, faults = self.lines()
        return [] if self._run.asked.chosen else [*faults, *self._unbound(lines, self.own.values())]

    def lines(self) -> tuple[list[Line], list[str]]:
        """What each row stands for, and what is wrong with the documents."""
        return self.plan.resolved(catalogue_of(self._entries()))

    def documents(self) -> Documents:
        """The documents as they are here, for comparison with those of another release."""
        checks = [line.check for line in self.lines()[0]]
        return Documents(tuple(self.plan.paths), checks, catalogue_of(self._entries()))

    def due(self) -> list[Line]:
        """The rows that are due."""
        return [line for line in self.lines()[0] if not why_not_due(line.check, self._when)]

    def people(self) -> list[Entry]:
        """The rows that somebody must sign now; in a run of rows that were chosen, those."""
        return [one for one in due_people(self.lines()[0], self._when) if self.is_chosen(one.id)]

    def is_chosen(self, nodeid: str) -> bool:
        """Whether *nodeid* is among the rows that were chosen by name, if any were."""
        chosen = self._run.asked.chosen
        return not chosen or any(is_under(nodeid, one) for one in chosen)

    def arrange(self, rows: Sequence[Row]) -> Arranged:
        """The rows in the order of the documents; as they are, where some were chosen."""
        if self._run.asked.chosen:
            return Arranged(tuple(rows))
        lines, faults = self.lines()
        is_opened = any(row.entry.id == EARLIER and row.outcome.verifies for row in rows)
        recorded = dict(_outcomes(self._records)) if is_opened else {}
        left = partial(not_compared, limits=self._limits)
        with uncollected():
            arranged = arrange(lines, rows, Known(self._when, catalogue_of(self._entries()), left, recorded))
        return replace(arranged, faults=tuple(faults))

    def tick(self, verdict: Verdict, out: Path) -> Verdict:
        """Write the documents to *out*, ticked; whoever asked relies on it, so without it there is no GO."""
        from pytest_golive.rows.ticks import write

        if self._run.asked.chosen:
            return verdict
        try:
            write(self.plan, self.lines()[0], verdict, out)
        except GoliveError as error:
            return replace(verdict, faults=(*verdict.faults, f"{error.what}; {error.cure}"))
        return verdict

    def _entries(self) -> list[Entry]:
        return [*self._built_in(), *self.own.values()]

    def _built_in(self) -> list[Entry]:
        return built_in_entries(self._run.settings)

    def _unbound(self, lines: Iterable[Line], entries: Iterable[Entry]) -> Iterator[str]:
        """Gates that are due and stand in no row, where the settings want all of them there."""
        run = self._run
        if run.settings.strict and not run.asked.chosen:
            due = [one for one in entries if set(one.phases) & set(self._when.phases)]
            left = [one for one in due if not run.not_due(one.kind) and not run.not_applicable(key_of(one.id))]
            yield from unbound(lines, left)


def _read(run: Run) -> Iterator[Record]:
    """The records that the command line names, as far as they can be read; whether they hold is a row of its own."""
    for file in run.asked.after:
        try:
            yield run.shelf.read(Path(file))
        except GoliveError:
            continue  # the row of earlier records tells it


def _outcomes(records: Iterable[Record]) -> Iterator[tuple[str, Outcome]]:
    """How each row ended in the phase that it was due in."""
    for record in records:
        yield from ((row.id, Outcome(row.outcome)) for row in record.rows if row.outcome != "not due")


def _deployed(run: Run, records: Iterable[Record]) -> dt.datetime | None:
    """When the release was deployed; by a record of another target where nothing tells more: else nothing gets due."""
    if (moment := deployed(run)) is not None:
        return moment.at
    return max((at for record in records if (at := moment_in(record)) is not None), default=None)
