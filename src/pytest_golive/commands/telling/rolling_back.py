"""``golive rollback --execute``: rolls back, by the team's command, and says what came of it."""

from __future__ import annotations

from typing import Final

import pytest

from pytest_golive.collecting.executing.journalling import release_in
from pytest_golive.collecting.executing.keeping_away import give_back, hold
from pytest_golive.commands.actions import DONE
from pytest_golive.context.guarding.guards import journal_path
from pytest_golive.context.moments.rolled_back import known_as_bad
from pytest_golive.context.run import Run
from pytest_golive.delivery.journal.writing import Journal
from pytest_golive.delivery.releases.previous import PastRelease
from pytest_golive.errors import GoliveError
from pytest_golive.service.target import Target

FAILED: Final = 1


def executed(run: Run, release: PastRelease, confirmed: str, reason: str) -> tuple[list[str], int]:
    """Roll back to *release*.

    Returns:
        What came of it, in lines, and the exit status.

    Raises:
        GoliveError: it is not permitted or not confirmed, or another run is at the target; nothing was done.
    """
    from pytest_golive.targets.opening import opened
    from pytest_golive.targets.triggers.rolling_back import roll_back
    from pytest_golive.targets.triggers.way_back import way_back

    live = opened(run, run.target_name)
    _check(live.target, release, confirmed)
    if live.target.production and (bad := known_as_bad(run, release)):
        raise GoliveError(f"{bad[0]}; nothing was done", bad[1])
    way, here = way_back(run), release_in(run)
    path = journal_path(run.settings, run.repository, run.target_name)
    stash = pytest.Stash()
    hold(run, stash, f"rollback of {here.name}")
    try:
        with Journal.opened(path, run.target_name, here) as journal:
            found = roll_back(run, live, journal, reason)
    finally:
        left = give_back(stash)
    lines = [found.words, *([f"output: {found.log}"] if found.log else []), f"journal: {path}"]
    lines += [f"to tell: {', '.join(way.notify) or 'nobody is named in [tool.golive.rollback] notify'}"]
    lines += [f"the lock was not given back: {left}"] if left else []
    return lines, FAILED if found.trouble else DONE


def _check(target: Target, release: PastRelease, confirmed: str) -> None:
    if not target.may("deploy"):
        raise GoliveError(
            f"{target.name} is production, and its table permits no deployments", target.to_permit("deploy")
        )
    if target.production and confirmed != release.name:
        raise GoliveError(
            f"{target.name} is production, and nobody has confirmed the release to go back to; nothing was done",
            f"type it: --confirm={release.name}",
        )
