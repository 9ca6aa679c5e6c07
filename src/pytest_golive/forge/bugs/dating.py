"""From when on issues count: the date of the release's commit, which whoever commits may choose."""

from __future__ import annotations

import datetime as dt

from pytest_golive.delivery.git.repository import Repository

SKEW = 300.0  # seconds by which the clocks of two machines may differ
LATEST = dt.datetime(9999, 12, 31, tzinfo=dt.UTC).timestamp()
COMMIT = "the release's commit"


def released(repository: Repository, commit: str, now: float) -> tuple[float, str]:
    """When *commit* was made, in seconds since 1970, and whose date that is, in words.

    A date in the future would hide the issues of today, so that of the last commit before it counts that is not; 0 if
    all of them are.

    Args:
        repository: around the project.
        commit: of the release.
        now: seconds since 1970.
    """
    date = _dates(repository, commit, "--max-count=1")[0]
    if date <= now + SKEW:
        return min(date, now), COMMIT
    past = (one for one in _dates(repository, commit, "--first-parent") if one <= now)
    day = f"{dt.datetime.fromtimestamp(min(date, LATEST), dt.UTC):%Y-%m-%d}"
    return next(past, 0.0), f"the last commit before the release's, whose date, {day}, is in the future"


def _dates(repository: Repository, commit: str, *options: str) -> list[float]:
    said = repository.git("log", "--format=%ct", *options, commit, "--")
    return [float(line) for line in said.decode().split()]
