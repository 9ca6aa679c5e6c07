"""Resolve bindings to existing gates, and report every binding that matches none at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pytest_golive.checklist.binding.parsing import Binding, Bond, Means, Unreadable, parse
from pytest_golive.checklist.binding.phases import PHASES, delay_of, phase_of, together
from pytest_golive.checklist.reading.identity import row_id
from pytest_golive.checklist.reading.rows import Comment, Document, Fault, Row

PEOPLE = Binding((Bond(Means.SIGN),), {})


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All existing gates: the phases of each by "section::gate", or "gates/own.py::gate" for the team's own."""

    gates: Mapping[str, tuple[str, ...]]

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections of the built-in checklist."""
        return tuple(dict.fromkeys(key.partition("::")[0] for key in self.gates if ".py" not in key))

    @property
    def phases(self) -> tuple[str, ...]:
        """Every phase in which some gate is due."""
        return tuple(dict.fromkeys(phase for phases in self.gates.values() for phase in phases))

    def meant_by(self, bond: Bond) -> tuple[str, ...]:
        """The gates that a bond names; none for people, nor for a name that does not exist."""
        if bond.means is Means.SECTION:
            return tuple(key for key in self.gates if key.partition("::")[0] == bond.name)
        if bond.means is Means.PHASE:
            return tuple(key for key, phases in self.gates.items() if bond.name in phases)
        return (bond.name,) if bond.means is Means.GATE and bond.name in self.gates else ()

    def phases_of(self, bond: Bond) -> list[tuple[str, ...]]:
        """The phases of each gate that a bond names; nothing for people, because the heading decides."""
        if bond.means is Means.PHASE:
            return [(bond.name,)]
        return [self.gates[key] for key in self.meant_by(bond)]


@dataclass(frozen=True, slots=True)
class Check:
    """A row of the document with what it is bound to.

    Attributes:
        id: from its binding, or made from its headings and words.
        gates: the piece of evidence that counts, by gate; "" for all of it.
        phases: when the row is due: the phases of its gates, else the phase of its heading.
        terms: further conditions for being due: the binding's options "until" and "if".
        needs_people: whether somebody must sign the row.
        is_check: False if the document says that the line is not a check.
    """

    id: str
    row: Row
    binding: Binding
    gates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    phases: tuple[str, ...] = ()
    terms: Mapping[str, str] = field(default_factory=dict)

    @property
    def needs_people(self) -> bool:
        """Whether somebody must sign the row."""
        return any(bond.means is Means.SIGN for bond in self.binding.bonds)

    @property
    def is_check(self) -> bool:
        """Whether the row must hold; the document may say that a line is not a check."""
        return all(bond.means is not Means.NO_CHECK for bond in self.binding.bonds)


def resolve(
    document: Document, catalogue: Catalogue, headings: Mapping[str, str] | None = None
) -> tuple[list[Check], list[Fault]]:
    """What each row is bound to, in the order of the document, and every fault.

    A task without a binding must be signed by people: an unbound row never passes by itself.

    Args:
        document: the document as it was read.
        catalogue: the existing gates.
        headings: the phases that the team gives to headings; see `phases.phase_of`.
    """
    checks: list[Check] = []
    faults = list(document.faults)
    below: dict[tuple[str, ...], tuple[str, str]] = {}
    for row in document.rows:
        binding, unread = _binding_of(row)
        faults += unread
        faults += [fault_at(row.comments[0], *loss) for loss in lost_bonds(binding, catalogue)]
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
        faults += _never(checks[-1])
    faults += _twice(checks)
    return checks, sorted(faults, key=lambda fault: (fault.path, fault.line))


def phases_of(words: str, catalogue: Catalogue) -> tuple[str, ...]:
    """When a row with the binding *words* is due, as its gates or its options say; () if only its heading does."""
    try:
        binding = parse(words)
    except Unreadable:
        return ()
    phases = together([when for bond in binding.bonds for when in catalogue.phases_of(bond)])
    return phases or tuple(filter(None, [binding.options.get("phase", "")]))


def _never(check: Check) -> list[Fault]:
    """A row that waits for a deployment, and is due before one."""
    until = check.binding.options.get("until", "")
    before = PHASES[: PHASES.index("deploy")]  # what is no phase at all is a fault of its own
    early = [phase for phase in check.phases if phase in before]
    if not until.startswith("+") or not early:
        return []
    what = f"until={until} counts from the deployment, and the row is due in {early[0]}, which comes before it"
    return [fault_at(check.row.comments[0], what, "name a date, such as until=2027-01-31, or phase=post_deploy")]


def _terms(options: Mapping[str, str], phase: str, delay: str) -> Mapping[str, str]:
    """The conditions for a row without a gate: from its binding, else from its heading."""
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
        fault_at(more, "the row has a second binding", "put everything into one comment") for more in row.comments[1:]
    ]
    try:
        return parse(row.comments[0].words), faults
    except Unreadable as error:
        return Binding((), {}), [fault_at(row.comments[0], str(error), error.cure), *faults]


def fault_at(comment: Comment, what: str, cure: str) -> Fault:
    """A fault at the place where the binding is written."""
    return Fault(comment.line, what, cure, comment.path)


def lost_bonds(binding: Binding, catalogue: Catalogue) -> list[tuple[str, str]]:
    """A message and a cure for each bond whose target does not exist."""
    means_gates = (bond for bond in binding.bonds if bond.means not in {Means.SIGN, Means.NO_CHECK})
    return [_nothing(bond, catalogue) for bond in means_gates if not catalogue.meant_by(bond)]


def _nothing(bond: Bond, catalogue: Catalogue) -> tuple[str, str]:
    """The message and the cure for a bond whose target does not exist."""
    known: Iterable[str] = catalogue.gates
    if bond.means is not Means.GATE:
        known = catalogue.sections if bond.means is Means.SECTION else catalogue.phases
    near = _nearest(bond.name, list(known))
    cure = f"did you mean {near}?" if near else "golive explain --list shows all of them"
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
            what = f"the id {check.id} is also the id of line {before.row.line}"
            faults.append(Fault(check.row.line, what, "give one of the two its own id: <!-- golive: … id=NAME -->"))
    return faults
