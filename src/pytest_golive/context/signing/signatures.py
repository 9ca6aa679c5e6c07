"""The signatures about what is checked out, and which of them count for a row."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from pytest_golive.checklist.binding.resolving import Check
from pytest_golive.context.signing.trusted import Trusted, trusted
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import PastRelease
from pytest_golive.settings.model import Settings
from pytest_golive.settings.signing.table import RowRules
from pytest_golive.signing.content import Normal
from pytest_golive.signing.files import Broken, SignOff, parsed, read_all
from pytest_golive.signing.people import Identity, Person
from pytest_golive.signing.policy import Desk, Release, Rules, Signed
from pytest_golive.signing.proofs import Bringing, all_bringing, bringing, deleted, identity_of
from pytest_golive.signing.release import Checkout

PEOPLE = "signing/people"  # the row that approves a change to who may sign


@dataclass(frozen=True)
class Signatures:
    """What was signed about the release that is checked out.

    Attributes:
        settings: of this release.
        previous: the release before it.
        nearest: the same by the names of the tags alone, whatever these settings say.
        production: whether it goes to customers, where identities must be proven unless the settings say otherwise.
        normal: by path, what makes of a document's bytes those that count.
        now: the time.
    """

    repository: Repository
    settings: Settings
    previous: PastRelease | None
    nearest: PastRelease | None = None
    production: bool = False
    normal: dict[str, Normal] = field(default_factory=dict)
    now: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    _known: dict[str, Identity] = field(default_factory=dict, init=False, repr=False)

    @property
    def folder(self) -> Path:
        """Where the signatures lie."""
        return self.repository.root / self.settings.signing.folder

    @cached_property
    def checkout(self) -> Checkout:
        """The release, without its signatures and what else is no part of it."""
        table = self.settings.signing
        since = self.previous.commit if self.previous else None
        return Checkout(self.repository, (f"/{table.folder}", *table.aside), since, self.normal)

    @cached_property
    def trusted(self) -> Trusted:
        """Who may sign; see `trusted`."""
        return trusted(self.repository, self.settings, self.previous, self.nearest)

    @cached_property
    def _read(self) -> tuple[SignOff | Broken, ...]:
        return tuple(read_all(self.folder, self.settings.signing.folder, self.now))

    @property
    def broken(self) -> tuple[Broken, ...]:
        """Files that are no signatures; one may have been a rejection, so they are no trifle."""
        return tuple(one for one in self._read if isinstance(one, Broken))

    @property
    def all(self) -> tuple[SignOff, ...]:
        """Every signature, for whatever content, and what was deleted of those that say no."""
        return (*(one for one in self._read if isinstance(one, SignOff)), *self._deleted)

    @cached_property
    def _deleted(self) -> dict[SignOff, str]:
        """Rejections and revocations that lie there no longer, each with the last commit that had it."""
        found: dict[SignOff, str] = {}
        since = self.previous.commit if self.previous else None
        if not self.repository.head:
            return found
        for path, commit, data in deleted(self.repository, self.settings.signing.folder, since):
            one = parsed(data, path, self.now)
            if (
                isinstance(one, SignOff)
                and one.decision != "approve"
                and not os.path.lexists(self.folder.parent / path)
            ):
                found[one] = commit
        return found

    def of(self, row: str) -> Sequence[SignOff]:
        """Those about *row*."""
        return self._by_row.get(row, ())

    @cached_property
    def _by_row(self) -> dict[str, list[SignOff]]:
        found: dict[str, list[SignOff]] = {}
        for one in self.all:
            found.setdefault(one.row, []).append(one)
        return found

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
        own = table.rows.get(row, RowRules())
        proven = table.proven if own.proven is None else own.proven
        return Rules(
            max(own.approvers or (approvers or table.approvers), approvers),
            own.roles if own.roles is not None else (role,) if role else table.roles,
            self.production if proven is None else proven,
            own.self_approval or table.self_approval,
            own.covers,
            whole=row == PEOPLE,
        )

    def people_approved(self) -> Signed | None:
        """How it stands with a change to who may sign; None where nothing has changed."""
        return self.judge(PEOPLE, self.rules(PEOPLE)) if self.trusted.changes else None

    def may_sign(self, rules: Rules) -> list[Person]:
        """Who has a role that *rules* ask for, and has not made what they would sign."""
        covers = rules.covers if rules.self_approval == "elsewhere" else ()
        people = [one for one in self.trusted.people if not rules.roles or set(rules.roles) & set(one.roles)]
        if rules.self_approval == "yes":
            return people
        return [one for one in people if not self.desk.own_work(one, covers)]

    @cached_property
    def desk(self) -> Desk:
        """What judges signatures."""
        one = self.checkout
        return Desk(self.trusted.people, Release(one.digest_here, one.authors, one.changed, self.now.date()), self._who)

    def _who(self, sign_off: SignOff, person: Person) -> Identity:
        if sign_off.id not in self._known:
            self._known[sign_off.id] = self._identity(sign_off, person)
        return self._known[sign_off.id]

    def _identity(self, sign_off: SignOff, person: Person) -> Identity:
        return identity_of(sign_off, person, self._brought(sign_off), self.repository)

    def _brought(self, sign_off: SignOff) -> Bringing | None:
        """The commit that brought a file; None where it lies there otherwise than committed."""
        if sign_off in self._deleted:
            return bringing(self.repository, sign_off.path, self._deleted[sign_off])
        blob = self._committed.get(sign_off.path)
        if blob is None:
            return None
        then, commit = self._bringing.get(sign_off.path, ("", None))
        return commit if then == blob else bringing(self.repository, sign_off.path)

    @cached_property
    def _bringing(self) -> dict[str, tuple[str, Bringing]]:
        return all_bringing(self.repository, self.settings.signing.folder)

    @cached_property
    def _committed(self) -> dict[str, str]:
        """Files of the folder that are as HEAD has them, with their blobs: what nobody committed nobody has brought."""
        if not self.repository.head:
            return {}
        folder, changed = f"{self.settings.signing.folder}/", set(self.repository.changed_tracked())
        listing = self.repository.git("ls-tree", "-r", "-z", "HEAD", "--", folder).split(b"\0")[:-1]
        entries = (os.fsdecode(entry).partition("\t") for entry in listing)
        return {path: about.split(" ")[2] for about, _, path in entries if path not in changed}
