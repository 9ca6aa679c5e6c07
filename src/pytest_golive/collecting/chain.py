"""The row that stands before a phase: the records of earlier ones open it. It is there where one is needed or given."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate
from pytest_golive.activation import PHASES, ROOT
from pytest_golive.context.exceptions.given import is_passed
from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure
from pytest_golive.judging.verdict import Entry

if TYPE_CHECKING:
    from pytest_golive.context.signing.link import Link
    from pytest_golive.rows.plan import Line

SECTION = "chain"
ROW = f"{ROOT}/{SECTION}::earlier_records"
# By phase, the ids of all rows that it has, of whatever phase this run is.
ROWS = pytest.StashKey[Mapping[str, Collection[str]]]()
LINES = pytest.StashKey[Sequence["Line"]]()
# Set where rows are only looked at, none of which can start or reach anything: see `golive doctor`.
LOOKED_AT = pytest.StashKey[bool]()
pytestmark = [getattr(pytest.mark, phase) for phase in PHASES]


@gate("The phases before are a GO")
def earlier_records(records_before: Sequence[Link], judge: Judge) -> None:
    """A release goes live on what was found out about it, and about nothing else."""
    from pytest_golive.context.signing.link import told

    for link in records_before:
        name = f"{'a part' if link.rows else 'record'} of {', '.join(link.phases)}"
        judge(name, "holds", equals="holds", source=told(link))


def is_there(run: Run) -> bool:
    """Whether this run needs a record, or was given one."""
    table = run.settings.targets.get(run.target_name)
    production = table is not None and table.production
    phases = run.asked.phases
    if not (run.asked.after or run.settings.phases or production or "deploy" in phases):
        return False  # and what reads records is not loaded
    from pytest_golive.context.signing.chaining import needed
    from pytest_golive.context.signing.going_live import goes_live

    try:
        return bool(run.asked.after or needed(run.settings, phases, production=goes_live(run, phases)))
    except CannotMeasure:
        return True  # and it says why nobody knows


def remember(config: pytest.Config, entries: Iterable[Entry]) -> None:
    """Keep which rows each phase has, for the records of earlier ones must have had them."""
    known = [one for one in entries if one.id != ROW]
    config.stash[ROWS] = {
        phase: [one.id.removeprefix(f"{ROOT}/") for one in known if phase in one.phases] for phase in PHASES
    }


def remember_lines(config: pytest.Config, lines: Iterable[Line]) -> None:
    """Keep the rows of the checklist's documents, which are in a record, too."""
    config.stash[LINES] = [line for line in lines if line.check.is_check]


def before(config: pytest.Config, run: Run, phases: Sequence[str]) -> tuple[Link, ...]:
    """The records that open *phases*; see `chaining.links`.

    Raises:
        CannotMeasure: one is needed and none was given, or one does not hold.
    """
    from pytest_golive.context.signing.chaining import Wanted, links
    from pytest_golive.context.signing.opening import documents_of

    rows, lines = config.stash.get(ROWS, {}), config.stash.get(LINES, ())

    def due(phase: str) -> Collection[str]:
        own = (line.id.removeprefix(f"{ROOT}/") for line in lines if phase in line.check.phases)
        return [*rows.get(phase, ()), *own]

    checks = {line.check.id: line.check for line in lines if line.check.needs_people}
    name = f"chain-{'-'.join(phases)}"
    return run.shared.once(name, lambda: links(run, phases, Wanted(due, documents_of(run), checks)))


def refuse_unopened(item: pytest.Item, run: Run, phases: Sequence[str]) -> None:
    """Run nothing of a phase that is not opened: a deployment on the word of another release is made all the same.

    Raises:
        CannotMeasure: the phase is not opened.
    """
    asked = [phase for phase in phases if phase in run.asked.phases] or [*phases]
    if item.nodeid == ROW or not asked or _only_shows(run) or item.config.stash.get(LOOKED_AT, False):
        return
    if not is_there(run) or is_passed(run, ROW.removeprefix(f"{ROOT}/")):
        _refuse_faults(item, run, asked)
        return
    try:
        before(item.config, run, asked)
    except CannotMeasure as error:
        is_told = any(other.nodeid == ROW for other in item.session.items)  # once is enough: there may be many reasons
        why = f"{ROW.removeprefix(f'{ROOT}/')} says why" if is_told else error.what
        raise CannotMeasure(f"not tried, because the phase is not open: {why}", error.cure) from None


def _only_shows(run: Run) -> bool:
    """Whether the run shows the steps of a deployment and executes none, so that there is nothing to keep it from."""
    from pytest_golive.settings.deployment.table import Deployment

    is_deployment = run.asked.phases == ("deploy",) and run.settings.of(Deployment).command is not None
    return is_deployment and not run.asked.execute


def _refuse_faults(item: pytest.Item, run: Run, phases: Sequence[str]) -> None:
    """Deploy nothing to customers whose signatures are a NO-GO already."""
    if "deploy" not in phases:
        return
    from pytest_golive.context.signing.going_live import against_going_live

    rows = [line.check.id for line in item.config.stash.get(LINES, ()) if line.check.needs_people]
    faults = run.shared.once("against-going-live", lambda: [*against_going_live(run, phases, rows)])
    if faults:
        what = f"not tried, because the verdict is already NO-GO: {faults[0]}"
        raise CannotMeasure(what, "do what the verdict says about it")
