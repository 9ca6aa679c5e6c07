"""Whether a release is on a branch of the remote from which releases are made."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.delivery.git.clone import edges
from pytest_golive.delivery.git.program import Git
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.published.asking import Remote, having
from pytest_golive.delivery.published.untracked import Hidden
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding

TRIAL: Final = re.compile(r"refs/(?:remotes/)?(?:[^/\n]{1,99}/)?(?:pull|pull-requests|merge-requests)/(\d{1,9})/merge")
UNSHALLOW: Final = "fetch the history: git fetch --unshallow --tags (actions/checkout: fetch-depth: 0)"
MERGE: Final = "merge the change, and run this phase on the merged branch"
COMMIT: Final = "commit it, remove it, or name it in the project's .gitignore"
SHOWN: Final = 8
PUSH: Final = "push it, or open a change for it and merge that"


@dataclass(frozen=True, slots=True)
class Merge:
    """Whether a release is merged.

    Attributes:
        missing: a finding if it is on none of the branches.
        how: on which branch, and as which commit, in words; "" if on none.
        source: the command that listed the remote.
    """

    missing: tuple[Finding, ...]
    how: str
    source: str


def merge_of(repository: Repository, commits: Sequence[str], remote: Remote, globs: Sequence[str]) -> Merge:
    """Whether a branch of *remote* has the release that is checked out.

    A commit with the same content is the same release: squash and rebase merges create one, and so does a sign-off.

    Args:
        repository: around the project.
        commits: those that hold the release, from HEAD back; see `signing.release.Checkout.commits`.
        remote: the state of the remote.
        globs: patterns of the branches from which releases are made; () for the default branch.

    Raises:
        CannotMeasure: there is no such branch, or the clone is too shallow to tell.
    """
    branches = remote.chosen(globs)
    with having(repository, remote, branches) as git:
        for name, tip in branches.items():
            if commit := _behind(git, commits, tip):
                return Merge((), f"{remote.name}/{name} has it ({commit[:7]})", remote.source)
        for name, tip in branches.items():
            if commit := _alike(git, repository.prefix, commits, tip):
                how = f"{remote.name}/{name} has the same content as {commit[:7]}: a squash or rebase merge"
                return Merge((), how, remote.source)
        _check_whole(repository, git, commits[0], branches)
    return Merge((_missing(repository, commits[0], remote, branches),), "", remote.source)


@dataclass(frozen=True, slots=True)
class Tree:
    """The files that are checked out, compared with the commit.

    Attributes:
        unclean: a finding for each file or folder that differs from the commit.
        passed_over: files of tools that were not checked, in words; "" for none.
    """

    unclean: tuple[Finding, ...]
    passed_over: str


def tree_of(uncommitted: Iterable[str], untracked: Iterable[str], hidden: Iterable[Hidden]) -> Tree:
    """The tree: from tracked files that differ, new files, and files that rules outside version control hide."""
    hidden = tuple(hidden)
    unclean = (*_unclean(uncommitted, untracked), *map(_unseen, (one for one in hidden if not one.is_of_tools)))
    of_tools = [f"{one.path} ({one.count})" for one in hidden if one.is_of_tools]
    more = f" and {len(of_tools) - SHOWN} more" if len(of_tools) > SHOWN else ""
    return Tree(unclean, f"{', '.join(of_tools[:SHOWN])}{more}")


def _unclean(uncommitted: Iterable[str], untracked: Iterable[str]) -> Iterator[Finding]:
    for path in uncommitted:
        cure = "commit the change, or undo it: git restore"
        yield Finding(path, 0, "uncommitted", "differs from the commit", "high", cure=cure)
    for path in untracked:
        yield Finding(path, 0, "untracked", "is not in version control", cure=COMMIT)


def _unseen(hidden: Hidden) -> Finding:
    count = f", {hidden.count}" if hidden.path.endswith("/") else ""
    rules = f", and {hidden.rules}, which is not in any commit, hides it from git" if hidden.rules else ""
    return Finding(hidden.path, 0, "untracked", f"is not in version control{count}{rules}", cure=COMMIT)


def _behind(git: Git, commits: Sequence[str], tip: str) -> str:
    """The first of *commits* that *tip* is or descends from; "" if there is none."""
    feed = "".join(f"{commit}\n" for commit in (*commits, f"^{tip}")).encode()
    beside = set(git.run("rev-list", "--stdin", feed=feed).decode().split())
    return next((commit for commit in commits if commit not in beside), "")


def _alike(git: Git, prefix: str, commits: Sequence[str], tip: str) -> str:
    """The newest commit of *tip* that HEAD does not have, but whose content is that of one of *commits*; "" if none."""
    newer = git.run("rev-list", tip, f"^{commits[0]}", "--").decode().split()
    trees = trees_of(git, prefix, (*newer, *commits))
    wanted = {trees[commit] for commit in commits if commit in trees}
    return next((commit for commit in newer if trees.get(commit) in wanted), "")


def trees_of(git: Git, prefix: str, commits: Sequence[str]) -> dict[str, str]:
    """The name of the tree that each commit has at *prefix*; commits without one are left out."""
    feed = b"".join(os.fsencode(f"{commit}:{prefix.rstrip('/')}\n") for commit in commits)
    found = git.run("cat-file", "--batch-check=%(objecttype) %(objectname)", feed=feed).decode(errors="replace")
    lines = (line.split(" ") for line in found.splitlines())
    return {commit: words[1] for commit, words in zip(commits, lines, strict=True) if words[0] == "tree"}


def _check_whole(repository: Repository, git: Git, head: str, branches: Mapping[str, str]) -> None:
    """Raise if a branch may have HEAD behind the end of this clone's history."""
    if not repository.is_shallow:
        return
    beside = set(git.run("rev-list", *branches.values(), f"^{head}", "--").decode().split())
    if edges(repository.program) & beside:
        names = ", ".join(branches)
        raise CannotMeasure(f"the clone is shallow, and its history ends too early to tell what {names} has", UNSHALLOW)


def _missing(repository: Repository, head: str, remote: Remote, branches: Mapping[str, str]) -> Finding:
    tips = ", ".join(f"{remote.name}/{name} at {tip[:7]}" for name, tip in sorted(branches.items())[:3])
    cure = PUSH
    why = ""
    if number := trial_of(repository):
        why, cure = f"; it is the forge's trial merge of change {number}", MERGE
    elif on := [name for name, tip in sorted(remote.branches.items()) if tip == head]:
        why, cure = f"; it is only on {remote.name}/{on[0]}", MERGE
    message = f"{head[:7]} is not on {tips}{why}"
    return Finding("", 0, "not merged", message, "high", key=head, cure=cure)


def trial_of(repository: Repository) -> str:
    """The number of the change that HEAD is a trial merge of, such as refs/pull/7/merge; "" if it is none."""
    names = os.fsdecode(repository.git("for-each-ref", "--points-at=HEAD", "--format=%(refname)"))
    found = next((match for line in names.splitlines() if (match := TRIAL.fullmatch(line))), None)
    return found[1] if found else ""
