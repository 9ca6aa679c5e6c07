"""``golive journal --settle``: a person says how a step ended of which nobody had written that down."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Final

from pytest_golive.commands.actions import DONE
from pytest_golive.errors import GoliveError

if TYPE_CHECKING:
    from pytest_golive.context.run import Run
    from pytest_golive.delivery.journal.entries import Entries, Release
    from pytest_golive.delivery.journal.progress import StepState

SECTION: Final = "deployment::"
BACKUP: Final = "deployment::backup_created"
LONGEST: Final = 500
AGAIN: Final = "run the same command again, which does it anew"


def add_settling(journal: argparse.ArgumentParser) -> None:
    """The arguments about it."""
    settling = journal.add_argument_group("what a person has found out about a step that was cut short")
    settling.add_argument("--settle", default=None, metavar="STEP", help="the step, such as deployment::deployed")
    found = settling.add_mutually_exclusive_group()
    for word in ("finished", "not finished"):
        option = f"--{word.replace(' ', '-')}"
        found.add_argument(option, action="store_const", const=word, dest="found", help=f"you looked: it is {word}")
    settling.add_argument("--by", default="", metavar="NAME", help="who has looked")
    settling.add_argument("--reason", default="", metavar="TEXT", help="what you saw, by which you know")


def refuse_half(args: argparse.Namespace) -> None:
    """Refuse a command of which nobody knows what it says.

    Raises:
        GoliveError: something is missing, or means nothing.
    """
    if args.settle is None:
        if args.found or args.by or args.reason:
            raise GoliveError("--finished, --not-finished, --by and --reason say something of a step", "--settle STEP")
        return
    if args.file is not None or args.as_json:
        raise GoliveError("--settle writes the journal of a target, and nothing else", "leave FILE and --json out")
    if not args.found:
        raise GoliveError("nobody says how the step ended", "look, and give --finished or --not-finished")
    for option, text in (("--by", args.by), ("--reason", args.reason)):
        if not text.strip():
            raise GoliveError(f"{option} is missing", "say who has looked (--by), and what they saw (--reason)")
        if len(text) > LONGEST or not text.isprintable():
            raise GoliveError(f"{option} must be one line of at most {LONGEST} characters", "shorten it")


def settle(args: argparse.Namespace) -> int:
    """Write down what a person has found out.

    Raises:
        GoliveError: the step was not cut short, is not of the release that is checked out, or is done anew anyway; or
            somebody holds the lock of the target.
    """
    from pytest_golive.collecting.executing.journalling import release_in
    from pytest_golive.commands.opening import opened_run
    from pytest_golive.context.guarding.guards import journal_path
    from pytest_golive.delivery.journal.entries import Event
    from pytest_golive.delivery.journal.reading import read
    from pytest_golive.delivery.journal.writing import Journal

    step = args.settle if "::" in args.settle else f"{SECTION}{args.settle}"
    with opened_run(args.target or None, ()) as run:
        path = journal_path(run.settings, run.repository, run.target_name)
        release = release_in(run)
        _check(run, read(path, run.target_name), release, step)  # so that a journal that is not there is not begun
        with _alone(run, release), Journal.opened(path, run.target_name, release, runs=False) as journal:
            _check(run, journal.before, release, step)  # as it is now that nobody else writes it
            said = {"by": args.by.strip(), "found": args.found, "reason": args.reason.strip()}
            journal.tell(Event.LOOKED_INTO, step, evidence=said)
    then = "goes on behind it" if args.found == "finished" else "does it again"
    sys.stdout.write(f"written down: {step} of {release.name} is {args.found}; the next run {then}\n")
    return DONE


def _alone(run: Run, release: Release) -> AbstractContextManager[None]:
    """Hold the lock of the target meanwhile: what another clone or operator is doing there is nobody's to settle.

    Raises:
        Locked: somebody holds it, perhaps the run that was killed; the message says who, and what to do.
    """
    from pytest_golive.context.guarding.guards import lock_of
    from pytest_golive.delivery.journal.entries import who_runs
    from pytest_golive.delivery.locking.holder import holder_now
    from pytest_golive.delivery.locking.lock import holding

    lock = lock_of(run, run.target_name)
    return nullcontext() if lock is None else holding(lock, holder_now(who_runs(), run.target_name, release.name))


def _check(run: Run, entries: Entries, release: Release, step: str) -> None:
    from pytest_golive.delivery.journal.progress import progress

    states = progress(entries, release)
    state = states.get(step)
    if state is None:
        raise _unknown(entries, release, step, states)
    if state.undone:
        raise GoliveError(f"{step} no longer holds: {state.undone}", "there is nothing to settle: deploy anew")
    if state.settled:
        raise GoliveError(f"{step} was {state.settled}", "golive rollback, if that was wrong")
    if not state.is_open:
        raise GoliveError(
            f"the journal says how {step} ended: {state.standing}, {state.told}; nobody can say otherwise",
            "go on with pytest -m deploy, or golive rollback",
        )
    if why := _done_anew(run, step):
        raise GoliveError(f"{step} {why}, so that nobody's word is needed for it", AGAIN)


def _unknown(entries: Entries, release: Release, step: str, states: Mapping[str, StepState]) -> GoliveError:
    others = {one.release.digest: one.release.name for one in entries.entries if one.step == step}
    if others:
        name = [*others.values()][-1]
        return GoliveError(
            f"{step} was begun for {name}, and what is checked out is {release.name}, of other content; nothing was "
            "written",
            f"check out {name} as it was deployed (settings are content, too), and say it there",
        )
    known = ", ".join(one.step for one in states.values() if one.is_open)
    return GoliveError(
        f"{step} was never begun for {release.name}", f"cut short: {known or 'none'}; see golive journal"
    )


def _done_anew(run: Run, step: str) -> str:
    """Why the next run does the step again, whatever anybody says; "" if it does not."""
    from pytest_golive.settings.deployment.batches import shares, watch_row_of
    from pytest_golive.settings.deployment.table import Deployment

    rules, name = run.settings.of(Deployment), step.removeprefix(SECTION)
    own = rules.steps.get(name)
    if step == BACKUP or name in {watch_row_of(share) for share in shares(rules.batches)}:
        return "is a proof"
    if own.repeatable if own is not None else rules.repeatable:
        return "is declared repeatable"
    in_batches = rules.batches and (not rules.batch_targets or run.target_name in rules.batch_targets)
    return "is made of batches" if name == "deployed" and in_batches else ""
