"""The row that stands before a phase: the records of earlier ones open it. It is there where one is needed or given."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pytest

from pytest_golive import Judge, gate
from pytest_golive.activation import PHASES, ROOT
from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure
from pytest_golive.judging.verdict import Entry

if TYPE_CHECKING:
    from pytest_golive.context.signing.chaining import Link

SECTION = "chain"
ROW = f"{ROOT}/{SECTION}::earlier_records"
# By phase, the ids of all rows that it has, of whatever phase this run is.
ROWS = pytest.StashKey[Mapping[str, Collection[str]]]()
pytestmark = [getattr(pytest.mark, phase) for phase in PHASES]


@gate("The phases before are a GO")
def earlier_records(records_before: Sequence[Link], judge: Judge) -> None:
    """A release goes live on what was found out about it, and about nothing else."""
    from pytest_golive.context.signing.chaining import told

    for link in records_before:
        name = f"{'a part' if link.rows else 'record'} of {', '.join(link.phases)}"
        judge(name, "holds", equals="holds", source=told(link))


def is_there(run: Run) -> bool:
    """Whether this run needs a record, or was given one."""
    table = run.settings.targets.get(run.target_name)
    production = table is not None and table.production
    if not (run.asked.after or run.settings.phases or production):
        return False  # and what reads records is not loaded
    from pytest_golive.context.signing.chaining import needed

    return bool(run.asked.after or needed(run.settings, run.asked.phases, production=production))


def remember(config: pytest.Config, entries: Iterable[Entry]) -> None:
    """Keep which rows each phase has, for the records of earlier ones must have had them."""
    known = [one for one in entries if one.id != ROW]
    config.stash[ROWS] = {
        phase: [one.id.removeprefix(f"{ROOT}/") for one in known if phase in one.phases] for phase in PHASES
    }


def before(config: pytest.Config, run: Run, phases: Sequence[str]) -> tuple[Link, ...]:
    """The records that open *phases*; see `chaining.links`.

    Raises:
        CannotMeasure: one is needed and none was given, or one does not hold.
    """
    from pytest_golive.context.signing.chaining import links
    from pytest_golive.context.signing.opening import documents_of

    rows = config.stash.get(ROWS, {})
    name = f"chain-{'-'.join(phases)}"
    return run.shared.once(name, lambda: links(run, phases, lambda phase: rows.get(phase, ()), documents_of(run)))


def refuse_unopened(item: pytest.Item, run: Run, phases: Sequence[str]) -> None:
    """Run nothing of a phase that is not opened: a deployment on the word of another release is made all the same.

    Raises:
        CannotMeasure: the phase is not opened.
    """
    asked = [phase for phase in phases if phase in run.asked.phases] or [*phases]
    if item.nodeid == ROW or not asked or not is_there(run):
        return
    try:
        before(item.config, run, asked)
    except CannotMeasure as error:
        raise CannotMeasure(f"not tried, for its phase is not opened: {error.what}", error.cure) from None
