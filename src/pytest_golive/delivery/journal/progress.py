"""Folds the entries of a journal into the state of each step of a release."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from pytest_golive.delivery.journal.entries import Entries, Entry, Event, Release, Result

ROWS: Final = "seconds of rows that passed"  # in the evidence of a run's end


class Standing(StrEnum):
    """Where a step stands."""

    FINISHED = "finished"
    FAILED = "failed"
    INTERRUPTED = "interrupted"  # it was begun, and nobody wrote down how it ended


LOOKED: Final = ("by", "found", "reason")  # in the evidence of who has looked into a step
UNTIMED: Final = " by a clock that was set back during that run, so nobody knows when"
# One that is not finished may be done again, as one that failed.
FOUND: Final = {"finished": Standing.FINISHED, "not finished": Standing.FAILED}


@dataclass(frozen=True, slots=True)
class StepState:
    """One step of a release.

    Attributes:
        step: the row, such as "deployment::deployed".
        standing: how its newest run ended.
        began: when that began.
        ended: when it ended; None if nobody knows.
        took: how long it took, in seconds; None if nobody knows.
        who: who ran it: "ann@build-1 4711".
        result: how it ended; None if nobody knows.
        evidence: what was written down when it ended, or when it began if it has not.
        runs: how often it was begun for this release.
        undone: why what it did holds no longer, although it finished: a rollback, or the same step of another release;
            "" if it holds.
        usual: how long it took when it last passed, of any release and before this run of it; None if it never did.
        settled: who has looked how it ended, when, what they found, and why they say so; "" if nobody needed to.
        looked: when that was.
        number: of the line with which it began.
        untimed: whether nobody knows when, as the clock of that machine was set back during that run.
    """

    step: str
    standing: Standing
    began: dt.datetime
    ended: dt.datetime | None
    took: float | None
    who: str
    result: Result | None
    evidence: Mapping[str, Any] = field(default_factory=dict)
    runs: int = 1
    undone: str = ""
    usual: float | None = None
    settled: str = ""
    looked: dt.datetime | None = None
    number: int = 0
    untimed: bool = False

    @property
    def holds(self) -> bool:
        """Whether it finished, and nothing has undone it since; only then need it not run again."""
        return self.standing is Standing.FINISHED and not self.undone

    @property
    def told(self) -> str:
        """Who ran it, and when: "by ann@build-1 4711, 2026-11-27 13:00:00 UTC"; and who has looked how it ended."""
        settled = f"; {self.settled}" if self.settled else ""
        return f"by {self.who}, {self.began:%Y-%m-%d %H:%M:%S} UTC{UNTIMED if self.untimed else ''}{settled}"

    @property
    def is_open(self) -> bool:
        """Whether nobody knows how it ended, and that still matters."""
        return self.standing is Standing.INTERRUPTED and not self.undone


def progress(entries: Entries, release: Release) -> dict[str, StepState]:
    """The state of each step of *release* that was ever begun, in the order in which they were begun first.

    Releases are told apart by their digests.
    """
    found: dict[str, StepState] = {}
    usual: dict[str, float] = {}
    back, run = entries.set_back, 0
    for entry in entries.entries:
        run = entry.number if entry.event is Event.BEGUN else run
        if entry.release.digest != release.digest:
            _of_another(found, entry)
        elif entry.event is Event.STEP_STARTED:
            begun = _started(entry, found.get(entry.step), usual.get(entry.step))
            found[entry.step] = replace(begun, untimed=run in back)
        elif entry.event is Event.STEP_ENDED and entry.step in found and found[entry.step].ended is None:
            found[entry.step] = _ended(entry, found[entry.step])
        elif entry.event is Event.LOOKED_INTO and entry.step in found and found[entry.step].is_open:
            found[entry.step] = _looked_into(entry, found[entry.step])
        elif entry.event in {Event.ROLLED_BACK, Event.ROLLBACK_STARTED}:
            _undo(found, _gone_back(entry))
        if entry.event is Event.STEP_ENDED and entry.result is Result.PASSED and entry.took is not None:
            usual[entry.step] = entry.took
    return found


def usual_times(entries: Entries) -> dict[str, float]:
    """How long each step took when it last passed, in seconds, of any release; and each row that is no such step."""
    found: dict[str, float] = {}
    for entry in entries.entries:
        if entry.event is Event.STEP_ENDED and entry.result is Result.PASSED and entry.took is not None:
            found[entry.step] = entry.took
        elif entry.event is Event.ENDED and isinstance(rows := entry.evidence.get(ROWS), Mapping):
            found |= {name: took for name, took in rows.items() if isinstance(took, int | float)}
    return found


def _started(entry: Entry, before: StepState | None, usual: float | None) -> StepState:
    runs = before.runs + 1 if before else 1
    return StepState(
        entry.step, Standing.INTERRUPTED, entry.at, None, None, entry.who, None, entry.evidence, runs, usual=usual,
        number=entry.number,
    )  # fmt: skip


def _ended(entry: Entry, began: StepState) -> StepState:
    standing = {Result.PASSED: Standing.FINISHED, Result.INTERRUPTED: Standing.INTERRUPTED, None: Standing.INTERRUPTED}
    return replace(
        began, standing=standing.get(entry.result, Standing.FAILED), ended=entry.at, took=entry.took, who=entry.who,
        result=entry.result, evidence=entry.evidence,
    )  # fmt: skip


def _looked_into(entry: Entry, cut_short: StepState) -> StepState:
    """What a person has said of a step of which nobody knew how it ended; any other word leaves it open."""
    by, said, why = (str(entry.evidence.get(name, "")) for name in LOOKED)
    standing = FOUND.get(said)
    if standing is None:
        return cut_short
    settled = f"looked into by {by} ({entry.who}), {entry.at:%Y-%m-%d %H:%M:%S} UTC, who says that it is {said}: {why}"
    return replace(cut_short, standing=standing, settled=settled, looked=entry.at)


def _of_another(found: dict[str, StepState], entry: Entry) -> None:
    """The same step of another release has taken the place of what this one has done."""
    if entry.event is Event.STEP_STARTED and (mine := found.get(entry.step)):
        why = f"the release {entry.release.name} did the same at {entry.at:%Y-%m-%d %H:%M} UTC"
        found[entry.step] = _but_undone(mine, why)


def _undo(found: dict[str, StepState], why: str) -> None:
    for step, state in found.items():
        found[step] = replace(state, undone=why)  # how a rollback ended says more than that it began


def _gone_back(entry: Entry) -> str:
    at = f"{entry.at:%Y-%m-%d %H:%M} UTC"
    if entry.event is Event.ROLLBACK_STARTED:
        return f"a rollback began at {at}, and nobody wrote down how it ended: look at the target"
    if entry.result in {None, Result.PASSED}:
        return f"the release was rolled back at {at}"
    return f"the rollback that ended at {at} did not succeed: look at the target, then: golive rollback"


def _but_undone(state: StepState, why: str) -> StepState:
    return replace(state, undone=state.undone or why)


def settling(target: str, step: str) -> str:
    """What to type to write down how a step ended that was cut short."""
    return (
        f"golive journal --target={shlex.quote(target)} --settle {shlex.quote(step)} --finished (or --not-finished) "
        "--by NAME --reason TEXT"
    )
