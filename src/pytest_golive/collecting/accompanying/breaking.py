"""Breaks the glass for a run that executes the steps of a deployment, and writes down what came of it."""

from __future__ import annotations

import difflib

import pytest

from pytest_golive.activation import ROOT
from pytest_golive.collecting.executing.journalling import JOURNAL
from pytest_golive.collecting.tree import is_gate, key_of
from pytest_golive.context.exceptions.breakings import in_journal
from pytest_golive.context.exceptions.given import OPTION, check
from pytest_golive.context.exceptions.settling import proven_now
from pytest_golive.context.run import Run
from pytest_golive.delivery.journal.entries import Event, Result
from pytest_golive.errors import GoliveError
from pytest_golive.judging.verdict import Verdict


def refuse_broken(session: pytest.Session, run: Run) -> None:
    """Check the glass before anything runs.

    Raises:
        pytest.UsageError: it does not hold, or names a row that this run does not have.
    """
    try:
        glass = check(run).glass
    except GoliveError as error:
        raise pytest.UsageError(f"{OPTION}: {error}; nothing was executed") from None
    known = sorted({key_of(item) for item in session.items if is_gate(item)})
    for row in glass.gates:
        if row not in known:
            close = difflib.get_close_matches(row, known, n=1)
            hint = f"did you mean {close[0]!r}?" if close else "pytest -m deploy lists them."
            raise pytest.UsageError(f"{OPTION}: this run has no row {row!r}; {hint} Nothing was executed")


def write_settled(config: pytest.Config, verdict: Verdict | None) -> None:
    """Write into the journal which rows that an emergency passed this run has proven.

    Raises:
        CannotMeasure: it cannot be written.
    """
    known = config.stash.get(JOURNAL, None)
    if known is None or verdict is None:
        return
    from pytest_golive.delivery.journal.reading import read

    verified = frozenset(row.entry.id.removeprefix(f"{ROOT}/") for row in verdict.gates if row.outcome.verifies)
    entries = read(known.journal.path).entries
    begun = next((one for one in reversed(entries) if one.event is Event.BEGUN), None)
    digest = begun.release.digest if begun is not None else ""
    for glass, row in proven_now(in_journal(entries, ""), digest, verified):
        known.journal.tell(Event.SETTLED, row, Result.PASSED, {"glass": glass})
