"""Changes of the work tree that the clone's own configuration, or a committed attribute, would hide from git."""

from __future__ import annotations

import hashlib
import os
import sys

import pytest

from pytest_golive.delivery.git.repository import Changes, Repository

CLEAN = "printf 'x = 1\\n'"  # whatever the file holds, git sees this


@pytest.fixture
def repo(tmp_path, commit):
    (tmp_path / "a.py").write_text("x = 1\n")
    (tmp_path / "run.sh").write_text("true\n")
    (tmp_path / "run.sh").chmod(0o755)
    (tmp_path / "link").symlink_to("a.py")
    commit(tmp_path)
    return tmp_path


def changed(root):
    repository = Repository.open(root)
    found = repository.changed()
    assert repository.changed_tracked() == found.tracked
    assert repository.is_dirty == bool(found.tracked)
    return found


def later(path, text):
    """Write *text*, with a time that makes git compare the contents."""
    path.write_text(text)
    os.utime(path, (1, 1))


def test_a_filter_of_the_clone_hides_no_change(repo, git):
    (repo / ".git" / "info" / "attributes").write_text("*.py filter=lie\n")
    git(repo, "config", "filter.lie.clean", CLEAN)
    git(repo, "config", "filter.lie.required", "true")
    later(repo / "a.py", "y = 9\n")
    assert changed(repo).tracked == ("a.py",)


def test_attributes_that_are_not_committed_name_no_filter_that_is_believed(repo, git, commit):
    (repo / ".gitattributes").write_text("*.txt text\n")
    commit(repo)
    git(repo, "config", "filter.lie.clean", f"git show HEAD:.gitattributes | head -c 12; : {CLEAN}")
    later(repo / ".gitattributes", "* filter=lie\n")
    assert changed(repo).tracked == (".gitattributes",)


def test_a_filter_that_the_committed_attributes_name_is_believed(repo, git, commit):
    (repo / ".gitattributes").write_text("*.py filter=strip\n")
    commit(repo)
    git(repo, "config", "filter.strip.clean", "tr 9 1")
    later(repo / "a.py", "x = 9\n")
    assert changed(repo) == Changes((), ())
    later(repo / "a.py", "x = 8\n")
    assert changed(repo).tracked == ("a.py",)


@pytest.mark.parametrize(
    ("text", "is_change"),
    [(b"whole\n", False), (b"while\n", True), (b"", True)],
)
def test_files_of_git_lfs_are_compared_with_the_committed_digest(repo, git, commit, text, is_change):
    digest = hashlib.sha256(b"whole\n").hexdigest()
    (repo / ".gitattributes").write_text("*.bin filter=lfs diff=lfs merge=lfs -text\n")
    (repo / "a.bin").write_text(f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize 6\n")
    commit(repo)
    assert changed(repo) == Changes((), ())  # the pointer itself
    git(repo, "config", "filter.lfs.clean", "git show HEAD:a.bin")  # a lie, where the real one is missing
    later(repo / "a.bin", text.decode())
    assert changed(repo).tracked == (("a.bin",) if is_change else ())


def test_ident_hides_no_code(repo, git, commit):
    (repo / ".gitattributes").write_text("*.py ident\n")
    (repo / "a.py").write_text("x = '$Id$'\n")
    commit(repo)
    (repo / "a.py").unlink()
    git(repo, "checkout", "-q", "a.py")
    name = (repo / "a.py").read_text()[10:50]
    assert changed(repo) == Changes((), ())
    later(repo / "a.py", f"x = '$Id: {name[::-1]} $'\n")  # as git writes it
    assert changed(repo) == Changes((), ())
    later(repo / "a.py", "x = '$Id: {} $'\n".format("' or evil() or '".ljust(40)))
    assert changed(repo).tracked == ("a.py",)
    git(repo, "rm", "-q", "--cached", "a.py")
    assert "a.py" in changed(repo).tracked


def test_an_ident_that_is_committed_as_it_is_is_no_change(repo, commit):
    later(repo / "a.py", "x = '$Id: a.py,v 1.2 ann $'\n")
    commit(repo)
    (repo / ".gitattributes").write_text("*.py ident\n")
    commit(repo)
    assert "a.py" not in Repository.open(repo).changed_tracked()


@pytest.mark.skipif(sys.platform != "linux", reason="other file systems may have no modes, links or cases")
@pytest.mark.parametrize(
    ("setting", "change", "found"),
    [
        ("core.fileMode", lambda root: (root / "run.sh").chmod(0o644), Changes(("run.sh",), ())),
        ("core.symlinks", lambda root: ((root / "link").unlink(), later(root / "link", "a.py")), Changes(("link",), ())),
        ("core.ignoreCase", lambda root: (root / "A.py").write_text("x = 2\n"), Changes((), ("A.py",))),
    ],
)  # fmt: skip
def test_settings_of_the_clone_hide_no_change(repo, git, setting, change, found):
    git(repo, "config", setting, "true" if setting == "core.ignoreCase" else "false")
    change(repo)
    assert changed(repo) == found


@pytest.mark.skipif(os.name != "posix", reason="there are no modes")
def test_a_file_system_without_modes_shows_no_change(repo, git):
    git(repo, "config", "core.fileMode", "false")
    for path in (repo / "a.py", repo / ".git" / "HEAD"):  # there every file is executable, even git's own
        path.chmod(0o777)
    assert changed(repo) == Changes((), ())
