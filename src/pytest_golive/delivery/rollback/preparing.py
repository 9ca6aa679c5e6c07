"""A branch that reverts a release: one commit, made without a work tree, and pushed by nobody but people."""

from __future__ import annotations

import os
from typing import Final

from pytest_golive.delivery.git.program import Git
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.rollback.reverting import Reverting, result
from pytest_golive.errors import CannotMeasure, GoliveError

REFS: Final = "refs/heads/"
LISTED: Final = 50  # commits in a message
SHOWN: Final = 8  # paths of a conflict
IDENTITY: Final = tuple(f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL"))


def message_of(template: str, values: dict[str, str], found: Reverting) -> str:
    """The message of the commit.

    Args:
        template: with {version}, {previous}, {reason}, {commits} and others in braces.
        values: what these stand for, without the braces; {commits} is known here.
        found: what is reverted.
    """
    more = len(found.commits) - LISTED
    lines = [f"- {one}" for one in found.commits[:LISTED]] + ([f"- and {more:,} more"] if more > 0 else [])
    text = template
    for name, value in {**values, "commits": "\n".join(lines)}.items():
        text = text.replace(f"{{{name}}}", value)
    return f"{text.strip()}\n"


def prepare(repository: Repository, found: Reverting, branch: str, message: str) -> str:
    """Make *branch*, whose only new commit reverts the release, and return the commit's full hash.

    Neither the work tree nor the index nor any other branch changes. The branch is there with its commit, or it is not
    there: what ends this at any moment leaves at most objects that git itself removes some day.

    Raises:
        GoliveError: there are conflicts, the branch is there already, or its name is none.
    """
    if found.conflicts:
        more = len(found.conflicts) - SHOWN
        paths = ", ".join(found.conflicts[:SHOWN]) + (f" and {more:,} more" if more > 0 else "")
        what = f"the revert would conflict with what has followed the release, in {paths}; nothing was changed"
        raise GoliveError(what, "prepare it on the release itself (without --onto), and merge that branch by hand")
    git = repository.program
    if git.tried("check-ref-format", "--branch", branch)[0]:
        raise GoliveError(f"{branch[:100]!r} is no name of a branch", "name it as rollback/1.2.0")
    if repository.commit(f"{REFS}{branch}"):
        raise GoliveError(f"the branch {branch} is there already, and was not changed", "name another branch")
    tree, conflicts = result(git, repository.prefix, found.range)
    if conflicts or tree != found.tree:
        raise CannotMeasure("the repository has changed in the meantime; nothing was prepared", "prepare it again")
    own = {name: os.environ[name] for name in IDENTITY if os.environ.get(name)}
    author = Git(git.folder, {**git.places, **own}, git.options)
    commit = author.run("commit-tree", tree, "-p", found.range.onto, feed=message.encode()).decode().strip()
    git.run("update-ref", "-m", "golive rollback --prepare", f"{REFS}{branch}", commit, "")
    return commit
