"""Which lines are new, whatever the configuration and attributes of their files."""

from __future__ import annotations

import os

import pytest

from pytest_golive.delivery.git.repository import Repository


@pytest.fixture
def repo(tmp_path, commit, git):
    (tmp_path / "a.py").write_text("one\ntwo\n")
    commit(tmp_path)
    git(tmp_path, "tag", "v1")
    (tmp_path / "a.py").write_text("one\nnew\ntwo\n++ b/x.py\n-- a/y.py\n@@ -1 +1 @@\n")
    return tmp_path


def added(root):
    return {
        path: [number for part in parts for number in part]
        for path, parts in Repository.open(root).lines_added("v1").items()
    }


NEW = {"a.py": [2, 4, 5, 6]}


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"color.ui": "always", "color.diff": "always"},
        {"diff.external": "true"},
        {"diff.noprefix": "true"},
        {"diff.mnemonicPrefix": "true"},
        {"diff.context": "9", "diff.interHunkContext": "9"},
        {"diff.wsErrorHighlight": "all", "diff.colorMoved": "zebra", "color.diff": "always"},
        {"diff.algorithm": "patience", "diff.indentHeuristic": "false"},
        {"diff.py.textconv": "true", "diff.py.command": "true", "diff.py.binary": "true"},
        {"diff.relative": "true", "diff.renames": "copies", "diff.orderFile": "/nowhere/at/all"},
        {"filter.hide.clean": "printf 'one\\ntwo\\n'", "filter.hide.required": "true"},
    ],
    ids=lambda settings: " ".join(settings) or "none",
)
@pytest.mark.parametrize("attributes", ["", "*.py -diff", "*.py binary", "*.py diff=py", "*.py filter=hide"])
@pytest.mark.parametrize("place", [".gitattributes", ".git/info/attributes", "elsewhere"])
def test_lines_are_seen_whatever_git_is_told_of_them(repo, git, settings, attributes, place):
    for name, value in settings.items():
        git(repo, "config", name, value)
    if attributes:
        git(repo, "config", "core.attributesFile", str(repo / "elsewhere"))
        (repo / place).parent.mkdir(exist_ok=True)
        (repo / place).write_text(attributes + "\n")
    assert added(repo) == NEW


def test_attributes_that_are_not_under_version_control_say_nothing(repo, git):
    line = "*.py linguist-generated\n"
    (repo / ".gitattributes").write_text(line)
    (repo / ".git" / "info").mkdir(exist_ok=True)
    (repo / ".git" / "info" / "attributes").write_text(line)
    ask = ("linguist-generated",), ("a.py", "sub/b.py")
    assert Repository.open(repo).attributes(*ask) == {}
    git(repo, "add", ".gitattributes")
    assert Repository.open(repo).attributes(*ask) == {path: {"linguist-generated": True} for path in ask[1]}


def test_attributes_of_a_linked_work_tree_and_of_a_folder(repo, git, commit, tmp_path_factory):
    (repo / "sub").mkdir()
    (repo / "sub" / "b.py").write_text("x\n")
    (repo / ".gitattributes").write_text("b.py linguist-vendored\n")
    commit(repo)
    (repo / ".git" / "info").mkdir(exist_ok=True)
    (repo / ".git" / "info" / "attributes").write_text("*.py linguist-generated\n")
    linked = tmp_path_factory.mktemp("linked") / "tree"
    git(repo, "worktree", "add", "--quiet", str(linked))
    for root in (repo, linked):
        found = Repository.open(root / "sub").attributes(("linguist-generated", "linguist-vendored"), ("b.py",))
        assert found == {"b.py": {"linguist-vendored": True}}
        (root / "sub" / "b.py").write_text("x\ny\n")
        assert Repository.open(root / "sub").lines_added("HEAD") == {"b.py": [range(2, 3)]}


def test_names_of_any_bytes(repo, git, commit):
    names = ["with space.py", "tab\t.py", "new\nline.py", 'quo"te.py', "back\\slash.py", os.fsdecode(b"lat\xe9n.py")]
    for name in names:
        (repo / name).write_text("x\n")
    git(repo, "add", "--all")
    assert added(repo) == NEW | {name: [1] for name in names}


def test_files_that_came_and_went_and_lost_lines_and_ends(repo, git):
    (repo / "gone.py").write_text("x\n")
    (repo / "less.py").write_text("x\ny\n")
    (repo / "end.py").write_text("x\ny")
    git(repo, "add", "--all")
    git(repo, "commit", "--quiet", "--message", "more")
    git(repo, "tag", "--force", "v1")
    (repo / "gone.py").unlink()
    (repo / "less.py").write_text("x\n")
    (repo / "end.py").write_text("x\ny\nz")
    (repo / "a.py").chmod(0o755)
    assert added(repo) == {"less.py": [], "end.py": [2, 3]}


def test_a_file_that_was_only_touched_is_not_changed(repo, git, commit):
    commit(repo)
    git(repo, "tag", "--force", "v1")
    os.utime(repo / "a.py", (1, 1))
    assert added(repo) == {}


def test_lone_carriage_returns_end_lines_as_python_has_it(repo, git):
    (repo / "old.py").write_bytes(b"one\rtwo\r\nthree\rfour")
    git(repo, "add", "old.py")
    assert added(repo)["old.py"] == [1, 2, 3, 4]


def test_bytes_that_are_no_text(repo, git):
    (repo / "data.bin").write_bytes(b"\0\xff\xfe\n\0@@ -1 +1 @@\n")
    git(repo, "add", "data.bin")
    assert added(repo) == NEW | {"data.bin": [1, 2]}


def test_many_files_are_one_question(repo, git, monkeypatch):
    for number in range(2000):
        (repo / f"m{number}.py").write_text("x = 1\ny = 2\n")
    git(repo, "add", "--all")
    asked = []
    repository = Repository.open(repo)
    start = type(repository.program)._start
    monkeypatch.setattr(
        type(repository.program), "_start", lambda self, args, *rest: asked.append(args[0]) or start(self, args, *rest)
    )
    found = repository.lines_added("v1", lambda path: path.startswith("m"))
    assert len(found) == 2000
    assert set(map(tuple, found.values())) == {(range(1, 3),)}
    assert asked == ["diff-index"]


def test_lines_are_seen_in_a_folder_whose_name_holds_a_line_end(tmp_path, commit, git):
    root = tmp_path / "a\nb"
    root.mkdir()
    (root / "a.py").write_text("one\n")
    commit(root)
    git(root, "tag", "v1")
    (root / "a.py").write_text("one\ntwo\n")
    assert added(root) == {"a.py": [2]}
