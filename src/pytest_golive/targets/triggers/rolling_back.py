"""Rolls the release back by the team's command, writes that down, and looks whether the release before serves."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pytest_golive.context.run import Run
from pytest_golive.delivery.journal.entries import Event, Result
from pytest_golive.delivery.steps.context import StepContext
from pytest_golive.delivery.steps.running import run_step
from pytest_golive.delivery.steps.showing import shown
from pytest_golive.delivery.steps.step import Step
from pytest_golive.errors import GoliveError
from pytest_golive.processes import children
from pytest_golive.service.release.checking import Release
from pytest_golive.settings.deployment.table import Deployment
from pytest_golive.settings.rollback.table import Rollback
from pytest_golive.settings.values.checks import seconds
from pytest_golive.targets.triggers.counting import UNCOUNTED, counts_instances
from pytest_golive.targets.triggers.way_back import reported_as, values_of, way_back

if TYPE_CHECKING:
    from pytest_golive.delivery.journal.writing import Journal
    from pytest_golive.delivery.releases.previous import PastRelease
    from pytest_golive.targets.live import Live

ALL: Final = ("*",)  # a command that rolls back gets what the one that deploys gets


@dataclass(frozen=True, slots=True)
class RolledBack:
    """What came of a rollback.

    Attributes:
        to: the tag of the release before.
        ran: the command.
        seconds: from its start until every instance ran the release before, or until that was given up.
        trouble: what went wrong; "" if every instance runs the release before.
        log: absolute path of the command's output; "" if it did not run.
        serving: who runs it now, in words.
    """

    to: str
    ran: str
    seconds: float
    trouble: str = ""
    log: str = ""
    serving: str = "every instance runs it"

    @property
    def words(self) -> str:
        """The same in one sentence."""
        if self.trouble:
            return f"the rollback to {self.to} ({self.ran}) did not succeed: {self.trouble}"
        return f"rolled back to {self.to} in {self.seconds:.1f} s: {self.serving}"

    def evidence(self, why: str) -> dict[str, Any]:
        """The same for the journal."""
        return {
            "why": why,
            "to": self.to,
            "runs": self.ran,
            "seconds": round(self.seconds, 3),
            "trouble": self.trouble,
            "log": self.log,
        }


def roll_back(run: Run, live: Live, journal: Journal, why: str) -> RolledBack:
    """Roll back, and wait until every instance of the target runs the release before.

    Args:
        run: the run.
        live: the target.
        journal: of the target; it says that a rollback began before anything is done.
        why: what made it necessary.

    Raises:
        NotSetUp: the settings name no command; nothing was done.
        CannotMeasure: there is no release before, or the journal cannot be written; nothing was done.
        StepInterrupted: somebody stopped it; the command has been ended, and the journal says so.
    """
    way, before = way_back(run), run.previous_release
    to = before.name if before is not None else ""
    context = StepContext(
        run.root, run.artifacts / "steps", values_of(run), live.target, children.unmarked(os.environ), run.progress
    )
    step = Step("rollback", command=way.command, timeout=seconds(run.settings.of(Rollback).timeout), environment=ALL,
                leaves=True)  # fmt: skip
    line, began = shown(step, context), time.monotonic()
    journal.tell(Event.ROLLBACK_STARTED, evidence={"why": why, "to": to, "runs": line})
    try:
        result = run_step(step, context)
    except KeyboardInterrupt as stopped:
        journal.tell(Event.ROLLED_BACK, result=Result.INTERRUPTED, evidence={"why": why, "what": str(stopped)})
        raise
    trouble = result.what if not result.is_good else _not_serving(run, live, before)
    log = result.last.log if result.last is not None else ""
    serving = "every instance runs it" if counts_instances(live.table) else f"the address answers with it; {UNCOUNTED}"
    found = RolledBack(to, line, time.monotonic() - began, trouble, log, serving)
    ended = Result.FAILED if trouble else Result.PASSED
    journal.tell(Event.ROLLED_BACK, result=ended, evidence=found.evidence(why))
    return found


def _not_serving(run: Run, live: Live, before: PastRelease | None) -> str:
    """Why not every instance runs the release *before*; "" if all do."""
    from pytest_golive.targets.watching import await_release_at

    limit = seconds(run.settings.of(Deployment).appears_within)
    wanted = reported_as(run, before) if before is not None else Release()
    try:
        found = await_release_at(run, live, wanted, limit)
    except GoliveError as error:
        return f"nobody can tell which release serves now: {error.what}"
    if found.is_complete:
        return ""
    others = "; ".join(finding.message for finding in found.releases.others)
    return others or f"{found.releases.instances} of {found.instances} instances answered"
