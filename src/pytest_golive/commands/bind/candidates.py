"""What the rows of a document can be bound to: built-in gates, the team's own, sections, and phases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pytest_golive.checklist.binding.resolving import Catalogue
from pytest_golive.checklist.proposing.comparing import Candidate
from pytest_golive.collecting.promised import promises_in
from pytest_golive.commands.bind.phrases import MORE, PARTLY
from pytest_golive.commands.bind.senses import SENSES
from pytest_golive.commands.reference.catalogue import Gate, all_gates
from pytest_golive.explaining.catalogue import said_of_section
from pytest_golive.rows.limits import Limits
from pytest_golive.settings.loading import Loaded
from pytest_golive.settings.own_gates import gates_folder
from pytest_golive.settings.wording.titles import in_force

PHASES = {
    "pre_deploy": (
        "pre-deployment checklist complete",
        "pre-launch checklist complete",
        "all pre-deployment checks pass",
    ),
}


def candidates(root: Path, loaded: Loaded | None) -> list[Candidate]:
    """All that exists in the project at *root*; titles as its settings have them."""
    return [*_built_in(loaded), *_own(root), *_whole_phases()]


def catalogue_of(found: list[Candidate]) -> Catalogue:
    """The gates among them."""
    return Catalogue({one.bond: one.phases for one in found if "::" in one.bond and " " not in one.bond})


def _built_in(loaded: Loaded | None) -> Iterator[Candidate]:
    gates = all_gates()
    limits = Limits(loaded, loaded.settings.default_target or "") if loaded else None
    for gate in gates:
        set_ = tuple((one.quantity, one.bound.words) for one in limits.of(gate.key)) if limits else ()
        title = in_force(gate.key, gate.title, loaded.settings) if loaded else gate.title
        phrases = (title, *_usual(gate, title), *gate.explanation.said, *MORE.get(gate.key, ()))
        yield replace(_known(gate, gate.key, phrases), limits=set_)
        if partly := PARTLY.get(gate.key):
            yield replace(_known(gate, f"{gate.key} sign", partly), limits=set_)
    for section in dict.fromkeys(gate.section for gate in gates):
        if phrases := said_of_section(section):
            phases = dict.fromkeys(phase for gate in gates if gate.section == section for phase in _phases(gate))
            bond = f"section:{section}"
            yield Candidate(bond, phrases, section, tuple(phases), sense=SENSES.get(bond))


def _known(gate: Gate, bond: str, phrases: tuple[str, ...]) -> Candidate:
    return Candidate(bond, phrases, gate.section, _phases(gate), gate.explanation.measures, SENSES.get(bond))


def _usual(gate: Gate, title: str) -> tuple[str, ...]:
    """The title without the settings, where those change it."""
    return () if gate.title == title else (gate.title,)


def _phases(gate: Gate) -> tuple[str, ...]:
    return tuple(name for name, _ in gate.phases)


def _own(root: Path) -> Iterator[Candidate]:
    folder = gates_folder(root, root)
    for promise in promises_in(folder)[0] if folder else ():
        if promise.is_helped or not promise.path.is_relative_to(root):
            continue
        name = promise.path.relative_to(root).as_posix() + "::" + promise.name.replace(".", "::")
        plain = promise.name.rpartition(".")[2].removeprefix("test_").replace("_", " ")
        phrases = (promise.title, plain) if promise.title else (plain,)
        yield Candidate(name, phrases, promise.path.stem.removeprefix("test_"))


def _whole_phases() -> Iterator[Candidate]:
    for phase, phrases in PHASES.items():
        yield Candidate(f"phase:{phase}", phrases, "", (phase,))
