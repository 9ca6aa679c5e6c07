"""Git's results in repositories of every shape."""

from __future__ import annotations

import os

import pytest

from pytest_golive.delivery.git import clone
from pytest_golive.delivery.git.index import SUBMODULE, SYMLINK
from pytest_golive.delivery.git.repository import Changes, Repository
from pytest_golive.errors import CannotMeasure


@pytest.fixture
def repo(tmp_path, commit):
    (tmp_path / "a.py").write_text("one\ntwo\n")
    commit(tmp_path)
    return tmp_path


def paths(repository):
    return [entry.path for entry in repository.tracked()]


def test_tracked_is_what_the_index_holds(repo):
    (repo / "untracked.py").write_text("")
    assert paths(Repository.open(repo)) == ["a.py"]


def test_names_with_spaces_newlines_and_bytes_that_are_no_text(repo, commit):
    odd = ["with space.py", "new\nline.py", 'quo"te.py', "tab\t.py", os.fsdecode(b"lat\xe9n.py")]
    for name in odd:
        (repo / name).write_text("x\n")
    commit(repo)
    assert sorted(paths(Repository.open(repo))) == sorted(["a.py", *odd])


def test_links_and_submodules_keep_their_modes(repo, tmp_path_factory, commit, git):
    other = tmp_path_factory.mktemp("other")
    (other / "x").write_text("")
    commit(other)
    (repo / "loop").symlink_to("loop")
    git(repo, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "sub")
    commit(repo)
    modes = {entry.path: entry.mode for entry in Repository.open(repo).tracked()}
    assert (modes["loop"], modes["sub"]) == (SYMLINK, SUBMODULE)


def test_a_folder_inside_a_repository_sees_itself_alone(repo, commit):
    (repo / "services" / "shop").mkdir(parents=True)
    (repo / "services" / "shop" / "b.py").write_text("x\n")
    commit(repo)
    shop = Repository.open(repo / "services" / "shop")
    assert paths(shop) == ["b.py"]
    (repo / "services" / "shop" / "b.py").write_text("y\n")
    assert shop.changed() == Changes(("b.py",), ())
    assert shop.is_dirty
    assert shop.toplevel == repo.resolve()


def test_before_the_first_commit(tmp_path, git):
    git(tmp_path, "init", "--quiet")
    (tmp_path / "a.py").write_text("x\n")
    git(tmp_path, "add", "a.py")
    repository = Repository.open(tmp_path)
    assert repository.head is None
    assert paths(repository) == ["a.py"]
    assert repository.tags() == {}


def test_a_detached_head_is_a_commit_like_any_other(repo, git):
    before = Repository.open(repo).head
    git(repo, "checkout", "--quiet", "--detach")
    assert Repository.open(repo).head == before


def test_not_a_repository(tmp_path):
    with pytest.raises(CannotMeasure, match=r"not in a git repository.*git init"):
        Repository.open(tmp_path)


def test_no_git_on_the_path(repo, monkeypatch):
    monkeypatch.setenv("PATH", str(repo))
    with pytest.raises(CannotMeasure, match="git is not on the PATH"):
        Repository.open(repo)


def test_a_shallow_clone_knows_it(repo, tmp_path_factory, commit, git):
    (repo / "a.py").write_text("three\n")
    commit(repo)
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", "--quiet", "--depth=1", repo.as_uri(), ".")
    assert Repository.open(clone).is_shallow
    assert not Repository.open(repo).is_shallow


def test_lines_added_are_those_of_the_work_tree(repo, git):
    git(repo, "tag", "v1.0.0")
    (repo / "a.py").write_text("one\nnew\ntwo\nlast\nlast too\n")
    repository = Repository.open(repo)
    assert repository.lines_added("v1.0.0") == {"a.py": [range(2, 3), range(4, 6)]}


def test_lines_that_are_gone_add_nothing(repo, git):
    git(repo, "tag", "v1.0.0")
    (repo / "a.py").write_text("two\n")
    assert Repository.open(repo).lines_added("v1.0.0") == {"a.py": []}


def test_an_external_diff_of_the_project_is_not_run(repo, git):
    git(repo, "tag", "v1.0.0")
    marker = repo / "ran"
    git(repo, "config", "diff.external", f"touch {marker}")
    (repo / "a.py").write_text("x\n")
    Repository.open(repo).lines_added("v1.0.0")
    assert not marker.exists()


@pytest.mark.parametrize("name", ["plain", "line\nend", "\n"])
def test_a_repository_knows_where_it_is_whatever_its_folders_are_called(tmp_path, git, commit, name):
    top = tmp_path / name
    (top / "services" / name).mkdir(parents=True)
    (top / "services" / name / "a.py").write_text("x\n")
    commit(top)
    git(top, "worktree", "add", "--quiet", "../linked")
    for root in (top, tmp_path / "linked"):
        repository = Repository.open(root / "services" / name)
        where = clone.places_of(repository.program)
        assert (repository.toplevel, repository.prefix) == (root, f"services/{name}/")
        assert (where.common.resolve(), repository.is_shallow) == (top / ".git", False)
        assert where.folder == (top / ".git" if root == top else top / ".git" / "worktrees" / "linked")
