"""Tracked files that were not read are named; if one of them is source, the row cannot pass."""

from __future__ import annotations

import os
import subprocess

import pytest
from unjudged import refusal, unseen

from pytest_golive.codebase.inventory.taking import list_tracked, take_inventory
from pytest_golive.codebase.inventory.unseen import Unseen, require_none
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 12\n"


@pytest.fixture
def hidden(written, git):
    """A repository whose b.py git ignores by a mark, and a second project without such a mark."""

    def hide(flag):
        root = written({"a.py": "", "b.py": "# the committed one\n"})
        git(root, "update-index", flag, "b.py")
        return root

    return hide


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_a_change_that_git_was_told_to_overlook_is_a_change(hidden, flag):
    root = hidden(flag)
    repository = Repository.open(root)
    assert not repository.is_dirty, "it is as it was committed"
    (root / "b.py").write_text("# another one, of another length\n")
    assert repository.is_dirty
    assert repository.changed().tracked == ("b.py",)
    assert repository.lines_added("HEAD") == {"b.py": [range(1, 2)]}
    assert [file.path for file in take_inventory(repository).files] == ["a.py", "b.py"]


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_the_users_own_index_stays_as_it_is(hidden, flag, git):
    root = hidden(flag)
    before = (root / ".git/index").read_bytes(), git(root, "ls-files", "-v")
    repository = Repository.open(root)
    take_inventory(repository)
    assert not repository.is_dirty
    assert ((root / ".git/index").read_bytes(), git(root, "ls-files", "-v")) == before


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_a_file_that_is_gone_though_git_was_told_to_overlook_it(hidden, flag):
    root = hidden(flag)
    (root / "b.py").unlink()
    repository = Repository.open(root)
    assert repository.is_dirty
    inventory = take_inventory(repository)
    assert unseen(inventory) == {"b.py": "not checked out"}
    error = refusal(inventory)
    assert error.what == "1 tracked entry was not checked: 1 not checked out (b.py)"
    assert "git update-index --no-skip-worktree --no-assume-unchanged b.py" in error.cure
    assert error.path == "b.py"


@pytest.mark.parametrize("mode", ["--cone", "--no-cone"])
@pytest.mark.parametrize("index", ["--sparse-index", "--no-sparse-index"])
def test_a_sparse_checkout(written, git, mode, index):
    root = written({"src/a.py": "", "ops/b.py": "KEY = 1\n", "ops/c.json": "{}", "ops/d.png": ""})
    git(root, "sparse-checkout", "set", mode, index, "src")
    repository = Repository.open(root)
    inventory = take_inventory(repository)
    assert unseen(inventory) == dict.fromkeys(("ops/b.py", "ops/c.json", "ops/d.png"), "not checked out")
    error = refusal(inventory)
    assert error.what == "1 tracked entry was not checked: 1 not checked out (ops/b.py)"
    assert "git sparse-checkout disable" in error.cure
    assert repository.is_dirty, "no verdict may name this commit alone"
    excluded = take_inventory(repository, exclude=("ops",))
    assert [file.path for file in excluded.require_files()] == ["src/a.py"]
    assert excluded.summary == "3 excluded"


def test_secrets_may_be_in_any_text_that_is_not_there(written):
    root = written({"a.py": "", "b.json": "{}", "c.png": "", "d.unknown": ""})
    for name in ("b.json", "c.png", "d.unknown"):
        (root / name).unlink()
    exposed = list_tracked(Repository.open(root))
    assert exposed.paths == ("a.py",)
    with pytest.raises(CannotMeasure, match=r"2 tracked entries were not checked: 2 missing \(b\.json, d\.unknown\)"):
        exposed.require_text()
    assert exposed.require_python(root) == ["a.py"]
    assert exposed.left_out == "3 missing (b.json, c.png, d.unknown)"


def test_a_missing_file_is_restored_or_removed(written):
    root = written({"a.py": "", "my file.py": ""})
    (root / "my file.py").unlink()
    error = refusal(take_inventory(Repository.open(root)))
    assert error.cure == "git checkout -- 'my file.py'; or git rm 'my file.py' if it is to go"


