"""A moment as somebody gives it on the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_golive.errors import CannotMeasure, GoliveError

if TYPE_CHECKING:
    from pytest_golive.settings.loading import Loaded

NOW: Final = "now"
APART: Final = dt.timedelta(minutes=1)  # the clocks of two machines may differ by as much
EXAMPLE: Final = "2026-11-27T13:00:00Z"


def moment_of(text: str, now: dt.datetime) -> dt.datetime:
    """The moment that *text* names, in UTC: ISO 8601 with a time zone, or "now".

    Raises:
        GoliveError: it is no such moment, or has not come yet.
    """
    if text.strip().casefold() == NOW:
        return now.astimezone(dt.UTC).replace(microsecond=0)
    try:
        found = dt.datetime.fromisoformat(text.strip())
        given = found.astimezone(dt.UTC).replace(microsecond=0) if found.tzinfo else None
    except (ValueError, OverflowError):
        raise GoliveError(f"{text[:80]!r} is no moment", f"write it as {EXAMPLE}, or now") from None
    if given is None:
        raise GoliveError(f"{text!r} has no time zone", f"write it as {EXAMPLE} (Z for UTC), +01:00 and so on, or now")
    if given > now + APART:
        ahead = f"{text} is in the future, by the clock of this machine ({now.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ})"
        raise GoliveError(ahead, "name the moment at which the deployment ended, or set the clock right")
    return given


def not_before_release(moment: dt.datetime, root: Path, loaded: Loaded, documents: Sequence[Path]) -> None:
    """Refuse a moment at which what is checked out in *root* did not exist yet.

    Args:
        moment: of the deployment.
        root: the project's folder.
        loaded: its settings.
        documents: of the checklist, besides those of the settings.

    Raises:
        GoliveError: the release's commit is younger.
    """
    from pytest_golive.context.releases import checked_out, unticking
    from pytest_golive.delivery.git.repository import Repository
    from pytest_golive.forge.bugs.dating import released
    from pytest_golive.rows.plan import Plan

    try:
        repository = Repository.open(root)
        normal = unticking(Plan(root, loaded, documents).paths)
        commit = checked_out(repository, loaded.settings.signing, normal=normal).commit
        since, what = released(repository, commit, dt.datetime.now(dt.UTC).timestamp()) if commit else (0.0, "")
    except CannotMeasure:
        return  # nothing tells when the release was made; each row that needs the repository says so
    made = dt.datetime.fromtimestamp(since, dt.UTC)
    if moment < made - APART:
        raise GoliveError(
            f"{moment:%Y-%m-%dT%H:%M:%SZ} is before this release existed: {what}, {commit[:7]}, is of "
            f"{made:%Y-%m-%dT%H:%M:%SZ}",
            "name the moment at which this release was deployed, or check out the one that was deployed then",
        )
