"""Executes steps by the journal: what has finished is not done again, and what was cut short is not done blindly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

import pytest

from pytest_golive.collecting.executing.keeping_away import give_back, hold
from pytest_golive.context.exceptions.given import glass_of, shown_of
from pytest_golive.context.guarding.guards import journal_path
from pytest_golive.context.run import Run
from pytest_golive.delivery.declared.project import declared_version
from pytest_golive.delivery.journal.entries import Event, Release, Result
from pytest_golive.delivery.journal.progress import ROWS, StepState, progress, settling
from pytest_golive.delivery.journal.writing import Journal
from pytest_golive.delivery.lengths import length
from pytest_golive.delivery.steps.commanding import CutShort
from pytest_golive.errors import CannotMeasure, GoliveError

T = TypeVar("T")
# Settings are content of the release, too.
MAKES_ANOTHER: Final = ", which makes it another release, all of whose steps are done again"
JOURNAL: Final = pytest.StashKey["RunJournal"]()
TOOK: Final = pytest.StashKey[Mapping[str, float]]()  # how long each row took that passed, in seconds


@dataclass(frozen=True)
class Journalled(Generic[T]):
    """A step that is written down.

    Attributes:
        step: its name in the journal: "deployment::deployed".
        shown: what runs, without any secret.
        do: executes it.
        told: what is written down of its result, enough to judge it later.
        known: the result of an earlier run, by what was written down.
        holds: whether the result is good.
        is_cut_short: whether it is not known how far it came.
        repeatable: whether it may run again although it finished, or was cut short.
        resumable: whether it may run again if it was cut short.
        again: how that is allowed.
    """

    step: str
    shown: str
    do: Callable[[], T]
    told: Callable[[T], Mapping[str, Any]]
    known: Callable[[StepState], T]
    holds: Callable[[T], bool] = bool
    is_cut_short: Callable[[T], bool] = lambda _: False
    repeatable: bool = False
    resumable: bool = False
    again: str = ""


@dataclass
class RunJournal:
    """The journal of the run's target, opened with the first step that is executed.

    Attributes:
        journal: open for more lines.
        states: how the steps of this release stood when it was opened.
    """

    journal: Journal
    states: Mapping[str, StepState] = field(default_factory=dict)


def executed(run: Run, config: pytest.Config, step: Journalled[T]) -> T:
    """The result of *step*: of an earlier run, if it finished and still holds; else it is executed now.

    Raises:
        CannotMeasure: the journal cannot be written, an earlier run was cut short in the middle of the step, or the
            step itself failed.
    """
    journal = journal_for(run, config)
    state = journal.states.get(step.step)
    # The word of a person stands for no step that can be done again without harm.
    if state is not None and state.holds and not step.repeatable and not (state.settled and step.resumable):
        return step.known(state)
    if state is not None and state.is_open and not (step.repeatable or step.resumable):
        raise CannotMeasure(
            f"{step.step} was begun {state.told}, and cut short, so nobody knows how far it came; it was not done "
            "again",
            f"see what runs there now, and write down what you found: {settling(run.target_name, step.step)}; or roll "
            f"back with golive rollback --target={run.target_name}, or "
            f"{step.again or 'do it again by hand'}{MAKES_ANOTHER if step.again else ''}",
        )
    if back := set_back(config):
        raise CannotMeasure(f"{step.step} was not begun: {back.what}", back.cure)
    journal.journal.begin(step.step, {"runs": step.shown})
    return _done(journal.journal, step)


def set_back(config: pytest.Config) -> CannotMeasure | None:
    """Why nobody can tell what came first in this run: the clock of this machine was set back; None if it was not."""
    known = config.stash.get(JOURNAL, None)
    if known is None or not (lost := known.journal.set_back):
        return None
    return CannotMeasure(
        f"the clock of this machine was set back by {length(lost)} while this run wrote its journal, so its moments do "
        "not tell what came first",
        "see what sets the clock, and run the whole phase again: it repeats no finished step",
    )


def _done(journal: Journal, step: Journalled[T]) -> T:
    try:
        value = step.do()
    except GoliveError as error:
        ended = Result.INTERRUPTED if isinstance(error, CutShort) else Result.FAILED
        journal.end(step.step, ended, {"what": error.what})
        raise
    except BaseException as error:
        ended = Result.ERROR if isinstance(error, Exception) else Result.INTERRUPTED
        journal.end(step.step, ended, {"what": f"{type(error).__name__}: {error}"})
        raise
    bad = Result.INTERRUPTED if step.is_cut_short(value) else Result.FAILED
    journal.end(step.step, Result.PASSED if step.holds(value) else bad, step.told(value))
    return value


def journal_for(run: Run, config: pytest.Config) -> RunJournal:
    """The journal of the run's target, which this run alone writes from now on.

    Raises:
        CannotMeasure: another run writes it, it is damaged, or there is no repository to keep it in.
    """
    known = config.stash.get(JOURNAL, None)
    if known is None:
        path = journal_path(run.settings, run.repository, run.target_name)
        release = release_in(run)
        hold(run, config.stash, release.name)
        try:
            journal = Journal.opened(path, run.target_name, release)
        except BaseException:
            give_back(config.stash)  # nobody else would: only a run with a journal ends it
            raise
        known = RunJournal(journal, progress(journal.before, release))
        config.stash[JOURNAL] = known
        config.add_cleanup(journal.close)
        _tell_broken(run, journal)
    return known


def _tell_broken(run: Run, journal: Journal) -> None:
    """Write down that the glass is broken, before the first step is executed."""
    glass = glass_of(run)
    if glass is not None:
        said = {name: getattr(glass, name) for name in ("reason", "by", "approver")}
        moments = {name: getattr(glass, name).isoformat() for name in ("opened", "expires")}
        about = {"glass": glass.id, "rows": list(glass.rows), "how": shown_of(run)}
        journal.tell(Event.BREAK_GLASS, evidence={**about, **said, **moments})


def release_of(run: Run) -> str:
    """The version that must be confirmed; "" if the project names none."""
    return declared_version(run.root) or run.release_here


def release_in(run: Run) -> Release:
    """What is deployed, as the journal tells releases apart."""
    head = run.repository.head
    from pytest_golive.context.signing.opening import signatures_of  # heavy, and most runs need no journal

    digest = signatures_of(run).checkout.digest()
    return Release(digest, release_of(run), head.sha if head is not None else "")


def close_journal(config: pytest.Config, *, go: bool) -> None:
    """Write that the run has ended by itself, and let others have the target."""
    known = config.stash.get(JOURNAL, None)
    if known is None:
        return
    try:
        if left := give_back(config.stash):
            known.journal.tell(Event.NOTED, evidence={"the lock was not given back": left})
        steps = known.journal.begun.union(known.states)
        took = {name: round(took, 1) for name, took in config.stash.get(TOOK, {}).items() if name not in steps}
        known.journal.tell(Event.ENDED, result=Result.PASSED if go else Result.FAILED, evidence={ROWS: took})
    finally:
        known.journal.close()
