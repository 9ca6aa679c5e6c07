"""The inventory: what counts as source, what is left out, and that every file is accounted for."""

from __future__ import annotations

import os

import pytest

from pytest_golive.codebase.inventory.taking import list_tracked, take_inventory
from pytest_golive.codebase.inventory.unseen import MISSING
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure


def files(inventory):
    return [file.path for file in inventory.files]


def left_out(inventory):
    return {left.reason: list(left.paths) for left in inventory.left_out}


def unseen(inventory):
    found = {}
    for entry in inventory.unseen:
        found.setdefault(entry.reason, []).append(entry.path)
    return found


def test_source_is_what_git_tracks(taken, tmp_path):
    (tmp_path / ".gitignore").write_text(".venv/\n")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv/hidden.py").write_text("")
    inventory = taken({"a.py": "", "web/b.ts": "", "data.json": "{}", "README.md": ""})
    assert files(inventory) == ["a.py", "web/b.ts"]
    assert inventory.tracked == (".gitignore", "README.md", "a.py", "data.json", "web/b.ts")
    assert left_out(inventory) == {}
    (tmp_path / "untracked.py").write_text("")
    assert files(take_inventory(Repository.open(tmp_path))) == ["a.py", "web/b.ts"]


def test_names_with_spaces_newlines_and_bytes_that_are_no_text(taken):
    odd = ["with space.py", "new\nline.py", 'quo"te.py', os.fsdecode(b"lat\xe9n.py"), "-dash.py", "*.py"]
    assert sorted(files(taken(dict.fromkeys(odd, "x = 1\n")))) == sorted(odd)


def test_a_link_put_in_the_place_of_a_folder_is_not_followed(written, tmp_path_factory):
    root = written({"a.py": "", "pkg/sub/b.py": ""})
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "sub").mkdir()
    (elsewhere / "sub/b.py").write_text("not ours")
    (root / "pkg").rename(root / "old")
    (root / "pkg").symlink_to(elsewhere)
    assert unseen(take_inventory(Repository.open(root))) == {"missing": ["pkg/sub/b.py"]}


def test_a_loop_of_links_in_the_place_of_a_folder(written):
    root = written({"a.py": "", "pkg/b.py": ""})
    (root / "pkg").rename(root / "old")
    (root / "pkg").symlink_to("pkg")
    assert unseen(take_inventory(Repository.open(root))) == {"missing": ["pkg/b.py"]}


def test_deleted_files_and_what_took_their_place(written):
    root = written({"a.py": "", "gone.py": "", "folder.py": "", "pipe.py": "", "file/x.py": ""})
    for name in ("gone.py", "folder.py", "pipe.py", "file/x.py"):
        (root / name).unlink()
    (root / "folder.py").mkdir()
    os.mkfifo(root / "pipe.py")
    (root / "file").rmdir()
    (root / "file").write_text("")
    found = unseen(take_inventory(Repository.open(root)))
    assert found == {"missing": ["file/x.py", "gone.py"], "not a file": ["folder.py", "pipe.py"]}


def test_binary_files_and_text_in_wide_encodings(taken):
    inventory = taken(
        {
            "binary.py": b"x = 1\n\0\0",
            "wide.py": "x = 1\n".encode("utf-16"),
            "wider.py": "x = 1\n".encode("utf-32"),
            "late.py": b"#" * 8000 + b"\0",
            "latin.py": "# \xe9\n".encode("latin-1"),
            "empty.py": b"",
        }
    )
    assert files(inventory) == ["empty.py", "late.py", "latin.py", "wide.py", "wider.py"]
    assert left_out(inventory) == {"binary": ["binary.py"]}
    assert "binary.py" in inventory.tracked


def test_exclude_takes_out_of_everything_and_wins(taken):
    inventory = taken({"a.py": "", "old/b.py": "", "old/c.json": ""}, include=("old/b.py",), exclude=("old",))
    assert (files(inventory), inventory.tracked) == (["a.py"], ("a.py",))
    assert left_out(inventory) == {"excluded": ["old/b.py", "old/c.json"]}


def test_include_adds_data_and_what_others_wrote(taken):
    wanted = {"deploy.yaml": "a: 1\n", "vendor/x.js": "", "api_pb2.py": "", "odd.thing": "", "a.py": ""}
    inventory = taken(wanted, include=("*.yaml", "vendor", "*_pb2.py", "odd.thing"))
    assert files(inventory) == ["a.py", "api_pb2.py", "deploy.yaml", "odd.thing", "vendor/x.js"]
    assert {file.path: file.lexer for file in inventory.files}["deploy.yaml"] == "yaml"
    assert {file.path: file.lexer for file in inventory.files}["odd.thing"] == "text"


def test_nothing_tracked_says_what_to_do(tmp_path, git):
    git(tmp_path, "init", "--quiet")
    (tmp_path / "a.py").write_text("")
    with pytest.raises(CannotMeasure, match="git add"):
        take_inventory(Repository.open(tmp_path))


def test_only_data_is_no_source(taken):
    with pytest.raises(CannotMeasure, match=r"no source file is left among 1 tracked .*left out: nothing"):
        taken({"a.json": "{}"}).require_files()


def test_an_unreadable_file_is_named(written, monkeypatch):
    root = written({"a.py": "", "lo\ncked.py": ""})
    opened = os.open

    def refusing(path, *args, **kwargs):
        if "/lo\n" in str(path):
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **kwargs)

    monkeypatch.setattr("os.open", refusing)
    with pytest.raises(CannotMeasure, match=r"lo\\ncked\.py cannot be read: Permission denied") as caught:
        take_inventory(Repository.open(root))
    assert caught.value.path == "lo\ncked.py"


@pytest.mark.parametrize("place", ["src/a.py", "src"])
def test_what_cannot_be_asked_for_is_unreadable_and_not_missing(written, monkeypatch, place):
    root = written({"b.py": "", "src/a.py": ""})
    asked = os.lstat

    def refusing(path, *args, **kwargs):
        if str(path) == str(root / place):
            raise PermissionError(13, "Permission denied")
        return asked(path, *args, **kwargs)

    repository = Repository.open(root)
    monkeypatch.setattr("os.lstat", refusing)
    with pytest.raises(CannotMeasure, match=r"src/a\.py cannot be read: Permission denied"):
        take_inventory(repository)


def test_a_folder_inside_a_repository_sees_itself_alone(written):
    root = written({"a.py": "", "service/b.py": ""})
    assert files(take_inventory(Repository.open(root / "service"))) == ["b.py"]


def test_it_survives_the_way_to_a_worker(taken, handed_on):
    inventory = taken({"a.py": "", "vendor/b.py": ""})
    assert handed_on(inventory) == inventory
    assert inventory.summary == "1 vendored"


def test_the_lock_file_that_terraform_writes_is_generated(taken):
    inventory = taken({"infra/.terraform.lock.hcl": "# maintained by terraform init\n", "infra/main.tf": ""})
    assert files(inventory) == ["infra/main.tf"]
    assert inventory.summary == "1 generated"


def test_rows_that_leave_out_the_same_see_one_look_at_the_work_tree(git, tmp_path):
    git(tmp_path, "init", "--quiet")
    (tmp_path / "a.py").write_text("x = 1\n")
    git(tmp_path, "add", "a.py")
    repository = Repository.open(tmp_path)
    first = list_tracked(repository)
    (tmp_path / "a.py").unlink()
    assert list_tracked(repository) == first
    assert unseen(take_inventory(repository, include=["*.txt"])) == {MISSING: ["a.py"]}
    assert list_tracked(Repository.open(tmp_path)) != first
