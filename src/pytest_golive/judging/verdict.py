"""GO or NO-GO over every row that was due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pytest_golive.judging.choices import Choices
from pytest_golive.judging.evidence import Evidence


class Outcome(StrEnum):
    """How one row ended; a row that holds only because of waivers, or of the ratchet, has not passed."""

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
        """Whether a release must not go out with it."""
        return not (self.verifies or self.is_declared_away)

    @property
    def verifies(self) -> bool:
        """Whether something was measured and found to be good, or no worse than the ratchet knows it."""
        return self in {Outcome.PASSED, Outcome.KNOWN}

    @property
    def is_declared_away(self) -> bool:
        """Whether the settings let it through: by a waiver, as not applicable, or by the kind of the project."""
        return self in {Outcome.WAIVED, Outcome.NOT_APPLICABLE, Outcome.NOT_DUE}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the checklist before it ran.

    Attributes:
        id: "golive/section::gate".
        title: what must be true.
        section: the part of the checklist that it belongs to.
        phases: when it is due.
        kind: the one kind of project that it is due for; "" for all.
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
        message: what happened, on one line; the reason, where it was waived, is not applicable or is not due.
        cure: what to do about it.
        place: where to look: "src/shop/pay.py:12".
        seconds: how long measuring and judging took.
        attachments: absolute paths of files worth keeping.
        trace: of an error in a team's own gate, the calls that led to it, the innermost last.
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
        """The evidence that decided: the first breach, else the first that is excused, the first judged, the first."""
        judged = [e for e in self.evidence if e.ok is not None]
        broken = [e for e in judged if not e.ok]
        excused = [e for e in judged if e.is_excused]
        return next(iter(broken or excused or judged or list(self.evidence)), None)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the verdict is about.

    Attributes:
        commit: full name of what is checked out, with "+changes" if the work tree differs; "" if none.
        version: the release, as the project names it.
        target: name of the target, or "".
        settings_digest: SHA-256 of the effective settings.
        started: ISO 8601, UTC.
        previous: the release before, in words; "" if there is none, or nobody can tell.
        unknown: why nobody knows the commit; "" if it is known, or there is none yet.
        settings: the file that holds the settings; "" if nobody has written any.
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
        """The commit as people write it."""
        sha, _, changes = self.commit.partition("+")
        if not sha:
            return f"commit unknown: {self.unknown}" if self.unknown else "no commit yet"
        return f"commit {sha[:10]}{' + uncommitted changes' if changes else ''}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The one answer.

    Attributes:
        rows: every row that was due, in the order of the checklist.
        faults: what speaks against a GO besides the rows: a crash, an interrupt, nothing due.
        choices: what the team chose that it stands on.
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
        """The rows that stand in the way."""
        return tuple(row for row in self.rows if row.outcome.blocks)

    @property
    def verified(self) -> int:
        """How many rows were measured and found to be good."""
        return sum(row.outcome.verifies for row in self.rows)

    @property
    def declared_away(self) -> int:
        """How many rows the settings let through without a proof."""
        return sum(row.outcome.is_declared_away for row in self.rows)

    @property
    def summary(self) -> str:
        """How many rows ended how, how many of them prove something, and what was judged."""
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
        """The whole answer on one line, the last of a run."""
        return f"{self.word}  {self.summary}"

    def count(self, outcome: Outcome) -> int:
        """How many rows ended so."""
        return sum(row.outcome is outcome for row in self.rows)


def _counted(count: int, outcome: Outcome) -> str:
    return f"{count} {outcome}{'s' if outcome is Outcome.ERROR and count != 1 else ''}"


def decide(rows: Sequence[Row], faults: Sequence[str], facts: Facts) -> Verdict:
    """The verdict over *rows*; a run that verified nothing says so."""
    said = list(faults)
    if not rows:
        said.append("no row of the checklist was due")
    elif not any(row.outcome.blocks or row.outcome.verifies for row in rows):
        said.append("no row was verified: all are waived, not applicable or not due")
    return Verdict(tuple(rows), tuple(said), facts)
