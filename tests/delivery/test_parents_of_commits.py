"""The parents of commits and what changed against them, with real git."""

from __future__ import annotations

import pytest

from pytest_golive.delivery.git.program import Git
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.parents import Parents
from pytest_golive.errors import CannotMeasure
from pytest_golive.signing.release import Checkout


@pytest.fixture
def shop(tmp_path, git):
    """A repository with a merge, a commit without changes, and files named like commits and letters."""
    root = tmp_path / "shop"
    (root / "part").mkdir(parents=True)
    git(root, "init", "--quiet", "--initial-branch=main")

    def commit(name, text=""):
        (root / name).write_text(text or name)
        git(root, "add", "--all", "--force")
        git(root, "commit", "--quiet", "--allow-empty", "--message", "work")
        return git(root, "rev-parse", "HEAD").strip()

    first = commit("part/pay.py")
    commit("A")
    commit(f"part/{first}")
    commit(first)
    commit("M\nä")
    git(root, "checkout", "--quiet", "-b", "side", "HEAD~2")
    commit("part/side.py")
    git(root, "checkout", "--quiet", "main")
    git(root, "merge", "--quiet", "--no-edit", "side")
    commit("A", "A")  # nothing changes
    commit("golive-records.json")
    return root


def slowly(repository, commit):
    """The same, asked commit by commit."""
    parents = repository.git("rev-list", "--parents", "--max-count=1", commit, "--").decode().split()[1:]
    return [(parent, repository.paths_between(parent, commit)) for parent in parents]


@pytest.mark.parametrize("folder", ["", "part"])
def test_each_parent_and_its_paths(shop, git, folder):
    repository = Repository.open(shop / folder)
    parents = Parents(repository)
    for commit in git(shop, "rev-list", "HEAD", "--").split():
        assert parents.of(commit) == slowly(repository, commit)
    with pytest.raises(CannotMeasure, match="an object is missing"):
        parents.of("1" * 40)


def test_many_commits_take_few_processes(shop, git, monkeypatch):
    for number in range(40):
        (shop / "note.json").write_text(str(number))
        git(shop, "add", "--all")
        git(shop, "commit", "--quiet", "--message", "note")
    checkout = Checkout(Repository.open(shop), ("*.json",), None)
    asked = []
    run = Git.run
    monkeypatch.setattr(Git, "run", lambda self, *args, **more: asked.append(args[0]) or run(self, *args, **more))
    # The merge, its commit without changes, and each after them hold what it holds.
    assert len(checkout.commits) == 40 + 3
    assert checkout.commits[0] == checkout.head
    assert checkout.commit == checkout.commits[-1]
    (shop / "HEAD").write_text("a file of this name is no commit")
    assert len(checkout.roots) == 1
    assert len([name for name in asked if name in {"rev-list", "diff-tree"}]) <= 7
