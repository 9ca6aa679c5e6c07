"""The triggers of a rollback at one moment: measured, not measured, not set up, or left out with a reason."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.findings import Finding
from pytest_golive.observability.signals.compared import Row
from pytest_golive.observability.signals.readings import Early, TooFew

# By the key in settings, in the words of checklists.
TITLES: Final = {
    "error_rate": "error rate",
    "latency": "response time",
    "critical": "critical feature",
    "security": "security incident",
}
LEFT_OUT: Final = "not watched"  # the beginning of the notes about triggers without a measurement
TO_REPEAT: Final = "; to repeat: "  # between what was wrong with a request, and the line that repeats it
WAY: Final = "way back"
SINCE: Final = "fired since"  # the name of the note with the earliest moment


@dataclass(frozen=True, slots=True)
class WayBack:
    """How this release is rolled back, and who must hear of it.

    Attributes:
        command: program and arguments.
        notify: names of people or channels; empty if nobody is named.
        ours: what to type so that the journal tells of it; empty if nobody says for which target.
    """

    command: tuple[str, ...]
    notify: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The command, quoted for a shell."""
        return shlex.join(self.command)

    @property
    def told(self) -> str:
        """What to type: our command, which the journal tells of, and behind it the team's own."""
        return f"{shlex.join(self.ours)}, which runs {self.line}" if self.ours else self.line

    @property
    def cure(self) -> str:
        """What to do when a trigger has fired."""
        whom = ", ".join(self.notify) or "your team (nobody is named in [tool.golive.rollback] notify)"
        return f"roll back: {self.told}; and tell {whom}"


@dataclass(frozen=True, slots=True)
class Fired:
    """One thing that has fired a trigger.

    Attributes:
        what: what happened, with value and limit, on one line.
        key: what identifies it from sample to sample.
        since: since when, by the data; None if nothing tells.
        repeat: how to see it again; "" if nothing tells.
    """

    what: str
    key: str
    since: dt.datetime | None = None
    repeat: str = ""

    @property
    def said(self) -> str:
        """What happened, since when, and how to see it again: that is long, and a watch may cut it off."""
        when = f", since {in_utc(self.since)}" if self.since else ""
        return f"{self.what}{when}{f'{TO_REPEAT}{self.repeat}' if self.repeat else ''}"

    def finding(self, key: str, way: WayBack | None) -> Finding:
        """For a judge, with the command as what to do."""
        return Finding("", 0, TITLES[key], self.said, "high", key=self.key, cure=way.cure if way else "")


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger.

    Attributes:
        key: in the settings: "error_rate", "latency", "critical" or "security".
        rows: its comparisons.
        fired: what has fired it; each stands in one of the rows.
        source: where it was measured.
        notes: what else readers should know, by name.
        doubts: why it, or a part of it, is not proven.
        left_out: why nobody watches it, by the settings; "" if somebody does.
    """

    key: str
    rows: tuple[Row, ...] = ()
    fired: tuple[Fired, ...] = ()
    source: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    doubts: tuple[CannotMeasure, ...] = ()
    left_out: str = ""

    @classmethod
    def unmeasured(cls, key: str, why: CannotMeasure) -> Trigger:
        """One of which nothing is known."""
        return cls(key, doubts=(why,))

    @property
    def title(self) -> str:
        """In the words of checklists."""
        return TITLES[self.key]


@dataclass(frozen=True, slots=True)
class Triggers:
    """All triggers of a rollback.

    Attributes:
        all: each once.
        way: how to roll back; None if the settings do not say so.
        no_way: why there is none.
        not_set_up: what a watch leaves out, as nobody has set it up: its title, and why.
    """

    all: Sequence[Trigger]
    way: WayBack | None = None
    no_way: CannotMeasure | None = None
    not_set_up: Sequence[tuple[str, str]] = ()

    def rows(self) -> Iterator[tuple[Row, str]]:
        """Each comparison with its source."""
        for trigger in self.all:
            for row in trigger.rows:
                yield replace(row, where=self._where(trigger, row)), trigger.source

    def notes(self) -> Iterator[tuple[str, str]]:
        """What was not judged, and how to act, by name."""
        for trigger in self.all:
            if trigger.left_out:
                yield f"{LEFT_OUT}: {trigger.title}", trigger.left_out
            for name, value in trigger.notes:
                yield f"{trigger.title}: {name}", value
        for title, why in self.not_set_up:
            yield f"{LEFT_OUT}: {title}", f"not set up: {why}"
        if self.way:
            yield "to roll back", self.way.told
            yield "to be told", ", ".join(self.way.notify) or "nobody is named: [tool.golive.rollback] notify"
        if (since := self.since) is not None:
            yield SINCE, since.astimezone(dt.UTC).isoformat(timespec="seconds")

    @property
    def since(self) -> dt.datetime | None:
        """Since when the first of those that have fired has done so; None if none has, or nothing tells."""
        return min((one.since for each in self.all for one in each.fired if one.since), default=None)

    @property
    def doubts(self) -> list[tuple[str, CannotMeasure]]:
        """All that is not certain, each with the title of what it is about."""
        named = [(each.title, why) for each in self.all for why in each.doubts]
        return [*named, (WAY, self.no_way)] if self.no_way is not None else named

    def doubt(self) -> CannotMeasure | None:
        """Why it is not certain that none has fired; None if it is. What is not set up is told by that name."""
        named = self.doubts
        if not named and all(each.left_out for each in self.all):
            what = "the settings leave out every trigger of a rollback"
            return NotSetUp(what, "watch one, or declare rollback::no_trigger_fired not applicable with a reason")
        if not named:
            return None
        errors = [one for one in named if not isinstance(one[1], NotSetUp)]
        kinds = (Early, TooFew, CannotMeasure)
        kind = next(kind for kind in kinds if all(isinstance(why, kind) for _, why in errors)) if errors else NotSetUp
        shown = errors or named
        cures = dict.fromkeys(why.cure for _, why in shown if why.cure)
        return kind("; ".join(f"{title}: {why.what}" for title, why in shown), "; ".join(cures))

    def _where(self, trigger: Trigger, row: Row) -> tuple[Finding, ...]:
        if row.where or not trigger.fired:
            return row.where
        return tuple(one.finding(trigger.key, self.way) for one in trigger.fired)


def utc(seconds: float) -> dt.datetime:
    """A moment, from seconds since 1970."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


def in_utc(moment: dt.datetime) -> str:
    """A moment for people: "2026-11-27 13:00:05 UTC"."""
    return f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC"
