"""The time of a watch: a clock that nobody sets, and what went wrong with time between two looks at it.

Three clocks are compared. The steady one stands still while the machine is suspended, the boot clock does not, and the
wall clock can be set. NTP makes all three of them faster or slower alike, so that any difference is a sudden one.
"""

from __future__ import annotations

import select
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from pytest_golive.observability.sources.lengths import in_words

# Seconds. A leap second moves the clock by one; no query of a watch asks about less than that.
STEP: Final = 1.5
# Seconds for which the steady clock and the boot clock may differ by chance.
SUSPENDED: Final = 1.0
# Seconds that may pass between the first and the last clock of one reading.
APART: Final = 0.005
READINGS: Final = 20
BOOT: Final = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Moment:
    """What the clocks say, in seconds.

    Attributes:
        steady: of a clock that never goes back, and may stand still while the machine is suspended.
        wall: since 1970.
        boot: since the machine was started, also while it was suspended; None if the system has no such clock.
    """

    steady: float
    wall: float
    boot: float | None


class Clock(Protocol):
    """The clocks of a machine."""

    def now(self) -> Moment:
        """What they say."""

    def sleep(self, seconds: float) -> None:
        """Wait, by the steady clock."""

    def boot_id(self) -> str:
        """What tells one start of the machine from another; "" if the system does not say."""


class SystemClock:
    """The clocks of this machine."""

    def now(self) -> Moment:
        """What they say at one moment: a process that is stopped between two of them reads them all again."""
        best, found = float("inf"), None
        for _ in range(READINGS):
            steady, wall, boot, after = time.monotonic(), time.time(), _boot(), time.monotonic()
            if after - steady < best:
                best, found = after - steady, Moment(steady, wall, boot)
            if best <= APART:
                break
        return found or Moment(steady, wall, boot)

    def sleep(self, seconds: float) -> None:
        """Wait; unlike time.sleep, also where a tool moves the wall clock of this process, as libfaketime does."""
        select.select((), (), (), seconds)

    def boot_id(self) -> str:
        """As the kernel says it."""
        try:
            return BOOT.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""


def _boot() -> float | None:
    number = getattr(time, "CLOCK_BOOTTIME", None)
    return None if number is None else time.clock_gettime(number)


@dataclass(frozen=True, slots=True)
class Lapse:
    """What happened to time between two looks at the clocks, in seconds.

    Attributes:
        passed: how much of it passed, also while the machine was suspended.
        suspended: for how long the machine was.
        moved: by how much the wall clock was set, forward if positive.
        unsure: for how long the machine was suspended, or by how much its clock was set forward, where no clock tells
            the two apart.
    """

    passed: float = 0.0
    suspended: float = 0.0
    moved: float = 0.0
    unsure: float = 0.0

    def __add__(self, other: Lapse) -> Lapse:
        return Lapse(
            self.passed + other.passed,
            self.suspended + other.suspended,
            self.moved + other.moved,
            self.unsure + other.unsure,
        )

    @property
    def asleep(self) -> float:
        """For how long the machine was suspended, as far as can be told."""
        return self.unsure or (self.suspended if self.suspended > SUSPENDED else 0.0)

    def words(self) -> str:
        """What happened, apart from time that passed; "" if nothing did."""
        said = []
        if self.unsure:
            said.append(f"the machine was suspended for {in_words(self.unsure)}, or its clock was set forward by that")
        elif self.asleep:
            said.append(f"the machine was suspended for {in_words(self.asleep)}")
        if self.clock_words():
            said.append(self.clock_words())
        return ", and ".join(said)

    def clock_words(self) -> str:
        """By how much the wall clock was set; "" if it was not."""
        if abs(self.moved) <= STEP:
            return ""
        # A virtual machine that was paused learns the time when it goes on, and none of its clocks has counted.
        where, also = ("forward", ", or this virtual machine was paused") if self.moved > 0 else ("back", "")
        return f"this machine's clock was set {where} by {in_words(abs(self.moved))}{also}"


def between(before: Moment, after: Moment) -> Lapse:
    """What happened from *before* to *after*."""
    # The wall clock alone goes back; where a tool moves all clocks, this takes it for a wall clock that was set.
    steady, wall = max(0.0, after.steady - before.steady), after.wall - before.wall
    if before.boot is not None and after.boot is not None:
        boot = max(0.0, after.boot - before.boot)
        return Lapse(boot, boot - steady, wall - boot)
    jump = wall - steady
    if jump > STEP:
        return Lapse(wall, unsure=jump)
    return Lapse(steady, moved=jump)


class Course:
    """The time of one watch.

    Args:
        clock: the clocks.
        elapsed: seconds of the watch that have passed before.
    """

    def __init__(self, clock: Clock, elapsed: float = 0.0) -> None:
        self._clock = clock
        self._last = clock.now()
        self._lapse = Lapse()
        self.elapsed = elapsed

    def look(self) -> None:
        """See what time it is."""
        now = self._clock.now()
        lapse = between(self._last, now)
        self._last = now
        self._lapse += lapse
        self.elapsed += lapse.passed

    def told(self) -> Lapse:
        """What happened since this was last asked; a clock that is set little by little is told when it is much."""
        self.look()
        lapse = self._lapse
        self._lapse = Lapse() if lapse.clock_words() else Lapse(moved=lapse.moved)
        return lapse

    def wait(self, until: float, piece: float) -> None:
        """Wait until so many seconds of the watch have passed; look every *piece* seconds, as the machine may sleep."""
        self.look()
        while (left := until - self.elapsed) > 0:
            self._clock.sleep(min(left, piece))
            self.look()

    def wall_at(self, elapsed: float) -> float:
        """What the wall clock says, or said, when so many seconds of the watch had passed."""
        return self._last.wall + elapsed - self.elapsed

    @property
    def moment(self) -> Moment:
        """What the clocks said at the last look."""
        return self._last


SYSTEM: Final = SystemClock()
