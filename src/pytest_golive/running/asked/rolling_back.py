"""Rolls back by itself what this run has deployed and what does not hold, where the target says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import pytest

from pytest_golive.activation import ROOT
from pytest_golive.collecting.accompanying.stopped import how_to_go_on
from pytest_golive.collecting.executing.journalling import JOURNAL, set_back
from pytest_golive.collecting.executing.keeping_away import taken_away
from pytest_golive.collecting.executing.to_roll_back import has_deployed, is_automatic, reasons
from pytest_golive.context.run import Run
from pytest_golive.delivery.journal.entries import Event
from pytest_golive.errors import GoliveError
from pytest_golive.judging.verdict import Outcome, Row, Verdict

MIGRATIONS: Final = f"{ROOT}/rollback::migrations_reversible"


def rolled_back(verdict: Verdict, run: Run, config: pytest.Config, exitstatus: int) -> Verdict:
    """*verdict*, with a fault that says what came of the rollback, if there was one, or why there was none."""
    if not run.asked.execute:
        return verdict
    if exitstatus == pytest.ExitCode.INTERRUPTED:
        said = how_to_go_on(run, config)
        return replace(verdict, faults=(*verdict.faults, said)) if said else verdict
    if back := set_back(config):
        verdict = replace(verdict, faults=(str(back), *verdict.faults))
    away = taken_away(config.stash)
    if away is not None:
        verdict = replace(verdict, faults=(str(away), *verdict.faults))
    if not is_automatic(run) or not has_deployed(config):
        return verdict
    why = [f"{name} ({outcome})" for name, outcome in reasons(verdict, config)]
    if not why:
        return verdict
    if frozen := away.what if away is not None else _no_way_back(verdict):
        said = f"NOT ROLLED BACK by itself, although {'; '.join(why)}: {frozen}; decide now, and tell everybody"
    else:
        said = _done(run, config, "; ".join(why), _fired(verdict, [name for name, _ in reasons(verdict, config)]))
    return replace(verdict, faults=(said, *verdict.faults))


def _no_way_back(verdict: Verdict) -> str:
    """Why the data must not meet the release before; "" if they may."""
    row = next((one for one in verdict.gates if one.entry.id == MIGRATIONS), None)
    if row is None:
        return "nobody has looked whether its database migrations can be undone"
    if row.outcome.verifies or row.outcome in {Outcome.NOT_APPLICABLE, Outcome.NOT_DUE}:
        return ""
    return f"whether its database migrations can be undone is {row.outcome}{_said(row)}"


def _said(row: Row) -> str:
    return f" ({row.message})" if row.message else ""


def _fired(verdict: Verdict, names: Sequence[str]) -> dict[str, str]:
    """What the rows that fired have measured: afterwards the release before answers, and nobody can ask again."""
    rows = {row.entry.id.removeprefix(f"{ROOT}/"): row for row in verdict.gates}
    breaches = {name: "; ".join(one.in_full for one in rows[name].evidence if one.ok is False) for name in names}
    return {name: f"{rows[name].outcome}: {said or rows[name].message}" for name, said in breaches.items()}


def _done(run: Run, config: pytest.Config, why: str, fired: Mapping[str, str]) -> str:
    from pytest_golive.targets.opening import opened
    from pytest_golive.targets.triggers.rolling_back import roll_back

    journal = config.stash[JOURNAL].journal
    try:
        journal.tell(Event.TRIGGER_FIRED, evidence=fired)
        found = roll_back(run, opened(run, run.target_name), journal, why)
    except GoliveError as error:
        return f"NOT KNOWN TO BE ROLLED BACK, although {why}: {error}"
    except KeyboardInterrupt as stopped:
        return f"the rollback because of {why} was stopped: {stopped}; golive journal shows how far it came"
    return f"{found.words}; because of {why}"
