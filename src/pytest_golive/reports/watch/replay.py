"""A watch of the past as text: what changed in it, and how it looked when it ended."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pytest_golive.observability.watch.journal.reading import Stored
from pytest_golive.observability.watch.journal.replaying import replayed
from pytest_golive.observability.watch.standing import Ending, Standing
from pytest_golive.reports.watch.lines import block, head_of
from pytest_golive.reports.watch.marks import marks_for
from pytest_golive.reports.watch.seen import Seen
from pytest_golive.reports.watch.told import Told

MOST_NEWS: Final = 200
TALL: Final = 1_000


def replay(path: Path, columns: int, encoding: str | None) -> str:
    """The watch in *path* as text.

    Args:
        path: the file of its samples.
        columns: of the terminal.
        encoding: of the terminal.

    Raises:
        CannotMeasure: the file cannot be read, is not that of a watch, or contradicts itself.
    """
    stored, samples = replayed(path)
    about, seen, marks = stored.about, Seen(encoding), marks_for(encoding)
    standing, told = Standing(about.policy, about.signals), Told(seen, about.target)
    news: list[str] = []
    more, until = 0, stored.began.wall
    for sample in samples:
        standing.add(sample)
        seen.add(sample, standing)
        until = sample.at + sample.took
        found = told.news(sample)
        room = MOST_NEWS - len(news)
        news += found[:room]
        more += len(found[room:])
    head = [*head_of(seen, standing, about.target, 0.0, until)[:2], f"{_ending(stored)},"]
    head += head_of(seen, standing, about.target, 0.0, until)[3:]
    lines = ["".join(text for text, _ in line).rstrip() for line in block(seen, standing, head, (columns, TALL), marks)]
    return "\n".join([*news, *([f"and {more:,} more changes"] if more else []), *lines]) + "\n"


def _ending(stored: Stored) -> str:
    """How it ended; a watch that says nothing of that is still running, or was killed."""
    ending = Ending(stored.ended.ending) if stored.ended else stored.kept.standing.ending
    return "not ended" if ending is Ending.RUNNING else ending.value
