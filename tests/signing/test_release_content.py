"""The digest of a release: the same for the same content, however it came about, and another for any other."""

from __future__ import annotations

import subprocess

import pytest

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure
from pytest_golive.signing.content import digest_of


@pytest.fixture
def repository(tmp_path):
    def git(*args):
        subprocess.run(["git", "-C", str(tmp_path), *args], check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    (tmp_path / "src").mkdir()
    (tmp_path / "src/app.py").write_text("A = 1\n")
    (tmp_path / "big.bin").write_bytes(b"\0\xff" * 1_500_000)
    (tmp_path / "link").symlink_to("src/app.py")
    git("add", "-A")
    git("commit", "-qm", "first")
    made = Repository(tmp_path)
    made.__dict__["say"] = git
    return made


def digest(repository, **how):
    return digest_of(Repository(repository.root), "HEAD", **how)


def test_a_squash_merge_of_the_same_tree_is_the_same_release(repository):
    first = digest(repository)
    assert first.startswith("sha256:")
    assert len(first) == 71
    repository.say("commit", "--allow-empty", "-qm", "nothing")
    assert digest(repository) == first
    repository.say("checkout", "-q", "--orphan", "squashed")
    repository.say("commit", "-qm", "all in one")
    assert digest(repository) == first


@pytest.mark.security
@pytest.mark.parametrize("change", ["content", "name", "mode", "more", "less", "link", "end of a large file"])
def test_any_change_is_another_release(repository, change):
    first, file = digest(repository), repository.root / "src/app.py"
    if change == "content":
        file.write_text("A = 2\n")
    elif change == "name":
        file.rename(file.with_name("application.py"))
    elif change == "mode":
        file.chmod(0o755)
    elif change == "more":
        (repository.root / "empty").touch()
    elif change == "less":
        file.unlink()
    elif change == "link":
        (repository.root / "link").unlink()
        (repository.root / "link").write_text("src/app.py")
    else:
        (repository.root / "big.bin").write_bytes(b"\0\xff" * 1_499_999 + b"\0\xfe")
    repository.say("add", "-A")
    repository.say("commit", "-qm", "changed")
    assert digest(repository) != first


def test_what_does_not_count_changes_nothing(repository):
    def counts(path):
        return not path.startswith("golive-signoffs/")

    first = digest(repository, counts=counts)
    (repository.root / "golive-signoffs").mkdir()
    (repository.root / "golive-signoffs/one.toml").write_text("id = 1\n")
    repository.say("add", "-A")
    repository.say("commit", "-qm", "signed")
    assert digest(repository, counts=counts) == first
    assert digest(repository) != first


def test_a_file_counts_as_it_is_made_normal(repository):
    normal = {"GO.md": lambda data: data.replace(b"[x]", b"[ ]")}
    (repository.root / "GO.md").write_text("- [ ] a\n")
    repository.say("add", "-A")
    repository.say("commit", "-qm", "checklist")
    first = digest(repository, normal=normal)
    (repository.root / "GO.md").write_text("- [x] a\n")
    repository.say("commit", "-qam", "ticked")
    assert digest(repository, normal=normal) == first
    (repository.root / "GO.md").write_text("- [x] b\n")
    repository.say("commit", "-qam", "another row")
    assert digest(repository, normal=normal) != first


def test_a_folder_of_a_larger_repository_is_a_release_of_its_own(repository):
    inner = Repository(repository.root / "src")
    first = digest_of(inner, "HEAD")
    (repository.root / "beside").touch()
    repository.say("add", "-A")
    repository.say("commit", "-qm", "beside")
    assert digest_of(Repository(inner.root), "HEAD") == first


@pytest.mark.security
def test_a_replaced_object_is_not_believed(repository):
    first = digest(repository)
    (repository.root / "other").write_text("A = 666\n")
    blobs = [
        subprocess.run(
            ["git", "hash-object", "-w", name], cwd=repository.root, capture_output=True, text=True, check=True
        )
        for name in ("src/app.py", "other")
    ]
    repository.say("replace", *[blob.stdout.strip() for blob in blobs])
    assert digest(repository) == first


def test_nothing_is_no_content(repository):
    with pytest.raises(CannotMeasure, match=r"no file in .* belongs to what is signed; correct the globs"):
        digest(repository, counts=lambda _: False)


def test_an_object_that_is_missing_is_told(repository):
    output = subprocess.run(
        ["git", "rev-parse", "HEAD:src/app.py"], cwd=repository.root, capture_output=True, text=True, check=True
    )
    blob = output.stdout.strip()
    (repository.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(CannotMeasure, match=f"git cannot read the object {blob[:10]}; run git fsck"):
        digest(repository)
