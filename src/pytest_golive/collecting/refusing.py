"""What keeps a run from beginning: settings and gates that contradict each other, and exceptions nobody may make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

import pytest

from pytest_golive.activation import ROOT
from pytest_golive.collecting import tree
from pytest_golive.collecting.checking import unknown_gates, unknown_kinds, unknown_terms
from pytest_golive.collecting.entries import built_in_entries
from pytest_golive.context.run import Run
from pytest_golive.signing.glass.glass import SETTLED

LONGEST: Final = dt.timedelta(days=90)  # of a trial
UNTRIED: Final = frozenset({"deploy", "deployment", "rollback"})  # phases and sections


def contradictions(run: Run, gates: Sequence[pytest.Item]) -> list[str]:
    """One message for each fault of the settings in the light of the *gates*, and of these."""
    keys, kinds = [tree.key_of(item) for item in gates], ((item.nodeid, tree.kind_of(item)) for item in gates)
    return [
        *unknown_gates(run, keys), *_unexceptional(run), *_untriable(run, gates), *unknown_terms(gates),
        *unknown_kinds(kinds),
    ]  # fmt: skip


def _unexceptional(run: Run) -> Iterator[str]:
    """One message for each exception of the row that an emergency leaves behind."""
    settings = run.settings
    waived = (("waivers", number, one.gate) for number, one in enumerate(settings.waivers))
    others = ((key, name, name) for key in ("not_applicable", "trial") for name in getattr(settings, key))
    for key, part, gate in (*waived, *others):
        if gate == SETTLED:
            yield f"{run.loaded.place_of(key, part)}: tool.golive.{key}: {SETTLED} cannot be let through: it is settled"


def _untriable(run: Run, gates: Sequence[pytest.Item]) -> list[str]:
    """One message for each trial that may not be: of a row that deploys, or for too long."""
    if not run.settings.trial:
        return []
    from pytest_golive.rows.signers import signed_gates

    entries = {one.id.removeprefix(f"{ROOT}/"): one for one in built_in_entries(run.settings)}
    entries |= {tree.key_of(item): tree.entry_of(item) for item in gates}
    waived = {one.gate for one in run.settings.waivers if not one.match}
    last = dt.datetime.now(dt.UTC).date() + LONGEST
    faults = []
    for gate, trial in run.settings.trial.items():
        entry = entries.get(gate)
        phases = {*entry.phases, entry.section} if entry is not None else set()
        reasons = (
            (
                not phases.isdisjoint(UNTRIED),
                "is a row of a deployment or a rollback, and those are never on trial: take it out",
            ),
            (gate in signed_gates(), "is signed by people, and a trial is of what is measured: take it out"),
            (gate in waived, "is waived, too: remove one of both"),
            (trial.until > last, f"is on trial for more than {LONGEST.days} days; write {last} or an earlier day"),
        )
        faults += [
            f"{run.loaded.place_of('trial', gate)}: tool.golive.trial: {gate} {why}" for is_, why in reasons if is_
        ]
    return faults
