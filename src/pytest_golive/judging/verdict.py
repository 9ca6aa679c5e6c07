"""GO or NO-GO over every row that was due."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pytest_golive.judging.choices import Choices
from pytest_golive.judging.ends.outcome import Outcome, tally_of
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.facts import Facts

if TYPE_CHECKING:
    from pytest_golive.signing.glass.glass import Glass

__all__ = ["Entry", "Facts", "Outcome", "Row", "Verdict", "decide", "tally_of"]

LOOK: Final = "worth a look"  # evidence of what fails nothing, but may be wrong
SHOWN: Final = 5
UNRECORDED: Final = re.compile(r"no (.{1,80}) recorded")  # why a row is not due that waits for an occasion


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the checklist before it runs.

    Attributes:
        id: "golive/section::gate".
        title: what must be true.
        section: the part of the checklist that it belongs to.
        phases: the phases in which it is due.
        kind: the only kind of project that it is due for; "" for all kinds.
        place: where a checklist's document says it: "docs/GO_LIVE.md:12"; "" without a document.
        term: how long after the deployment it gets due: "day", "week", "month"; "" for at once.
    """

    id: str
    title: str
    section: str
    phases: tuple[str, ...]
    kind: str = ""
    place: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the checklist after the run.

    Attributes:
        message: what happened, on one line; for a row declared away, the reason.
        cure: what to do about it.
        place: where it happened: "src/shop/pay.py:12".
        seconds: how long the row took.
        attachments: absolute paths of files worth keeping.
        trace: for an error in a team's own gate, the calls that led to it, the innermost last.
        parts: of a row of a document, the rows of the gates that are bound to it.
    """

    entry: Entry
    outcome: Outcome
    message: str = ""
    cure: str = ""
    place: str = ""
    evidence: tuple[Evidence, ...] = ()
    seconds: float = 0.0
    attachments: tuple[str, ...] = ()
    trace: tuple[str, ...] = ()
    parts: tuple[Row, ...] = ()

    @property
    def headline(self) -> Evidence | None:
        """The evidence that decided: the first breach, else the first excused, else the first judged, else any."""
        judged = [e for e in self.evidence if e.ok is not None]
        broken = [e for e in judged if not e.ok]
        excused = [e for e in judged if e.is_excused]
        return next(iter(broken or excused or judged or list(self.evidence)), None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """GO or NO-GO, and everything that it is based on.

    Attributes:
        rows: every row that was due, in the order of the checklist.
        faults: what prevents a GO besides the rows: a crash, an interrupt, nothing due.
        choices: the team's choices that let more through than the defaults.
        later: rows of the checklist's documents that are not due; they neither block nor count.
        glass: what lets red rows through in this run; None unless somebody broke the glass.
        frozen: the freeze that it let the run pass: "prod is frozen since …"; "" if there was none.
    """

    rows: tuple[Row, ...]
    faults: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)
    choices: Choices = field(default_factory=Choices)
    later: tuple[Row, ...] = ()
    glass: Glass | None = None
    frozen: str = ""

    @property
    def go(self) -> bool:
        """Whether every row is verified or declared away, at least one is verified, and nobody broke the glass."""
        return self._holds and self.glass is None

    @property
    def is_emergency(self) -> bool:
        """Whether it would be a NO-GO, or might have been, without the glass that was broken."""
        return self._holds and self.glass is not None

    @property
    def _holds(self) -> bool:
        return self.verified > 0 and not self.blockers and not self.faults

    @property
    def word(self) -> str:
        """GO or NO-GO; after a broken glass never a GO alone: "GO (BREAK-GLASS: 2 rows not proven)"."""
        if not self.is_emergency or self.glass is None:
            return "GO" if self.go else "NO-GO"
        count = self.count(Outcome.NOT_PROVEN)
        passed = [f"{count} row{'s' if count != 1 else ''} not proven"] if count else []
        passed += [f"freeze broken by {self.glass.by}: {self.glass.shortly}"] if self.frozen else []
        return f"GO (BREAK-GLASS: {'; '.join(passed) or 'no row needed it'})"

    @property
    def blockers(self) -> tuple[Row, ...]:
        """The rows that block a GO; what is not proven does so wherever no glass was broken."""
        unproven = Outcome.NOT_PROVEN if self.glass is None else None
        return tuple(row for row in self.rows if row.outcome.blocks or row.outcome is unproven)

    @property
    def gates(self) -> tuple[Row, ...]:
        """What was judged, each once and under its own id, whatever rows of a document it stands in."""
        found = {part.entry.id: part for row in self.rows for part in row.parts or (row,)}
        return tuple(found.values())

    @property
    def verified(self) -> int:
        """How many rows are verified."""
        return sum(row.outcome.verifies for row in self.rows)

    @property
    def declared_away(self) -> int:
        """How many rows the settings let through without being verified."""
        return sum(row.outcome.is_declared_away for row in self.rows)

    @property
    def summary(self) -> str:
        """How many rows ended with each outcome, how many are verified, and what was judged."""
        about = [self.facts.at]
        about += [f"folder {self.facts.part}"] if self.facts.part else []
        about += [f"version {self.facts.version}"] if self.facts.version else []
        about += [f"target {self.facts.target}"] if self.facts.target else []
        about += [f"since {self.facts.previous}"] if self.facts.previous else []
        about += [f"{len(self.later):,} not due"] if self.later else []
        about += [f"loosened since {self.choices.since}: {self.choices.counted}"] if self.choices.counted else []
        return f"{tally_of([row.outcome for row in self.rows])}; {', '.join(about)}"

    @property
    def looks(self) -> tuple[str, ...]:
        """Documents that are worth a look, for readers of the verdict alone: their rows are green."""
        doubts = [str(each.value) for row in self.gates for each in row.evidence if each.name == LOOK]
        places = [doubt.partition(": ")[0] for doubt in doubts]
        more = ", …" if len(places) > SHOWN else ""
        return (f"documents worth a look: {len(places):,} ({', '.join(places[:SHOWN])}{more})",) if places else ()

    @property
    def line(self) -> str:
        """The verdict and its summary on one line, the last line of a run."""
        return f"{self.word}  {self.summary}"

    def count(self, outcome: Outcome) -> int:
        """How many rows ended with *outcome*."""
        return sum(row.outcome is outcome for row in self.rows)


def decide(rows: Sequence[Row], faults: Sequence[str], facts: Facts, later: Sequence[Row] = ()) -> Verdict:
    """The verdict over *rows*; a run that verified nothing has a fault that says so."""
    all_faults = list(faults)
    if not rows:
        occasions = sorted({match[1] for row in later if (match := UNRECORDED.fullmatch(row.message))})
        settle = f"; if that has happened, say so in [tool.golive]: occasions = {occasions}" if occasions else ""
        all_faults.append(f"no row of the checklist was due{settle.replace(chr(39), chr(34))}")
    elif not any(row.outcome.blocks or row.outcome.verifies for row in rows):
        all_faults.append("no row was verified: all are waived, not applicable or not due")
    return Verdict(tuple(rows), tuple(all_faults), facts, later=tuple(later))
