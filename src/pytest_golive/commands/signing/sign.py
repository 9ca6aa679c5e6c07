"""``golive sign``: write what somebody decided into a file, for a pull request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pytest_golive.commands.signing.refusing import Request, person_named, refuse
from pytest_golive.commands.signing.rows import Manual
from pytest_golive.context.hiding import refuse_secrets
from pytest_golive.context.signing.signatures import Signatures
from pytest_golive.errors import GoliveError
from pytest_golive.files.writing import cannot, replace_file
from pytest_golive.signing.demands import Rules
from pytest_golive.signing.files import Broken, SignOff, parsed
from pytest_golive.signing.people import Person, person_of
from pytest_golive.signing.proving.openssh import holds, sign
from pytest_golive.signing.proving.proofs import NAMESPACE
from pytest_golive.signing.writing import file_name, text_of, with_id

FEW = 3
WORDS = {
    "evidence": "evidence", "note": "note", "role": "role", "covers": "covers", "the name of who signs": "by",
    "the row of the checklist's document": "title", "the id of the row": "row",
}  # fmt: skip


def sign_rows(signatures: Signatures, rows: Sequence[Manual], request: Request) -> str:
    """Write a signature for each row; see `sign_row`.

    Raises:
        GoliveError: one of them would not count, or the key is none of theirs; nothing was written.
    """
    for row in rows:
        check(signatures, row, request)
    return "\n".join(sign_row(signatures, row, request) for row in rows)


def check(signatures: Signatures, row: Manual, request: Request) -> tuple[Person, tuple[str, ...]]:
    """Who signs, and what is signed of the release.

    Raises:
        GoliveError: it would not count.
    """
    person = person_named(signatures, request.by)
    today = signatures.now.date()
    if request.until is not None and request.until < today:
        raise GoliveError(f"{request.until} is over (today is {today} UTC)", "name a day that is still to come")
    covers = request.covers or row.rules.covers
    refuse(signatures, row, replace(request, covers=covers), person)
    signatures.checkout.digest(covers)
    return person, covers


def sign_row(signatures: Signatures, row: Manual, request: Request) -> str:
    """Write the signature.

    Returns:
        What was written, and what is left to do.

    Raises:
        GoliveError: it would not count; nothing was written.
    """
    person, covers = check(signatures, row, request)
    is_narrow = bool(covers) and not row.rules.covers
    decision = "reject" if request.reject else "approve"
    made = SignOff(
        "",
        row.id,
        person.key,
        decision,
        signatures.now,
        signatures.checkout.digest(covers),
        row.rules.title,
        request.role,
        signatures.checkout.head,
        covers,
        request.until,
        request.evidence,
        request.note,
        revokes="" if request.reject else " ".join(_own_rejections(signatures, row, person)),
        release=signatures.release if is_narrow else "",
    )
    path = _write(signatures, made, person, request.key)
    what = f"{person.key} {'rejects' if request.reject else 'approves'} {row.id}"
    left = _left_to_do(row.rules, signed=request.key is not None or request.reject)
    return f"{path}: {what}; {left}{_narrow(made.release)}{_still_rejected(signatures, row, person)}"


def _still_rejected(signatures: Signatures, row: Manual, person: Person) -> str:
    """Who else rejects the row, which no approval by *person* ends."""
    rejected = signatures.judge(row.id, row.rules).rejected
    others = [one for one in rejected if person_of(signatures.trusted.people, one.by) != person]
    if not others:
        return ""
    who = " and ".join(dict.fromkeys(one.by for one in others))
    return f"; it is still rejected by {who}: golive sign --revoke {others[0].id} takes that back"


def _own_rejections(signatures: Signatures, row: Manual, person: Person) -> list[str]:
    """The ids of the rejections that an approval by the same person ends."""
    rejected = signatures.judge(row.id, row.rules).rejected
    return [one.id for one in rejected if person_of(signatures.trusted.people, one.by) == person]


def revoke(signatures: Signatures, id_: str, by: str, note: str, key: Path | None) -> str:
    """Take a signature back, by another file.

    Raises:
        GoliveError: there is no such signature, it is somebody else's, or it was taken back already.
    """
    mine = [one for one in signatures.all if one.decision != "revoke"]
    first = next((one for one in mine if id_ in {one.id, Path(one.path).stem}), None)
    if first is None:
        known = ", ".join(one.id for one in mine[:FEW]) or "there is none"
        raise GoliveError(f"there is no signature {id_!r}", f"golive sign --list names them: {known}")
    id_ = first.id
    person = person_named(signatures, by or first.by)
    if person_of(signatures.trusted.people, first.by) != person:
        raise GoliveError(f"{id_} is by {first.by}, and nobody else can revoke it", "reject the row: --reject")
    rules = signatures.rules(first.row)
    if signatures.desk.is_revoked(first, rules, signatures.all):
        raise GoliveError(f"{id_} was taken back already", "sign anew, if that was a mistake")
    made = replace(
        first, decision="revoke", revokes=id_, signed=signatures.now, note=note, signature="",
        evidence="", until=None,
    )  # fmt: skip
    path = _write(signatures, made, person, key)
    # Only what says yes must be proven: to revoke an approval says no.
    left = _left_to_do(rules, signed=key is not None) if first.decision == "reject" else "commit it"
    return f"{path}: {person.key} takes {id_} ({first.row}) back; {left}"


def _left_to_do(rules: Rules, *, signed: bool) -> str:
    if signed:
        return "commit it"
    if rules.proven:
        return "commit it by a signed commit (git commit -S), for this row demands proven identity"
    return "commit it yourself: your commit says who signed, and only claims it unless it is signed (git commit -S)"


def _narrow(release: str) -> str:
    """What to know of a signature that covers less than its row."""
    return f"; it counts for {release} alone, for the settings name no covers for the row" if release else ""


def _write(signatures: Signatures, made: SignOff, person: Person, key: Path | None) -> str:
    refuse_secrets("the signature", {name: str(getattr(made, field)) for name, field in WORDS.items()})
    refuse_secrets("the signature", {"its file": text_of(made := with_id(made))})
    if key is not None:
        made = replace(made, signature=sign(made.words, key, NAMESPACE))
        if not holds(made.words, made.signature, person.ssh_keys, NAMESPACE):
            raise GoliveError(
                f"the key {key.name} is none of {person.key}'s keys in {signatures.trusted.source}",
                f"sign with a key that [tool.golive.signing.people] names for {person.key}",
            )
    path = signatures.repository.root / signatures.papers.folder / file_name(made)
    if isinstance(broken := parsed(text_of(made).encode(), path.name, signatures.now), Broken):
        raise GoliveError(f"this signature would not count: {broken.what}", "sign with other words")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text_of(made).encode())
    except OSError as error:
        raise cannot(path, error) from None
    return path.relative_to(signatures.repository.root).as_posix()
