"""Whether the rollback of this release was rehearsed: its newest rehearsal is judged, and no older one in its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pytest_golive.delivery.rollback.rehearsals import FOLDER, STAGES, Rehearsal
from pytest_golive.findings import Finding

APART: Final = dt.timedelta(minutes=5)  # the clocks of two machines may differ by as much
UTC: Final = "%Y-%m-%d %H:%M UTC"
CURE: Final = "rehearse it on staging (golive rehearse): deploy this release, roll it back, and roll it forward again"


@dataclass(frozen=True, slots=True)
class Expected:
    """What a rehearsal must have been about.

    Attributes:
        release: digest of the content of the release that is checked out.
        previous: tag of the release before.
        commands: digests of the commands in the settings, by their keys.
        targets: names of the targets that are not production.
        now: in UTC.
        longest: how old it may be.
    """

    release: str
    previous: str
    commands: Mapping[str, str]
    targets: Collection[str]
    now: dt.datetime
    longest: dt.timedelta


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What is wrong with the rehearsal of this release.

    Attributes:
        faults: there is none, or it is stale, failed, of other commands, or somewhere else.
        found: the newest one of this release; None if there is none.
        name: its file.
        total: how many records there are.
        signer: who signed it, of those who may; "" for nobody.
    """

    faults: tuple[Finding, ...]
    found: Rehearsal | None
    name: str
    total: int
    signer: str = ""

    @property
    def source(self) -> str:
        """The file, or the folder."""
        return self.name or f"{FOLDER}/"

    def notes(self) -> Iterator[tuple[str, str]]:
        """What readers should know of it, by name."""
        if self.found is None:
            return
        one = self.found
        yield "rehearsed", f"{one.ended:{UTC}} on {one.target} by {one.who}, back to {one.previous}"
        if self.signer:
            yield "signed by", self.signer
        if one.recovery is not None:
            yield "time to recover", f"{one.recovery:.1f} s"
        for stage in one.stages:
            yield stage.name, f"{stage.result}, {stage.took:.1f} s{f': {stage.evidence}' if stage.evidence else ''}"


def judge_rehearsals(records: Mapping[str, Rehearsal], expected: Expected) -> Rehearsed:
    """The newest of the rehearsals of this release, and what is wrong with it.

    Args:
        records: all of them, by the names of their files.
        expected: what it must have been about.
    """
    ours = {name: one for name, one in records.items() if one.release == expected.release}
    if not ours:
        others = max(records.values(), key=lambda one: one.ended, default=None)
        last = f"; the last one was of {others.version or others.commit[:10]}, {others.ended:{UTC}}" if others else ""
        return Rehearsed(
            (_fault("none", f"no rehearsal is recorded of exactly this release{last}"),), None, "", len(records)
        )
    name, newest = max(ours.items(), key=lambda pair: (pair[1].ended, pair[0]))
    return Rehearsed(tuple(_faults(newest, expected)), newest, name, len(records))


def _faults(one: Rehearsal, expected: Expected) -> Iterator[Finding]:
    if one.ended > expected.now + APART:
        cure = "set the clock right of the machine that wrote it, and rehearse it again"
        yield _fault("from the future", f"it ended {one.ended:{UTC}}, which is in the future", cure)
    elif expected.now - one.ended > expected.longest:
        age, most = ((expected.now - one.ended).days, expected.longest.days)
        yield _fault("stale", f"it is {age} days old, and may be {most}: it ended {one.ended:{UTC}}")
    if one.target not in expected.targets:
        what = f"it was on {one.target!r}, which is no target of the settings besides production"
        yield _fault("elsewhere", what)
    if one.previous != expected.previous:
        yield _fault(
            "another way back", f"it went back to {one.previous}, and the release before is {expected.previous}"
        )
    for key in sorted({*one.commands, *expected.commands}):
        if one.commands.get(key) != expected.commands.get(key):
            yield _fault("other commands", f"{key} in the settings is not the command that was rehearsed")
    yield from _of_stages(one)


def _of_stages(one: Rehearsal) -> Iterator[Finding]:
    names = [stage.name for stage in one.stages]
    if names != [*STAGES][: len(names)]:
        yield _fault("disorder", f"its stages are not in their order: {', '.join(names)}")
    for stage in one.stages:
        if stage.result != "passed":
            seen = f": {stage.evidence}" if stage.evidence else ""
            yield _fault("failed", f"the stage {stage.name!r} ended with {stage.result}{seen}")
    if left := [name for name in STAGES if name not in names]:
        yield _fault("incomplete", f"it did not come to: {', '.join(left)}")


def _fault(rule: str, what: str, cure: str = CURE) -> Finding:
    return Finding("", 0, rule, what, "high", key=what, cure=cure)
