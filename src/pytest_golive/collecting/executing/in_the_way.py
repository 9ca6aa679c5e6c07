"""What of a run stands in the way of a deployment to production."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pytest_golive.activation import ROOT
from pytest_golive.collecting.executing.order import BEFORE, DEPLOYING
from pytest_golive.judging.verdict import Entry, Outcome, Row, Verdict

Place = Callable[[str, Sequence[str]], tuple[int, int]]


def in_the_way(verdict: Verdict, place: Place) -> Iterator[str]:
    """All that does not hold of what is due before or beside the deployment, in words.

    Args:
        verdict: that of the run if it ended now.
        place: when a row is due, by its id and its phases.
    """
    yield from dict.fromkeys(f"{named(row.entry)} ({row.outcome})" for row in _blocking(verdict.rows, place))
    yield from verdict.faults


def named(entry: Entry) -> str:
    """The name of a row, and its words where a document has them."""
    name = entry.id.removeprefix(f"{ROOT}/")
    return f'"{entry.title}", {name}' if entry.place else name


def _blocking(rows: Sequence[Row], place: Place) -> Iterator[Row]:
    for row in rows:
        parts = row.parts or (row,)
        others = [part for part in parts if _is_before(part, place)]
        blocking = [part for part in others if part.outcome.blocks]
        yield from blocking
        if not blocking and len(others) == len(parts) and row.outcome.blocks:
            yield row  # its gates hold, but not what the document says of them


def _is_before(row: Row, place: Place) -> bool:
    """Whether *row* is due before or beside the deployment, or is a part of it that has already ended."""
    stage, _ = place(row.entry.id, row.entry.phases)
    return stage == BEFORE or (stage == DEPLOYING and row.outcome is not Outcome.NOT_RUN)
