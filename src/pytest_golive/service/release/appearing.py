"""Waits until every instance reports the release that was deployed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from pytest_golive.findings import Finding
from pytest_golive.progress import Progress, silent
from pytest_golive.service.release.awaiting import until_complete
from pytest_golive.service.release.checking import Releases


@dataclass(frozen=True, slots=True)
class _Round:
    """What was reported in one round, and how many instances must answer."""

    releases: Releases
    instances: int

    @property
    def is_complete(self) -> bool:
        return not self.releases.wrong and self.releases.instances >= self.instances


@dataclass(frozen=True, slots=True)
class Appeared:
    """What the instances reported at last.

    Attributes:
        releases: the last round of responses.
        rounds: how many there were.
        seconds: from the end of the deployment until then.
        instances: how many must answer.
        target: which target's they are; "" if nobody says.
    """

    releases: Releases
    rounds: int
    seconds: float
    instances: int
    target: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether every instance reports this release."""
        return _Round(self.releases, self.instances).is_complete

    @property
    def missing(self) -> tuple[Finding, ...]:
        """A finding if fewer instances answered than must."""
        return self.releases.missing(self.instances)

    @property
    def source(self) -> str:
        """How it was measured."""
        where = f" on {self.target}" if self.target else ""
        return f"{self.releases.source}{where}, after {self.seconds:.1f} s in round {self.rounds}"


def await_release(
    ask: Callable[[], Releases],
    instances: int,
    *,
    limit: float,
    progress: Progress = silent,
    sleep: Callable[[float], None] = time.sleep,
) -> Appeared:
    """Ask until all *instances* report the release, for at most *limit* seconds.

    Args:
        ask: asks a round of questions.
        instances: how many must answer.
        limit: seconds.
        progress: reports the progress.
        sleep: waits.

    Returns:
        The last round, complete or not.

    Raises:
        Unreachable: the last round had no usable answer.
        CannotMeasure: an answer names no release.
    """
    last = until_complete(
        lambda: _Round(ask(), instances),
        limit=limit,
        what="every instance runs the release",
        progress=progress,
        sleep=sleep,
    )
    return Appeared(last.found.releases, last.number, last.seconds, instances)
