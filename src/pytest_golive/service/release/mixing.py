"""Which releases answer while a deployment is under way: this one, the one before, and no other."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.findings import Finding
from pytest_golive.progress import Progress, silent
from pytest_golive.service.answers.expecting import fault
from pytest_golive.service.release.awaiting import until_complete
from pytest_golive.service.release.terms import Release, ReportedRelease

BY_CHANCE: Final = 1e-6  # how probable it may be that a batch that serves is not met
MOST_ASKED: Final = 1_500


@dataclass(frozen=True, slots=True)
class Mixed:
    """What was reported while two releases may answer.

    Attributes:
        answers: in order.
        release: the one that is deployed.
        before: the one that it takes the place of; None if there is none.
        source: how it was asked for.
        partly: whether the release before must answer, too: a batch that has reached everybody is none.
    """

    answers: Sequence[ReportedRelease]
    release: Release
    before: Release | None
    source: str
    partly: bool = False

    @property
    def new(self) -> int:
        """How many responses came from this release."""
        return sum(answer.is_of(self.release) for answer in self.answers)

    @property
    def old(self) -> int:
        """How many responses came from the release before."""
        return sum(self.before is not None and answer.is_of(self.before) for answer in self.answers)

    @property
    def absent(self) -> tuple[Finding, ...]:
        """What should have answered, and did not: one finding, or none."""
        asked = len(self.answers)
        if not self.new:
            what = f"none of {asked:,} answers came from {self.release}: {self.seen}"
            cure = (
                "see in its log what the command did, and whether the load balancer sends anything to what it deployed"
            )
            return (fault("version", what, cure),)
        if self.partly and not self.old:
            what = (
                f"all {asked:,} answers came from {self.release}, and none from {self.before}: it has reached everybody"
            )
            return (
                fault("version", what, "let the command give the release to that share only, or leave the batch out"),
            )
        return ()

    @property
    def strangers(self) -> tuple[Finding, ...]:
        """The responses of releases that are neither of the two, one finding for each with their number."""
        found = Counter(str(answer) for answer in self.answers if not self._is_expected(answer))
        curls = {str(answer): answer.curl for answer in self.answers}
        both = f"neither from {self.release} nor from {self.before}" if self.before else f"not from {self.release}"
        return tuple(
            fault(
                "version",
                f"{count} of {len(self.answers)} answers came from {name}, {both}; to repeat: {curls[name]}",
                "see which instance that is, and who has deployed there",
            )
            for name, count in found.items()
        )

    @property
    def wrong(self) -> int:
        """How many responses came from neither."""
        return sum(not self._is_expected(answer) for answer in self.answers)

    @property
    def is_complete(self) -> bool:
        """Whether all that should answer does, and no stranger."""
        return not self.absent and not self.wrong

    @property
    def seen(self) -> str:
        """Who answered how often: "1.1.0 (27), 1.2.0 (3)"."""
        return ", ".join(f"{name} ({count})" for name, count in sorted(Counter(map(str, self.answers)).items()))

    def _is_expected(self, answer: ReportedRelease) -> bool:
        return answer.is_of(self.release) or (self.before is not None and answer.is_of(self.before))


def requests_for(share: int) -> int:
    """How many requests meet a batch of *share* percent all but surely, if that many of a hundred reach it."""
    if share >= 100:  # noqa: PLR2004 -- percent
        return 1
    return min(MOST_ASKED, math.ceil(math.log(BY_CHANCE) / math.log(1 - share / 100)))


def ask_mixed(
    ask: Callable[[], ReportedRelease], releases: Sequence[Release], fewest: int, most: int
) -> list[ReportedRelease]:
    """Ask *fewest* times, and then until each of *releases* has answered, but *most* times at most.

    Raises:
        Unreachable: there was no usable response.
        CannotMeasure: a response names no release.
    """
    answers: list[ReportedRelease] = []
    missing = [*releases]
    while len(answers) < max(fewest, 1) or (len(answers) < most and missing):
        answers.append(ask())
        missing = [one for one in missing if not answers[-1].is_of(one)]
    return answers


def await_batch(
    ask: Callable[[], Mixed], *, limit: float, progress: Progress = silent, sleep: Callable[[float], None] = time.sleep
) -> Mixed:
    """Ask until this release answers beside the one before, for at most *limit* seconds, but at least once.

    Returns:
        The last round, good or not.

    Raises:
        Unreachable: the last round had no usable answer.
        CannotMeasure: an answer names no release.
    """
    return until_complete(ask, limit=limit, what="the batch serves", progress=progress, sleep=sleep).found
