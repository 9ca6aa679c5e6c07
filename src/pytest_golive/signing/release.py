"""The release that is checked out: what belongs to it, who made it, and since which commit it is what it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pytest_golive.codebase.inventory.globs import matches_any
from pytest_golive.delivery.git.contents import contents
from pytest_golive.delivery.git.history import commits
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure
from pytest_golive.signing.content import Normal, digest_of

Covers = tuple[str, ...]
FEW = 3  # paths that a message names
AUTHORS = "--format=%ae%x00%ce%x00%(trailers:key=Co-authored-by,valueonly,separator=%x00)%x1e"


@dataclass(frozen=True)
class Checkout:
    """What is checked out, as a release.

    Attributes:
        repository: its root is the project's folder.
        aside: globs of what is no part of it: signatures, records.
        since: the commit of the release before; None if there is none.
        normal: by path, what makes of a document's bytes those that count.
    """

    repository: Repository
    aside: Covers
    since: str | None
    normal: Mapping[str, Normal] = field(default_factory=dict)
    _digests: dict[Covers, str] = field(default_factory=dict, init=False, repr=False)
    _authors: dict[Covers, Sequence[str]] = field(default_factory=dict, init=False, repr=False)

    def counts(self, path: str, covers: Covers = ()) -> bool:
        """Whether *path* belongs to the release, and to what *covers* names."""
        return not matches_any(path, self.aside) and (not covers or matches_any(path, covers))

    @property
    def head(self) -> str:
        """The full name of what is checked out; "" before the first commit."""
        return self.repository.head.sha if self.repository.head else ""

    @cached_property
    def uncommitted(self) -> tuple[str, ...]:
        """Tracked files of the release that differ from the commit."""
        changed = [path for path in self.repository.changed_tracked() if self.counts(path)]
        return tuple(path for path in changed if path not in self.normal or self._differs(path))

    @property
    def uncommitted_in_words(self) -> str:
        """The first of them; "" if there are none."""
        more = f" and {len(self.uncommitted) - FEW} more" if len(self.uncommitted) > FEW else ""
        return f"{', '.join(self.uncommitted[:FEW])}{more}"

    def _differs(self, path: str) -> bool:
        """Whether a document differs from the commit in more than its ticks."""
        normal = self.normal[path]
        try:
            here = (self.repository.root / path).read_bytes()
        except OSError:
            return True
        return [normal(here)] != [normal(data) for data in contents(self.repository, self.head, [path]).values()]

    def digest(self, covers: Covers = ()) -> str:
        """The digest of what *covers* names, or of all; see `content.digest_of`.

        Raises:
            CannotMeasure: nothing is named.
        """
        if covers not in self._digests:
            wanted = lambda path: self.counts(path, covers)  # noqa: E731
            self._digests[covers] = digest_of(self.repository, self.head, wanted, self.normal)
        return self._digests[covers]

    def digest_here(self, covers: Covers = ()) -> str:
        """The same; "" where nothing is named, or what is named differs from the commit."""
        paths = (path for path in self.uncommitted if self.counts(path, covers))
        if next(paths, None) is not None or not self._has_any(covers):
            return ""
        return self.digest(covers)

    def changed(self, covers: Covers, commit: str) -> tuple[str, ...]:
        """Paths among what *covers* names that differ from *commit*; () where this clone does not know it."""
        known = self.repository.commit(commit) if commit else ""
        between = self._between(known, self.head) if known else []
        return tuple(dict.fromkeys(path for path in (*between, *self.uncommitted) if self.counts(path, covers)))

    def authors(self, covers: Covers) -> Sequence[str]:
        """Addresses of who wrote, committed or helped with what *covers* names, since the release before."""
        if covers not in self._authors:
            found = commits(self.repository, self.since)
            shas = [one.sha for one in found if any(self.counts(path, covers) for path in one.old)]
            self._authors[covers] = self._of(shas)
        return self._authors[covers]

    @cached_property
    def commit(self) -> str:
        """The oldest commit, in unbroken ancestry, that holds the same release as what is checked out."""
        commit = self.head
        while older := self._same(commit):
            commit = older[0]
        return commit

    @cached_property
    def commits(self) -> tuple[str, ...]:
        """All commits, from what is checked out back, that hold the same release without a break."""
        found: dict[str, None] = {}
        todo = [self.head]
        while todo:
            commit = todo.pop()
            if commit and commit not in found:
                found[commit] = None
                todo += self._same(commit)
        return tuple(found)

    def _same(self, commit: str) -> list[str]:
        """Its parents that hold the same release."""
        return [parent for parent in self._parents(commit) if not self._between(parent, commit)]

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """The commits without a parent that its history begins with: they are the repository's identity.

        Raises:
            CannotMeasure: the clone is shallow.
        """
        if self.repository.is_shallow:
            cure = "fetch the history: git fetch --unshallow --tags (actions/checkout: fetch-depth: 0)"
            raise CannotMeasure("the clone is shallow, so nobody can tell where its history begins", cure)
        return tuple(sorted(self.repository.git("rev-list", "--max-parents=0", "HEAD").decode().split()))

    def _has_any(self, covers: Covers) -> bool:
        return not covers or any(self.counts(entry.path, covers) for entry in self.repository.tracked())

    def _parents(self, commit: str) -> list[str]:
        return self.repository.git("rev-list", "--parents", "--max-count=1", commit).decode().split()[1:]

    def _between(self, old: str, new: str) -> list[str]:
        """What of the release differs between two commits."""
        paths = [path for path in self.repository.paths_between(old, new) if self.counts(path)]
        documents = [path for path in paths if path in self.normal]
        if not documents:
            return paths
        was, now = contents(self.repository, old, documents), contents(self.repository, new, documents)
        same = {
            path for path in was.keys() & now.keys() if self.normal[path](was[path]) == self.normal[path](now[path])
        }
        return [path for path in paths if path not in same]

    def _of(self, shas: Iterable[str]) -> Sequence[str]:
        fed = "".join(f"{sha}\n" for sha in shas).encode()
        if not fed:
            return ()
        said = self.repository.git("log", "--no-walk=unsorted", "--no-mailmap", "--stdin", AUTHORS, feed=fed)
        parts = said.decode(errors="replace").replace("\x1e", "\0").split("\0")
        return tuple(dict.fromkeys(address for part in parts if (address := _address(part))))


def _address(text: str) -> str:
    """The address in "Ann <ann@shop.example>", or what stands there alone."""
    _, opens, rest = text.strip().partition("<")
    return (rest.partition(">")[0] if opens else text).strip()