def test_what_was_taken_out_of_the_index_and_still_lies_there_is_looked_at(written, git):
    root = written({"a.py": "", "b.py": "", "gone.py": ""})
    git(root, "rm", "--quiet", "--cached", "b.py")
    git(root, "rm", "--quiet", "gone.py")
    repository = Repository.open(root)
    inventory = take_inventory(repository)
    assert [file.path for file in inventory.require_files()] == ["a.py", "b.py"]
    assert repository.is_dirty


def test_what_is_only_meant_to_be_added_is_looked_at(written, git):
    root = written({"a.py": ""})
    (root / "b.py").write_text("x = 1\n")
    git(root, "add", "--intent-to-add", "b.py")
    repository = Repository.open(root)
    assert [file.path for file in take_inventory(repository).require_files()] == ["a.py", "b.py"]
    assert repository.is_dirty


def test_a_merge_that_is_not_finished(written, git):
    root = written({"a.py": "x = 0\n"})
    git(root, "checkout", "--quiet", "-b", "side")
    written({"a.py": "x = 1\n"})
    git(root, "checkout", "--quiet", "-")
    written({"a.py": "x = 2\n"})
    with pytest.raises(subprocess.CalledProcessError):
        git(root, "merge", "side")
    error = refusal(take_inventory(Repository.open(root)))
    assert error.what == "1 tracked entry was not checked: 1 unmerged (a.py)"
    assert "git add a.py" in error.cure


def test_pointers_of_git_lfs(written):
    root = written(
        {
            "a.py": "",
            "model.py": POINTER,
            "photo.png": POINTER,
            "rows.csv": POINTER,
            "real.png": "x" * 2000,
            ".gitattributes": "*.png filter=lfs diff=lfs merge=lfs -text\n*.csv filter=lfs\nmodel.py filter=lfs\n",
        }
    )
    inventory = take_inventory(Repository.open(root))
    assert unseen(inventory) == dict.fromkeys(("model.py", "photo.png", "rows.csv"), "Git LFS pointer")
    error = refusal(inventory)
    assert (error.what, error.cure) == (
        "1 tracked entry was not checked: 1 Git LFS pointer (model.py)",
        "git lfs pull",
    )
    exposed = list_tracked(Repository.open(root))
    assert exposed.left_out == "3 Git LFS pointer (model.py, photo.png, rows.csv)"
    assert exposed.paths == (".gitattributes", "a.py", "real.png")


def test_a_pointer_that_no_attribute_speaks_of(taken):
    assert unseen(taken({"a.py": "", "model.py": POINTER})) == {"model.py": "Git LFS pointer"}


def test_two_names_that_are_one_to_the_file_system(written):
    root = written({"Pay.py": "x = 1\n", "pay.py": "x = 2\n", "other.py": "", "Other.py": "y = 1\n"})
    (root / "pay.py").unlink()
    os.link(root / "Pay.py", root / "pay.py")  # as a file system without capitals shows them
    inventory = take_inventory(Repository.open(root))
    assert unseen(inventory) == dict.fromkeys(("Pay.py", "pay.py"), "hidden by a name like it")
    assert "rename one of the two" in refusal(inventory).cure


def test_many_are_counted_and_the_first_are_named():
    with pytest.raises(CannotMeasure) as caught:
        require_none([Unseen(f"lib/{number}\n.py", "missing") for number in range(1200)])
    assert caught.value.what == (
        r"1,200 tracked entries were not checked: 1,200 missing (lib/0\n.py, lib/1\n.py, lib/2\n.py, …)"
    )


def test_what_is_added_later_is_seen_by_the_same_repository(written, git):
    root = written({"a.py": ""})
    repository = Repository.open(root)
    assert [entry.path for entry in repository.tracked()] == ["a.py"]
    (root / "b.py").write_text("")
    git(root, "add", "b.py")
    assert [entry.path for entry in repository.tracked()] == ["a.py", "b.py"]
    git(root, "update-index", "--skip-worktree", "a.py")
    assert [entry.is_hidden for entry in repository.tracked()] == [True, False]
