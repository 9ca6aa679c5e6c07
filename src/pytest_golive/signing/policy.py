"""Decide whether a row is signed: who must sign it, and which signatures count for this content."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pytest_golive.signing.authors import Known
from pytest_golive.signing.demands import Release, Rules, why_another
from pytest_golive.signing.files import SignOff
from pytest_golive.signing.people import Identity, Person, Trust, person_of

REVOKED = "revoked"
UNPROVEN = "revoked, though nothing proves by whom"


@dataclass(frozen=True, slots=True)
class Refused:
    """A signature that does not count, with the reason."""

    sign_off: SignOff
    why: str

    @property
    def is_told(self) -> bool:
        """Whether a signed row tells of it, too: somebody said no."""
        return self.sign_off.decision == "reject" or self.why.startswith(UNPROVEN)


@dataclass(frozen=True, slots=True)
class Signed:
    """The signatures of one row.

    Attributes:
        counted: the signatures that count, one for each person, with the person's identity.
        refused: the signatures that do not count.
        rejected: the rejections; one is enough to block the row.
        unproven: by id, what shows who rejected, for the rejections whose signer is not proven.
        needed: the number of signatures that must count.
        unknown: addresses of authors that belong to nobody among the people; one may be a signer's own.
        must_know: whether they are in the way.
        doubt: why changes count as new that a tag says are old, and the cure; "" if none do.
    """

    counted: tuple[tuple[SignOff, Identity], ...] = ()
    refused: tuple[Refused, ...] = ()
    rejected: tuple[SignOff, ...] = ()
    needed: int = 1
    unknown: tuple[str, ...] = ()
    must_know: bool = False
    doubt: str = ""
    unproven: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_signed(self) -> bool:
        """Whether enough people approve, nobody rejects, and nobody can have signed their own work."""
        return not self.rejected and len(self.counted) >= self.needed and not (self.must_know and self.unknown)


@dataclass
class Desk:
    """Judges the signatures of one release.

    Args:
        people: the people named by the previous release or a protected branch.
        release: the content to be signed.
        identify: returns who made a signature, as far as it can be proven.
        known: whose the addresses of authors are; those of *people* if none.
        recorders: keys of those who sign records: robots, unless they have a role.
    """

    people: Sequence[Person]
    release: Release
    identify: Callable[[SignOff, Person], Identity]
    known: Known = field(default_factory=lambda: Known(()))
    recorders: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not self.known.people:
            self.known = Known(self.people, self.known.outsiders)

    def judge(self, row: str, rules: Rules, sign_offs: Iterable[SignOff]) -> Signed:
        """The state of *row*, judged by its signatures among *sign_offs*."""
        own = sorted((one for one in sign_offs if one.row == row), key=lambda sign_off: sign_off.signed)
        revoked = self._revocations(own, rules)
        counted: dict[str, tuple[SignOff, Identity]] = {}
        refused: list[Refused] = []
        rejected: list[SignOff] = []
        for one in own:
            if one.decision == "revoke":
                continue
            if why := revoked.get(one.id) or self._why_not(one, rules):
                refused.append(Refused(one, why))
            elif one.decision == "reject":
                rejected.append(one)
            else:
                identity = self._identity(one)
                counted[identity.who] = one, identity
        standing = [one for one in rejected if not self._is_answered(one, own, revoked, rules)]
        standing.sort(key=lambda one: self._is_shown(one, rules))  # the same file may have been moved: the last counts
        rejected = list({one.id: one for one in standing}.values())
        unknown = self.strangers(rules) if counted else ()
        answers = tuple(counted.values()), tuple(refused), tuple(rejected), rules.approvers, unknown
        unproven = {one.id: self._identity(one).how for one in rejected if not self._is_shown(one, rules)}
        return Signed(*answers, must_know=rules.known, doubt=self.release.doubt, unproven=unproven)

    def is_revoked(self, one: SignOff, rules: Rules, sign_offs: Iterable[SignOff]) -> bool:
        """Whether its signer revoked *one*, shown as *rules* demand of a yes."""
        back = [other for other in sign_offs if other.revokes == one.id and self._is_same(one, other)]
        return any(self._is_shown(other, rules) for other in back)

    def strangers(self, rules: Rules) -> tuple[str, ...]:
        """Addresses of authors who are nobody among the people, where authors must not sign."""
        covers = rules.of_authors
        return () if covers is None else self.known.strangers(self.release.authors(covers))

    def _revocations(self, own: Sequence[SignOff], rules: Rules) -> dict[str, str]:
        """By id, why a signature is over that its own signer revoked.

        Proof is needed to say yes, never to say no. So an approval is over even if the revocation is only claimed.
        """
        by_id = {one.id: one for one in own}
        taken: dict[str, str] = {}
        for one in own:
            first = by_id.get(one.revokes)
            if one.decision != "revoke" or first is None or not self._is_same(first, one):
                continue
            if self._is_shown(one, rules):
                taken[first.id] = REVOKED
            elif first.decision == "approve":
                cure = f"{first.by} signs again, or confirms it: golive sign --revoke {first.id} --key FILE"
                taken.setdefault(first.id, f"{UNPROVEN} ({one.path}: {self._identity(one).how}); {cure}")
        return taken

    def _is_answered(self, no: SignOff, own: Sequence[SignOff], revoked: Collection[str], rules: Rules) -> bool:
        """Whether who rejected named that in an approval, shown as a yes must be: other repositories have such rows."""
        yes = (one for one in own if one.decision == "approve" and no.id in one.revokes.split())
        return any(self._is_same(no, one) and self._is_shown(one, rules) for one in yes if one.id not in revoked)

    def _is_same(self, one: SignOff, other: SignOff) -> bool:
        """Whether both name the same of the people."""
        person = person_of(self.people, one.by)
        return person is not None and person == person_of(self.people, other.by)

    def _is_shown(self, one: SignOff, rules: Rules) -> bool:
        trust = self._identity(one).trust
        return trust is Trust.PROVEN or (trust is Trust.CLAIMED and not rules.proven)

    def _identity(self, one: SignOff) -> Identity:
        person = person_of(self.people, one.by)
        return self.identify(one, person) if person else Identity(Trust.NONE)

    def _why_not(self, one: SignOff, rules: Rules) -> str:
        """The reason why a signature does not count; "" if it counts."""
        person = person_of(self.people, one.by)
        if person is None:
            return f"{one.by} is not among the people of [tool.golive.signing]"
        if one.until is not None and one.until < self.release.today:
            return f"it expired after {one.until}"
        if one.decision == "reject":  # whatever has changed since: only its signer takes it back
            return "it was given before the previous release" if self.release.is_earlier(one) else ""
        if one.content != self.release.digest(one.covers):
            return self._what_changed(one)
        other = why_another(one, rules, self.release.name)
        return other or self.only_records(person) or self._why_not_by(person, one, rules)

    def only_records(self, person: Person) -> str:
        """A message if *person* signs records and no rows; "" if not."""
        if person.key not in self.recorders or person.roles:
            return ""
        return f"{person.key} is one of the recorders, who sign records; only one with a role signs rows"

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
        covers = rules.of_authors
        if covers is None:
            return ""
        # If a key made the signature, anybody may commit the file: a squash merge has the merger as its author.
        return self.own_work(person, covers, identity.emails if identity.trust is Trust.CLAIMED else ())

    def _what_changed(self, one: SignOff) -> str:
        paths = self.release.changed(one.covers, one.commit)
        shown = ", ".join(paths[:5]) + (f" and {len(paths) - 5:,} more" if len(paths) > 5 else "")  # noqa: PLR2004
        return f"what was signed has changed since: {shown}" if shown else "it was given for other content"

    def own_work(self, person: Person, covers: tuple[str, ...], emails: Sequence[str] = ()) -> str:
        """A message if *person*, or a committer in *emails*, changed what *covers* names; "" if not."""
        authors = [email.casefold() for email in self.release.authors(covers)]
        others = {email.casefold() for email in emails} & set(authors)
        if person.key in self.known.among(authors):
            return f"{person.key} made changes that are signed here; nobody may approve their own work"
        return f"{min(others)} changed what is signed here, and committed the signature" if others else ""
