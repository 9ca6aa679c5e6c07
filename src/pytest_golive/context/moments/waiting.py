"""Rows about the time after a deployment, which are not due before some of it has passed."""

from __future__ import annotations

import datetime as dt
from typing import Final

from pytest_golive.context.exceptions.breakings import OCCASION as EMERGENCY
from pytest_golive.context.exceptions.settling import is_broken
from pytest_golive.context.moments.deployed import deployed, is_bound
from pytest_golive.context.moments.rolled_back import OCCASION, is_rolled_back
from pytest_golive.context.run import Run
from pytest_golive.settings.post_deploy import PostDeploy

UNBOUND: Final = ", by the command line alone; a record of the deployment makes it binding: --golive-after=FILE"
AT_ONCE: Final = "day"  # whoever runs the phase without saying when it began asks about it


def not_yet(run: Run, term: str) -> str:
    """Why a row is not due yet that gets due with *term*; "" if it is.

    The term is "day", "week", "month", or "rollback" or "emergency" for what is due once there was one; "" for at once.

    Where nothing says when the release was deployed, the rows of the day are due, and those of the time after are not.
    """
    if not term:
        return ""
    if term == EMERGENCY:
        return "" if is_broken(run) else f"no {EMERGENCY} recorded"
    if term == OCCASION:
        return "" if is_rolled_back(run) else f"no {OCCASION} recorded"
    table, moment = run.settings.of(PostDeploy), deployed(run)
    wait = table.wait(term)
    if moment is None:
        return "" if term == AT_ONCE else f"until {told(wait)} after a deployment, and none is recorded"
    due = moment.at + wait
    is_over = dt.datetime.fromisoformat(run.started) >= due
    if is_over:
        return ""
    return (
        f"until {due:%Y-%m-%d %H:%M} UTC, {told(wait)} after the deployment{'' if is_bound(run, moment) else UNBOUND}"
    )


def told(wait: dt.timedelta) -> str:
    """A time in words: "24 h", "7 d"."""
    hours = round(wait.total_seconds() / 3600)
    return f"{hours} h" if hours % 24 or hours <= 24 else f"{hours // 24} d"  # noqa: PLR2004 -- hours of a day
