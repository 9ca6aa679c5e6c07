"""A secret that was committed is exposed, whether it is still there or not."""

from __future__ import annotations

import pytest

from pytest_golive.codebase.secrets.history import scan_history
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure

KEY = "AKIA" + "QYLPMN5HHHFPZAM2"
OTHER = "AKIA" + "QYLPMN5HHHFPZAM3"
LINE = f"key = '{KEY}'\n"


def test_a_secret_that_was_removed_again_is_found_with_its_commit(history, repository, git):
    scan = history({"k.py": f"\n\n{LINE}"}, {"k.py": "\n"})
    added = git(repository.root, "log", "--format=%H", "-1", "--diff-filter=A", "--", "k.py").strip()
    (finding,) = scan.blocking("medium")
    assert (finding.path, finding.line, finding.rule, finding.severity) == ("k.py", 0, "AWS Access Key", "high")
    assert f"was added by commit {added[:10]} of " in finding.message
    assert "line 3 there" in finding.message
    assert scan.source == "3 commits since v1"


def test_a_file_that_was_removed_again_counts_too(history):
    assert len(history({"k.py": LINE}, {"k.py": None}).secrets) == 1


@pytest.mark.parametrize("folder", [".", "shop"])
@pytest.mark.parametrize("left", [["k.py"], ["k.py", "l.py"], [f"many{number}.py" for number in range(102)]])
def test_of_a_sole_commit_only_what_changed_since_is_looked_at(tmp_path, git, commit, folder, left):
    place = tmp_path / folder
    place.mkdir(exist_ok=True)
    for name in ("still.py", *left):
        (place / name).write_text(LINE.replace(KEY, OTHER) if name == "still.py" else LINE)
    (place / "gone.py").write_text("x = 1\n")
    commit(tmp_path)
    assert scan_history(Repository.open(place), None, (), most=9).secrets == (), "all lies in the work tree"
    (place / "gone.py").unlink()
    for name in left:
        (place / name).write_text("x = 1\n")
    git(tmp_path, "add", "--all")
    (secret,) = scan_history(Repository.open(place), None, (), most=9).secrets
    assert secret.finding.path == min(left)
    commit(tmp_path)
    assert len(scan_history(Repository.open(place), None, (), most=9).secrets) == 1


def test_nothing_was_exposed(history):
    assert history({"k.py": "x = 2\n"}).secrets == ()


def test_what_is_still_there_is_not_told_twice(history):
    assert history({"k.py": LINE}).secrets == ()


def test_what_the_release_had_already_did_not_come_in_since(history, repository, git):
    scan = history({"k.py": LINE})
    git(repository.root, "tag", "v2")
    scan = history({"k.py": f"# moved\n{LINE}"}, {"k.py": None}, since="v2")
    assert scan.secrets == ()


def test_a_renamed_file_brings_in_nothing_new(history, repository, git):
    history({"k.py": LINE})
    git(repository.root, "tag", "v2")
    scan = history({"k.py": None, "l.py": LINE}, {"l.py": None}, since="v2")
    assert scan.secrets == ()


def test_another_secret_on_the_same_line_is_another_secret(history):
    assert len(history({"k.py": LINE}, {"k.py": LINE.replace(KEY, OTHER)}, {"k.py": None}).secrets) == 2


def test_what_was_declared_to_be_no_secret_is_none(history):
    assert history({"k.py": LINE}, {"k.py": LINE.replace("\n", "  # pragma: allowlist secret\n")}).secrets == ()


def test_a_branch_whose_work_was_undone_before_it_was_merged(history, repository, git, commit):
    root = repository.root
    git(root, "switch", "--quiet", "-c", "side")
    history({"k.py": LINE}, {"k.py": None})
    git(root, "switch", "--quiet", "main")
    history({"c.py": "z = 1\n"})
    git(root, "merge", "--quiet", "--no-ff", "-m", "merge", "side")
    assert len(history().secrets) == 1


