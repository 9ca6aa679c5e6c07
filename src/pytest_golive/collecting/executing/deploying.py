"""The rows that deploy run behind all that is due before them, and only if that holds."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import pytest

from pytest_golive.activation import PHASES
from pytest_golive.collecting.executing import order
from pytest_golive.collecting.executing.in_the_way import in_the_way, named
from pytest_golive.collecting.executing.order import (
    AFTER,
    BEFORE,
    COMPARING,
    SECTION,
    Order,
    is_due_after,
)
from pytest_golive.collecting.executing.selection import refuse_excuses, refuse_selection
from pytest_golive.collecting.executing.to_roll_back import is_automatic, refuse_to_watch
from pytest_golive.collecting.tree import is_gate, permission_of
from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure, NotExecuted
from pytest_golive.judging.verdict import Row, Verdict

FIXTURE = "watched_deployment"
WATCHING = frozenset({"watched_release", "rollback_triggers"})  # they look at the release that was deployed
MOST = 10
# The verdict if the run ended now; only the process that the user started knows it.
SO_FAR = pytest.StashKey[Callable[[pytest.Session], Verdict]]()
DEPLOYING = pytest.StashKey["Deploying"]()


class Deploying:
    """The hooks of one process.

    Args:
        run: the run.
        config: pytest's, which keeps this object for the fixture that deploys.
    """

    def __init__(self, run: Run, config: pytest.Config) -> None:
        self.config = config
        self._run = run
        self._session: pytest.Session | None = None
        self._deploying: frozenset[str] = frozenset()
        self._watching: frozenset[str] = frozenset()
        config.stash[DEPLOYING] = self

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Put what deploys behind all that is due before or beside it, and the steps into their order."""
        # Not where pytest modifies the items: `--ff` and other plugins wrap that hook and would have the last word.
        if sys.exception() is not None and not session.items:
            return  # pytest calls this hook also when the collection has failed, which says why; nothing will run
        self._session = session
        self._deploying = frozenset(item.nodeid for item in session.items if _deploys(item))
        self._watching = frozenset(one.nodeid for one in session.items if any(_requests(one, by) for by in WATCHING))
        session.items.sort(key=lambda item: self._place(item.nodeid, _phases_of(item)))
        if self._run.asked.glass:
            from pytest_golive.collecting.accompanying.breaking import refuse_broken

            refuse_broken(session, self._run)
        if self._run.asked.execute:
            refuse_selection(session, self._run)
            refuse_excuses(self._run)

    @pytest.hookimpl
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write into the journal that the run has ended, if it has executed anything."""
        if self._run.asked.execute:
            from pytest_golive.collecting.accompanying.breaking import write_settled
            from pytest_golive.collecting.executing.journalling import close_journal

            so_far = self._so_far()
            write_settled(session.config, so_far)
            close_journal(session.config, go=so_far is not None and (so_far.go or so_far.is_emergency))

    @pytest.hookimpl
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Hold a gate of the team's own that deploys by itself to the same rule, and stop at the first red step."""
        if is_gate(item) and permission_of(item) == "deploy":
            if not self._run.asked.execute:
                raise NotExecuted("a dry run: this gate deploys by itself", "execute it with --golive-execute")
            self.refuse_unready(item.nodeid, anything=self._is_production)
        elif self._run.asked.execute and is_gate(item):
            self._stop_behind_red(item)
            if item.nodeid in self._watching and is_automatic(self._run) and (so_far := self._so_far()) is not None:
                refuse_to_watch(so_far, self.config)
        elif is_gate(item):
            from pytest_golive.collecting.executing.finished import refuse_unfinished

            refuse_unfinished(self._run, item, self._order)

    def refuse_unready(self, nodeid: str, *, anything: bool) -> None:
        """Execute no step while those before it do not hold.

        Args:
            nodeid: the step.
            anything: whether all else in this run must hold, as for a deployment to production. Elsewhere that is a
                rehearsal, and rows such as `same_artifact` can hold only after it.

        Raises:
            CannotMeasure: something does not hold, or this process does not know; the message names it.
        """
        name, so_far = self._run.target_name, self._so_far()
        if so_far is None:
            raise CannotMeasure(
                f"{name} was not deployed to: a worker of pytest-xdist does not know how the other rows of this run "
                "ended",
                "run the phase deploy without -n",
            )
        reasons = [*in_the_way(so_far, self._place)] if anything else [*self._steps_before(so_far, nodeid)]
        if reasons:
            told = "; ".join([*reasons[:MOST], *([f"and {len(reasons) - MOST:,} more"] if reasons[MOST:] else [])])
            raise CannotMeasure(
                f"{name} was not deployed to, because not all {'else in this run' if anything else 'before it'} "
                f"holds: {told}",
                "mend each as its own row says, and run the whole phase again; give a row of people's that can be "
                "judged only after the deployment phase=post_deploy in its binding",
            )

    def is_step(self, nodeid: str) -> bool:
        """Whether the row is in the list of steps."""
        return self._order.place_of(nodeid) >= 0

    def row_of(self, nodeid: str) -> Row | None:
        """A row as it stands now; None if this run has none of that name, or nobody knows."""
        so_far = self._so_far()
        return next((row for row in so_far.rows if row.entry.id == nodeid), None) if so_far is not None else None

    def _so_far(self) -> Verdict | None:
        session = self._session
        so_far = session.config.stash.get(SO_FAR, None) if session is not None else None
        return so_far(session) if session is not None and so_far is not None else None

    def _stop_behind_red(self, item: pytest.Item) -> None:
        """Go no further down the list than to the first step that does not hold.

        Raises:
            NotExecuted: a step before it does not hold.
        """
        place = self._place(item.nodeid, _phases_of(item))
        so_far = self._so_far() if place[0] != BEFORE and self._order.place_of(item.nodeid) >= 0 else None
        for row in so_far.gates if so_far is not None else ():
            before = self._place(row.entry.id, row.entry.phases)
            is_step = self._order.place_of(row.entry.id) >= 0 and before[0] != BEFORE
            is_in_the_way = is_step and before < place and self._order.ends_before(row.entry.id, item.nodeid)
            if is_in_the_way and row.outcome.blocks:
                raise NotExecuted(
                    f"not run, because a step before it does not hold: {named(row.entry)} ({row.outcome})",
                    "mend that first, as its own row says",
                )

    def _steps_before(self, verdict: Verdict, nodeid: str) -> Iterator[str]:
        """The steps before *nodeid* that do not hold."""
        place = self._place(nodeid, ("deploy",))
        for row in verdict.gates:
            other = row.entry.id
            is_step = self._order.place_of(other) >= 0 and other != f"{SECTION}{COMPARING}"
            if is_step and self._place(other, row.entry.phases) < place and row.outcome.blocks:
                yield f"{named(row.entry)} ({row.outcome})"

    def _place(self, nodeid: str, phases: Sequence[str]) -> tuple[int, int]:
        """First 0 for what is due before or beside the deployment, 1 for what deploys, 2 for what is due after it.

        And 3 for a watch; then the number of the step.
        """
        step = self._order.place_of(nodeid)
        if nodeid in self._watching:
            return order.WATCHING, step
        if step >= 0:
            return self._order.stage_of(nodeid), step
        if nodeid in self._deploying:
            return order.DEPLOYING, self._order.last
        return AFTER if is_due_after(phases, self._run.asked.phases) else BEFORE, step

    @cached_property
    def _order(self) -> Order:
        return Order(self._run.settings, self._run.target_name)

    @property
    def _is_production(self) -> bool:
        return self._order.production


def _deploys(item: pytest.Item) -> bool:
    return _requests(item, FIXTURE) or (is_gate(item) and permission_of(item) == "deploy")


def _requests(item: pytest.Item, fixture: str) -> bool:
    return is_gate(item) and fixture in getattr(item, "fixturenames", ())


def _phases_of(item: pytest.Item) -> list[str]:
    return [phase for phase in PHASES if item.get_closest_marker(phase) is not None]
