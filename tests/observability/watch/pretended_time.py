"""A machine whose clocks tests move as they like, and signals that say what a script tells them."""

from __future__ import annotations

from pytest_golive.observability.watch.clocks import Moment
from pytest_golive.observability.watch.measured import Measurement, Phase

WALL = 1_800_000_000.0
PHASES = {"g": Phase.GOOD, "f": Phase.FAILED, "i": Phase.INCONCLUSIVE, "e": Phase.ERROR}


class Machine:
    """Its clocks, and what happens at which second since it was started: (second, what to do)."""

    def __init__(self, *events, boot_clock=True, boot_id="this"):
        self.steady, self.wall, self.boot = 1000.0, WALL, 5000.0
        self.has_boot, self.id = boot_clock, boot_id
        self.events = sorted(events, key=lambda each: each[0])
        self.passed = 0.0

    def now(self):
        return Moment(self.steady, self.wall, self.boot if self.has_boot else None)

    def sleep(self, seconds):
        self.run(seconds)
        while self.events and self.passed >= self.events[0][0]:
            _, what, *how = self.events.pop(0)
            getattr(self, what)(*how)

    def boot_id(self):
        return self.id

    def run(self, seconds):
        """Time passes."""
        self.steady += seconds
        self.wall += seconds
        self.boot += seconds
        self.passed += seconds

    def suspend(self, seconds):
        self.wall += seconds
        self.boot += seconds

    def set(self, seconds):
        self.wall += seconds

    def warp(self, seconds):
        """A tool such as libfaketime moves all clocks of the process."""
        self.steady += seconds
        self.wall += seconds
        self.boot += seconds

    def restart(self, seconds):
        """The machine is off for so long, and is started."""
        self.wall += seconds
        self.steady, self.boot, self.id = 10.0, 20.0, f"{self.id}+"


class Script:
    """Measures two signals: each sample is a letter of *phases*, the last one for ever."""

    def __init__(self, phases, machine=None, takes=0.0, signals=("a", "b")):
        self.phases, self.machine, self.takes, self.signals = list(phases), machine, takes, signals
        self.taken = 0

    def __call__(self):
        phase = self.phases[min(self.taken, len(self.phases) - 1)]
        self.taken += 1
        if self.machine:
            self.machine.run(self.takes(self.taken) if callable(self.takes) else self.takes)
        steady, *others = self.signals
        return [Measurement(steady, PHASES[phase], 1.0), *(Measurement(each, Phase.GOOD, 2.0) for each in others)]
