"""Histories of a clone and its hub, and whether a release branch contains the checkout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pytest

from pytest_golive.delivery.published.asking import ask
from pytest_golive.delivery.published.merged import merge_of
from pytest_golive.errors import CannotMeasure, NotSetUp


class Case(NamedTuple):
    """A history, and the expected result: whether it is merged, with the place, or why this is unknown."""

    name: str
    script: str
    outcome: str
    branches: Sequence[str] = ()
    folder: str = ""


FEATURE = "git checkout -qb feature; work pay 4; git push -q origin feature"
CASES = [
    Case("the tip of main", "", "merged: origin/main has it"),
    Case("detached, as CI checks it out", "git checkout -q --detach", "merged: origin/main has it"),
    Case("main has moved on", "theirs main main; theirs main main", "merged: origin/main has it"),
    Case("an older commit of main", "git checkout -q --detach HEAD~1", "merged: origin/main has it"),
    Case("not pushed", "work pay 4", "missing: is not on origin/main at"),
    Case("on its branch only", FEATURE, "missing: it is only on origin/feature"),
    Case("merged by a merge commit",
         f"{FEATURE}; git checkout -q --detach main; git merge -q --no-ff -m merged feature; git push -q origin HEAD:main;"
         "git checkout -q feature", "merged: origin/main has it"),
    Case("merged by a squash",
         f"{FEATURE}; work pay 5; git push -q origin feature; theirs main feature", "merged: origin/main has the same content as"),
    Case("squashed, and main has moved on since",
         f"{FEATURE}; theirs main feature; theirs main feature~1", "merged: origin/main has the same content as"),
    Case("squashed over the work of others",
         f"{FEATURE}; theirs main $(tree main other 1); theirs main $(tree feature other 1)", "missing: it is only on origin/feature"),
    Case("merged by a rebase",
         f"{FEATURE}; work pay 5; git push -q origin feature; theirs main feature~1; theirs main feature",
         "merged: origin/main has the same content as"),
    Case("a trial merge of GitHub's",
         f"{FEATURE}; theirs main $(tree main other 1); git fetch -q origin main; git checkout -q --detach FETCH_HEAD;"
         "git merge -q --no-ff -m trial feature; git update-ref refs/remotes/pull/7/merge HEAD",
         "missing: it is the forge's trial merge of change 7"),
    Case("a trial merge of GitLab's", "work pay 4; git update-ref refs/merge-requests/12/merge HEAD",
         "missing: it is the forge's trial merge of change 12"),
    Case("a trial merge that was merged since",
         f"{FEATURE}; git checkout -q --detach main; git merge -q --no-ff -m trial feature;"
         "git update-ref refs/remotes/pull/7/merge HEAD; theirs main feature", "merged: origin/main has the same content as"),
    Case("a back-port", "git checkout -qb release/1.0 v1.0.0; work pay 1.1; git push -q origin release/1.0",
         "missing: it is only on origin/release/1.0"),
    Case("a back-port, where releases are made from such branches",
         "git checkout -qb release/1.0 v1.0.0; work pay 1.1; git push -q origin release/1.0",
         "merged: origin/release/1.0 has it", ("main", "release/*")),
    Case("signed since, here only", "work golive-signoffs/a.toml yes; work golive-signoffs/b.toml yes", "merged: origin/main has it"),
    Case("signed on its branch, then squashed",
         f"{FEATURE}; theirs main feature; work golive-signoffs/a.toml yes", "merged: origin/main has the same content as"),
    Case("main was taken back by force", "there update-ref refs/heads/main $(there rev-parse main~1)", "missing: is not on origin/main at"),
    Case("another history altogether", "git checkout -q --orphan new; work pay 9", "missing: is not on origin/main at"),
    Case("part of a repository, squashed beside the work of others",
         "work services/tea/tea 1; git push -q origin main; git checkout -qb feature; work services/tea/tea 2;"
         "git push -q origin feature; theirs main $(tree feature pay 9)", "merged: origin/main has the same content as", (), "services/tea"),
    Case("part of a repository, not merged", "work services/tea/tea 1; git checkout -qb feature; work services/tea/tea 2",
         "missing: is not on origin/main at", (), "services/tea"),
    Case("shallow, the tip of main", "theirs main main; git fetch -q --depth 1 origin main; git checkout -q --detach FETCH_HEAD",
         "merged: origin/main has it"),
    Case("shallow, and main has moved on",
         "theirs main main; git fetch -q --depth 1 origin main; git checkout -q --detach FETCH_HEAD; theirs main main",
         "merged: origin/main has it"),
    Case("a partial clone, and main has moved on",
         "there config uploadpack.allowFilter true; rm -rf .git; git clone -q --no-tags --filter=blob:none file://$PWD/../hub.git clone;"
         "mv clone/.git .; theirs main $(tree main pay 4)", "merged: origin/main has it"),
    Case("shallow, on its branch only",
         "there branch feature main; theirs feature $(tree main pay 4); theirs main main; git fetch -q --depth 1 origin feature;"
         "git checkout -q --detach FETCH_HEAD", "missing: it is only on origin/feature"),
    Case("shallow on both sides", "theirs main main; theirs main main; git fetch -q --depth 1 origin main; git checkout -q v1.0.0;"
         "git branch -qD main; git tag -d v1.0.0; git checkout -q --orphan new; work pay 9", "error: the clone is shallow, and its history ends too early"),
    Case("the hub is gone", "mv ../hub.git ../gone.git",
         "error: the remote origin (../hub.git) cannot be read: there is no repository at its address; correct it: git remote set-url"),
    Case("no remote", "git remote remove origin", "not set up: this clone has no remote 'origin', so its branches and tags are unknown; git remote add origin URL"),
    Case("a remote of another name", "git remote rename origin upstream", 'not set up: remote = "upstream" in [tool.golive.deployment]'),
    Case("the hub has no default branch", "there symbolic-ref HEAD refs/heads/trunk",
         "error: origin has no default branch that exists; its branches: main; name the branches of releases: branches ="),
    Case("the hub is empty", "rm -rf ../hub.git; git init -q --bare ../hub.git", "error: origin has no default branch that exists; its branches: none"),
    Case("the settings name a branch that is not there", "", "error: origin has no branch trunk or release/*; its branches: main", ("trunk", "release/*")),
    Case("the default branch has another name",
         "there branch -m main trunk; there symbolic-ref HEAD refs/heads/trunk; theirs trunk trunk", "merged: origin/trunk has it"),
]  # fmt: skip


def said_of(shop, case):
    """The place, the fault, or why it is unknown."""
    try:
        repository = shop.repository(case.folder)
        found = merge_of(repository, shop.commits(case.folder), ask(repository, "origin"), case.branches)
    except NotSetUp as error:
        return f"not set up: {error}"
    except CannotMeasure as error:
        return f"error: {error}"
    return f"merged: {found.how}" if not found.missing else f"missing: {found.missing[0].message}"


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_history(shop, case):
    shop.sh(case.script)
    before = shop.state()
    kind, _, words = case.outcome.partition(": ")
    said = said_of(shop, case)
    assert said.startswith(f"{kind}: ")
    assert words in said
    assert shop.state() == before
