from __future__ import annotations

from pathlib import Path

import pytest

from pytest_golive.settings.loading import find_project


@pytest.fixture
def repository(tmp_path, git):
    folder = tmp_path / "repo"
    folder.mkdir()
    git(folder, "init", "--quiet")
    return folder


def below(folder, name):
    (folder / name).mkdir(parents=True)
    return folder / name


def test_the_nearest_table_wins(repository):
    (repository / "pyproject.toml").write_text("[tool.golive]\n")
    inner = below(repository, "services/shop")
    (inner / "golive.toml").write_text("")
    assert find_project(below(inner, "src/deep")) == inner
    assert find_project(repository / "services") == repository


def test_a_pyproject_without_our_table_is_passed_by(repository):
    (repository / "golive.toml").write_text("")
    inner = below(repository, "inner")
    (inner / "pyproject.toml").write_text("[tool.black]\n")
    assert find_project(inner) == repository


def test_without_a_table_the_top_of_the_repository_holds(repository):
    assert find_project(below(repository, "a/b")) == repository


def test_the_search_never_leaves_the_repository(repository):
    (repository.parent / "golive.toml").write_text("")
    assert find_project(below(repository, "a")) == repository


def test_the_search_stops_at_a_work_tree_whose_git_is_a_file(repository):
    (repository / "golive.toml").write_text("")
    inner = below(repository, "vendored")
    (inner / ".git").write_text("gitdir: ../.git/modules/vendored\n")
    assert find_project(below(inner, "src")) == inner


def test_outside_of_any_repository_the_start_holds(tmp_path):
    start = below(tmp_path, "plain")
    assert find_project(start) == start


@pytest.mark.parametrize("content", [b"[tool.golive\n", b"\xff\xfegolive", b"# \xff\n[tool.golive]\n"])
def test_a_broken_file_that_speaks_of_us_is_not_passed_by(repository, content):
    inner = below(repository, "inner")
    (inner / "pyproject.toml").write_bytes(content)
    assert find_project(inner) == inner


def test_a_broken_file_that_does_not_is_passed_by(repository):
    inner = below(repository, "inner")
    (inner / "pyproject.toml").write_text("[project\n")
    assert find_project(inner) == repository


@pytest.mark.parametrize(
    "spelling", ["tool.golive.critical = []\n", "[tool]\ngolive = {}\n", '[tool."golive".tests]\n']
)
def test_every_spelling_of_the_table_counts(repository, spelling):
    inner = below(repository, "inner")
    (inner / "pyproject.toml").write_text(spelling)
    assert find_project(inner) == inner


def test_an_unreadable_file_is_not_passed_by(repository, monkeypatch):
    def refuse_to_read(self):
        raise PermissionError(13, "Permission denied")

    inner = below(repository, "inner")
    (inner / "pyproject.toml").write_text("")
    monkeypatch.setattr(Path, "read_bytes", refuse_to_read)
    assert find_project(inner) == inner


def test_a_relative_start_gives_an_absolute_folder(repository, monkeypatch):
    monkeypatch.chdir(below(repository, "a"))
    assert find_project(Path()) == repository
