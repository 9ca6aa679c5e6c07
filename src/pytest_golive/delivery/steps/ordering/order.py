"""The order of the steps of a deployment, and what makes it impossible."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pytest_golive.delivery.steps.ordering.placing import Needs, placed
from pytest_golive.delivery.steps.step import BUILT_IN, Step

SECTION: Final = "deployment::"
# On staging the first of them deploys, and the others look at what it has deployed.
OF_STAGING: Final = ("deployed_to_staging", "staging_regression", "staging_stable")


class NoOrder(Exception):
    """The steps cannot be put in order; the text says which, and what to do."""


def ordered(steps: Iterable[Step], rows: Sequence[str] = BUILT_IN, away: Collection[str] = ()) -> list[str]:
    """The names of all rows and *steps* in the order in which they are due.

    The rows keep their order. A step that says `after` comes as soon as it may, one that says only `before` directly
    before that; among equals, the order of the settings counts.

    Args:
        steps: the team's own.
        rows: the built-in ones, and those of batches.
        away: steps that this run does not execute; the rows of batches do not hold them.

    Raises:
        NoOrder: a name is unknown or used twice, a step says neither after nor before, or the order is circular.
    """
    given = [_plain(step) for step in steps]
    known = [*rows, *(step.name for step in given)]
    _check(given, known)
    batches = {*rows} - {*BUILT_IN}
    needs = _needs([_without(step, batches) if step.name in away else step for step in given], rows)
    order: list[str] = []
    waiting = [*(step.name for step in given), *rows]  # a step that may come now comes before the next row
    while waiting:
        ready = next((name for name in waiting if needs[name] <= set(order)), None)
        if ready is None:
            raise NoOrder(f"the order is circular: {' comes after '.join(_circle(waiting, needs))}; let one of them go")
        waiting.remove(ready)
        order.append(ready)
    return order


def on_staging(order: Sequence[str], steps: Iterable[Step]) -> list[str]:
    """The same where `deployed_to_staging`, or its first batch, makes the deployment that `deployed` is elsewhere.

    What comes before `deployed` comes before that, such as a backup and a migration: else staging would try another
    order than production has. What comes after a batch or a row of staging stays behind it.

    Args:
        order: of all rows and steps, as `ordered` puts them.
        steps: the team's own.
    """
    given = {step.name: _plain(step) for step in steps}
    briefed, deployed = order.index("team_briefed"), order.index("deployed")
    rows = {*OF_STAGING, *(name for name in order if name not in given and name not in BUILT_IN)}
    first = next(at for at, name in enumerate(order) if name in rows)
    behind, sooner = set(order[first:briefed]), list[str]()
    for name in order[briefed + 1 : deployed]:  # the team's own, and the backup
        after = given[name].after if name in given else ()
        needs = {*after, *(one for one in given if name in given[one].before)}
        if name in rows or needs & behind:
            behind.add(name)
        else:
            sooner.append(name)
    rest = [name for name in order if name not in sooner]
    return [*rest[:first], *sooner, *rest[first:]]


def with_batches(batches: Sequence[str], deploying: str) -> tuple[str, ...]:
    """The built-in rows, with those of *batches* directly before the row *deploying*."""
    at = BUILT_IN.index(deploying)
    return (*BUILT_IN[:at], *batches, *BUILT_IN[at:])


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


def _without(step: Step, rows: Collection[str]) -> Step:
    after, before = (tuple(name for name in names if name not in rows) for names in (step.after, step.before))
    return replace(step, after=after, before=before)


def hint(name: str, known: Sequence[str]) -> str:
    """The name that was probably meant."""
    close = difflib.get_close_matches(name.rpartition("::")[2], known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known)}"


def _needs(steps: Sequence[Step], rows: Sequence[str]) -> Needs:
    """What comes before each step and row."""
    needs: dict[str, set[str]] = {name: set(rows[max(0, at - 1) : at]) for at, name in enumerate(rows)}
    needs |= {step.name: set(step.after) for step in steps}
    for step in steps:
        for name in step.before:
            needs[name].add(step.name)
    # Without these, a step that says only what it comes before would come first of all.
    return needs | {name: placed(name, needs, rows) for name in needs if not needs[name] and name not in rows}


def _circle(waiting: Sequence[str], needs: Mapping[str, Collection[str]]) -> list[str]:
    path = [waiting[0]]
    while path.count(path[-1]) == 1:
        path.append(min(name for name in needs[path[-1]] if name in waiting))
    return path[path.index(path[-1]) :]
