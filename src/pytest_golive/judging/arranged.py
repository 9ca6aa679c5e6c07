"""The rows of a verdict, in the order and the words of whoever wrote the checklist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_golive.judging.verdict import Row


@dataclass(frozen=True, slots=True)
class Arranged:
    """The rows that count; those of the documents that are not due; and what else speaks against a GO."""

    rows: tuple[Row, ...]
    later: tuple[Row, ...] = ()
    faults: tuple[str, ...] = ()


def as_they_are(rows: Sequence[Row]) -> Arranged:
    """Those of a checklist without a document."""
    return Arranged(tuple(rows))
