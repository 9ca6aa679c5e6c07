"""Holds a watch: takes all signals at fixed intervals until enough is known, or too much is wrong."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from pytest_golive.errors import GoliveError
from pytest_golive.observability.sources.lengths import in_words
from pytest_golive.observability.watch.clocks import SYSTEM, Clock, Course
from pytest_golive.observability.watch.holding.arriving import Arrival, Arrivals
from pytest_golive.observability.watch.holding.taking import measured
from pytest_golive.observability.watch.journal.lines import Event
from pytest_golive.observability.watch.journal.reading import Stored
from pytest_golive.observability.watch.journal.resuming import elapsed
from pytest_golive.observability.watch.journal.writing import Journal
from pytest_golive.observability.watch.keeping import Kept
from pytest_golive.observability.watch.measured import Measurement, Sample
from pytest_golive.observability.watch.policy import Policy
from pytest_golive.observability.watch.result import Watched
from pytest_golive.observability.watch.standing import Ending, Standing
from pytest_golive.observability.watch.viewing import Viewer, silent
from pytest_golive.processes.stopping import stoppable, why

PIECE: Final = 1.0  # seconds between two looks at the clocks


@dataclass
class Watching:
    """One watch.

    Attributes:
        policy: how it is held.
        signals: the names of all signals.
        take: measures all of them once; a signal that it leaves out is an error, and so are all if it raises.
        journal: where each sample is written; None for nowhere. One that was resumed has the watch go on.
        clock: the clocks.
        viewer: is shown each sample.
        not_watched: what is not looked at, each with its reason.
        notes: what else readers should know, by name.
    """

    policy: Policy
    signals: Sequence[str]
    take: Callable[[], Sequence[Measurement]]
    journal: Journal | None = None
    clock: Clock = SYSTEM
    viewer: Viewer = silent
    not_watched: Sequence[tuple[str, str]] = ()
    notes: Sequence[tuple[str, str]] = ()
    _more_notes: list[tuple[str, str]] = field(default_factory=list, init=False)
    _kept: Kept = field(init=False)
    _course: Course = field(init=False)

    def __post_init__(self) -> None:
        stored = self._stored
        self._kept = stored.kept if stored else Kept(Standing(self.policy, tuple(self.signals)))
        self._course = Course(self.clock, elapsed(stored, self.clock) if stored and not stored.is_over else 0.0)
        self._began = self.journal.began.wall if self.journal else self._course.moment.wall
        self._more_notes += [(event.name, event.why) for event in (stored.events if stored else ())]

    def hold(self) -> Watched:
        """Hold the watch until it ends; the result of one that has ended already is read from its file.

        Raises:
            KeyboardInterrupt: it was stopped, by Ctrl-C or by SIGTERM; what it saw is in the file, and in `partial`.
            CannotMeasure: its file cannot be written.
        """
        try:
            if self._stored and self._stored.is_over:
                return self._end_again(self._stored)
            with stoppable():
                try:
                    return self._run()
                except BaseException as error:
                    with contextlib.suppress(GoliveError):  # the file may be what is wrong
                        self._tell("stopped", why(error))
                    raise
        finally:
            self._close()

    def partial(self, reason: str) -> Watched:
        """What was seen until now; nothing is proven by it."""
        return self._result(Ending.STOPPED, reason)

    @property
    def _stored(self) -> Stored | None:
        return self.journal.stored if self.journal else None

    @property
    def _ending(self) -> Ending:
        return self._kept.standing.ending

    def _run(self) -> Watched:
        arrivals = Arrivals(self.policy, self._kept, self._course, is_resumed=self._stored is not None)
        slot = self._go_on(self._stored) if self._stored else 0
        self._viewed(lambda: self.viewer.begin(self._kept.standing, self.policy.due(slot) - self._course.elapsed))
        while self._is_open(slot):
            self._course.wait(self.policy.due(slot), PIECE)
            arrival = arrivals.at(slot)
            self._miss(slot, arrival)
            slot += arrival.slots
            if self._is_open(slot):
                self._take_one(slot, "" if arrival.missed else arrival.gap, arrivals)
                slot += 1
        is_open = self._ending is Ending.RUNNING
        return self._end(Ending.STOPPED, self._too_long()) if is_open else self._end(self._ending)

    def _is_open(self, slot: int) -> bool:
        return self._ending is Ending.RUNNING and self.policy.due(slot) < self.policy.longest

    def _go_on(self, stored: Stored) -> int:
        torn = f"; a line of {stored.torn:,} bytes was torn, and is cut off" if stored.torn else ""
        words = f"after {self._kept.standing.samples:,} samples{torn}"
        self._tell("resumed", words)
        self._more_notes.append(("resumed", words))
        return stored.next_slot

    def _miss(self, slot: int, arrival: Arrival) -> None:
        if arrival.left_out:
            self._tell("late", arrival.left_out)
            self._kept.add_gap(self._kept.standing.samples + 1, arrival.left_out)
        for missed in range(slot, slot + arrival.missed):
            if not self._is_open(missed):
                return
            self._add(missed, (), 0.0, arrival.gap)

    def _take_one(self, slot: int, gap: str, arrivals: Arrivals) -> None:
        measurements = measured(self.take, self._kept.standing.signals)
        words = dict.fromkeys(each for each in (gap, arrivals.taken()) if each)
        self._add(slot, measurements, self._course.elapsed - self.policy.due(slot), ", and ".join(words))

    def _add(self, slot: int, measurements: Sequence[Measurement], took: float, gap: str) -> None:
        due, number = self.policy.due(slot), self._kept.standing.samples + 1
        sample = Sample(number, self._course.wall_at(due), due, took, tuple(measurements), gap)
        if self.journal:
            self.journal.add(sample)
        self._kept.add(sample)
        self._show(sample)

    def _show(self, sample: Sample) -> None:
        left = (self.policy.count - self._least) * self.policy.interval if self._ending is Ending.RUNNING else 0.0
        self._viewed(lambda: self.viewer.show(sample, self._kept.standing, max(0.0, left)))

    def _viewed(self, show: Callable[[], None]) -> None:
        try:
            show()
        except OSError as error:  # a terminal that was closed, or a full disk under a log
            self.viewer, words = silent, f"it ended with sample {self._kept.standing.samples}: {error.strerror}"
            self._more_notes.append(("view", words))

    @property
    def _least(self) -> int:
        return min((count.counted for count in self._kept.standing.counts.values()), default=0)

    def _too_long(self) -> str:
        return (
            f"it was to take {in_words(self.policy.duration)} and is given up after {in_words(self.policy.longest)}: "
            f"of {self.policy.count:,} samples, {self._least:,} could be taken"
        )

    def _end(self, ending: Ending, reason: str = "") -> Watched:
        self._course.look()
        self._tell("ended", reason, ending)
        return self._result(ending, reason)

    def _end_again(self, stored: Stored) -> Watched:
        self._course.elapsed = stored.last.since + stored.last.took if stored.last else 0.0
        if stored.ended:
            return self._result(Ending(stored.ended.ending), stored.ended.why)
        self._tell("ended", "", self._ending)  # it was killed after its last sample
        return self._result(self._ending, "")

    def _tell(self, name: str, reason: str = "", ending: Ending | None = None) -> None:
        if self.journal:
            self.journal.tell(Event(name, self._course.moment.wall, reason, ending.value if ending else ""))

    def _result(self, ending: Ending, reason: str) -> Watched:
        return Watched(
            ending,
            self.policy,
            dict(self._kept.standing.counts),
            list(self._kept.samples),
            self._kept.standing.samples,
            self._began,
            self._course.elapsed,
            reason,
            self._kept.gaps,
            self.not_watched,
            str(self.journal.path.absolute()) if self.journal else "",
            [*self.notes, *self._more_notes],
        )

    def _close(self) -> None:
        if self.journal:
            self.journal.close()
        with contextlib.suppress(OSError):
            self.viewer.close()
