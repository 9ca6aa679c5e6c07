"""Submodules and repositories inside: named, and left out by the settings alone."""

from __future__ import annotations

import pytest
from unjudged import refusal, unseen

from pytest_golive.codebase.inventory.taking import list_tracked, take_inventory
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure


@pytest.fixture
def other(tmp_path_factory, commit):
    folder = tmp_path_factory.mktemp("other")
    (folder / "theirs.py").write_text("KEY = 1\n")
    commit(folder)
    return folder


def test_a_submodule_is_named_and_left_out_by_the_settings_alone(written, git, other):
    root = written({"a.py": ""})
    git(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "libs/sub")
    written({})
    repository = Repository.open(root)
    inventory = take_inventory(repository)
    message = refusal(inventory)
    assert message.what == "1 tracked entry was not checked: 1 submodule (libs/sub)"
    assert 'exclude = ["libs/sub"]' in message.cure
    with pytest.raises(CannotMeasure, match=r"1 submodule \(libs/sub\)"):
        list_tracked(repository).require_text()
    with pytest.raises(CannotMeasure, match=r"1 submodule \(libs/sub\)"):
        list_tracked(repository).require_python(root)
    assert take_inventory(repository, exclude=("libs/sub",)).require_files()
    git(root, "submodule", "--quiet", "deinit", "--force", "libs/sub")
    assert unseen(take_inventory(repository)) == {"libs/sub": "submodule"}


def test_a_submodule_of_a_project_below_the_top(written, git, other):
    root = written({"service/a.py": ""})
    git(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "service/sub")
    assert unseen(take_inventory(Repository.open(root / "service"))) == {"sub": "submodule"}


def test_a_submodule_among_what_others_wrote_is_not_our_code(written, git, other):
    root = written({"a.py": "", ".gitattributes": "sub linguist-vendored\n"})
    for path in ("third_party/x", "sub"):
        git(root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), path)
    inventory = take_inventory(Repository.open(root))
    assert inventory.require_files()
    assert inventory.summary == "2 submodule (sub, third_party/x)"


def test_an_embedded_repository(written, git, commit):
    root = written({"a.py": ""})
    (root / "tool").mkdir()
    (root / "tool/b.py").write_text("KEY = 1\n")
    commit(root / "tool")
    git(root, "add", "tool")
    message = refusal(take_inventory(Repository.open(root)))
    assert message.what == "1 tracked entry was not checked: 1 embedded repository (tool)"
    assert "git rm --cached tool" in message.cure


def test_a_repository_inside_that_nobody_has_added_is_named(written, commit):
    root = written({"a.py": "", ".gitignore": "ignored/\n"})
    for name in ("deep/tool", "ignored"):
        (root / name).mkdir(parents=True)
        (root / name / "b.py").write_text("KEY = 1\n")
        commit(root / name)
    inventory = take_inventory(Repository.open(root))
    assert inventory.require_files()
    assert inventory.summary == "1 untracked repository"
    assert list_tracked(Repository.open(root)).left_out == "1 untracked repository"
