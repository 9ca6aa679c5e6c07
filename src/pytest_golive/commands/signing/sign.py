"""``golive sign``: write what somebody decided into a file, for a pull request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pytest_golive.commands.signing.rows import Manual
from pytest_golive.commands.signing.telling import describe
from pytest_golive.context.signing.signatures import Signatures
from pytest_golive.errors import GoliveError
from pytest_golive.files.writing import cannot, replace_file
from pytest_golive.masking.known import MASK
from pytest_golive.signing.files import SignOff
from pytest_golive.signing.openssh import holds, sign
from pytest_golive.signing.people import Person, person_of
from pytest_golive.signing.policy import Rules
from pytest_golive.signing.proofs import NAMESPACE
from pytest_golive.signing.writing import file_name, text_of, with_id

FEW = 3


@dataclass(frozen=True, slots=True)
class Request:
    """Who decides what, and how that is shown; see ``golive sign --help``."""

    by: str
    role: str = ""
    evidence: str = ""
    note: str = ""
    reject: bool = False
    until: dt.date | None = None
    covers: tuple[str, ...] = ()
    key: Path | None = None


def sign_row(signatures: Signatures, row: Manual, request: Request) -> str:
    """Write the signature.

    Returns:
        What was written, and what is left to do.

    Raises:
        GoliveError: it would not count; nothing was written.
    """
    person = _person(signatures, request.by)
    today = signatures.now.date()
    if request.until is not None and request.until < today:
        raise GoliveError(f"{request.until} is over (today is {today} UTC)", "name a day that is still to come")
    covers = request.covers or row.rules.covers
    _check(signatures, row, replace(request, covers=covers), person)
    decision = "reject" if request.reject else "approve"
    made = SignOff(
        "",
        row.id,
        person.key,
        decision,
        signatures.now.replace(microsecond=0),
        signatures.checkout.digest(covers),
        row.rules.title,
        request.role,
        signatures.checkout.head,
        covers,
        request.until,
        request.evidence,
        request.note,
    )
    path = _write(signatures, made, person, request.key)
    what = f"{person.key} {'rejects' if request.reject else 'approves'} {row.id}"
    return f"{path}: {what}; {_left_to_do(row.rules, signed=request.key is not None)}"


def revoke(signatures: Signatures, id_: str, by: str, note: str, key: Path | None) -> str:
    """Take a signature back, by another file.

    Raises:
        GoliveError: there is no such signature, it is somebody else's, or it was taken back already.
    """
    mine = [one for one in signatures.all if one.decision != "revoke"]
    first = next((one for one in mine if one.id == id_), None)
    if first is None:
        known = ", ".join(one.id for one in mine[:FEW]) or "there is none"
        raise GoliveError(f"there is no signature {id_!r}", f"golive sign --list names them: {known}")
    person = _person(signatures, by or first.by)
    if person_of(signatures.trusted.people, first.by) != person:
        raise GoliveError(f"{id_} is by {first.by}, and nobody else takes it back", "reject the row: --reject")
    if any(one.revokes == id_ for one in signatures.all):
        raise GoliveError(f"{id_} was taken back already", "sign anew, if that was a mistake")
    made = replace(
        first, decision="revoke", revokes=id_, signed=signatures.now.replace(microsecond=0), note=note, signature="",
        evidence="", until=None,
    )  # fmt: skip
    path = _write(signatures, made, person, key)
    return f"{path}: {person.key} takes {id_} ({first.row}) back; commit it"


def _person(signatures: Signatures, name: str) -> Person:
    trusted = signatures.trusted
    person = person_of(trusted.people, name)
    if person is None:
        known = ", ".join(one.key for one in trusted.people)
        where = f"those of {trusted.source} are {known}" if known else "name them in [tool.golive.signing.people]"
        raise GoliveError(f"{name} is not among the people who may sign", where)
    return person


def _check(signatures: Signatures, row: Manual, request: Request, person: Person) -> None:
    """Refuse what would not count, as far as that is known now."""
    if changed := signatures.checkout.uncommitted_in_words:
        what = f"{changed} differ from the commit, and what is signed is the commit"
        raise GoliveError(what, "commit the change, or take it back")
    if request.role and request.role not in person.roles:
        raise GoliveError(f"{person.key} is not {request.role}", f"roles: {', '.join(person.roles) or 'none'}")
    if request.covers and row.rules.whole:
        raise GoliveError("who may sign is approved for all of the release", "leave --covers out")
    if request.covers and (left := [glob for glob in row.rules.covers if glob not in request.covers]):
        raise GoliveError(f"the row is about more: {', '.join(left)}", "name that, too, or leave --covers out")
    as_ = {request.role} if request.role else set(person.roles)
    if row.rules.roles and not as_ & set(row.rules.roles):
        raise GoliveError(f"{row.id} is signed by {' or '.join(row.rules.roles)}", _who(signatures, row.rules))
    covered = row.rules.covers if row.rules.self_approval == "elsewhere" else ()
    is_free = request.reject or row.rules.self_approval == "yes"
    if not is_free and (why := signatures.desk.own_work(person, covered)):
        raise GoliveError(why, _who(signatures, row.rules))


def _who(signatures: Signatures, rules: Rules) -> str:
    names = [one.key for one in signatures.may_sign(rules)]
    return f"{', '.join(names)} may" if names else "nobody may; see docs/signing.md on teams of one and two"


def _left_to_do(rules: Rules, *, signed: bool) -> str:
    if signed:
        return "commit it"
    if rules.proven:
        return "commit it by a signed commit (git commit -S), for this row demands proven identity"
    return "commit it yourself: your commit says who signed, and only claims it unless it is signed (git commit -S)"


def _write(signatures: Signatures, made: SignOff, person: Person, key: Path | None) -> str:
    if MASK.hide(said := text_of(made)) != said:
        raise GoliveError("the signature would hold a credential", "leave it out of evidence and note")
    made = with_id(made)
    if key is not None:
        made = replace(made, signature=sign(made.words, key, NAMESPACE))
        if not holds(made.words, made.signature, person.ssh_keys, NAMESPACE):
            raise GoliveError(
                f"{key.name} is none of the keys of {person.key} in {signatures.trusted.source}",
                "sign by a key of [tool.golive.signing.people]",
            )
    path = signatures.folder / file_name(made)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text_of(made).encode())
    except OSError as error:
        raise cannot(path, error) from None
    return path.relative_to(signatures.repository.root).as_posix()


def listed(signatures: Signatures, rows: Sequence[Manual]) -> str:
    """What is signed, what is missing, and who may sign it."""
    lines = []
    for row in rows:
        found = signatures.judge(row.id, row.rules)
        lines.append(f"{'signed ' if found.is_signed else 'MISSING'}  {row.id}  {row.title} ({row.place})")
        lines += [f"         {words}" for words in describe(found)]
        if not found.is_signed:
            names = [one.key for one in signatures.may_sign(row.rules)]
            lines.append(f"         {_needs(row.rules, len(found.counted))}; may sign: {', '.join(names) or 'nobody'}")
    lines += [f"broken   {one.path} {one.what}; {one.cure}" for one in signatures.broken]
    trusted = signatures.trusted
    lines.append(f"{len(rows)} row(s) for people; who may sign: {trusted.source}")
    return "\n".join(lines)


def _needs(rules: Rules, has: int) -> str:
    people = "1 person" if rules.approvers == 1 else f"{rules.approvers} people"
    who = f" who {'is' if rules.approvers == 1 else 'are'} {' or '.join(rules.roles)}" if rules.roles else ""
    return f"needs {people}{who}{', proven' if rules.proven else ''}{f', has {has}' if has else ''}"
