"""What a branch would hold that reverts a release: the whole range since the one before, whatever was merged in it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pytest_golive.delivery.apart import apart
from pytest_golive.delivery.git.program import Git
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure
from pytest_golive.keeping.scope import SCOPE

# Of the commit of a trial, which nobody ever sees.
NOBODY: Final = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in {"NAME": "golive", "EMAIL": "golive@localhost", "DATE": "@0 +0000"}.items()
}
CONFLICTS: Final = 1  # exit status of git merge-tree


@dataclass(frozen=True, slots=True)
class Range:
    """What is reverted, and where: full hashes of commits.

    Attributes:
        previous: the release before, to whose content the revert returns.
        release: the release.
        onto: the commit on which the revert is made: the release, or one that has followed it.
    """

    previous: str
    release: str
    onto: str


@dataclass(frozen=True, slots=True)
class Reverting:
    """What reverting a release would give.

    Attributes:
        range: what is reverted.
        commits: what it undoes, along the first parents, newest first: "1a2b3c4 Sell tea".
        merges: how many of these merge a branch.
        tree: the tree of the result; "" with conflicts.
        conflicts: paths that have changed since the release in other ways, from the top of the work tree.
        differences: paths in which the result differs from the release before; what has followed the release.
    """

    range: Range
    commits: tuple[str, ...]
    merges: int
    tree: str
    conflicts: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()

    @property
    def is_proven(self) -> bool:
        """Whether the result has the content of the release before, and nothing else."""
        return bool(self.tree) and not self.differences


def reverting(repository: Repository, span: Range) -> Reverting:
    """What reverting *span* would give; nothing in the clone changes, neither refs nor objects nor index.

    Only files of the project are reverted: other projects of the repository stay as they are.

    Raises:
        CannotMeasure: the release is not part of what the revert would be made on, or git is too old.
    """
    if repository.program.ask("merge-base", "--is-ancestor", span.release, span.onto) is None:
        what = f"{span.onto[:10]} does not contain the release {span.release[:10]}, so there is nothing to revert in it"
        raise CannotMeasure(what, "name the branch that holds the release: --onto BRANCH")
    with apart(repository) as git:
        tree, conflicts = result(git, repository.prefix, span)
        differences = () if conflicts else _between(git, tree, span.previous, repository.prefix)
    lines = repository.git("log", "--first-parent", "--format=%h%x09%p%x09%s", f"{span.previous}..{span.release}", "--")
    found = [line.split("\t", 2) for line in lines.decode("utf-8", "replace").splitlines()]
    commits = tuple(f"{sha} {subject}" for sha, _, subject in found)
    merges = sum(" " in parents for _, parents, _ in found)
    return Reverting(span, commits, merges, "" if conflicts else tree, conflicts, differences)


def result(git: Git, prefix: str, span: Range) -> tuple[str, tuple[str, ...]]:
    """The tree of the revert, and the paths in conflict.

    ``git revert`` takes one commit after another and stops at each merge. The content of the release before is known
    as a whole, so it is taken as it is; only what has followed the release must be merged with it.

    Args:
        git: writes objects.
        prefix: the project's folder in the work tree; "" for the top.
        span: what is reverted.
    """
    back = _tree_back(git, prefix, span)
    if span.onto == span.release:
        return back, ()
    trial = Git(git.folder, {**git.places, **NOBODY}, git.options)
    commit = trial.run("commit-tree", back, "-p", span.release, "-m", "revert").decode().strip()
    options = ("--write-tree", "--name-only", "--no-messages", "-z")
    status, output, errors = git.tried("merge-tree", *options, span.onto, commit)
    if status > CONFLICTS or (status and not output):
        said = errors.decode("utf-8", "replace").strip().splitlines()
        why = said[0] if said else "it does not say why"
        raise CannotMeasure(f"git cannot merge the revert with what has followed: {why}", "use git 2.38 or newer")
    tree, *paths = output.split(b"\0")
    return tree.decode().strip(), tuple(dict.fromkeys(os.fsdecode(path) for path in paths if path)) if status else ()


def _tree_back(git: Git, prefix: str, span: Range) -> str:
    """The tree of the release with the project's files as the release before had them."""
    if not prefix:
        return git.run("rev-parse", "--verify", f"{span.previous}^{{tree}}").decode().strip()
    own = os.fsencode(prefix)
    entries = [one for one in _entries(git, span.release) if not _path(one).startswith(own)]
    entries += [one for one in _entries(git, span.previous) if _path(one).startswith(own)]
    with SCOPE.temporary_folder() as folder:
        places = {**git.places, "GIT_INDEX_FILE": str(Path(folder, "index"))}
        indexed = Git(git.folder, places, git.options)
        indexed.run("update-index", "-z", "--index-info", feed=b"".join(entry + b"\0" for entry in entries))
        return indexed.run("write-tree").decode().strip()


def _entries(git: Git, commit: str) -> Sequence[bytes]:
    return git.run("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0")[:-1]


def _path(entry: bytes) -> bytes:
    return entry.partition(b"\t")[2]


def _between(git: Git, tree: str, commit: str, prefix: str) -> tuple[str, ...]:
    """Paths of the project, from the top of the work tree, in which two trees differ."""
    output = git.run("diff-tree", "-r", "-z", "--name-only", "--no-renames", tree, f"{commit}^{{tree}}")
    paths = map(os.fsdecode, output.split(b"\0")[:-1])
    return tuple(path for path in paths if path.startswith(prefix))
