"""The repository: what it tracks, what differs from its commit, and where it stands."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pytest_golive.delivery.git import diffs, index
from pytest_golive.delivery.git.index import Tracked
from pytest_golive.delivery.git.program import Git
from pytest_golive.delivery.git.unversioned import without_filters, without_own_attributes
from pytest_golive.errors import CannotMeasure


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit, by its full name."""

    sha: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths relative to the root: tracked ones whose content differs from HEAD, and untracked ones not ignored."""

    tracked: tuple[str, ...]
    untracked: tuple[str, ...]


@dataclass(frozen=True)
class Repository:
    """The work tree of *root*, which may be a folder inside a larger repository."""

    root: Path

    @classmethod
    def open(cls, root: Path) -> Repository:
        """Find the repository that *root* stands in.

        Raises:
            CannotMeasure: git is missing, refuses, or *root* is not in a work tree.
        """
        repository = cls(root)
        repository.toplevel  # noqa: B018 -- asking for it is the check
        return repository

    @cached_property
    def kept(self) -> dict[object, Any]:
        """What others have seen of it and keep, by names of theirs; a run opens it once."""
        return {}

    @cached_property
    def program(self) -> Git:
        """Git as it runs in the root."""
        return Git(self.root)

    @cached_property
    def toplevel(self) -> Path:
        """The folder of the whole work tree."""
        found = Path(os.fsdecode(self.git("rev-parse", "--show-toplevel").removesuffix(b"\n")))
        if not self.root.resolve().is_relative_to(found.resolve()):
            raise CannotMeasure(
                f"the repository around {self.root} says that its work tree is {found}, so it speaks of other files",
                "git config --unset core.worktree",
            )
        return found

    @cached_property
    def prefix(self) -> str:
        """The root as seen from the top of the work tree: "" or "services/shop/"."""
        return os.fsdecode(self.git("rev-parse", "--show-prefix").removesuffix(b"\n"))

    @cached_property
    def head(self) -> Commit | None:
        """What is checked out, or None before the first commit."""
        sha = self.commit("HEAD")
        return Commit(sha) if sha else None

    @cached_property
    def is_shallow(self) -> bool:
        """Whether older commits were left out when it was cloned."""
        return self.git("rev-parse", "--is-shallow-repository").strip() == b"true"

    def tracked(self) -> list[Tracked]:
        """All entries under the root, links and submodules too, in path order.

        They are those of the index, and those of HEAD that were taken out of it while their files still lie there.
        """
        entries = index.tracked(self.program)
        if self.head is not None and (taken_out := [*index.taken_out(self.program, self.head.sha)]):
            entries = {**entries, **{entry.path: entry for entry in taken_out}}
        return [entries[name] for name in sorted(entries)]

    def submodules(self) -> frozenset[str]:
        """Paths under the root of the submodules that ``.gitmodules`` declares."""
        declared = index.submodules(self.program, self.toplevel)
        return frozenset(path.removeprefix(self.prefix) for path in declared if path.startswith(self.prefix))

    def untracked_repositories(self) -> list[str]:
        """Folders under the root that are repositories of their own and that nobody has added, ignored ones aside."""
        return list(self._untracked_repositories)

    @cached_property
    def _untracked_repositories(self) -> list[str]:
        return index.untracked_repositories(self.program)

    def changed(self) -> Changes:
        """What differs from HEAD under the root."""
        tracked: list[str] = []
        untracked: list[str] = []
        for record in filter(None, self._status("all").split(b"\0")):
            path = os.fsdecode(record[3:]).removeprefix(self.prefix)
            (untracked if record.startswith(b"??") else tracked).append(path)
        return Changes(tuple(tracked), tuple(untracked))

    def changed_tracked(self) -> tuple[str, ...]:
        """What is tracked under the root and differs from HEAD."""
        records = self._status("no").split(b"\0")[:-1]
        return tuple(os.fsdecode(record[3:]).removeprefix(self.prefix) for record in records)

    @property
    def is_dirty(self) -> bool:
        """Whether a tracked file under the root differs from HEAD."""
        return bool(self._status("no"))

    def _status(self, untracked: str) -> bytes:
        # Porcelain by name, made for programs; unlike diff-index it compares files whose time alone has changed.
        options = ("--porcelain=v1", "-z", "--no-renames", f"--untracked-files={untracked}")
        with index.hiding_nothing(self.program) as git:
            return git.run("status", *options, "--ignore-submodules=untracked", "--", ".")

    def tags(self) -> dict[str, str]:
        """The full names of the commits that the tags mark, by their names; tags of anything else are left out."""
        return dict(self._tags)

    @cached_property
    def _tags(self) -> dict[str, str]:
        names = os.fsdecode(self.git("for-each-ref", "--format=%(refname)", "refs/tags")).splitlines()
        fed = b"".join(os.fsencode(name) + b"^{commit}\n" for name in names)
        found = self.git("cat-file", "--batch-check=%(objecttype) %(objectname)", feed=fed).decode(errors="replace")
        marked = zip(names, found.splitlines(), strict=True)
        return {name.removeprefix("refs/tags/"): said[7:] for name, said in marked if said.startswith("commit ")}

    def lines_added(self, since: str, is_wanted: Callable[[str], bool] = lambda _: True) -> dict[str, list[range]]:
        """By path relative to the root, the numbers from 1 of the lines in the work tree that *since* did not have.

        Args:
            since: a commit.
            is_wanted: says by its path whether a file is of interest.
        """
        with (
            without_own_attributes(self.program, self.toplevel) as program,
            index.hiding_nothing(without_filters(program)) as git,
        ):
            return dict(diffs.added(git, since, is_wanted))

    def attributes(self, names: Sequence[str], paths: Sequence[str]) -> dict[str, dict[str, bool]]:
        """What the tracked ``.gitattributes`` say: by path, those of *names* that are set, and whether they are true.

        What is not under version control (``.git/info/attributes``, files of the user and the machine, a
        ``.gitattributes`` that nobody has added) does not count: whoever checks the commit out elsewhere lacks it.
        """
        if not paths:
            return {}
        with without_own_attributes(self.program, self.toplevel) as program:
            return index.attributes(program, names, paths)

    def is_ancestor(self, commit: str) -> bool:
        """Whether *commit* is behind HEAD."""
        return self.program.ask("merge-base", "--is-ancestor", commit, "HEAD") is not None

    def paths_between(self, old: str, new: str) -> list[str]:
        """Paths under the root that differ between two commits."""
        options = ("-r", "-z", "--name-only", "--no-renames", "--relative")
        return list(map(os.fsdecode, self.git("diff-tree", *options, old, new, "--", ".").split(b"\0")[:-1]))

    def renames_since_change_of(self, path: str) -> dict[str, str]:
        """New paths by old ones, since the commit that last changed *path*, itself included, up to the work tree."""
        if self.head is None:
            return {}
        last = self.git("rev-list", "--max-count=1", "HEAD", "--", path).decode().strip() or "HEAD"
        if last != "HEAD":
            last = self.commit(f"{last}^") or last
        options = ("--name-status", "-z", "-M", "--diff-filter=R", "--relative", "--no-ext-diff")
        parts = [os.fsdecode(part) for part in self.git("diff-index", *options, last, "--", ".").split(b"\0")[:-1]]
        return dict(zip(parts[1::3], parts[2::3], strict=True))

    def git(self, *args: str, feed: bytes = b"") -> bytes:
        """What ``git ARGS`` prints, run in the root; see `Git.run`."""
        return self.program.run(*args, feed=feed)

    def commit(self, name: str) -> str:
        """The full name of a commit, "" if there is none."""
        return (self.program.ask("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") or b"").decode().strip()
