"""Whether a sample is taken when it is due, and what happened if not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pytest_golive.observability.sources.lengths import in_words
from pytest_golive.observability.watch.clocks import SUSPENDED, Course, Lapse
from pytest_golive.observability.watch.keeping import Kept
from pytest_golive.observability.watch.policy import Policy

# Seconds by which a busy machine may wake us too late. What keeps a process from its turn for longer than that is no
# queue of processes: somebody stopped it, or the machine swaps.
LATENESS: Final = 5.0
TOOK: Final = " took "


@dataclass(frozen=True, slots=True)
class Arrival:
    """How it is when a sample is due.

    Attributes:
        slots: how many slots have passed whole, so that no sample is taken for them.
        missed: how many of these are errors: nobody knows what was then.
        gap: what happened since the sample before, in words; "" if all is well.
        left_out: why slots have no sample without being errors; "" if none has.
    """

    slots: int = 0
    missed: int = 0
    gap: str = ""
    left_out: str = ""


class Arrivals:
    """Compares when samples are due with when they are taken.

    A slot is taken late as long as the next one is not due; one that has passed whole is missed, and an error, if the
    machine was suspended, the process stood still, or the watch was resumed. Slots that pass while an earlier sample
    is still being taken are left out and told; they are errors, too, if there are more of them than the strictest
    `consecutive_error_limit`: nothing was seen for longer than the watch tolerates.

    Args:
        policy: when samples are due.
        kept: the samples so far.
        course: the time.
        is_resumed: whether the watch was held by another process before.
    """

    def __init__(self, policy: Policy, kept: Kept, course: Course, *, is_resumed: bool) -> None:
        self._policy = policy
        self._kept = kept
        self._course = course
        self._is_resumed = is_resumed
        self._free_at = 0.0

    def at(self, slot: int) -> Arrival:
        """How it is now that the sample of *slot* is due."""
        lapse = self._course.told() + self._before_resumed()
        late = self._course.elapsed - self._policy.due(slot)
        slots = max(0, int(late // self._policy.interval))
        resumed, self._is_resumed = self._is_resumed, False
        words = lapse.words() if slots or lapse.asleep >= self._policy.interval else lapse.clock_words()
        if resumed:
            words = self._resumed() if slots else words
            return Arrival(slots, slots, words)
        if not slots or words:
            return Arrival(slots, slots, words)
        return self._awake(slot, slots, late)

    def taken(self) -> str:
        """What happened while a sample was taken, that makes its values doubtful; "" if nothing did."""
        lapse = self._course.told()
        self._free_at = self._course.elapsed
        return lapse.words() if lapse.asleep > SUSPENDED else lapse.clock_words()

    def _awake(self, slot: int, slots: int, late: float) -> Arrival:
        """The clocks agree: either the sample before took long, or nobody let us run."""
        number = self._kept.standing.samples
        busy = int((self._free_at - self._policy.due(slot)) // self._policy.interval)
        if busy > 0:
            took = in_words(self._free_at - self._policy.due(slot - 1))
            words = f"sample {number}{TOOK}{took}, so that {_samples(slots)} left out"
            too_many = slots > self._policy.strictest(self._kept.standing.signals)
            return Arrival(slots, slots, words) if too_many else Arrival(slots, left_out=words)
        if late <= LATENESS:
            return Arrival(
                slots, left_out=f"this machine was busy for {in_words(late)}, so that {_samples(slots)} left out"
            )
        stood = f"the process stood still for {in_words(late)}, or the machine was too busy to let it run"
        return Arrival(slots, slots, stood)

    def _before_resumed(self) -> Lapse:
        """By how much the wall clock was set while nobody held the watch."""
        last = self._kept.last
        if not self._is_resumed or last is None:
            return Lapse()
        return Lapse(moved=self._course.wall_at(last.since) - last.at)

    def _resumed(self) -> str:
        last = self._kept.last
        since = self._course.elapsed - (last.since if last else 0.0)
        return f"the watch had ended, and was resumed {in_words(since)} after the sample before"


def _samples(number: int) -> str:
    return "one sample was" if number == 1 else f"{number:,} samples were"
