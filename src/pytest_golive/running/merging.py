"""Rows that this run left out and a record of the same phase and release has: records merge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pytest_golive.activation import ROOT
from pytest_golive.collecting import chain
from pytest_golive.context.moments.waiting import not_yet
from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure
from pytest_golive.judging.arranged import Arranged
from pytest_golive.judging.verdict import Outcome, Row

if TYPE_CHECKING:
    from pytest_golive.context.signing.link import Link

Arrange = Callable[[Sequence[Row]], Arranged]


def with_records(arrange: Arrange, run: Run, config: pytest.Config) -> Arrange:
    """*arrange*, but rows that did not run count as the records of ``--golive-after`` have them."""
    if not run.asked.after or run.asked.chosen:
        return arrange
    return lambda rows: arrange([*merged(rows, _links(run, config), run)])


def merged(rows: Sequence[Row], links: Sequence[Link], run: Run) -> list[Row]:
    """*rows*, with those that did not run as *links* have them; what a record has no good of stays as it is.

    Nor does a record say that a row is not due which is due by now.
    """
    known = {id_: (Outcome(outcome), message, link) for link in links for id_, outcome, message in link.rows}
    return [_merged(row, known, run) if row.outcome is Outcome.NOT_RUN else row for row in rows]


def _merged(row: Row, known: dict[str, tuple[Outcome, str, Link]], run: Run) -> Row:
    found = known.get(row.entry.id.removeprefix(f"{ROOT}/"))
    if found is None or found[0].blocks or found[0] is Outcome.NOT_PROVEN:
        return row
    outcome, message, link = found
    if outcome is Outcome.NOT_DUE and not (run.not_due(row.entry.kind) or not_yet(run, row.entry.term)):
        return row
    signed = f"signed by {link.signer}" if link.signer else "unsigned"
    before = f"{message}; " if message else ""
    return replace(
        row, outcome=outcome, message=f"{before}by the record {link.name} of {link.ended}, {signed}", cure=""
    )


def _links(run: Run, config: pytest.Config) -> Sequence[Link]:
    try:
        return chain.before(config, run, run.asked.phases)
    except CannotMeasure:
        return ()  # the row of earlier records tells it
