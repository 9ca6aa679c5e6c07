"""Gates that settings name must exist; so must the kinds of projects, and the times, that gates name."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator, Sequence

import pytest

from pytest_golive.activation import ROOT
from pytest_golive.collecting import tree
from pytest_golive.collecting.entries import built_in_entries
from pytest_golive.collecting.executing.rows import SECTION, steps_in
from pytest_golive.context.exceptions.breakings import OCCASION as EMERGENCY
from pytest_golive.context.moments.rolled_back import OCCASION
from pytest_golive.context.run import Run
from pytest_golive.settings.declaring import KINDS, means
from pytest_golive.settings.post_deploy import TERMS


def unknown_gates(run: Run, collected: Sequence[str]) -> list[str]:
    """One message for each waiver, not-applicable row, or step of a deployment that names an unknown gate."""
    built_in = [entry.id.removeprefix(f"{ROOT}/") for entry in built_in_entries(run.settings)]
    known, steps = {*collected, *built_in}, steps_in(run.settings)
    judged = known - {f"{SECTION}::{step.name}" for step in steps}  # one step is not what another one waits for
    by_steps = ((f"deployment.steps.{step.name}.gate", step.gate) for step in steps if step.gate)
    return [*_unknown(run, _named(run), known), *_unknown(run, by_steps, judged)]


def _unknown(run: Run, named: Iterable[tuple[str, str]], known: set[str]) -> Iterator[str]:
    for key, name in named:
        if name in known or _may_be_elsewhere(run, name) or _means_some(key, name, known):
            continue
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"; did you mean {close[0]!r}?" if close else "; golive explain --list names them all"
        yield f"{run.loaded.path}: tool.golive.{key}: there is no gate {name!r}{hint}"


def unknown_kinds(gates: Iterable[tuple[str, str]]) -> list[str]:
    """One message for each of *gates*, by id and kind, that is due for a kind of project that does not exist."""
    allowed = " or ".join(map(repr, KINDS))
    return [f"{id_}: @gate(kind={kind!r}): must be {allowed}" for id_, kind in gates if kind not in {"", *KINDS}]


def unknown_terms(gates: Iterable[pytest.Item]) -> list[str]:
    """One message for each of *gates* that is due at a time after the deployment that nobody knows, with its place."""
    known = (*TERMS, OCCASION, EMERGENCY)
    allowed = " or ".join(map(repr, known))
    faults = []
    for item in gates:
        if (term := tree.term_of(item)) not in {"", *known}:
            file, line, _ = item.location
            place = f"{file}:{line + 1}" if line is not None else file
            cure = f"must be {allowed}; leave it out for a row that is due at once"
            faults.append(f"{item.nodeid} ({place}): @gate(after={term!r}): {cure}")
    return faults


def _means_some(key: str, name: str, known: set[str]) -> bool:
    return key == "not_applicable" and any(means(name, gate) for gate in known)


def _named(run: Run) -> Iterator[tuple[str, str]]:
    for name in run.settings.not_applicable:
        yield "not_applicable", name
    for number, waiver in enumerate(run.settings.waivers):
        yield f"waivers[{number}].gate", waiver.gate
    for name in run.settings.trial:
        yield "trial", name


def _may_be_elsewhere(run: Run, name: str) -> bool:
    """Whether *name* is a gate of the team's own, in a run that did not collect the team's folder."""
    path = name.partition("::")[0]
    if not (run.asked.chosen or not run.asked.alone):
        return False
    # Path.is_file raises an error for a name that is too long to be one.
    return path.endswith(".py") and os.path.isfile(run.root / path)  # noqa: PTH113
