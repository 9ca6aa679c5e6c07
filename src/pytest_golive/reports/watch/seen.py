"""What a viewer remembers of a watch: the newest samples of each signal, the newest problem, and what has changed."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from pytest_golive.masking.foreign import spoken
from pytest_golive.masking.printing import on_one_line, uncommanding
from pytest_golive.observability.watch.measured import Measurement, Phase, Sample
from pytest_golive.observability.watch.standing import Standing
from pytest_golive.reports.layout import plain_if_needed
from pytest_golive.reports.watch.marks import Cell

REMEMBERED: Final = 200
LONGEST: Final = 2_000
SAYING: Final = {Phase.FAILED: "failed", Phase.ERROR: "not measured", Phase.INCONCLUSIVE: "proves nothing"}


@dataclass(frozen=True, slots=True)
class Change:
    """A signal that became bad, or good again, or bad in another way."""

    signal: str
    newest: Measurement

    @property
    def is_bad(self) -> bool:
        """Whether it is bad now."""
        return self.newest.phase is not Phase.GOOD


@dataclass
class Seen:
    """What a viewer remembers; it takes the same memory however long the watch lasts.

    Attributes:
        encoding: of the terminal, which may know only ASCII.
        cells: the newest samples by signal.
        changes: what the newest sample changed.
        problem: the newest problem in words, with its sample; "" if there was none.
        is_over: whether all signals are good again since then.
    """

    encoding: str | None
    cells: dict[str, deque[Cell]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    problem: str = ""
    is_over: bool = True
    _phases: dict[str, Phase] = field(default_factory=dict)

    def add(self, sample: Sample, standing: Standing) -> None:
        """Remember one more sample, which *standing* has counted."""
        newest = {name: count.newest for name, count in standing.counts.items() if count.newest is not None}
        self.changes = []
        for name, measurement in newest.items():
            self.cells.setdefault(name, deque(maxlen=REMEMBERED)).append((measurement.value, measurement.phase))
            if measurement.phase is not self._phases.get(name, Phase.GOOD):
                self.changes.append(Change(name, measurement))
            self._phases[name] = measurement.phase
        self.is_over = not sample.gap and all(phase is Phase.GOOD for phase in self._phases.values())
        if not self.is_over:
            self.problem = f"sample {sample.number}: {self._worst(sample, list(newest.values()))}"

    def _worst(self, sample: Sample, newest: list[Measurement]) -> str:
        """The worst of a sample; a gap says why nothing else is known, unless a signal failed."""
        worst = max(newest, key=lambda each: list(Phase).index(each.phase), default=None)
        if worst is None or (sample.gap and worst.phase is not Phase.FAILED):
            return self.clean(sample.gap)
        return self.words(worst)

    def words(self, measurement: Measurement) -> str:
        """A measurement that is not good, in words."""
        limit = f", limit {self.clean(measurement.limit)}" if measurement.limit else ""
        said = f": {self.clean(measurement.said)}" if measurement.said else ""
        return f"{self.clean(measurement.signal)} {SAYING[measurement.phase]}{limit}{said}"

    def clean(self, text: str) -> str:
        """Text of others on one line, without secrets, and without what commands a terminal or a CI system.

        A stored watch may be of a machine whose secrets nobody here knows: what stands where credentials usually do is
        hidden, too.
        """
        whole = uncommanding(on_one_line(spoken(text)))  # before it is cut, which could cut through a secret
        return plain_if_needed(whole[:LONGEST], self.encoding)
