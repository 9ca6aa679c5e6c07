"""The rows that deploy run last, and production is deployed to only if all that is due before or beside them holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from pytest_golive.activation import PHASES, ROOT
from pytest_golive.collecting.tree import is_gate, permission_of
from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure
from pytest_golive.judging.verdict import Entry, Outcome, Row, Verdict

FIXTURE = "watched_deployment"
AFTER = frozenset({"smoke", "post_deploy"})  # what only a deployed release shows
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
        self._run = run
        self._session: pytest.Session | None = None
        self._deploying: frozenset[str] = frozenset()
        config.stash[DEPLOYING] = self

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Put what deploys behind all that is due before or beside it.

        Here, and not where pytest modifies the items: ``--ff`` and other plugins wrap that hook and would have the last
        word.
        """
        self._session = session
        self._deploying = frozenset(item.nodeid for item in session.items if _deploys(item))
        session.items.sort(key=lambda item: self._place(item.nodeid, _phases_of(item)))

    @pytest.hookimpl
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Hold a gate of the team's own that deploys by itself to the same rule."""
        if is_gate(item) and permission_of(item) == "deploy":
            table = self._run.settings.targets.get(self._run.target_name)
            self.refuse_unready(table is not None and table.production)

    def refuse_unready(self, production: bool) -> None:  # noqa: FBT001 -- says of what it is true
        """Start no deployment to production while anything else of this run does not hold.

        Elsewhere a deployment is a rehearsal, and rows such as `same_artifact` can hold only after it.

        Raises:
            CannotMeasure: something does not hold, or this process does not know; the message names it.
        """
        if not production:
            return
        name, session = self._run.target_name, self._session
        so_far = session.config.stash.get(SO_FAR, None) if session is not None else None
        if session is None or so_far is None:
            raise CannotMeasure(
                f"{name} was not deployed to: a worker of pytest-xdist does not know how the other rows of this run "
                "ended",
                "run the phase deploy without -n",
            )
        if reasons := [*self._in_the_way(so_far(session))]:
            told = "; ".join([*reasons[:MOST], *([f"and {len(reasons) - MOST:,} more"] if reasons[MOST:] else [])])
            raise CannotMeasure(
                f"{name} was not deployed to, because not all else in this run holds: {told}",
                "mend each as its own row says, and run the whole phase again; give a row of people's that can be "
                "judged only after the deployment phase=post_deploy in its binding",
            )

    def _in_the_way(self, verdict: Verdict) -> Iterator[str]:
        yield from dict.fromkeys(f"{_name(row.entry)} ({row.outcome})" for row in self._blocking(verdict.rows))
        yield from verdict.faults

    def _blocking(self, rows: Sequence[Row]) -> Iterator[Row]:
        for row in rows:
            parts = row.parts or (row,)
            others = [part for part in parts if self._is_before(part)]
            blocking = [part for part in others if part.outcome.blocks]
            yield from blocking
            if not blocking and len(others) == len(parts) and row.outcome.blocks:
                yield row  # its gates hold, but not what the document says of them

    def _is_before(self, row: Row) -> bool:
        """Whether *row* is due before or beside the deployment, or is a part of it that has already ended."""
        place = self._place(row.entry.id, row.entry.phases)
        return place == 0 or (place == 1 and row.outcome is not Outcome.NOT_RUN)

    def _place(self, nodeid: str, phases: Sequence[str]) -> int:
        """0 for what is due before or beside the deployment, 1 for what deploys, 2 for what is due after it."""
        if nodeid in self._deploying:
            return 1
        due = set(phases).intersection(self._run.asked.phases) or set(phases)
        return 2 if due and due <= AFTER else 0


def _deploys(item: pytest.Item) -> bool:
    return is_gate(item) and (FIXTURE in getattr(item, "fixturenames", ()) or permission_of(item) == "deploy")


def _phases_of(item: pytest.Item) -> list[str]:
    return [phase for phase in PHASES if item.get_closest_marker(phase) is not None]


def _name(entry: Entry) -> str:
    name = entry.id.removeprefix(f"{ROOT}/")
    return f'"{entry.title}", {name}' if entry.place else name
