"""The checked-out release: which files belong to it, who wrote it, and which commit it dates from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pytest_golive.codebase.inventory.globs import matches_any
from pytest_golive.delivery.git.contents import contents
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.parents import Parents
from pytest_golive.errors import CannotMeasure
from pytest_golive.signing.authors import authors_of, changes
from pytest_golive.signing.content import Normal, digest_of

if TYPE_CHECKING:
    from pytest_golive.signing.proving.paperwork import Kept

Covers = tuple[str, ...]
FEW = 3  # paths in a message


@dataclass(frozen=True)
class Checkout:
    """The checked-out files, as a release.

    Attributes:
        repository: a repository whose root is the project's folder.
        aside: globs of files that do not belong to it: signatures, records.
        since: the commit of the previous release; None if there is none.
        normal: by path, a function that normalizes the bytes of a document.
        papers: globs of what is kept aside for signatures and records; any other file there belongs to the release.
    """

    repository: Repository
    aside: Covers
    since: str | None
    normal: Mapping[str, Normal] = field(default_factory=dict)
    papers: Covers = ()
    _digests: dict[Covers, str] = field(default_factory=dict, init=False, repr=False)
    _authors: dict[Covers, Sequence[str]] = field(default_factory=dict, init=False, repr=False)

    def counts(self, path: str, covers: Covers = ()) -> bool:
        """Whether *path* belongs to the release, by what it is in HEAD and was before, and matches *covers*."""
        return self._belongs(path, (self.head, self.since)) and (not covers or matches_any(path, covers))

    def counting(self, *commits: str | None) -> Callable[[str], bool]:
        """What tells whether a path belongs to the release, by what it is in *commits*."""
        return lambda path: self._belongs(path, commits)

    def _belongs(self, path: str, commits: Iterable[str | None]) -> bool:
        if matches_any(path, self.aside):
            return False
        return not self._kept.is_named(path) or self._kept.is_other(path, filter(None, commits))

    @cached_property
    def _kept(self) -> Kept:
        from pytest_golive.signing.proving.paperwork import Kept

        return Kept(self.repository, self.papers)

    @property
    def head(self) -> str:
        """The full hash of the checked-out commit; "" before the first commit."""
        return self.repository.head.sha if self.repository.head else ""

    @cached_property
    def uncommitted(self) -> tuple[str, ...]:
        """Tracked files of the release that differ from the commit."""
        tracked = self.repository.changed_tracked()
        changed = [path for path in tracked if self.counts(path) or self._is_other_here(path)]
        return tuple(path for path in changed if path not in self.normal or self._differs(path))

    def _is_other_here(self, path: str) -> bool:
        return not matches_any(path, self.aside) and self._kept.is_other_here(path)

    @property
    def uncommitted_in_words(self) -> str:
        """The first uncommitted files, as the beginning of a sentence: "a.py differs"; "" if there are none."""
        more = f" and {len(self.uncommitted) - FEW} more" if len(self.uncommitted) > FEW else ""
        if not self.uncommitted:
            return ""
        return f"{', '.join(self.uncommitted[:FEW])}{more} {'differs' if len(self.uncommitted) == 1 else 'differ'}"

    def _differs(self, path: str) -> bool:
        """Whether a document differs from the commit by more than its ticks."""
        normal = self.normal[path]
        try:
            here = (self.repository.root / path).read_bytes()
        except OSError:
            return True
        return [normal(here)] != [normal(data) for data in contents(self.repository, self.head, [path]).values()]

    def digest(self, covers: Covers = ()) -> str:
        """The digest of the files that *covers* names, or of all; see `content.digest_of`.

        Raises:
            CannotMeasure: *covers* matches no file.
        """
        if covers not in self._digests:
            is_covered = lambda path: self.counts(path, covers)  # noqa: E731
            self._digests[covers] = digest_of(self.repository, self.head, is_covered, self.normal)
        return self._digests[covers]

    def digest_here(self, covers: Covers = ()) -> str:
        """The same digest; "" if *covers* matches no file, or if a matching file differs from the commit."""
        paths = (path for path in self.uncommitted if self.counts(path, covers))
        if next(paths, None) is not None or not self._has_any(covers):
            return ""
        return self.digest(covers)

    def changed(self, covers: Covers, commit: str) -> tuple[str, ...]:
        """Paths within *covers* that differ from *commit*; () if this clone does not have that commit."""
        known = self.repository.commit(commit) if commit else ""
        between = self.between(known, self.head) if known else []
        return tuple(dict.fromkeys(path for path in (*between, *self.uncommitted) if self.counts(path, covers)))

    def authors(self, covers: Covers) -> Sequence[str]:
        """Addresses of the authors, committers and co-authors of files in *covers* since the previous release."""
        if covers not in self._authors:
            shas = [sha for sha, paths in self._touched if any(self.counts(path, covers) for path in paths)]
            self._authors[covers] = authors_of(self.repository, dict.fromkeys(shas))
        return self._authors[covers]

    @cached_property
    def _touched(self) -> list[tuple[str, Iterable[str]]]:
        """The commits since the previous release, with the paths that each changed or, as a merge, undid."""
        return changes(self.repository, self.since)

    @cached_property
    def commit(self) -> str:
        """The oldest commit, in unbroken ancestry, with the same release as the checked-out one."""
        commit = self.head
        while older := self._same(commit):
            commit = older[0]
        return commit

    @cached_property
    def commits(self) -> tuple[str, ...]:
        """All commits with the same release, from the checked-out one back, without a gap."""
        found: dict[str, None] = {}
        todo = [self.head]
        while todo:
            commit = todo.pop()
            if commit and commit not in found:
                found[commit] = None
                todo += self._same(commit)
        return tuple(found)

    @cached_property
    def signed(self) -> tuple[str, ...]:
        """Those of `commits` that only added signatures, records or ticks to their branch, the oldest first."""
        return tuple(commit for commit in reversed(self.commits) if self.adds_papers(commit))

    def _same(self, commit: str) -> list[str]:
        """The parents of *commit* with the same release."""
        return [parent for parent, paths in self._ancestry.of(commit) if not self._counting(parent, commit, paths)]

    def adds_papers(self, commit: str) -> bool:
        """Whether *commit* adds nothing to the branch it is on but signatures, records and ticks."""
        families = self._ancestry.of(commit)
        return bool(families) and bool(families[0][1]) and not self._counting(families[0][0], commit, families[0][1])

    @cached_property
    def _ancestry(self) -> Parents:
        return Parents(self.repository)

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """The root commits of the history, which identify the repository.

        Raises:
            CannotMeasure: the clone is shallow.
        """
        if self.repository.is_shallow:
            cure = "fetch the history: git fetch --unshallow --tags (actions/checkout: fetch-depth: 0)"
            raise CannotMeasure("the clone is shallow, so the beginning of its history is unknown", cure)
        return tuple(sorted(self.repository.git("rev-list", "--max-parents=0", "HEAD", "--").decode().split()))

    def _has_any(self, covers: Covers) -> bool:
        return not covers or any(self.counts(entry.path, covers) for entry in self.repository.tracked())

    def between(self, old: str, new: str) -> list[str]:
        """The paths of the release that differ between two commits."""
        return self._counting(old, new, self.repository.paths_between(old, new))

    def _counting(self, old: str, new: str, changed: Iterable[str]) -> list[str]:
        """Of the paths *changed* between two commits, those of the release, without documents that say the same."""
        counts = self.counting(self.head, self.since, old, new)
        paths = [path for path in changed if counts(path)]
        documents = [path for path in paths if path in self.normal]
        if not documents:
            return paths
        was, now = contents(self.repository, old, documents), contents(self.repository, new, documents)
        same = {
            path for path in was.keys() & now.keys() if self.normal[path](was[path]) == self.normal[path](now[path])
        }
        return [path for path in paths if path not in same]
