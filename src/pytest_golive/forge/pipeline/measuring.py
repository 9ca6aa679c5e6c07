"""Measure the checks of a commit: read them from the forge, and wait for unfinished ones if the settings say so."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.opening import Forge
from pytest_golive.forge.pipeline.joining import joined
from pytest_golive.forge.pipeline.judging import Pipeline, Rules
from pytest_golive.forge.pipeline.observed import Observed
from pytest_golive.forge.pipeline.own import Own
from pytest_golive.progress import Progress, silent


@dataclass(frozen=True)
class Wait:
    """How long the run waits for checks that have not ended.

    Attributes:
        longest: seconds; 0 for not at all.
        interval: seconds between two requests.
        sleep: sleeps.
    """

    longest: float = 0.0
    interval: float = 15.0
    sleep: Callable[[float], object] = time.sleep

    def until_ended(self, look: Callable[[], Pipeline]) -> Pipeline:
        """The pipeline that *look* returns once its checks have ended, or after the longest wait.

        A red check ends the wait: nothing later makes it green.
        """
        pipeline = look()
        left = self.longest
        while (
            left > 0
            and not pipeline.ended_otherwise
            and (pipeline.unfinished or pipeline.missing or not pipeline.counted)
        ):
            pause = min(self.interval, left)
            self.sleep(pause)
            left -= pause
            pipeline = look()
        return pipeline


def measure(  # noqa: PLR0913, PLR0917 -- one for each source
    forge: Forge,
    commits: Sequence[str],
    before: Sequence[str],
    branch: str,
    rules: Rules,
    own: Own,
    wait: Wait,
    progress: Progress = silent,
    *,
    signed: Sequence[str] = (),
) -> Pipeline:
    """The checks of a release.

    Args:
        forge: the repository on its forge.
        commits: full names of the commits whose content is the release's, the newest first. For each check, the first
            commit on which it ran counts.
        before: the commits before it, where a check that is missing may have run.
        branch: the branch whose rules count; "" for the default branch.
        rules: which checks count.
        own: the job of this run.
        wait: how long to wait for checks that have not ended.
        progress: shows that it waits.
        signed: those that only added signatures to it; they count if nothing ran on *commits*.

    Raises:
        CannotMeasure: the forge has none of the commits, or gives no usable response.
    """
    asked = forge.checks
    project = asked.project()
    demanded = asked.required(branch or project.branch)
    where = f"{forge.located.place.host}/{project.name}"

    def known(names: Sequence[str]) -> list[tuple[str, Observed]]:
        return [(commit, each) for commit in names if (each := asked.observed(commit)) is not None]

    def pipeline(commit: str, each: Observed, borrowed: Mapping[str, str] | None = None) -> Pipeline:
        return Pipeline(commit, where, each, demanded, rules, own, borrowed=borrowed or {})

    def look() -> Pipeline:
        release = known(commits)
        told = [pipeline(*joined(release))] if release else []
        if not told or not told[0].counted:
            told += [pipeline(commit, each) for commit, each in known(signed)]
        if not told:
            raise CannotMeasure(
                f"{where} does not have the commit {commits[0][:10]}, so nothing can have run on it",
                "push it; in a job for a pull request the commit is a merge made for the job: release from the branch",
            )
        found = next((each for each in told if each.counted), told[0])
        if found.unfinished:
            progress(f"pipeline: {len(found.unfinished)} of {len(found.counted)} checks have not ended")
        return found

    found = wait.until_ended(look)
    if not found.missing:
        return found
    elsewhere: dict[str, str] = {}
    for other in before:
        seen = asked.observed(other)
        names = {check.name for check in seen.checks} if seen else set()
        missing = dict.fromkeys(demand.name for demand in found.missing)
        elsewhere |= {name: other for name in missing if name in names and name not in elsewhere}
    return replace(found, elsewhere=elsewhere)
