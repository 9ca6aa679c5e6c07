"""GO or NO-GO over every row that was due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pytest_golive.judging.choices import Choices
from pytest_golive.judging.evidence import Evidence


class Outcome(StrEnum):
    """How one row ended; a row that holds only because of waivers or the ratchet is not PASSED."""

    PASSED = "passed"
    WAIVED = "waived"
    KNOWN = "known"
    NOT_APPLICABLE = "not applicable"
    NOT_DUE = "not due"
    FAILED = "failed"
    ERROR = "error"
    NOT_SET_UP = "not set up"
    SKIPPED = "skipped"
    NOT_RUN = "not run"

    @property
    def blocks(self) -> bool:
        """Whether it makes the run a NO-GO."""
        return not (self.verifies or self.is_declared_away)

    @property
    def verifies(self) -> bool:
        """Whether something was measured and is within its limit, or no worse than the ratchet knows."""
        return self in {Outcome.PASSED, Outcome.KNOWN}

    @property
    def is_declared_away(self) -> bool:
        """Whether the settings let the row through: by a waiver, as not applicable, or by the kind of the project."""
        return self in {Outcome.WAIVED, Outcome.NOT_APPLICABLE, Outcome.NOT_DUE}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the checklist before it runs.

    Attributes:
        id: "golive/section::gate".
        title: what must be true.
        section: the part of the checklist that it belongs to.
        phases: the phases in which it is due.
        kind: the only kind of project that it is due for; "" for all kinds.
    """

    id: str
    title: str
    section: str
    phases: tuple[str, ...]
    kind: str = ""


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

    @property
    def headline(self) -> Evidence | None:
        """The evidence that decided: the first breach, else the first excused, else the first judged, else any."""
        judged = [e for e in self.evidence if e.ok is not None]
        broken = [e for e in judged if not e.ok]
        excused = [e for e in judged if e.is_excused]
        return next(iter(broken or excused or judged or list(self.evidence)), None)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the verdict is about.

    Attributes:
        commit: full hash of the commit that is checked out, with "+changes" if the work tree differs; "" if none.
        version: the release, as the project names it.
        target: the name of the target; "" if none.
        settings_digest: SHA-256 of the effective settings.
        started: ISO 8601, UTC.
        previous: the previous release, in words; "" if there is none, or it could not be found out.
        unknown: why the commit is unknown; "" if it is known, or there is none yet.
        settings: the file that holds the settings; "" if there are no settings.
    """

    commit: str = ""
    version: str = ""
    target: str = ""
    settings_digest: str = ""
    started: str = ""
    previous: str = ""
    unknown: str = ""
    settings: str = ""

    @property
    def at(self) -> str:
        """The commit for readers, shortened."""
        sha, _, changes = self.commit.partition("+")
        if not sha:
            return f"commit unknown: {self.unknown}" if self.unknown else "no commit yet"
        return f"commit {sha[:10]}{' + uncommitted changes' if changes else ''}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """GO or NO-GO, and everything that it is based on.

    Attributes:
        rows: every row that was due, in the order of the checklist.
        faults: what prevents a GO besides the rows: a crash, an interrupt, nothing due.
        choices: the team's choices that let more through than the defaults.
    """

    rows: tuple[Row, ...]
    faults: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)
    choices: Choices = field(default_factory=Choices)

    @property
    def go(self) -> bool:
        """Whether every row is verified or declared away, and at least one is verified."""
        return self.verified > 0 and not self.blockers and not self.faults

    @property
    def word(self) -> str:
        """GO or NO-GO."""
        return "GO" if self.go else "NO-GO"

    @property
    def blockers(self) -> tuple[Row, ...]:
        """The rows that block a GO."""
        return tuple(row for row in self.rows if row.outcome.blocks)

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
        counts = [_counted(self.count(outcome), outcome) for outcome in Outcome if self.count(outcome)]
        proven = f"{self.verified} of {len(self.rows)} verified, {self.declared_away} declared away"
        about = [self.facts.at]
        about += [f"version {self.facts.version}"] if self.facts.version else []
        about += [f"target {self.facts.target}"] if self.facts.target else []
        about += [f"since {self.facts.previous}"] if self.facts.previous else []
        about += [f"loosened since {self.choices.since}: {self.choices.counted}"] if self.choices.counted else []
        return f"{', '.join(counts) or 'nothing was due'}; {proven}; {', '.join(about)}"

    @property
    def line(self) -> str:
        """The verdict and its summary on one line, the last line of a run."""
        return f"{self.word}  {self.summary}"

    def count(self, outcome: Outcome) -> int:
        """How many rows ended with *outcome*."""
        return sum(row.outcome is outcome for row in self.rows)


def _counted(count: int, outcome: Outcome) -> str:
    return f"{count} {outcome}{'s' if outcome is Outcome.ERROR and count != 1 else ''}"


def decide(rows: Sequence[Row], faults: Sequence[str], facts: Facts) -> Verdict:
    """The verdict over *rows*; a run that verified nothing has a fault that says so."""
    all_faults = list(faults)
    if not rows:
        all_faults.append("no row of the checklist was due")
    elif not any(row.outcome.blocks or row.outcome.verifies for row in rows):
        all_faults.append("no row was verified: all are waived, not applicable or not due")
    return Verdict(tuple(rows), tuple(all_faults), facts)
