"""Rehearses a rollback on staging: there, back and there again, with data that must not be lost."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from pytest_golive.context.run import Run
from pytest_golive.delivery.journal.entries import Event, who_runs
from pytest_golive.delivery.releases.tags import version_of_tag
from pytest_golive.delivery.rollback.rehearsals import STAGES, Rehearsal, Stage
from pytest_golive.delivery.steps.context import StepContext
from pytest_golive.delivery.steps.running import run_step
from pytest_golive.delivery.steps.step import Step
from pytest_golive.errors import CannotMeasure, GoliveError, NotSetUp
from pytest_golive.processes import children
from pytest_golive.service.release.checking import Release
from pytest_golive.settings.deployment.batches import BATCH, WHOLE, shares
from pytest_golive.settings.deployment.table import Deployment
from pytest_golive.settings.rollback.table import Rollback
from pytest_golive.settings.values.checks import seconds
from pytest_golive.targets.returning.needs import commands_of
from pytest_golive.targets.triggers.counting import UNCOUNTED, counts_instances
from pytest_golive.targets.triggers.way_back import values_of

if TYPE_CHECKING:
    from pytest_golive.delivery.journal.entries import Release as Recorded
    from pytest_golive.delivery.journal.writing import Journal
    from pytest_golive.delivery.releases.previous import PastRelease
    from pytest_golive.targets.live import Live

ALL: Final = ("*",)  # these commands get what the one that deploys gets


@dataclass
class Rehearsing:
    """One rehearsal.

    Attributes:
        run: the run.
        live: staging.
        before: the release to go back to.
        release: this release, as the service reports it.
        stages: those that have ended.
    """

    run: Run
    live: Live
    before: PastRelease
    release: Release
    stages: list[Stage] = field(default_factory=list)

    def hold(self, journal: Journal, recorded: Recorded) -> Rehearsal:
        """Go through all stages, to the first that fails.

        Raises:
            NotSetUp: a command is missing; nothing was done.
            KeyboardInterrupt: somebody stopped it; what was done until then is in `stages`.
        """
        commands, began = commands_of(self.run), dt.datetime.now(dt.UTC)
        self._check()
        doing: Sequence[Callable[[], str]] = (
            self._deploy, self._write, self._go_back, self._verify, self._deploy, self._verify,
        )  # fmt: skip
        for name, do in zip(STAGES, doing, strict=True):
            self.run.progress(f"rehearsal: {name}")
            stage = self._stage(name, do)
            journal.tell(Event.NOTED, evidence={"rehearsal": name, "result": stage.result, "what": stage.evidence})
            if stage.result != "passed":
                break
        return Rehearsal(
            recorded.digest, recorded.version, recorded.commit, self.before.name, self.live.target.name, commands,
            began, dt.datetime.now(dt.UTC), who_runs(), tuple(self.stages),
        )  # fmt: skip

    def _stage(self, name: str, do: Callable[[], str]) -> Stage:
        began = time.monotonic()
        try:
            result, said = "passed", do()
        except KeyboardInterrupt:
            self.stages.append(Stage(name, "interrupted", time.monotonic() - began, "somebody stopped it"))
            raise
        except GoliveError as error:
            result, said = "failed", error.what
        self.stages.append(Stage(name, result, time.monotonic() - began, said))
        return self.stages[-1]

    def _check(self) -> None:
        if self.run.settings.of(Rollback).rehearsal is None:
            raise NotSetUp(
                "the settings do not say how a rehearsal writes data and looks for them again",
                "name write and verify in [tool.golive.rollback.rehearsal]",
            )

    def _deploy(self) -> str:
        rules = self.run.settings.of(Deployment)
        is_gradual = not rules.batch_targets or self.live.target.name in rules.batch_targets
        for share in (shares(rules.batches) if is_gradual else ()) or (WHOLE,):
            self._ran("deployment", rules.command or (), seconds(rules.timeout), leaves=True, share=share)
        return self._serving(self.release)

    def _go_back(self) -> str:
        rules = self.run.settings.of(Rollback)
        self._ran("rollback", rules.command or (), seconds(rules.timeout), leaves=True)
        return self._serving(Release(version_of_tag(self.before.name), self.before.commit))

    def _write(self) -> str:
        table = self.run.settings.of(Rollback).rehearsal
        return self._ran("write", table.write if table else (), seconds(table.timeout) if table else 0)

    def _verify(self) -> str:
        table = self.run.settings.of(Rollback).rehearsal
        return self._ran("verify", table.verify if table else (), seconds(table.timeout) if table else 0)

    def _ran(
        self, name: str, command: tuple[str, ...], timeout: float, *, leaves: bool = False, share: int = WHOLE
    ) -> str:
        """Run a command, which may deploy a batch of *share* percent, and return the last line that it said.

        Raises:
            CannotMeasure: it did not succeed.
        """
        run = self.run
        environment = {**children.unmarked(os.environ), "GOLIVE_BATCH": str(share)}
        values = values_of(run)
        values = replace(values, by_name={**values.by_name, BATCH: str(share)})
        context = StepContext(
            run.root, run.artifacts / "rehearsal", values, self.live.target, environment, run.progress
        )
        step = Step(name, command=command, timeout=timeout, environment=ALL, leaves=leaves)
        result = run_step(step, context)
        if not result.is_good:
            raise CannotMeasure(result.what, result.cure)
        return (result.last.said or ("",))[-1] if result.last is not None else ""

    def _serving(self, release: Release) -> str:
        """That every instance runs *release*.

        Raises:
            CannotMeasure: not all do.
        """
        from pytest_golive.targets.watching import await_release_at

        limit = seconds(self.run.settings.of(Deployment).appears_within)
        found = await_release_at(self.run, self.live, release, limit)
        if not found.is_complete:
            others = "; ".join(one.message for one in found.releases.others)
            what = others or f"{found.releases.instances} of {found.instances} instances answered"
            raise CannotMeasure(what, "see why the release did not come up")
        if not counts_instances(self.live.table):
            return f"the address answers with {release} after {found.seconds:.1f} s; {UNCOUNTED}"
        return f"{release} on {found.releases.instances} of {found.instances} instances after {found.seconds:.1f} s"
