"""Gates that settings name must exist; so must the kinds of projects that gates name."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator, Sequence

from pytest_golive.activation import ROOT
from pytest_golive.collecting.tree import built_in_entries
from pytest_golive.context.run import Run
from pytest_golive.settings.declaring import KINDS, means


def unknown_gates(run: Run, collected: Sequence[str]) -> list[str]:
    """One message for each waiver or not-applicable row that names an unknown gate."""
    known = {*collected, *(entry.id.removeprefix(f"{ROOT}/") for entry in built_in_entries())}
    faults = []
    for key, name in _named(run):
        if name in known or _may_be_elsewhere(run, name) or _means_some(key, name, known):
            continue
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"; did you mean {close[0]!r}?" if close else "; golive explain --list names them all"
        faults.append(f"{run.loaded.path}: tool.golive.{key}: there is no gate {name!r}{hint}")
    return faults


def unknown_kinds(gates: Iterable[tuple[str, str]]) -> list[str]:
    """One message for each of *gates*, by id and kind, that is due for a kind of project that does not exist."""
    allowed = " or ".join(map(repr, KINDS))
    return [f"{id_}: @gate(kind={kind!r}): must be {allowed}" for id_, kind in gates if kind not in {"", *KINDS}]


def _means_some(key: str, name: str, known: set[str]) -> bool:
    return key == "not_applicable" and any(means(name, gate) for gate in known)


def _named(run: Run) -> Iterator[tuple[str, str]]:
    for name in run.settings.not_applicable:
        yield "not_applicable", name
    for number, waiver in enumerate(run.settings.waivers):
        yield f"waivers[{number}].gate", waiver.gate


def _may_be_elsewhere(run: Run, name: str) -> bool:
    """Whether *name* is a gate of the team's own, in a run that did not collect the team's folder."""
    path = name.partition("::")[0]
    if not (run.asked.chosen or not run.asked.alone):
        return False
    # Path.is_file raises an error for a name that is too long to be one.
    return path.endswith(".py") and os.path.isfile(run.root / path)  # noqa: PTH113
