"""The repository: its tracked files, their differences from HEAD, and its commits and tags."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pytest_golive.delivery.git import diffs, index
from pytest_golive.delivery.git.clone import (
    Places,
    changed_paths,
    places_of,
    status,
    without_filters,
    without_own_attributes,
)
from pytest_golive.delivery.git.index import Tracked
from pytest_golive.delivery.git.program import Git


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit, by its full hash."""

    sha: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths relative to the root: tracked files that differ from HEAD, and untracked files that are not ignored."""

    tracked: tuple[str, ...]
    untracked: tuple[str, ...]


@dataclass(frozen=True)
class Repository:
    """The work tree at *root*, which may be a folder of a larger repository."""

    root: Path

    @classmethod
    def open(cls, root: Path) -> Repository:
        """Find the repository that contains *root*.

        Raises:
            CannotMeasure: git is missing, refuses, or *root* is not in a work tree.
        """
        repository = cls(root)
        repository.toplevel  # noqa: B018 -- the property raises if there is no repository
        return repository

    @cached_property
    def kept(self) -> dict[object, Any]:
        """A cache for results about the repository, by the callers' keys; a run opens the repository once."""
        return {}

    @cached_property
    def program(self) -> Git:
        """Git, run in the root."""
        return Git(self.root)

    @cached_property
    def toplevel(self) -> Path:
        """The top folder of the work tree."""
        return self._places.toplevel

    @cached_property
    def prefix(self) -> str:
        """The root relative to the top of the work tree: "" or "services/shop/"."""
        return self._places.prefix

    @cached_property
    def _places(self) -> Places:
        return places_of(self.program)

    @cached_property
    def head(self) -> Commit | None:
        """The commit that is checked out; None before the first commit."""
        sha = self.commit("HEAD")
        return Commit(sha) if sha else None

    @property
    def common(self) -> Path:
        """The part of the repository that all its work trees share."""
        return self._places.common

    @cached_property
    def is_shallow(self) -> bool:
        """Whether this is a shallow clone."""
        return self._places.is_shallow

    def tracked(self) -> list[Tracked]:
        """All entries under the root in path order, including links and submodules.

        Entries of the index, and entries of HEAD that were removed from the index while their files still exist.
        """
        entries = index.tracked(self.program)
        if self.head is not None and (taken_out := [*index.taken_out(self.program, self.head.sha)]):
            entries = {**entries, **{entry.path: entry for entry in taken_out}}
        return [entries[name] for name in sorted(entries)]

    def submodules(self) -> frozenset[str]:
        """The paths under the root of the submodules in ``.gitmodules``."""
        found, top = index.submodules(self.program, self.toplevel), self.prefix
        return frozenset(path.removeprefix(top) for path in found if path.startswith(top))

    def untracked_repositories(self) -> list[str]:
        """Folders under the root that are separate repositories, not added and not ignored."""
        return list(self._untracked_repositories)

    @cached_property
    def _untracked_repositories(self) -> list[str]:
        return index.untracked_repositories(self.program)

    def changed(self) -> Changes:
        """The paths under the root that differ from HEAD."""
        tracked, untracked = list[str](), list[str]()
        for record in self._status("all"):
            (untracked if record.startswith(b"??") else tracked).extend(changed_paths([record], self.prefix))
        return Changes(tuple(tracked), tuple(untracked))

    def changed_tracked(self) -> tuple[str, ...]:
        """The tracked files under the root that differ from HEAD."""
        return changed_paths(self._status("no"), self.prefix)

    @property
    def is_dirty(self) -> bool:
        """Whether a tracked file under the root differs from HEAD."""
        return bool(self._status("no"))

    def _status(self, untracked: str) -> list[bytes]:
        return status(self.program, self._places, untracked)

    def tags(self) -> dict[str, str]:
        """The tags that mark commits: full commit hashes by tag name."""
        return dict(self._tags)

    @cached_property
    def _tags(self) -> dict[str, str]:
        names = os.fsdecode(self.git("for-each-ref", "--format=%(refname)", "refs/tags")).splitlines()
        tag_names = b"".join(os.fsencode(name) + b"^{commit}\n" for name in names)
        found = self.git("cat-file", "--batch-check=%(objecttype) %(objectname)", feed=tag_names)
        marked = zip(names, found.decode(errors="replace").splitlines(), strict=True)
        return {name.removeprefix("refs/tags/"): target[7:] for name, target in marked if target.startswith("commit ")}

    def lines_added(self, since: str, is_wanted: Callable[[str], bool] = lambda _: True) -> dict[str, list[range]]:
        """For each path relative to the root, the numbers (from 1) of its lines that *since* does not have.

        Args:
            since: a commit.
            is_wanted: whether the file at a path is of interest.
        """
        with (
            without_own_attributes(self.program, self._places) as program,
            index.hiding_nothing(without_filters(program)) as git,
        ):
            return dict(diffs.added(git, since, is_wanted))

    def attributes(self, names: Sequence[str], paths: Sequence[str]) -> dict[str, dict[str, bool]]:
        """The tracked ``.gitattributes``: by path, those of *names* that are set, and whether they are true.

        Files outside version control (``.git/info/attributes``, the user's, an untracked one) do not count.
        """
        if not paths:
            return {}
        with without_own_attributes(self.program, self._places) as program:
            return index.attributes(program, names, paths)

    def is_ancestor(self, commit: str) -> bool:
        """Whether *commit* is an ancestor of HEAD."""
        return self.program.ask("merge-base", "--is-ancestor", commit, "HEAD") is not None

    def paths_between(self, old: str, new: str) -> list[str]:
        """The paths under the root that differ between two commits."""
        options = ("-r", "-z", "--name-only", "--no-renames", "--relative")
        return list(map(os.fsdecode, self.git("diff-tree", *options, old, new, "--", ".").split(b"\0")[:-1]))

    def renames_since_change_of(self, path: str) -> dict[str, str]:
        """New paths by old ones, from the commit that last changed *path* (included) to the work tree."""
        if self.head is None:
            return {}
        last = self.git("rev-list", "--max-count=1", "HEAD", "--", path).decode().strip() or "HEAD"
        if last != "HEAD":
            last = self.commit(f"{last}^") or last
        options = ("--name-status", "-z", "-M", "--diff-filter=R", "--relative", "--no-ext-diff")
        parts = [os.fsdecode(part) for part in self.git("diff-index", *options, last, "--", ".").split(b"\0")[:-1]]
        return dict(zip(parts[1::3], parts[2::3], strict=True))

    def git(self, *args: str, feed: bytes = b"") -> bytes:
        """The output of ``git ARGS``, run in the root; see `Git.run`."""
        return self.program.run(*args, feed=feed)

    def commit(self, name: str) -> str:
        """The full hash of a commit; "" if it does not exist."""
        return (self.program.ask("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") or b"").decode().strip()
