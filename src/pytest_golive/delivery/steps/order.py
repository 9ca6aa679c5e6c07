"""The order of the steps of a deployment, and what makes it impossible."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pytest_golive.delivery.steps.step import BUILT_IN, Step

SECTION: Final = "deployment::"
Needs = Mapping[str, Collection[str]]


class NoOrder(Exception):
    """The steps cannot be put in order; the text says which, and what to do."""


def ordered(steps: Iterable[Step]) -> list[str]:
    """The names of all rows and *steps* in the order in which they are due.

    The built-in rows keep their order. A step that says `after` comes as soon as it may, one that says only `before`
    directly before that; among equals, the order of the settings counts.

    Raises:
        NoOrder: a name is unknown or used twice, a step says neither after nor before, or the order is circular.
    """
    given = [_plain(step) for step in steps]
    known = [*BUILT_IN, *(step.name for step in given)]
    _check(given, known)
    needs = _needs(given)
    order: list[str] = []
    waiting = [*(step.name for step in given), *BUILT_IN]  # a step that may come now comes before the next row
    while waiting:
        ready = next((name for name in waiting if needs[name] <= set(order)), None)
        if ready is None:
            raise NoOrder(f"the order is circular: {' comes after '.join(_circle(waiting, needs))}; let one of them go")
        waiting.remove(ready)
        order.append(ready)
    return order


def steps_in_order(steps: Iterable[Step]) -> list[Step]:
    """The *steps* themselves, without the built-in rows, in the same order."""
    by_name = {step.name: step for step in steps}
    return [by_name[name] for name in ordered(by_name.values()) if name in by_name]


def _check(steps: Sequence[Step], known: Sequence[str]) -> None:
    for step in steps:
        if known.count(step.name) > 1:
            raise NoOrder(f"{step.name!r} is the name of a row of the checklist; give the step another one")
        if not step.after and not step.before:
            raise NoOrder(f"{step.name!r} says neither after nor before, so nobody knows when it is due; say one")
        for side, names in (("after", step.after), ("before", step.before)):
            for name in names:
                if name not in known:
                    raise NoOrder(
                        f"{step.name!r} comes {side} {name!r}, which is no step and no row; {hint(name, known)}"
                    )


def _plain(step: Step) -> Step:
    """*step* with the rows of this section by their names alone: "deployed" for "deployment::deployed"."""
    after, before = (tuple(name.removeprefix(SECTION) for name in names) for names in (step.after, step.before))
    return replace(step, after=after, before=before)


def hint(name: str, known: Sequence[str]) -> str:
    """The name that was probably meant."""
    close = difflib.get_close_matches(name.rpartition("::")[2], known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known)}"


def _needs(steps: Sequence[Step]) -> dict[str, set[str]]:
    """What comes before each step and row."""
    needs: dict[str, set[str]] = {name: set(BUILT_IN[max(0, at - 1) : at]) for at, name in enumerate(BUILT_IN)}
    needs |= {step.name: set(step.after) for step in steps}
    for step in steps:
        for name in step.before:
            needs[name].add(step.name)
    # Without these, a step that says only what it comes before would come first of all.
    return needs | {name: _before(name, needs) for name in needs if not needs[name] and name not in BUILT_IN}


def _before(name: str, needs: Needs) -> set[str]:
    """The row before the first one that comes after *name*, directly or through other steps."""
    found, todo = set(), [name]
    while todo:
        this = todo.pop()
        if this not in found:
            found.add(this)
            todo += [other for other in needs if this in needs[other]]
    first = next((at for at, row in enumerate(BUILT_IN) if row in found), len(BUILT_IN))
    return set(BUILT_IN[max(0, first - 1) : first])


def _circle(waiting: Sequence[str], needs: Needs) -> list[str]:
    path = [waiting[0]]
    while path.count(path[-1]) == 1:
        path.append(min(name for name in needs[path[-1]] if name in waiting))
    return path[path.index(path[-1]) :]
