"""What changed from one record to another: rows, figures, findings, signatures, and what the settings let through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pytest_golive.errors import GoliveError
from pytest_golive.judging.verdict import Outcome
from pytest_golive.reports.comparing.figures import Figure, figures, findings
from pytest_golive.reports.comparing.sides import Side, side_of
from pytest_golive.signing.record import Record, RecordedRow, RecordedSignature, RecordedWaiver


@dataclass(frozen=True, slots=True)
class Change:
    """A row that is not as it was.

    Attributes:
        id: of the row.
        title: what must be true.
        before, after: its outcomes; None for a row that was not there.
        reason: why it is as it is now, in words; "" if it is fine.
        figures: values and limits that differ.
        others: findings and signatures that came and went, in words.
    """

    id: str
    title: str
    before: Outcome | None
    after: Outcome | None
    reason: str = ""
    figures: tuple[Figure, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def details(self) -> tuple[str, ...]:
        """All that differs, in words."""
        return (*(figure.words for figure in self.figures), *self.others)

    @property
    def got_worse(self) -> bool:
        """Whether it blocks now and did not, or nobody looks at it any more although it counted."""
        if self.after is None:
            return self.before is not Outcome.NOT_DUE
        return self.after.blocks and not (self.before is not None and self.before.blocks)

    @property
    def got_better(self) -> bool:
        """Whether it blocked and does not any more."""
        return self.before is not None and self.before.blocks and self.after is not None and not self.after.blocks


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs, and what differs.

    Attributes:
        old, new: the two runs.
        cautions: why they can be compared only in part.
        changes: of rows, in the order of the new record; rows that are gone come last.
        unchanged: how many rows are as they were.
        settings: what the settings let through, documents, tools and faults, in words.
    """

    old: Side
    new: Side
    cautions: tuple[str, ...]
    changes: tuple[Change, ...]
    unchanged: int
    settings: tuple[str, ...]

    @property
    def line(self) -> str:
        """How many rows got worse, better, differ otherwise, and are unchanged."""
        worse = sum(change.got_worse for change in self.changes)
        better = sum(change.got_better for change in self.changes)
        other = len(self.changes) - worse - better
        return f"{worse} worse, {better} better, {other} changed otherwise, {self.unchanged} unchanged"


def compared(old: Record, new: Record) -> Comparison:
    """What changed from *old* to *new*.

    Raises:
        GoliveError: they are about different repositories.
    """
    if not set(old.subject.roots) & set(new.subject.roots):
        raise GoliveError(
            "these are the records of different repositories: they share no first commit", "name two of one repository"
        )
    before, after = ({row.id: row for row in record.rows} for record in (old, new))
    rows = [_change(row, before.get(id_), row) for id_, row in after.items()]
    rows += [_change(row, row, None) for id_, row in before.items() if id_ not in after]
    changes = [change for change in rows if change.before is not change.after or change.details]
    return Comparison(
        side_of(old), side_of(new), tuple(_cautions(old, new)), tuple(changes), len(rows) - len(changes),
        tuple(_settings(old, new)),
    )  # fmt: skip


def _change(row: RecordedRow, old: RecordedRow | None, new: RecordedRow | None) -> Change:
    before, after = (Outcome(one.outcome) if one else None for one in (old, new))
    measured = tuple(figures(old, new)) if old and new else ()
    others = (*findings(old, new), *_signatures(old, new)) if old and new else ()
    is_fine = after is None or after in {Outcome.PASSED, Outcome.SIGNED}
    return Change(row.id, row.title, before, after, "" if is_fine else row.message, measured, others)


def _signatures(old: RecordedRow, new: RecordedRow) -> Iterator[str]:
    yield from _came_and_went("signature", map(_signed, old.signatures), map(_signed, new.signatures))


def _signed(one: RecordedSignature) -> str:
    verb = "rejected" if one.decision == "reject" else "approved"
    return f"{verb} by {one.by} on {one.signed}{f', which does not count: {one.why}' if one.why else ''}"


def _cautions(old: Record, new: Record) -> Iterator[str]:
    if old.phases != new.phases:
        phases = (", ".join(record.phases) or "no whole phase" for record in (old, new))
        yield f"the phases differ: {' and '.join(phases)}"
    if old.target != new.target:
        yield f"the targets differ: {old.target or 'none'} and {new.target or 'none'}"
    if old.ended > new.ended:
        yield "the first of them is the newer one"
    if old.subject.digest == new.subject.digest:
        yield "both are about the same content"
    if old.in_force is None or new.in_force is None:
        yield "an older version wrote one of them, without the choices in force; those are not compared"


def _settings(old: Record, new: Record) -> Iterator[str]:
    yield from _came_and_went("fault", old.faults, new.faults)
    waivers = ([_waived(one) for one in record.waivers] for record in (old, new))
    yield from _came_and_went("waiver", *waivers)
    if old.in_force is not None and new.in_force is not None:
        yield from _came_and_went("choice in force", old.in_force, new.in_force)
    if old.settings != new.settings:
        yield "the effective settings differ"
    for name in sorted({*old.documents, *new.documents}):
        if old.documents.get(name) != new.documents.get(name):
            state = "new" if name not in old.documents else "gone" if name not in new.documents else "changed"
            yield f"document {name}: {state}"
    for name in sorted({*old.tools, *new.tools}):
        versions = (record.tools.get(name, "none") for record in (old, new))
        if old.tools.get(name) != new.tools.get(name):
            yield f"{name}: {' to '.join(versions)}"


def _waived(one: RecordedWaiver) -> str:
    match = f" of {one.match}" if one.match else ""
    return f"{one.gate}{match} until {one.expires}, by {one.owner}, allowed by {one.approver}: {one.reason}"


def _came_and_went(word: str, old: Iterable[str], new: Iterable[str]) -> Iterator[str]:
    before, after = tuple(old), tuple(new)
    yield from (f"new {word}: {text}" for text in dict.fromkeys(after) if text not in before)
    yield from (f"{word} gone: {text}" for text in dict.fromkeys(before) if text not in after)
