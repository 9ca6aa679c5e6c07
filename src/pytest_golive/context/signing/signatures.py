"""The signatures about what is checked out, and which of them count for a row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pytest_golive.checklist.binding.resolving import Check
from pytest_golive.context.releases import checked_out
from pytest_golive.context.signing.demanded import demanded
from pytest_golive.context.signing.papers import Papers
from pytest_golive.context.signing.trust.agreed import folders_since, people_of
from pytest_golive.context.signing.trust.baseline import Baseline
from pytest_golive.context.signing.trust.basis import Basis
from pytest_golive.context.signing.trust.points import Reading
from pytest_golive.context.signing.trust.trusted import Trusted, Weaker, trusted
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import PastRelease
from pytest_golive.settings.model import Settings
from pytest_golive.signing.authors import Known
from pytest_golive.signing.content import Normal
from pytest_golive.signing.demands import Release, Rules
from pytest_golive.signing.files import Broken, SignOff
from pytest_golive.signing.people import PEOPLE, Identity, Person, Trust
from pytest_golive.signing.policy import Desk, Signed
from pytest_golive.signing.proving.proofs import identity_of
from pytest_golive.signing.release import Checkout


@dataclass(frozen=True)
class Signatures:
    """What was signed about the release that is checked out.

    Attributes:
        settings: of this release.
        previous: the release before it.
        nearest: the same by the names of the tags alone, whatever these settings say.
        production: whether it goes to customers, as these settings say.
        normal: by path, what makes of a document's bytes those that count.
        now: the time.
        names: of the project, which tags may contain.
        records: read files that may be records of earlier deployments.
        version: that the project's files declare.
        target: the name of the target; "" for none.
        weaker: see `trusted`.
    """

    repository: Repository
    settings: Settings
    previous: PastRelease | None
    nearest: PastRelease | None = None
    production: bool = False
    normal: dict[str, Normal] = field(default_factory=dict)
    now: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    names: tuple[str, ...] = ()
    records: Sequence[Reading] = ()
    version: str = ""
    target: str = ""
    weaker: Weaker | None = None
    _known: dict[SignOff, Identity] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def _basis(self) -> Basis:
        return Basis(
            self.repository, self.settings, self.previous, self.nearest, self.production, self.target, self.names,
            self.records, self.normal,
        )  # fmt: skip

    @property
    def baseline(self) -> Baseline:
        """The release that trust is read from."""
        return self._basis.baseline

    @property
    def is_live(self) -> bool:
        """Whether it goes to customers, as these settings say, or as those of the release before did."""
        return self._basis.is_live

    @cached_property
    def checkout(self) -> Checkout:
        """The release, without its signatures and what else is no part of it."""
        return self._checkout(self.baseline.since)

    def _checkout(self, since: str | None) -> Checkout:
        return checked_out(self.repository, self.settings.signing, since, self.normal)

    @cached_property
    def trusted(self) -> Trusted:
        """Who may sign; see `trusted`."""
        weaker = self.weaker if self.is_live else None
        return trusted(self.repository, self.settings.signing, self.baseline, weaker)

    @cached_property
    def papers(self) -> Papers:
        """The files of signatures."""
        here, since = self.settings.signing, self.baseline.since
        return Papers(self.repository, here.folder, since, self.now, folders_since(self.repository, since, here))

    @property
    def broken(self) -> tuple[Broken, ...]:
        """Files that are no signatures."""
        return self.papers.broken

    @property
    def all(self) -> tuple[SignOff, ...]:
        """Every signature, for whatever content; see `Papers.all`."""
        return self.papers.all

    def of(self, row: str) -> Sequence[SignOff]:
        """Those about *row*."""
        return self.papers.by_row.get(row, ())

    def judge(self, row: str, rules: Rules) -> Signed:
        """How it stands with *row*."""
        return self.desk.judge(row, rules, self.of(row))

    def rules_of(self, check: Check) -> Rules:
        """What a row of a document demands, by the settings and by its binding."""
        options = check.binding.options
        found = self.rules(check.id, options.get("role", ""), int(options.get("approvers", "0")))
        return replace(found, title=check.row.text)

    def rules(self, row: str, role: str = "", approvers: int = 0) -> Rules:
        """What *row* demands.

        Args:
            row: its id.
            role: who must sign, as its binding says; the settings of the row come first.
            approvers: how many, as its binding says; the higher number counts.
        """
        table = self.trusted.signing if row == PEOPLE else self.settings.signing
        found = demanded(table, row, live=self.is_live, role=role, approvers=approvers)
        return replace(found, approvers=max(found.approvers, 2)) if row == PEOPLE and self.named_anew else found

    def people_approved(self) -> Signed | None:
        """How it stands with a change to who may sign; None where nothing has changed."""
        return self.judge(PEOPLE, self.rules(PEOPLE)) if self.trusted.changes else None

    def may_sign(self, rules: Rules) -> list[Person]:
        """Who has a role that *rules* ask for, and has not made what they would sign."""
        desk, covers = self.desk, rules.of_authors
        able = (one for one in self.trusted.people if not rules.roles or set(rules.roles) & set(one.roles))
        people = [one for one in able if not desk.only_records(one)]
        return people if covers is None else [one for one in people if not desk.own_work(one, covers)]

    @cached_property
    def desk(self) -> Desk:
        """What judges signatures."""
        one, today = self.checkout, self.now.date()
        named = self.release, self.baseline.doubt, self.papers.is_earlier
        release = Release(one.digest_here, one.authors, one.changed, today, *named)
        recorders = frozenset((*self.trusted.signing.recorders, *self.settings.signing.recorders))
        return Desk(self.trusted.people, release, self.who, self.known_authors, recorders)

    @cached_property
    def named_anew(self) -> tuple[str, ...]:
        """Addresses of authors of which only this release says whose they are; their owner could be who approves it."""
        if not self.is_live or self.trusted.is_own or self.trusted.signing.self_approval == "yes":
            return ()
        authors = self.checkout.authors(())
        unknown = self.known_authors.strangers(authors)
        before = Known(self.trusted.people, self.trusted.signing.outsiders)
        return tuple(one for one in before.strangers(authors) if one not in unknown)

    @property
    def known_authors(self) -> Known:
        """Whose addresses are whose: what this release says of that counts, too, for others must approve it."""
        here = self.settings.signing
        people = dict.fromkeys((*self.trusted.people, *people_of(here)))
        return Known(tuple(people), (*self.trusted.signing.outsiders, *here.outsiders))

    @cached_property
    def release(self) -> str:
        """What the release is called until it is out: "2.0.0 after v1.0.0 at abc1234"; "" if nothing names it."""
        before = {one.commit: one.place for one in (self.previous, self.nearest) if one is not None}
        deployed = self._basis.vouched(production=True) if self.records else None
        if deployed and deployed.since:
            before.setdefault(deployed.since, f"what was deployed at {deployed.since[:7]}")
        return " after ".join(filter(None, (self.version, " and ".join(dict.fromkeys(before.values())))))

    def who(self, sign_off: SignOff, person: Person) -> Identity:
        """Who made a signature, as far as it can be proven."""
        if sign_off not in self._known:
            shown = [identity_of(sign_off, person, one, self.repository) for one in self.papers.brought(sign_off)]
            self._known[sign_off] = max(shown, key=lambda one: list(Trust).index(one.trust))
        return self._known[sign_off]
