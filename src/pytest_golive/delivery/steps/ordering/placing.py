"""Where a step comes that says only what it comes before: directly before that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from pytest_golive.delivery.steps.step import BUILT_IN

Needs = Mapping[str, AbstractSet[str]]


def placed(name: str, needs: Needs, rows: Sequence[str]) -> set[str]:
    """The row after which *name* comes as soon as it may; of what it comes before, the first decides.

    Args:
        name: a step that needs nothing by itself.
        needs: what comes before each step and row.
        rows: in their order.
    """
    behind = _behind(name, needs)
    at = min(_places(name, behind, needs, rows, set()), default=len(rows) - 1)
    return {rows[at]} if at >= 0 else set()


def _places(name: str, behind: AbstractSet[str], needs: Needs, rows: Sequence[str], seen: set[str]) -> Iterator[int]:
    """For all that *name* comes before, the number of the last row before that; -1 before the first row."""
    seen.add(name)
    for other in needs:
        if name not in needs[other] or other in seen:
            continue
        if other in rows:
            # Who comes before the deployment comes before its first batch.
            chain = BUILT_IN if other in BUILT_IN else rows
            at = chain.index(other)
            yield rows.index(chain[at - 1]) if at else -1
        elif earlier := [at for at, row in enumerate(rows) if row in _before(other, needs) - behind]:
            yield max(earlier)
        else:
            yield from _places(other, behind, needs, rows, seen)


def _behind(name: str, needs: Needs) -> set[str]:
    """The step itself, and whatever comes after it, directly or through others."""
    found, todo = set(), [name]
    while todo:
        this = todo.pop()
        if this not in found:
            found.add(this)
            todo += [other for other in needs if this in needs[other]]
    return found


def _before(name: str, needs: Needs) -> set[str]:
    """Whatever comes before *name*, directly or through others."""
    found: set[str] = set()
    todo = [*needs[name]]
    while todo:
        this = todo.pop()
        if this not in found:
            found.add(this)
            todo += needs[this]
    return found
