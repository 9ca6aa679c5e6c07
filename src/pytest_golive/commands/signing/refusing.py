"""What ``golive sign`` refuses, because it would not count."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.commands.signing.rows import Manual
from pytest_golive.context.signing.signatures import Signatures
from pytest_golive.errors import PAGES, GoliveError
from pytest_golive.rows.desk import TO_KNOW, nobodys
from pytest_golive.signing.demands import Rules
from pytest_golive.signing.people import Person, person_of


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


def person_named(signatures: Signatures, name: str) -> Person:
    trusted = signatures.trusted
    person = person_of(trusted.people, name)
    if person is None:
        known = ", ".join(one.key for one in trusted.people)
        where = f"those of {trusted.source} are {known}" if known else "name them in [tool.golive.signing.people]"
        raise GoliveError(f"{name} is not among the people who may sign", where)
    return person


def refuse(signatures: Signatures, row: Manual, request: Request, person: Person) -> None:
    """Refuse what would not count, as far as that is known now."""
    if changed := signatures.checkout.uncommitted_in_words:
        what = f"{changed} from the commit, and what is signed is the commit"
        raise GoliveError(what, "commit the change, or take it back")
    if request.role and request.role not in person.roles:
        raise GoliveError(f"{person.key} is not {request.role}", f"roles: {', '.join(person.roles) or 'none'}")
    _refuse_covers(signatures, row.rules, request)
    as_ = {request.role} if request.role else set(person.roles)
    if row.rules.roles and not as_ & set(row.rules.roles) and not request.reject:
        raise GoliveError(f"{row.id} must be signed by {' or '.join(row.rules.roles)}", _who(signatures, row.rules))
    if request.reject:
        return
    if why := signatures.desk.only_records(person):
        raise GoliveError(why, _who(signatures, row.rules))
    covered = row.rules.of_authors
    if covered is None:
        return
    if why := signatures.desk.own_work(person, covered):
        doubt = signatures.desk.release.doubt
        raise GoliveError(f"{why}; {doubt}" if doubt else why, _who(signatures, row.rules))
    if row.rules.known and (unknown := signatures.desk.strangers(row.rules)):
        raise GoliveError(nobodys(unknown), TO_KNOW)


def _refuse_covers(signatures: Signatures, rules: Rules, request: Request) -> None:
    if not request.covers:
        return
    if rules.whole:
        raise GoliveError("who may sign is approved for all of the release", "leave --covers out")
    if not rules.covers and not request.reject and not signatures.release:
        what = "nothing says which release this is, so a signature of a part of it would count for ever"
        raise GoliveError(
            what, "name covers for the row in the settings, give the project a version, or leave --covers out"
        )
    if left := [glob for glob in rules.covers if glob not in request.covers]:
        raise GoliveError(f"the row is about more: {', '.join(left)}", "name that, too, or leave --covers out")


def _who(signatures: Signatures, rules: Rules) -> str:
    names = [one.key for one in signatures.may_sign(rules)]
    return f"{', '.join(names)} may" if names else f"nobody may; see {PAGES}/signing.md on teams of one and two"
