"""Combine the rows of gates and signers into the rows of the documents; gates in no document come last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pytest_golive.checklist.binding.resolving import Catalogue
from pytest_golive.judging.arranged import Arranged
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry, Outcome, Row
from pytest_golive.rows.due import When, why_not_due
from pytest_golive.rows.measured import compared, contradicted, miscounted
from pytest_golive.rows.pieces import piece_of, rest_of
from pytest_golive.rows.plan import ROWS, Line, key_of

ALSO = "Also checked"
WORST = (
    Outcome.FAILED, Outcome.REJECTED, Outcome.ERROR, Outcome.SKIPPED, Outcome.NOT_SET_UP, Outcome.NOT_RUN,
    Outcome.NOT_SIGNED, Outcome.NOT_PROVEN, Outcome.ON_TRIAL, Outcome.WAIVED, Outcome.KNOWN, Outcome.PASSED,
    Outcome.SIGNED,
)  # fmt: skip


def due_people(lines: Iterable[Line], when: When) -> Iterator[Entry]:
    """The rows that people must sign now."""
    for line in lines:
        if line.check.needs_people and not why_not_due(line.check, when):
            yield replace(line.entry, id=line.signed_id)


def unbound(lines: Iterable[Line], gates: Iterable[Entry]) -> Iterator[str]:
    """One fault for each of *gates* that no row is bound to."""
    bound = {key for line in lines for key in line.check.gates}
    for key in dict.fromkeys(key_of(entry.id) for entry in gates):
        if key not in bound:
            yield f"{key} is due, no row is bound to it, and strict = true: bind a row to it, <!-- golive: {key} -->"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known besides the rows of this run.

    Attributes:
        when: the moment of the run.
        catalogue: all existing gates.
        left: returns the numbers of a row that were compared with nothing.
        recorded: the outcomes of rows in valid records of the same release, by id without "golive/".
    """

    when: When
    catalogue: Catalogue
    left: Callable[[Line], Sequence[str]] = lambda _: ()
    recorded: Mapping[str, Outcome] = field(default_factory=dict)


def arrange(lines: Sequence[Line], rows: Iterable[Row], known: Known) -> Arranged:
    """The rows of the documents, with their outcomes.

    Args:
        lines: the rows of the documents with their bindings.
        rows: the rows of everything that was due: gates, and rows that people sign.
        known: what else is known.
    """
    gates: dict[str, list[Row]] = {}
    for row in rows:
        gates.setdefault(key_of(row.entry.id), []).append(row)
    arranged: list[Row] = []
    later: list[Row] = []
    bound: dict[str, set[str]] = {}
    for line in lines:
        if not line.check.is_check:
            continue
        if why := why_not_due(line.check, known.when):
            later.append(_later(line, why, known))
            continue
        row = _of_line(line, gates, known)
        if not row.outcome.blocks and (numbers := _left(line, row, known)):
            row = replace(row, message="; ".join(filter(None, (row.message, f"not compared: {', '.join(numbers)}"))))
        arranged.append(row)
        for key, pieces in line.check.gates.items():
            bound.setdefault(key, set()).update(pieces)
    return Arranged((*arranged, *_also(gates, bound)), tuple(later))


def _left(line: Line, row: Row, known: Known) -> list[str]:
    """The numbers in the row's words that were compared with nothing."""
    count = line.check.binding.options.get("count", "")
    is_open = bool(count) and miscounted(line, row.evidence) is None
    done = compared(line, _own(row))
    return [*(text for text in known.left(line) if text not in done), *([count] if is_open else [])]


def _later(line: Line, why: str, known: Known) -> Row:
    """A row that is not due here, with the outcome from its own phase if a record has one."""
    row = Row(line.entry, Outcome.NOT_DUE, why, place=line.place)
    outcome = known.recorded.get(key_of(line.id))
    if outcome is None or outcome is Outcome.NOT_DUE:
        return row
    return replace(row, message=f"{why}; {outcome} there, as its record says", parts=(replace(row, outcome=outcome),))


