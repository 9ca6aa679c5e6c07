"""Reads the file of a watch, whoever has written it since: what it proves, and where it ends."""

from __future__ import annotations

import errno
import os
import stat
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.foreign import spoken
from pytest_golive.observability.watch.journal.fields import Fields, fields_of
from pytest_golive.observability.watch.journal.lines import About, Began, Event, event_of, header_of, sample_of
from pytest_golive.observability.watch.keeping import Kept
from pytest_golive.observability.watch.measured import Sample
from pytest_golive.observability.watch.standing import Ending, Standing

LONGEST_LINE: Final = 1 << 20  # bytes; a sample of a hundred signals with the longest texts takes less
LARGEST: Final = 1 << 28
MOST_EVENTS: Final = 20
CURE: Final = "begin a new watch, without --resume; its samples replace this file"


@dataclass
class Stored:
    """What the file of a watch says.

    Attributes:
        about: what was watched, and how.
        began: when.
        kept: its samples, and where they leave it.
        size: bytes of its whole lines.
        torn: bytes after them, of a line that was being written when the watch was killed.
        ended: its end; None if it has none.
        events: the newest times when it was stopped or resumed.
    """

    about: About
    began: Began
    kept: Kept
    size: int = 0
    torn: int = 0
    ended: Event | None = None
    events: deque[Event] = field(default_factory=lambda: deque(maxlen=MOST_EVENTS))

    @property
    def last(self) -> Sample | None:
        """The newest sample."""
        return self.kept.last

    @property
    def next_slot(self) -> int:
        """The slot after that of the newest sample."""
        return self.about.policy.slot(self.last.since) + 1 if self.last else 0

    @property
    def is_over(self) -> bool:
        """Whether the watch has ended, even if it was killed before it could say so."""
        return self.ended is not None or self.kept.standing.ending is not Ending.RUNNING


def read(path: Path) -> Stored:
    """Read *path*.

    Raises:
        CannotMeasure: it cannot be read, is not the file of a watch, or contradicts itself.
    """
    try:
        # A pipe of that name would have us wait for ever.
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            _check(path, os.fstat(file.fileno()))
            return _read(path, file)
    except OSError as error:
        cure = CURE if error.errno == errno.ENOENT else "check what it is, and its permissions; or begin a new watch"
        raise CannotMeasure(f"the samples in {path} cannot be read: {error.strerror}", cure) from None


def _check(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise CannotMeasure(f"the samples in {path} cannot be read: it is no regular file", "name another file")
    if status.st_size > LARGEST:
        raise CannotMeasure(f"the file of samples {path} is larger than {LARGEST >> 20} MiB", CURE)


def _read(path: Path, file: BinaryIO) -> Stored:
    stored, torn = None, 0
    for number, line in enumerate(_lines(file), 1):
        if not line.endswith(b"\n") and len(line) <= LONGEST_LINE:
            torn = len(line)
            break
        try:
            stored = _one_more(stored, line)
        except ValueError as error:
            raise CannotMeasure(f"{path}, line {number}: {spoken(str(error))}", CURE) from None
        stored.size += len(line)
    if stored is None:
        raise CannotMeasure(f"{path} has no complete first line: no watch has begun there", CURE)
    stored.torn = torn
    return stored


def _one_more(stored: Stored | None, line: bytes) -> Stored:
    if len(line) > LONGEST_LINE:
        raise ValueError(f"the line is longer than {LONGEST_LINE >> 20} MiB")
    if stored:
        _add(stored, fields_of(line))
        return stored
    about, began = header_of(fields_of(line))
    return Stored(about, began, Kept(Standing(about.policy, about.signals)))


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(LONGEST_LINE + 1):
        yield line


def _add(stored: Stored, fields: Fields) -> None:
    if "sample" in fields:
        _add_sample(stored, sample_of(fields))
        return
    event = event_of(fields)
    if stored.ended:
        if event.name != "stopped":  # a Ctrl-C that came when all was known
            raise ValueError("something follows the end of the watch")
        return
    if event.name == "ended":
        _check_end(stored, event)
        stored.ended = event
    elif event.name == "late":
        stored.kept.add_gap(stored.kept.standing.samples + 1, event.why)
    else:
        stored.events.append(event)


def _add_sample(stored: Stored, sample: Sample) -> None:
    last = stored.last
    if stored.ended:
        raise ValueError("a sample follows the end of the watch")
    if sample.number != stored.kept.standing.samples + 1:
        raise ValueError(f"sample {sample.number} stands where sample {stored.kept.standing.samples + 1} is due")
    if last and sample.since <= last.since:
        raise ValueError(f"sample {sample.number} was taken before the one before it")
    if stored.kept.standing.ending is not Ending.RUNNING:
        raise ValueError("a sample follows the one that ended the watch")
    stored.kept.add(sample)


def _check_end(stored: Stored, event: Event) -> None:
    shown = stored.kept.standing.ending
    # A watch that took too long was stopped; its samples alone do not say so.
    if event.ending != (Ending.STOPPED if shown is Ending.RUNNING else shown):
        raise ValueError(f"the end of the watch is {event.ending[:40]!r}, and its samples show {shown.value!r}")
