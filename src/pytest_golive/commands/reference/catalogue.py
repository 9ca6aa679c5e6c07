"""The built-in gates, found by id, by name or by section."""

from __future__ import annotations

import difflib
import inspect
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.activation import PHASES, ROOT
from pytest_golive.errors import PAGES, GoliveError
from pytest_golive.explaining.catalogue import explanation_of
from pytest_golive.explaining.explanation import REACHING, Explanation
from pytest_golive.settings.own_gates import gates_folder, python_files

CHAIN = ("chain", "earlier_records", "chain::earlier_records")  # a row that is there only where records are due


class UnknownGate(GoliveError):
    """There is no gate with that name."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One built-in gate.

    Attributes:
        key: "section::name".
        title: the row of the checklist.
        why: why the row matters.
        phases: each phase in which it is due, with its meaning.
        kind: the only kind of project that it is due for; "" for all.
        explanation: what it measures, its settings, and how to fix a red row.
    """

    key: str
    title: str
    why: str
    phases: tuple[tuple[str, str], ...]
    explanation: Explanation
    kind: str = ""

    @property
    def section(self) -> str:
        """The part of the checklist that it belongs to."""
        return self.key.partition("::")[0]

    @property
    def name(self) -> str:
        """Its name within the section."""
        return self.key.partition("::")[2]

    @property
    def when(self) -> str:
        """The phases in which it is due, and the kind of project that it is due for."""
        phases = "; ".join(f"{name}, {meaning}" for name, meaning in self.phases)
        return f"{phases}; only for a {self.kind}" if self.kind else phases

    @property
    def is_live(self) -> bool:
        """Whether it measures a running service."""
        return set(REACHING) <= set(self.explanation.settings)


def all_gates() -> list[Gate]:
    """Every built-in gate, in the order of the checklist."""
    from pytest_golive.collecting.entries import built_in_entries, built_in_gates

    found = []
    for entry, (_, function) in zip(built_in_entries(), built_in_gates(), strict=True):
        key = entry.id.removeprefix(f"{ROOT}/")
        why = inspect.getdoc(function) or ""
        phases = tuple((phase, PHASES[phase]) for phase in entry.phases)
        found.append(Gate(key, entry.title, why, phases, explanation_of(key), entry.kind))
    return found


def choose(gates: Sequence[Gate], asked: str) -> list[Gate]:
    """The gates that *asked* names: an id, with or without its root, a plain name, or a section.

    Raises:
        UnknownGate: there is none; the message names the most similar one.
    """
    name = asked.removeprefix(f"{ROOT}/")
    chosen = [gate for gate in gates if name in {gate.key, gate.name, gate.section}]
    if not chosen:
        raise UnknownGate(f"there is no gate {asked!r}", _hint(gates, name))
    return chosen


def _own(name: str) -> str:
    """The file of the team's own gate of that name: "gates/stock.py:7"; "" if there is none."""
    here = Path.cwd()
    folder = gates_folder(here, here) if name.isidentifier() else None
    for file in sorted(python_files(folder)) if folder else ():
        lines = file.read_bytes().decode("utf-8", "replace").splitlines()
        found = next((number for number, line in enumerate(lines, 1) if line.startswith(f"def {name}(")), 0)
        if found:
            return f"{Path(os.path.relpath(file, here)).as_posix()}:{found}"
    return ""


def _hint(gates: Sequence[Gate], name: str) -> str:
    if ".py" in name:
        return "it may be one of the team's own: its file says what it judges"
    if name in CHAIN:
        return (
            "that row judges records of earlier phases: pytest -m pre_deploy --golive-record=FILE writes one, and "
            f"--golive-after=FILE names it ({PAGES}/signing.md, Records)"
        )
    if place := _own(name.rpartition("::")[2]):
        return f"it is one of the team's own: {place} says what it judges"
    by_name = {gate.name: gate.key for gate in gates}
    names = [*(gate.key for gate in gates), *by_name]
    close = difflib.get_close_matches(name.lower().replace("-", "_"), names, n=1)
    if close:
        return f"did you mean {by_name.get(close[0], close[0])}?"
    return "golive explain --list names them all"
