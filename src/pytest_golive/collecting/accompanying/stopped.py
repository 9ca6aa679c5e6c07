"""What an executing run that was stopped has left, and how to go on."""

from __future__ import annotations

import shlex

import pytest

from pytest_golive.collecting.executing.journalling import JOURNAL, release_in
from pytest_golive.collecting.executing.selection import command_for
from pytest_golive.context.run import Run
from pytest_golive.delivery.journal.progress import progress, settling
from pytest_golive.delivery.journal.reading import read
from pytest_golive.errors import GoliveError


def how_to_go_on(run: Run, config: pytest.Config) -> str:
    """The same for people; "" if this run has executed nothing.

    It reads what stands in the journal, not what this process believes to have written.
    """
    known = config.stash.get(JOURNAL, None)
    if known is None:
        return ""
    name = run.target_name
    table = run.settings.targets.get(name)
    command = command_for(run, name, is_production=table is not None and table.production)
    target = shlex.quote(name)
    see = f"golive journal --target={target} shows what was done"
    try:
        states = progress(read(known.journal.path), release_in(run)).values()
    except GoliveError as error:
        return f"{name} may have been changed, and the journal cannot tell: {error}"
    cut = [one.step for one in states if one.is_open]
    if not cut:
        return f"{name}: the run was stopped between two steps, and none was cut short; {see}; to go on: {command}"
    return (
        f"{name}: {' and '.join(cut)} was stopped, and ended with all that it had started, so nobody knows how far it "
        f"came; look at {name} first; {see}; to roll back: golive rollback --target={target}; to go on, which repeats "
        f"no finished step, and what was cut short only where that is repeatable: {command}; if you know how it ended, "
        f"write that down before: {settling(name, cut[0])}"
    )
