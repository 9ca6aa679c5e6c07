"""From the words of bindings to the gates that exist; all that fits nothing is told at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pytest_golive.checklist.binding.parsing import Binding, Bond, Means, Unreadable, parse
from pytest_golive.checklist.binding.phases import delay_of, phase_of, together
from pytest_golive.checklist.reading.identity import row_id
from pytest_golive.checklist.reading.rows import Comment, Document, Fault, Row

PEOPLE = Binding((Bond(Means.SIGN),), {})


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All gates there are: the phases of each by "section::gate", or "gates/own.py::gate" for the team's own."""

    gates: Mapping[str, tuple[str, ...]]

    @property
    def sections(self) -> tuple[str, ...]:
        """The parts of the built-in checklist."""
        return tuple(dict.fromkeys(key.partition("::")[0] for key in self.gates if ".py" not in key))

    @property
    def phases(self) -> tuple[str, ...]:
        """Every phase that a gate is due in."""
        return tuple(dict.fromkeys(phase for phases in self.gates.values() for phase in phases))

    def meant_by(self, bond: Bond) -> tuple[str, ...]:
        """The gates that a bond means; none for people, and for what does not exist."""
        if bond.means is Means.SECTION:
            return tuple(key for key in self.gates if key.partition("::")[0] == bond.name)
        if bond.means is Means.PHASE:
            return tuple(key for key, phases in self.gates.items() if bond.name in phases)
        return (bond.name,) if bond.means is Means.GATE and bond.name in self.gates else ()

    def phases_of(self, bond: Bond) -> list[tuple[str, ...]]:
        """When each of what a bond means is due; nothing for people, whose heading decides."""
        if bond.means is Means.PHASE:
            return [(bond.name,)]
        return [self.gates[key] for key in self.meant_by(bond)]


@dataclass(frozen=True, slots=True)
class Check:
    """A row of the document with what it stands for.

    Attributes:
        id: its own, or made of its headings and words.
        gates: the evidence that counts, by gate; "" for all of it.
        phases: when it is due; those of its gates, else that of its heading.
        terms: what else decides that: "until" and "if", as options of bindings have them.
        needs_people: whether somebody must sign it.
        is_check: False where the document says that it is none.
    """

    id: str
    row: Row
    binding: Binding
    gates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    phases: tuple[str, ...] = ()
    terms: Mapping[str, str] = field(default_factory=dict)

    @property
    def needs_people(self) -> bool:
        """Whether somebody must sign it."""
        return any(bond.means is Means.SIGN for bond in self.binding.bonds)

    @property
    def is_check(self) -> bool:
        """Whether anything must hold; the document may say that a line is no check."""
        return all(bond.means is not Means.NO_CHECK for bond in self.binding.bonds)


def resolve(
    document: Document, catalogue: Catalogue, headings: Mapping[str, str] | None = None
) -> tuple[list[Check], list[Fault]]:
    """What each row stands for, in the order of the document, and all that is wrong with it.

    A task without a binding is for people to sign: what nobody bound is not good by itself.

    Args:
        document: as it was read.
        catalogue: the gates there are.
        headings: the team's own phases of headings; see `phases.phase_of`.
    """
    checks: list[Check] = []
    faults = list(document.faults)
    below: dict[tuple[str, ...], tuple[str, str]] = {}
    for row in document.rows:
        binding, unread = _binding_of(row)
        faults += unread
        faults += [fault_at(row.comments[0], *said) for said in lost_bonds(binding, catalogue)]
        gates: dict[str, tuple[str, ...]] = {}
        for bond in binding.bonds:
            for key in catalogue.meant_by(bond):
                gates[key] = (*gates.get(key, ()), bond.evidence)
        if row.headings not in below:
            below[row.headings] = phase_of(row.headings, headings), delay_of(row.headings)
        phases = together([when for bond in binding.bonds for when in catalogue.phases_of(bond)])
        name = binding.options.get("id", "") or row_id(row.headings, row.text)
        terms = binding.options if phases else _terms(binding.options, *below[row.headings])
        checks.append(Check(name, row, binding, gates, phases or (terms["phase"],), terms))
    faults += _twice(checks)
    return checks, sorted(faults, key=lambda fault: (fault.path, fault.line))


def _terms(options: Mapping[str, str], phase: str, delay: str) -> Mapping[str, str]:
    """When a row without a gate is due: as its binding says, else as its heading does."""
    if "phase" in options:
        return options
    usual = {"phase": phase}
    if phase == "post_deploy" and delay:
        usual["until"] = delay
    if phase == "rollback":
        usual["if"] = "rollback"
    return {**usual, **options}


def _binding_of(row: Row) -> tuple[Binding, list[Fault]]:
    if not row.comments:
        return PEOPLE, []
    faults = [
        fault_at(more, "a second binding stands in one row", "write all into one comment") for more in row.comments[1:]
    ]
    try:
        return parse(row.comments[0].words), faults
    except Unreadable as error:
        return Binding((), {}), [fault_at(row.comments[0], str(error), error.cure), *faults]


def fault_at(comment: Comment, what: str, cure: str) -> Fault:
    """What is wrong with a binding, where it is written."""
    return Fault(comment.line, what, cure, comment.path)


def lost_bonds(binding: Binding, catalogue: Catalogue) -> list[tuple[str, str]]:
    """What to say of the bonds to what does not exist, each with its cure."""
    means_gates = (bond for bond in binding.bonds if bond.means not in {Means.SIGN, Means.NO_CHECK})
    return [_nothing(bond, catalogue) for bond in means_gates if not catalogue.meant_by(bond)]


def _nothing(bond: Bond, catalogue: Catalogue) -> tuple[str, str]:
    """What to say of a bond to what does not exist."""
    known: Iterable[str] = catalogue.gates
    if bond.means is not Means.GATE:
        known = catalogue.sections if bond.means is Means.SECTION else catalogue.phases
    near = _nearest(bond.name, list(known))
    cure = f"did you mean {near}?" if near else "golive explain --list names them all"
    return f"there is no {bond.means} {bond.name!r}", cure


def _nearest(name: str, known: Sequence[str]) -> str:
    by_end = {key.rpartition("::")[2]: key for key in known}
    close = difflib.get_close_matches(name, known, n=1) or difflib.get_close_matches(
        name.rpartition("::")[2], by_end, n=1
    )
    return by_end.get(close[0], close[0]) if close else ""


def _twice(checks: Iterable[Check]) -> list[Fault]:
    first: dict[str, Check] = {}
    faults = []
    for check in checks:
        before = first.setdefault(check.id, check)
        if before is not check:
            what = f"the id {check.id} is that of line {before.row.line}, too"
            faults.append(Fault(check.row.line, what, "give one an id of its own: <!-- golive: … id=NAME -->"))
    return faults
