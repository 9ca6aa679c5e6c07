"""A journal as a table for people, in which no control character reaches their terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pytest_golive.commands.journal.going_on import going_on
from pytest_golive.delivery.journal.entries import Entries, Entry, Event, Result
from pytest_golive.delivery.lengths import length
from pytest_golive.findings import counted
from pytest_golive.masking.printing import on_one_line

HEAD: Final = ("release", "step", "began (UTC)", "took", "result", "who")
UNSHOWN: Final = frozenset({Event.CREATED, Event.BEGUN, Event.STEP_ENDED})
LONGEST: Final = 100  # characters of one cell


def shown(entries: Entries, confirmed: str, *, is_held: bool) -> str:
    """The steps and events of *entries* as a table, and how to go on.

    Args:
        entries: the journal.
        confirmed: not empty if a deployment to the target must be confirmed.
        is_held: whether a run writes it at this moment.
    """
    rows = [*_rows(entries, is_held=is_held)]
    table = [HEAD, *([_cell(text) for text in row] for row in rows)]
    widths = [max(len(row[column]) for row in table) for column in range(len(HEAD))]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in table]
    last = entries.entries[-1].number if entries.entries else 0
    place = f"{_cell(entries.target) or 'no target'}: {on_one_line(str(entries.path))}"
    first = f"{place}, {counted(last, 'line')}, all verified"
    return "\n".join([first, "", *(lines if rows else ["no step has begun"]), "",
                      *going_on(entries, confirmed, is_held=is_held), ""])  # fmt: skip


def _rows(entries: Entries, *, is_held: bool) -> Iterator[Sequence[str]]:
    """A row for each run of a step, in the order in which they began, and for each event between them."""
    ends = _ends(entries.entries)
    newest = entries.last_run
    for entry in entries.entries:
        if entry.event in UNSHOWN:
            continue
        at = f"{entry.at:%Y-%m-%d %H:%M:%S}"
        if entry.event is not Event.STEP_STARTED:
            step = entry.step or _about(entry)
            said = f"{entry.event.value}: {step}" if step else entry.event.value
            if entry.event is Event.LOOKED_INTO:
                said = f"{said}, {_about(entry)}"
            yield entry.release.name, said, at, "", entry.result.value if entry.result else "", entry.who
            continue
        ended = ends.get(entry.number)
        if ended is None:
            runs = is_held and newest is not None and entry.number > newest.number
            yield entry.release.name, entry.step, at, "", "running" if runs else "never ended", entry.who
        else:
            took = "" if ended.took is None else length(ended.took)
            yield entry.release.name, entry.step, at, took, (ended.result or Result.INTERRUPTED).value, entry.who


def _ends(entries: Sequence[Entry]) -> dict[int, Entry]:
    """By the number of the line with which a run of a step began, the one with which it ended."""
    found: dict[int, Entry] = {}
    started: dict[tuple[str, str], int] = {}
    for entry in entries:
        key = entry.release.digest, entry.step
        if entry.event is Event.STEP_STARTED:
            started[key] = entry.number
        elif entry.event is Event.STEP_ENDED and key in started:
            found[started.pop(key)] = entry
    return found


def _about(entry: Entry) -> str:
    """What the evidence of an event says in a few words."""
    return ", ".join(
        f"{name} {value}" for name, value in entry.evidence.items() if isinstance(value, str | int | float)
    )


def _cell(text: str) -> str:
    text = on_one_line(text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
