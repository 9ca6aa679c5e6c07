"""The order of the steps of a deployment among the rows of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pytest_golive.activation import ROOT
from pytest_golive.context.run import Run
from pytest_golive.delivery.steps.ordering.order import OF_STAGING
from pytest_golive.judging.verdict import Entry
from pytest_golive.settings.deployment.table import Deployment
from pytest_golive.settings.model import Settings

SECTION: Final = f"{ROOT}/deployment::"
# Rows that stand beside a step and have no place of their own in the settings.
BESIDE: Final = {"tagged": "same_artifact", "deployed": "zero_downtime"}
LOOKING: Final = frozenset({"reviewed", "merged", "tagged", "same_artifact", "team_briefed"})
# They only look at what was deployed. A gap is over by then; whether the release serves decides on its rollback.
JUDGING: Final = frozenset({"smoke_passed", "stable_after_deploy"})
COMPARING: Final = "same_artifact"  # can hold only after staging was deployed to
AFTER_DEPLOYMENT: Final = frozenset({"smoke", "post_deploy"})  # phases of what only a deployed release shows
BEFORE, DEPLOYING, AFTER, WATCHING = range(4)


@dataclass(frozen=True)
class Order:
    """The steps of one run.

    Attributes:
        settings: with the team's own steps.
        target: the name of the run's target.
    """

    settings: Settings
    target: str

    @property
    def production(self) -> bool:
        """Whether the run is about production; else it deploys to staging."""
        table = self.settings.targets.get(self.target)
        return table is not None and table.production

    @cached_property
    def names(self) -> Sequence[str]:
        """The names of all steps, in order."""
        found: list[str] = []
        known = self.target if self.target in self.settings.targets else ""
        for name in self.settings.of(Deployment).order(known, production=self.production or not known):
            found += [name, *([BESIDE[name]] if name in BESIDE else [])]
        return found

    def place_of(self, nodeid: str) -> int:
        """The number of the step, from 0; -1 for a row that is none."""
        name = nodeid.removeprefix(SECTION) if nodeid.startswith(SECTION) else ""
        return self.names.index(name) if name in self.names else -1

    def stage_of(self, nodeid: str) -> int:
        """When the step is due: before whatever changes the target, with that, or after the deployment."""
        name, last = nodeid.removeprefix(SECTION), self.last
        if name in OF_STAGING:
            return BEFORE if self.production else DEPLOYING if name == OF_STAGING[0] else AFTER
        if name in LOOKING:
            return BEFORE
        if not self.production and name in self._behind_staging:
            return AFTER
        return DEPLOYING if self.place_of(nodeid) <= last else AFTER

    @cached_property
    def _behind_staging(self) -> frozenset[str]:
        """The team's own steps that come after the rows that look at staging, and before `deployed`."""
        found = self.names[self.names.index(OF_STAGING[1]) : self.names.index("deployed")]
        return frozenset(found) & self.settings.of(Deployment).steps.keys()

    def ends_before(self, red: str, nodeid: str) -> bool:
        """Whether the list ends at the step *red*, which does not hold, before it comes to *nodeid*."""
        is_gap = red.removeprefix(SECTION) == BESIDE["deployed"]
        return not (is_gap and nodeid.removeprefix(SECTION) in JUDGING)

    @property
    def last(self) -> int:
        """The number of the last row that deploys."""
        return self.names.index("zero_downtime")


def is_due_after(phases: Sequence[str], asked: Sequence[str]) -> bool:
    """Whether a row of these phases can hold only after the deployment of a run that asks for *asked*."""
    due = set(phases).intersection(asked) or set(phases)
    return bool(due) and due <= AFTER_DEPLOYMENT


def in_order(run: Run, entries: Sequence[Entry]) -> list[Entry]:
    """*entries* with the steps among them in the order in which they are due; all others keep their places."""
    order = Order(run.settings, run.target_name)
    if "deploy" not in run.asked.phases:
        return [*entries]
    steps = iter(
        sorted(
            (one for one in entries if order.place_of(one.id) >= 0),
            key=lambda one: (order.stage_of(one.id), order.place_of(one.id)),
        )
    )
    return [next(steps) if order.place_of(one.id) >= 0 else one for one in entries]
