"""Whether a step may be executed now: only if asked for, permitted, confirmed, and everything before it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pytest_golive.collecting.executing.journalling import JOURNAL, release_of
from pytest_golive.collecting.executing.keeping_away import against_now
from pytest_golive.collecting.executing.selection import command_for
from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure, NotExecuted

if TYPE_CHECKING:
    from pytest_golive.collecting.executing.deploying import Deploying
    from pytest_golive.service.target import Target


@dataclass(frozen=True, slots=True)
class Planned:
    """A step before it is executed.

    Attributes:
        row: its id in pytest: "golive/deployment::deployed".
        shown: what would run, and where, on one line, without any secret.
        faults: why it cannot succeed, as far as that can be told beforehand.
        after_all: whether all else in the run must hold first, as for a deployment to production.
    """

    row: str
    shown: str
    faults: Sequence[str] = ()
    after_all: bool = False


def permit(run: Run, deploying: Deploying, target: Target, planned: Planned) -> None:
    """Let the step be executed.

    Raises:
        NotExecuted: nobody asked for it; the message says what would run, and the cure how to ask.
        CannotMeasure: it would fail, is not permitted, or something before it does not hold.
    """
    away = against_now(run, deploying.config.stash)
    faults = [*planned.faults, *_forbidden(target), *([f"{away.what} ({away.cure})"] if away else [])]
    if not run.asked.execute:
        _show(run, target, planned, faults)
    missing = [*_not_typed(run, target)]
    if faults or missing:
        command = command_for(run, target.name, is_production=target.production)
        begun = deploying.config.stash.get(JOURNAL, None)
        so_far = "was not touched any further" if begun and begun.journal.begun else "was not touched"
        what = f"{target.name} {so_far}: {(faults or missing)[0]}"
        raise CannotMeasure(what, f"then execute the steps: {command}")
    deploying.refuse_unready(planned.row, anything=planned.after_all)


def _show(run: Run, target: Target, planned: Planned, faults: Sequence[str]) -> None:
    if faults:
        raise CannotMeasure(
            f"a dry run: {target.name} was not touched, and the step cannot be executed: {'; '.join(faults)} "
            f"(it would run {planned.shown})",
            "mend that, and show the steps again",
        )
    raise NotExecuted(
        f"a dry run: {target.name} was not touched; it would run {planned.shown}",
        f"execute it: {command_for(run, target.name, is_production=target.production)}",
    )


def _forbidden(target: Target) -> Iterator[str]:
    if target.production and "deploy" not in target.by_settings:
        yield f"{target.name} is production, and its table does not permit deployments: allow = ['deploy']"


def _not_typed(run: Run, target: Target) -> Iterator[str]:
    """What the command line leaves out, or says otherwise."""
    if not target.may("deploy"):
        yield f"{target.name} is production, and --golive-allow=deploy is missing"
    if not target.production:
        return
    version, given = release_of(run), run.asked.confirm
    if not given:
        yield f"{target.name} is production, and nobody has confirmed the version: --golive-confirm={version or '…'}"
    elif given not in {version, run.release_here} - {""}:
        yield f"--golive-confirm={given}, but this release is {version or 'of no version'}"
