"""Whether a row is signed: by whom it must be, and which signatures count for this content."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pytest_golive.signing.files import SignOff
from pytest_golive.signing.people import Identity, Person, Trust, authors_among, person_of


@dataclass(frozen=True, slots=True)
class Rules:
    """What a row demands of its signatures.

    Attributes:
        roles: one of them must be among the roles of each who signs; () for anybody who may sign at all.
        proven: whether a name that a commit bears is not enough.
        self_approval: "no": nobody signs who has changed anything in the release; "elsewhere": nobody who has changed
            what the row covers; "yes": anybody may.
        covers: globs of what the row is about; () for all of the release. A signature covers that, or more.
        title: the words of the row; "" where they do not matter.
        whole: whether a signature must be about all of the release.
    """

    approvers: int = 1
    roles: tuple[str, ...] = ()
    proven: bool = False
    self_approval: str = "no"
    covers: tuple[str, ...] = ()
    title: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """What is signed now.

    Attributes:
        digest: of the content that a signature's globs name.
        authors: addresses of those who changed that content since the previous release.
        changed: paths among what the globs name that differ from a commit; () where nobody can tell.
        today: the date in UTC.
    """

    digest: Callable[[tuple[str, ...]], str]
    authors: Callable[[tuple[str, ...]], Sequence[str]]
    changed: Callable[[tuple[str, ...], str], Sequence[str]]
    today: dt.date


@dataclass(frozen=True, slots=True)
class Refused:
    """A signature that does not count, and why."""

    sign_off: SignOff
    why: str


@dataclass(frozen=True, slots=True)
class Signed:
    """How it stands with one row.

    Attributes:
        counted: the signatures that count, one a person, with what is known of each person.
        refused: those that do not.
        rejected: those by which somebody says no; one is enough.
        needed: how many must count.
    """

    counted: tuple[tuple[SignOff, Identity], ...] = ()
    refused: tuple[Refused, ...] = ()
    rejected: tuple[SignOff, ...] = ()
    needed: int = 1

    @property
    def is_signed(self) -> bool:
        """Whether enough people have said yes, and none has said no."""
        return not self.rejected and len(self.counted) >= self.needed


@dataclass
class Desk:
    """Judges the signatures of one release.

    Args:
        people: as the previous release, or a protected branch, has them.
        release: what is signed.
        identify: says who a signature is by, as far as anything shows it.
    """

    people: Sequence[Person]
    release: Release
    identify: Callable[[SignOff, Person], Identity]

    def judge(self, row: str, rules: Rules, sign_offs: Iterable[SignOff]) -> Signed:
        """How it stands with *row*, whose signatures are among *sign_offs*."""
        own = [one for one in sign_offs if one.row == row]
        revoked = self._revocations(own, rules)
        counted: dict[str, tuple[SignOff, Identity]] = {}
        refused: list[Refused] = []
        rejected: list[SignOff] = []
        for one in sorted(own, key=lambda sign_off: sign_off.signed):
            if one.decision == "revoke":
                continue
            if one.id in revoked:
                refused.append(Refused(one, "revoked"))
            elif why := self._why_not(one, rules):
                refused.append(Refused(one, why))
            elif one.decision == "reject":
                rejected.append(one)
            else:
                person = person_of(self.people, one.by)
                identity = self.identify(one, person) if person else Identity(Trust.NONE)
                counted[identity.who] = one, identity
        rejected = [one for one in rejected if not _changed_mind(one, counted, self.people)]
        return Signed(tuple(counted.values()), tuple(refused), tuple(rejected), rules.approvers)

    def _revocations(self, own: Sequence[SignOff], rules: Rules) -> set[str]:
        """Ids that were taken back, by whoever had signed them, and by nobody else."""
        by_id = {one.id: one for one in own}
        taken = set()
        for one in own:
            first, person = by_id.get(one.revokes), person_of(self.people, one.by)
            if one.decision != "revoke" or first is None or person is None:
                continue
            trust = self.identify(one, person).trust
            is_shown = trust is Trust.PROVEN or (trust is Trust.CLAIMED and not rules.proven)
            if is_shown and person_of(self.people, first.by) == person:
                taken.add(first.id)
        return taken

    def _why_not(self, one: SignOff, rules: Rules) -> str:
        """Why a signature does not count; "" if it does."""
        person = person_of(self.people, one.by)
        if person is None:
            return f"{one.by} is not among the people of [tool.golive.signing]"
        if one.until is not None and one.until < self.release.today:
            return f"it counted until {one.until}"
        if one.content != self.release.digest(one.covers):
            return self._what_changed(one)
        return _why_another(one, rules) or self._why_not_by(person, one, rules)

    def _why_not_by(self, person: Person, one: SignOff, rules: Rules) -> str:
        roles = {one.role} & set(person.roles) if one.role else set(person.roles)
        if (rules.roles and not set(rules.roles) & roles) or (one.role and not roles):
            as_ = f", and signed as {one.role}" if one.role else ""
            return f"{person.key} is not {' or '.join(rules.roles) or one.role}{as_ if rules.roles else ''}"
        identity = self.identify(one, person)
        if identity.trust is Trust.NONE:
            return identity.how
        if rules.proven and identity.trust is not Trust.PROVEN:
            return f"the identity of {person.key} is only claimed ({identity.how})"
        if rules.self_approval == "yes" or one.decision == "reject":
            return ""
        covers = rules.covers if rules.self_approval == "elsewhere" else ()
        # Where a key has signed, anybody may bring it: a squash merge is by whoever merges.
        return self.own_work(person, covers, identity.emails if identity.trust is Trust.CLAIMED else ())

    def _what_changed(self, one: SignOff) -> str:
        paths = self.release.changed(one.covers, one.commit)
        shown = ", ".join(paths[:5]) + (f" and {len(paths) - 5:,} more" if len(paths) > 5 else "")  # noqa: PLR2004
        return f"what was signed has changed since: {shown}" if shown else "it was given for another content"

    def own_work(self, person: Person, covers: tuple[str, ...], emails: Sequence[str] = ()) -> str:
        """What says that *person*, or who brought the signature from *emails*, made what *covers* means; "" if not."""
        authors = [email.casefold() for email in self.release.authors(covers)]
        others = {email.casefold() for email in emails} & set(authors)
        if person.key in authors_among(self.people, authors):
            return f"{person.key} made changes that are signed here, and nobody approves their own"
        return f"{min(others)} made changes that are signed here, and brought the signature" if others else ""


def _why_another(one: SignOff, rules: Rules) -> str:
    """Why a signature is about something else than the row; "" if it is not."""
    if rules.title and one.title != rules.title:
        return f"the row had other words when it was signed: {one.title[:60] or 'none'!r}"
    if one.covers and rules.whole:
        return "it covers less than the release"
    if one.covers and (left := [glob for glob in rules.covers if glob not in one.covers]):
        return f"it covers less than the row: not {', '.join(left)}"
    return ""


def _changed_mind(rejection: SignOff, counted: dict[str, tuple[SignOff, Identity]], people: Sequence[Person]) -> bool:
    """Whether who rejected has approved the same content later."""
    person = person_of(people, rejection.by)
    later = counted.get(person.key) if person else None
    return later is not None and later[0].signed > rejection.signed
