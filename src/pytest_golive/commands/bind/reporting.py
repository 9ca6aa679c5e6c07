"""What ``golive bind`` says at its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pytest_golive.checklist.binding.phases import DEFAULT
from pytest_golive.checklist.binding.resolving import Catalogue, phases_of
from pytest_golive.checklist.proposing.planning import SIGN, Open
from pytest_golive.checklist.reading.rows import Kind

NO_CHECK = "no-check"
FEW = 20


def report(
    name: str, chosen: Sequence[tuple[Open, str]], lost: set[int], *, dry: bool, more: Iterable[str] = ()
) -> Iterator[str]:
    """How many rows are bound to what, and what is left to do.

    Args:
        name: of the document.
        chosen: the rows, with what is written into each; "" for nothing.
        lost: the numbers of rows that have no place for it.
        dry: whether nothing is written.
        more: what else to say before what comes next.
    """
    placed = [binding for row, binding in chosen if row.number not in lost]
    people = sum(binding.split()[:1] == [SIGN] for binding in placed)  # such as "sign role=manager"
    none = sum(binding.split()[:1] == [NO_CHECK] for binding in placed)
    gates = sum(bool(binding) for binding in placed) - people - none
    left = sum(not binding and row.row.kind is not Kind.TASK for row, binding in chosen)
    unbound = sum(not binding and row.row.kind is Kind.TASK for row, binding in chosen)
    if not gates + people + none:
        yield f"{name}: nothing to bind; it is as it was"
    else:
        would = "would be" if dry else "is" if gates == 1 else "are"
        yield f"{name}: {_rows(gates)} {would} bound to gates, {people:,} to people, who sign"
    if none:
        yield f"  {_rows(none)} that {'is' if none == 1 else 'are'} no check"
    if unbound:
        yield f"  {_rows(unbound)} without a binding: people sign {'it' if unbound == 1 else 'them'}"
    if left:
        yield f"  list items and table rows that stay as they are: {left:,}; --all makes them rows that people sign"
    for row in (one.row for one, _ in chosen if one.number in lost):
        yield f"  {name}:{row.line}: {row.text[:60]!r} has no place for a comment; reword it, and bind it by hand"
    yield from more
    if gates + people + none and not dry:
        yield "Next: review the comments in the document, and commit it"


def elsewhere(chosen: Sequence[tuple[Open, str]], catalogue: Catalogue) -> Iterator[str]:
    """Rows that are due in another phase than their heading says: whoever runs only that phase never judges them."""
    found = []
    for row, binding in chosen:
        phases = phases_of(binding, catalogue)
        if phases and row.phase not in phases and row.phase != DEFAULT:
            found.append((row, phases))
    if not found:
        return
    many = f"{_rows(len(found))} {'is' if len(found) == 1 else 'are'}"
    yield f"  {many} due in another phase than the heading suggests; run that phase, too:"
    for row, phases in found[:FEW]:
        words, runs = row.row.text[:60], " or ".join(f"pytest -m {phase}" for phase in phases)
        yield f"    {row.row.line} {words}: due in {' and '.join(phases)}, not in {row.phase}: {runs}"
    yield from [f"    and {len(found) - FEW} more"] if len(found) > FEW else []


def by_now(rows: Sequence[Open]) -> Iterator[str]:
    """Rows of which people have to think, and need not any more."""
    if rows:
        yield f"  {_rows(len(rows))} for people that a gate may judge; to have it judged, write the gate into the row:"
        yield from (f"    {one.row.line} {one.row.text[:60]}: {one.proposal.bond}" for one in rows[:FEW])
        yield from [f"    and {len(rows) - FEW} more"] if len(rows) > FEW else []


def _rows(number: int) -> str:
    return f"{number:,} row{'' if number == 1 else 's'}"
