"""The steps of a run that are due, in their order, and what is told of each before it begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from pytest_golive.activation import ROOT
from pytest_golive.collecting.executing.journalling import release_in
from pytest_golive.context.guarding.guards import journal_path
from pytest_golive.context.run import Run
from pytest_golive.delivery.journal.progress import StepState, progress, usual_times
from pytest_golive.delivery.lengths import length
from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.printing import on_one_line

SECTION: Final = "deployment::"
# A row whose work is written down under the name of another one.
JOURNALLED: Final = {"deployment::deployed_to_staging": "deployment::deployed"}


def name_of(nodeid: str) -> str:
    """A row as the journal names it: "deployment::deployed"."""
    return nodeid.removeprefix(f"{ROOT}/")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the journal tells of earlier runs.

    Attributes:
        states: the steps of this release.
        usual: how long each step and row took when it last passed, in seconds, of any release.
    """

    states: Mapping[str, StepState] = field(default_factory=dict)
    usual: Mapping[str, float] = field(default_factory=dict)


def earlier_runs(run: Run) -> Earlier:
    """What the journal of the run's target tells; nothing if it cannot be read, which the first step will say."""
    from pytest_golive.delivery.journal.reading import read

    with suppress(CannotMeasure):
        path = journal_path(run.settings, run.repository, run.target_name)
        if path.exists():
            entries = read(path, run.target_name)
            return Earlier(progress(entries, release_in(run)), usual_times(entries))
    return Earlier()


@dataclass(frozen=True, slots=True)
class Listing:
    """The steps of a run.

    Attributes:
        names: of the rows that are due, in their order: "deployment::deployed".
        earlier: what the journal tells of earlier runs.
    """

    names: Sequence[str]
    earlier: Earlier = Earlier()

    def place(self, name: str) -> str:
        """Where a step stands: "step 3 of 9"."""
        return f"step {self.names.index(name) + 1:,} of {len(self.names):,}"

    def usual(self, name: str) -> float | None:
        """How long it took last time, in seconds; None if nobody knows.

        Of two rows that one command does, the first takes that long.
        """
        known = JOURNALLED.get(name, name)
        before = [JOURNALLED.get(one, one) for one in self.names[: self.names.index(name)]]
        return None if known in before else self.earlier.usual.get(known)

    def pieces(self, name: str) -> list[str]:
        """Where it stands, how long it took last time, or who has done it already, and what comes next."""
        state, usual = self.earlier.states.get(JOURNALLED.get(name, name)), self.usual(name)
        found = [f"{self.place(name)}: {name.removeprefix(SECTION)}"]
        if state is not None and state.holds:
            found.append(f"done already {on_one_line(state.told)}")
        elif usual is not None:
            found.append(f"{length(usual)} last time")
        following = self.names[self.names.index(name) + 1 :]
        return [*found, f"next: {following[0].removeprefix(SECTION)}" if following else "the last one"]
