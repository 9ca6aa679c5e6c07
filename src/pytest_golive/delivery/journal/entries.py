"""What a journal says: its entries, and the events and results that it knows."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from pytest_golive.delivery.moments import STEP

BACK: Final = "the clock was set back by, in seconds"  # in the evidence of each line behind that


class Event(StrEnum):
    """What happened."""

    CREATED = "created"  # the first line of a file
    BEGUN = "begun"  # a run has opened the journal
    STEP_STARTED = "step started"
    STEP_ENDED = "step ended"
    TRIGGER_FIRED = "trigger fired"
    ROLLBACK_STARTED = "rollback started"
    ROLLED_BACK = "rolled back"
    BREAK_GLASS = "break glass"
    SETTLED = "settled"  # what a break glass left behind
    LOOKED_INTO = "looked into"  # a person says how a step ended of which nobody had written that down
    NOTED = "noted"
    SET_ASIDE = "set aside"  # a torn last line, which is in a file of its own now
    ENDED = "ended"  # the run has ended by itself


class Result(StrEnum):
    """How a step, a rollback or a run ended."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Release:
    """What is deployed.

    Attributes:
        digest: of its content; tells releases apart.
        version: "1.4.2", or "".
        commit: its full hash, or "".
    """

    digest: str
    version: str = ""
    commit: str = ""

    @property
    def name(self) -> str:
        """As people call it."""
        return self.version or self.commit[:10] or self.digest.removeprefix("sha256:")[:12]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line.

    Attributes:
        number: from 1.
        at: when it was written.
        event: what happened.
        step: the row that it is about, such as "deployment::deployed"; "" if it is about the whole run.
        result: how that ended; None if it did not end with this line.
        release: what is deployed.
        target: the name of the target.
        who: who runs it: "ann@build-1 4711", user, host and process.
        took: seconds from the start of the step to its end, by a clock that nobody sets; None if it did not end.
        evidence: what was measured, within bounds and without secrets.
        hash: SHA-256 of the line.
    """

    number: int
    at: dt.datetime
    event: Event
    step: str
    result: Result | None
    release: Release
    target: str
    who: str
    took: float | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """A journal that was read to its end, and is whole.

    Attributes:
        path: the file.
        target: the target that it is about.
        entries: of all its whole lines, oldest first.
        size: bytes of those.
        torn: what follows them: a line that was being written when its writer was killed, and that nobody relied on.
        lacks_newline: whether the last entry lacks only the end of its line, for the same reason.
    """

    path: Path
    target: str
    entries: tuple[Entry, ...]
    size: int = 0
    torn: bytes = b""
    lacks_newline: bool = False

    @property
    def head(self) -> str:
        """Hash of the newest line; whoever keeps it can prove later that no line was cut off."""
        return self.entries[-1].hash if self.entries else ""

    @property
    def set_back(self) -> dict[int, Entry]:
        """The runs during which the clock of their machine was set back, by the number of their first line."""
        found: dict[int, Entry] = {}
        run = last = None
        for entry in self.entries:
            run = entry if entry.event is Event.BEGUN else run
            is_later = run is not entry and last is not None and (last.at - entry.at).total_seconds() > STEP
            if run is not None and (is_later or BACK in entry.evidence):
                found[run.number] = run
            last = entry
        return found

    @property
    def last_run(self) -> Entry | None:
        """How the newest run began: who writes, or wrote last, and since when."""
        return next((one for one in reversed(self.entries) if one.event is Event.BEGUN), None)


def who_runs() -> str:
    """User, host and process of this run: "ann@build-1 4711"."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):  # a container may run as a number that has no name
        user = str(os.getuid()) if hasattr(os, "getuid") else "somebody"
    return f"{user}@{socket.gethostname()} {os.getpid()}"
