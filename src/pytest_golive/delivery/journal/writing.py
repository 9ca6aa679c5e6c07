"""Writes a journal: what a method has written when it returns survives `kill -9`, a power loss and a full disk."""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from pytest_golive.delivery.journal.appending import Appender
from pytest_golive.delivery.journal.bounding import LONGEST_NAME, bounded, text_of
from pytest_golive.delivery.journal.entries import BACK, Entries, Entry, Event, Release, Result, who_runs
from pytest_golive.delivery.journal.lines import hash_of, line_of
from pytest_golive.delivery.journal.opening import opened, set_right
from pytest_golive.delivery.journal.torn import beside
from pytest_golive.delivery.moments import Course
from pytest_golive.errors import CannotMeasure

OURS: Final = frozenset((Event.CREATED, Event.BEGUN, Event.STEP_STARTED, Event.STEP_ENDED, Event.SET_ASIDE))


class Journal:
    """The journal of one target, open for more entries; use `opened`, as a context manager.

    Attributes:
        path: the file.
        before: what it said when it was opened.
    """

    def __init__(self, before: Entries, file: Appender, about: tuple[str, Release, str]) -> None:
        self.path = before.path
        self.before = before
        self._file = file
        self._target, self._release, self._who = about
        self._started: dict[str, float] = {}
        self._begun: set[str] = set()
        self._passed: set[str] = set()
        self._alone = threading.RLock()
        self._course = Course()

    @classmethod
    def opened(cls, path: Path, target: str, release: Release, who: str = "", *, runs: bool = True) -> Self:
        """Open *path* for the deployment of *release* to *target*, and write down that a run has begun.

        The file is created if it is missing, and verified as a whole if it is not. A torn last line, which nobody
        relied on, is set aside in a file beside it, and that is noted.

        Args:
            path: the file.
            target: the name of the target; a journal is about one.
            release: what is deployed.
            who: user, host and process: "ann@build-1 4711"; those of this process if not given.
            runs: whether a run begins; else a line is added about earlier ones.

        Raises:
            Held: another run writes it; the message says who and since when.
            Damaged: it is not as it was written.
            CannotMeasure: it cannot be read or written, or is about another target.
        """
        handle, before = opened(path, target)
        try:
            file = Appender(path, handle, set_right(handle, before))
            journal = cls(before, file, (target, release, text_of(who or who_runs(), LONGEST_NAME)))
            journal._begin(runs=runs)
        except BaseException:
            os.close(handle)
            raise
        return journal

    def __enter__(self) -> Self:
        """The journal itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        """Close it; steps that an exception has ended are written down as interrupted."""
        try:
            if kind is not None and not self._file.broken:
                with contextlib.suppress(CannotMeasure):  # the exception that is on its way says more
                    for step in list(self._started):
                        self.end(step, Result.INTERRUPTED, {"why": f"{kind.__name__}: {error}"})
        finally:
            self.close()

    @property
    def head(self) -> str:
        """Hash of the newest line; whoever keeps it can prove later that no line was cut off."""
        return self._file.end.last.hash if self._file.end.last else ""

    @property
    def begun(self) -> frozenset[str]:
        """The steps that this run has begun, whether they have ended or not."""
        return frozenset(self._begun)

    @property
    def passed(self) -> frozenset[str]:
        """Those of them that have ended well."""
        return frozenset(self._passed)

    @property
    def set_back(self) -> float:
        """By how many seconds the clock of this machine was set back since this run has begun; 0 if it was not."""
        with self._alone:
            self._course.now()
            return self._course.lost

    def begin(self, step: str, evidence: Mapping[str, Any] | None = None) -> Entry:
        """Write down that *step* starts, before anything of it is done.

        Args:
            step: the row, such as "deployment::deployed".
            evidence: what it does; it is bounded, and secrets in it are hidden.

        Raises:
            CannotMeasure: it is not written, so the step must not start.
        """
        with self._alone:
            entry = self._add(Event.STEP_STARTED, step, evidence=evidence)
            self._started[step] = time.monotonic()
            self._begun.add(step)
            return entry

    def end(self, step: str, result: Result, evidence: Mapping[str, Any] | None = None) -> Entry:
        """Write down that *step*, which this run has begun, has ended.

        Raises:
            CannotMeasure: that may not be written; then a later run finds the step begun and not ended.
            ValueError: this run has not begun it.
        """
        with self._alone:
            if step not in self._started:
                raise ValueError(f"{step} was not begun")
            # First of all, so that Ctrl-C cannot have it end twice.
            took = time.monotonic() - self._started.pop(step)
            if result is Result.PASSED:
                self._passed.add(step)
            return self._add(Event.STEP_ENDED, step, result, evidence, took)

    def tell(
        self, event: Event, step: str = "", result: Result | None = None, evidence: Mapping[str, Any] | None = None
    ) -> Entry:
        """Write down what else happened: a rollback, a trigger, a break glass, the end of the run.

        Raises:
            CannotMeasure: it may not be written.
            ValueError: the journal writes this event by itself.
        """
        if event in OURS:
            raise ValueError(f"{event.value!r} is written by opened, begin or end")
        with self._alone:
            return self._add(event, step, result, evidence)

    def close(self) -> None:
        """Close it, so that others may write."""
        self._file.close()

    def _begin(self, *, runs: bool) -> None:
        if self._file.end.last is None:
            self._add(Event.CREATED)
        noted = {one.evidence.get("file") for one in self.before.entries if one.event is Event.SET_ASIDE}
        for name in beside(self.path):
            if name not in noted:
                self._add(Event.SET_ASIDE, evidence={"file": name})
        if runs:
            self._add(Event.BEGUN)

    def _add(
        self,
        event: Event,
        step: str = "",
        result: Result | None = None,
        evidence: Mapping[str, Any] | None = None,
        took: float | None = None,
    ) -> Entry:
        last, now = self._file.end.last, self._course.now()
        told = {BACK: round(self._course.lost, 1)} if self._course.lost else {}
        entry = Entry(
            last.number + 1 if last else 1, now, event, text_of(step, LONGEST_NAME), result, self._release,
            self._target, self._who, took, {**bounded(evidence or {}), **told},
        )  # fmt: skip
        line = line_of(entry, last.hash if last else secrets.token_hex(32))
        entry = replace(entry, hash=hash_of(line[:-1]))
        self._file.append(line, entry)
        return entry
