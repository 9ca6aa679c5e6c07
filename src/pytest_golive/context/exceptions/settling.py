"""What an emergency has left behind: rows that were passed, and that nobody has proven or answered for since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_golive.context.exceptions.breakings import OCCASION, Breaking, Places
from pytest_golive.errors import CannotMeasure, GoliveError
from pytest_golive.findings import Finding
from pytest_golive.signing.glass.glass import SETTLED

if TYPE_CHECKING:
    from pytest_golive.context.run import Run
    from pytest_golive.context.signing.signatures import Signatures
    from pytest_golive.signing.files import SignOff

VERIFIED = frozenset({"passed", "known", "signed"})


@dataclass(frozen=True, slots=True)
class Emergencies:
    """All emergencies, and what of them is open.

    Attributes:
        open: a finding for each row that is neither proven nor answered for.
        total: how many rows were passed.
        source: who broke each glass, when, and how that is known.
        notes: who answers for what was never proven, by name.
    """

    open: tuple[Finding, ...]
    total: int
    source: str
    notes: tuple[tuple[str, str], ...] = ()


def places_of(run: Run) -> Places:
    """Where the emergencies of the project of *run* are written down."""
    return Places(run.repository, run.settings, run.shelf, run.asked.after)


def is_broken(run: Run) -> bool:
    """Whether there was one; also if that cannot be read, so that the row says so."""
    if OCCASION in run.settings.occasions:
        return True
    try:
        return bool(places_of(run).all())
    except CannotMeasure as error:
        return not _is_without_repository(run, error)


def _is_without_repository(run: Run, error: CannotMeasure) -> bool:
    try:
        return run.repository.head is None
    except CannotMeasure as why:
        return why.what == error.what


def emergencies_of(run: Run) -> Emergencies:
    """What is known of the emergencies of the project.

    Raises:
        CannotMeasure: what tells of them cannot be read.
    """
    from pytest_golive.context.signing.opening import signatures_of

    places, signatures = places_of(run), signatures_of(run)
    found, open_, notes = places.all(), [], []
    for one in found:
        left = [row for row in one.rows if row not in one.proven and not _is_recorded(run, signatures, one, row)]
        answers, refused = answered(signatures, one)
        if answers:
            notes += [(f"settled by {sign.by}", sign.evidence or sign.note) for sign in answers] if left else []
        else:
            open_ += [_finding(one, row, refused) for row in left]
    return Emergencies(tuple(open_), sum(len(one.rows) for one in found), "; ".join(map(_words, found)), tuple(notes))


def answered(signatures: Signatures, one: Breaking) -> tuple[list[SignOff], list[str]]:
    """The sign-offs that settle *one*, and why the others do not."""
    good: list[SignOff] = []
    refused: list[str] = []
    for sign in signatures.of(SETTLED):
        if sign.content != one.digest or sign.decision == "revoke":
            continue
        why = _why_not(signatures, one, sign)
        if why:
            refused.append(f"{sign.path} does not settle it: {why}")
        else:
            good.append(sign)
    return ([] if any(sign.decision == "reject" for sign in good) else good), refused


def _why_not(signatures: Signatures, one: Breaking, sign: SignOff) -> str:
    from pytest_golive.signing.people import Trust, person_of

    rules, people = signatures.rules(SETTLED), signatures.trusted.people
    person = person_of(people, sign.by)
    if person is None:
        return f"{sign.by} is not among the people of [tool.golive.signing]"
    if sign.decision == "reject":
        return ""
    who = signatures.who(sign, person)
    reasons = (
        (person_of(people, one.by) == person or sign.by == one.by, f"{sign.by} broke the glass"),
        (sign.signed < one.at, "it was given before the glass was broken"),
        (sign.until is not None and sign.until < signatures.now.date(), f"it expired after {sign.until}"),
        (bool(sign.covers), "it covers less than the release"),
        (not (sign.evidence or sign.note), "it does not say why: --evidence or --note"),
        (who.trust is Trust.NONE, who.how),
        (rules.proven and who.trust is not Trust.PROVEN, f"the identity of {sign.by} is only claimed ({who.how})"),
        (bool(rules.roles) and not set(rules.roles) & set(person.roles), f"{sign.by} is not {', '.join(rules.roles)}"),
        (signatures.desk.is_revoked(sign, rules, signatures.of(SETTLED)), "it was revoked"),
    )
    return next((why for holds, why in reasons if holds), "")


def _is_recorded(run: Run, signatures: Signatures, one: Breaking, row: str) -> bool:
    """Whether a record of the same content and target says that the row was verified since."""
    from pytest_golive.context.signing.chaining import signer_of
    from pytest_golive.context.signing.tagging import records

    table = run.settings.targets.get(one.target)
    has_keys = any(person.ssh_keys for person in signatures.trusted.people)
    must = run.settings.signing.signed_records
    needs = has_keys or bool(must) or (must is None and table is not None and table.production)
    for path in records(signatures.repository.root, run.asked.after):
        try:
            record = run.shelf.read(Path(path))
        except GoliveError:
            continue  # proves nothing
        is_it = record.subject.digest == one.digest and record.target == one.target
        is_later = record.started > one.at.isoformat(timespec="seconds") and (
            record.break_glass is None or record.break_glass.id != one.id
        )
        good = any(each.id == row and each.outcome in VERIFIED for each in record.rows)
        if is_it and is_later and good and (not needs or signer_of(record, signatures)):
            return True
    return False


def _finding(one: Breaking, row: str, refused: Sequence[str]) -> Finding:
    why = "".join(f"; {text}" for text in refused)
    what = f"{row}: passed without proof when {one.version} went to {one.target} ({_words(one)}){why}"
    return Finding("", 0, "not settled", what, "high", key=f"{one.id} {row}")


def _words(one: Breaking) -> str:
    return f"glass broken by {one.by} with {one.approver} at {one.at:%Y-%m-%d %H:%M} UTC, {one.source}"


def proven_now(broken: Sequence[Breaking], digest: str, verified: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The glasses and rows that a run of the content *digest* settles in which the rows *verified* hold."""
    for one in broken:
        if one.digest == digest:
            yield from ((one.id, row) for row in one.rows if row in verified and row not in one.proven)
