"""A watch in a log: a line per minute, and one at once where a signal becomes bad or good again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pytest_golive.observability.watch.measured import Phase, Sample
from pytest_golive.observability.watch.standing import Standing
from pytest_golive.reports.watch.lines import head_of
from pytest_golive.reports.watch.seen import Seen

MINUTE: Final = 60.0
MOST_CHANGES: Final = 20  # in a minute; a signal that swings all day fills no log


@dataclass
class Told:
    """What of a watch is written into a log.

    Attributes:
        seen: what is remembered of the watch.
        target: its name.
        only_problems: whether nothing is said of what is good.
    """

    seen: Seen
    target: str
    only_problems: bool = False
    _minute: float | None = None
    _changes: int = 0

    def lines(self, sample: Sample, standing: Standing, left: float, *, now: float, until: float) -> Iterator[str]:
        """The lines to write of *sample*, mostly none; *now* is of a clock that nobody sets, *until* of the wall's."""
        is_due = self._minute is None or now - self._minute >= MINUTE
        more = max(0, self._changes - MOST_CHANGES)
        if is_due:
            self._minute, self._changes = now, 0
        for text in self.news(sample):
            self._changes += 1
            if self._changes <= MOST_CHANGES:
                yield text
        if is_due and not self.only_problems:
            unsaid = f"; {more:,} more changes in the last minute" if more else ""
            yield " ".join(head_of(self.seen, standing, self.target, left, until)) + unsaid

    def news(self, sample: Sample) -> list[str]:
        """What *sample*, the newest one, has changed, in words."""
        clean = self.seen.clean
        texts = [f"a gap before it: {clean(sample.gap)}"] if sample.gap else []
        for change in self.seen.changes:
            if change.is_bad and not (sample.gap and change.newest.phase is Phase.ERROR):
                cure = f"; to fix: {clean(change.newest.cure)}" if change.newest.cure else ""
                texts.append(self.seen.words(change.newest) + cure)
            elif not change.is_bad and not self.only_problems:
                texts.append(f"{clean(change.signal)} is good again")
        return [f"watch, sample {sample.number:,}: {text}" for text in texts]