def _of_line(line: Line, gates: Mapping[str, Sequence[Row]], known: Known) -> Row:
    parts: list[Row] = []
    for key, pieces in line.check.gates.items():
        of_gate = gates.get(key, ())
        if not of_gate:
            parts.append(_not_here(key, known))
        for row in of_gate:
            parts += [piece_of(row, piece) if piece else row for piece in pieces]
    if line.check.needs_people:
        parts += gates.get(key_of(line.signed_id), ())
    row = joined(line, parts)
    why = "" if row.outcome.blocks else _contradiction(line, row)
    if why:
        return replace(row, outcome=Outcome.FAILED, message=why, cure="make both the same", place=line.place)
    return row


def _contradiction(line: Line, row: Row) -> str:
    """What the words of the row state but its gates did not measure."""
    return contradicted(line, _own(row)) or (
        miscounted(line, row.evidence) or "" if "count" in line.check.binding.options else ""
    )


def _own(row: Row) -> list[Evidence]:
    """What the team's own gates measured for the row."""
    return [evidence for part in row.parts if ".py" in part.entry.id for evidence in part.evidence]


def _not_here(key: str, known: Known) -> Row:
    """A gate that is not part of this run: a record may have its outcome; a gate of this phase should have run."""
    phases = known.catalogue.gates.get(key, ())
    entry = Entry(key, key, "", phases)
    if set(phases) & set(known.when.phases):
        return Row(entry, Outcome.NOT_RUN, "it did not run", "run the whole checklist")
    if (outcome := known.recorded.get(key)) is Outcome.NOT_PROVEN:
        return Row(entry, Outcome.NOT_RUN, "its record says that a broken glass passed it", "prove it, and record that")
    if outcome is not None:
        return Row(entry, outcome, "as its record says" if outcome is not Outcome.PASSED else "")
    why = f"it is due in {' and '.join(phases)}, and no record says how it ended"
    return Row(entry, Outcome.NOT_RUN, why, "run both phases at once, or name the record: --golive-after=FILE")


def joined(line: Line, parts: Sequence[Row]) -> Row:
    """One row made from everything it is bound to; its outcome is the worst of theirs."""
    if not parts:
        return Row(line.entry, Outcome.NOT_RUN, "it did not run", "run the whole checklist", line.place)
    outcome = next((one for one in WORST if any(part.outcome is one for part in parts)), parts[0].outcome)
    deciding = [part for part in parts if part.outcome is outcome]
    first = deciding[0]
    others = [part for part in parts if part not in deciding and part.outcome not in {Outcome.PASSED, Outcome.KNOWN}]
    messages = [*map(_said, deciding)] if len(parts) > 1 or outcome is Outcome.NOT_RUN else [first.message]
    messages += [f"{part.outcome}: {_said(part)}" for part in others]
    return Row(
        line.entry,
        outcome,
        "; ".join(dict.fromkeys(text for text in messages if text)),
        _cure(deciding + others),
        first.place or line.place,
        tuple(evidence for part in parts for evidence in part.evidence),
        sum(part.seconds for part in parts),
        tuple(path for part in parts for path in part.attachments),
        first.trace,
        tuple(parts),
    )


def _cure(parts: Sequence[Row]) -> str:
    """What to do about each of *parts*; where they differ, each by the name of its gate."""
    cures: dict[str, str] = {}
    for part in parts:
        cures.setdefault(part.cure, key_of(part.entry.id))
    cures.pop("", None)
    named = len(cures) > 1
    return "; ".join(f"{key}: {cure.rstrip('.')}" if named else cure for cure, key in cures.items())


def _said(part: Row) -> str:
    name = key_of(part.entry.id)
    return f"{name}: {part.message}" if part.message and not name.startswith("checklist::") else part.message


def _also(gates: Mapping[str, Sequence[Row]], bound: Mapping[str, set[str]]) -> Iterator[Row]:
    """Gates that no row is bound to, and the rest of gates of which rows use only some evidence."""
    for key, rows in gates.items():
        if key.startswith(f"{ROWS.partition('/')[2]}::") or "" in bound.get(key, ()):
            continue
        for row in rows:
            rest = rest_of(row, bound[key]) if key in bound else row
            if rest is not None:
                yield replace(rest, entry=replace(row.entry, section=ALSO), parts=(rest,))
