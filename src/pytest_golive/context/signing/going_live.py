"""Whether a run reaches customers, and what speaks against that before it begins."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from pytest_golive.context.run import Run
from pytest_golive.context.signing.faults import signing_faults
from pytest_golive.context.signing.opening import is_production, signatures_of
from pytest_golive.errors import CannotMeasure


def goes_live(run: Run, phases: Sequence[str]) -> bool:
    """Whether customers get what *phases* do: a deployment may not say by itself that its target is none of theirs.

    Raises:
        CannotMeasure: as for `signatures_of`.
    """
    if is_production(run.settings, run.target_name):
        return True
    return "deploy" in phases and _has_commits(run) and signatures_of(run).is_live


def _has_commits(run: Run) -> bool:
    """Whether anything came before; a row that needs the repository says why there is none."""
    try:
        return run.repository.head is not None
    except CannotMeasure:
        return False


def against_going_live(run: Run, phases: Sequence[str], rows: Collection[str]) -> Iterator[str]:
    """What speaks against *phases* where no record is needed, and is known before they begin; see `signing_faults`."""
    if "deploy" in phases and goes_live(run, phases):
        yield from signing_faults(run, rows)