def test_a_secret_that_only_a_merge_brought_in(history, repository, git):
    root = repository.root
    git(root, "switch", "--quiet", "-c", "side")
    history({"c.py": "c = 1\n"})
    git(root, "switch", "--quiet", "main")
    history({"d.py": "d = 1\n"})
    git(root, "merge", "--quiet", "--no-commit", "--no-ff", "side")
    (root / "c.py").write_text(LINE)
    assert len(history({"c.py": LINE}, {"c.py": "c = 1\n"}).secrets) == 1


def test_a_project_in_a_folder_of_its_repository(history, repository, git):
    history({"sub/k.py": LINE, "k.py": LINE.replace(KEY, OTHER)}, {"sub/k.py": None, "k.py": None, "sub/x.py": "x\n"})
    scan = scan_history(Repository.open(repository.root / "sub"), "v1", (), most=100)
    assert [secret.finding.path for secret in scan.secrets] == ["k.py"]
    assert KEY not in repr(scan)


def test_without_a_release_the_whole_history_is_looked_through(history):
    scan = history({"k.py": LINE}, {"k.py": None}, since=None)
    assert (len(scan.secrets), scan.source) == (1, "4 commits since the beginning")


def test_excluded_paths_are_left_out(history):
    assert history({"vendor/k.py": LINE}, {"vendor/k.py": None}, exclude=["vendor/**"]).secrets == ()


def test_links_and_binaries_are_no_text(history, repository):
    (repository.root / "link").symlink_to("/etc/passwd")
    assert history({"k.bin": b"\xff\0" + LINE.encode()}, {"k.bin": None, "link": None}).secrets == ()


def test_odd_names(history):
    name = "a b\n\t'\"é.py"
    scan = history({name: LINE}, {name: None})
    assert [secret.finding.path for secret in scan.secrets] == [name]


def test_too_many_commits_cannot_be_measured(history):
    with pytest.raises(CannotMeasure, match=r"2 commits since v1, more than history_commits = 1.*history_commits"):
        history({"k.py": LINE}, most=1)


def test_a_shallow_clone_without_a_release_cannot_be_measured(history, repository, git, tmp_path_factory):
    history({"k.py": LINE})
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", "--quiet", "--depth=1", repository.root.as_uri(), ".")
    with pytest.raises(CannotMeasure, match=r"shallow.*git fetch --unshallow"):
        scan_history(Repository.open(clone), None, (), most=100)


def test_a_file_too_large_to_scan_cannot_be_measured(history):
    with pytest.raises(
        CannotMeasure, match=r"big\.json, as it was in the history \(git show \w+\), is too large.*exclude"
    ):
        history({"big.json": "x" * 5_000_001}, {"big.json": "x"})


def test_an_object_that_is_missing_cannot_be_measured(history, repository, git):
    history({"k.py": LINE}, {"k.py": None})
    blob = git(repository.root, "rev-parse", "HEAD~1:k.py").strip()
    (repository.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(CannotMeasure, match=rf"does not have the object {blob[:10]}"):
        scan_history(Repository.open(repository.root), "v1", (), most=100)


def test_no_commit_yet(tmp_path, git):
    git(tmp_path, "init", "--quiet")
    assert scan_history(Repository.open(tmp_path), None, (), most=1).secrets == ()


def test_a_message_of_a_commit_or_a_tag_is_looked_at_too(history, repository, git):
    history({"a.py": "x = 1\n"})
    git(repository.root, "commit", "--quiet", "--allow-empty", "-m", f"deploy\n\n{LINE}")
    git(repository.root, "tag", "-a", "-m", LINE.replace("Q", "Z"), "not-a-release")
    first, second = (secret.finding for secret in history().secrets)
    assert "is in the message of commit " in first.message
    assert "is in the message of the tag refs/tags/not-a-release" in second.message
    assert {first.path, second.path} == {"COMMIT_EDITMSG"}
