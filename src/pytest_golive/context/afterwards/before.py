"""What was signed about the release before, as its own settings demand it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pytest_golive.codebase.inventory.globs import matches_any
from pytest_golive.context.releases import checked_out, unticking
from pytest_golive.context.signing.demanded import demanded
from pytest_golive.context.signing.signatures import Signatures
from pytest_golive.delivery.releases.previous import PastRelease, previous_release
from pytest_golive.delivery.releases.tags import Naming
from pytest_golive.settings.model import Settings
from pytest_golive.signing.authors import authors_of, changes
from pytest_golive.signing.content import digest_of
from pytest_golive.signing.demands import Release, Rules
from pytest_golive.signing.policy import Desk, Signed

Covers = tuple[str, ...]


@dataclass(frozen=True)
class Before:
    """The release before the one that is checked out.

    Attributes:
        signatures: about the one that is checked out: the same files hold those about the release before.
        release: the one before.
        then: its settings.
        naming: the project's names for its releases.
    """

    signatures: Signatures
    release: PastRelease
    then: Settings
    naming: Naming
    _digests: dict[tuple[Covers, Covers], str] = field(default_factory=dict, init=False, repr=False)

    def digest(self, covers: Covers = (), documents: Iterable[str] = ()) -> str:
        """The digest of its content that *covers* names, or of all; *documents* are read without ticks, too.

        Raises:
            CannotMeasure: *covers* matches no file.
        """
        normal = unticking((*self.then.checklist, *documents))
        key = covers, tuple(normal)
        if key not in self._digests:
            repository, commit = self.signatures.repository, self.release.commit
            counts = checked_out(repository, self.then.signing).counting(commit, self._since)
            is_covered = lambda path: counts(path) and (not covers or matches_any(path, covers))  # noqa: E731
            self._digests[key] = digest_of(repository, commit, is_covered, normal)
        return self._digests[key]

    def judge(self, row: str, rules: Rules, version: str) -> Signed:
        """How it stands with *row* of that release, whose *version* its records name.

        What its settings demand counts; who may sign, those say who are trusted now.
        """
        signed, today = self.signatures, self.signatures.now.date()
        name = " after ".join(filter(None, (version, self._before.place if self._before else "")))
        release = Release(self.digest, self._authors, lambda *_: (), today, name)
        here = signed.settings.signing
        recorders = frozenset((*signed.trusted.signing.recorders, *here.recorders))
        desk = Desk(signed.trusted.people, release, signed.who, signed.known_authors, recorders)
        return desk.judge(row, rules, signed.of(row))

    def rules(self, row: str, *, live: bool, role: str = "", approvers: int = 0) -> Rules:
        """What *row* demands; another version of ours may have worded it otherwise, so words do not matter."""
        return demanded(self.then.signing, row, live=live, role=role, approvers=approvers)

    @cached_property
    def _before(self) -> PastRelease | None:
        """The release that came before that one, by the settings of then."""
        after = self.signatures.repository.git("rev-list", f"{self.release.commit}..HEAD", "--").decode().split()
        naming = replace(self.naming, globs=self.then.release_tags, previous="", by="")
        return previous_release(self.signatures.repository, naming, [*after, self.release.commit])

    @property
    def _since(self) -> str | None:
        return self._before.commit if self._before else None

    def _authors(self, covers: Covers) -> Sequence[str]:
        repository, commit = self.signatures.repository, self.release.commit
        counts = checked_out(repository, self.then.signing).counting(commit, self._since)
        is_meant = lambda path: counts(path) and (not covers or matches_any(path, covers))  # noqa: E731
        touched = changes(repository, self._since, commit)
        return authors_of(repository, dict.fromkeys(sha for sha, paths in touched if any(map(is_meant, paths))))
