"""A release reverted on a branch: ranges with merges, what follows them, conflicts, and whoever is killed meanwhile."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time

import pytest

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.rollback.preparing import message_of, prepare
from pytest_golive.delivery.rollback.reverting import Range, reverting
from pytest_golive.errors import CannotMeasure, GoliveError


@pytest.fixture
def shop(history):
    """Version 1.0.0, and a release of three commits after it, one of which merges a branch."""

    def write(**files):
        for name, text in files.items():
            path = history.root / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        history.git("add", "--all")
        history.git("commit", "--quiet", "--message", f"Write {' and '.join(files)}")

    history.write = write
    write(tea="green\n", other__side="1\n", shop__a="1\n")
    history.git("tag", "v1.0.0")
    history.git("branch", "-m", "main")
    write(tea="black\n")
    history.branch("feature", "v1.0.0")
    write(milk="oat\n")
    history.on("main")
    history.merge("feature")
    (history.root / "tea").unlink()
    write(shop__a="2\n", other__side="2\n")
    return history


def span(shop, onto="HEAD"):
    return Range(*(shop.git("rev-parse", f"{name}^{{commit}}") for name in ("v1.0.0", "main", onto)))


def everything(root):
    """All that is in the folder, by path, with the digest of its content."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_a_range_with_a_merge_is_reverted_whole(shop):
    before = everything(shop.root)
    found = reverting(Repository.open(shop.root), span(shop))
    assert found.is_proven
    assert found.tree == shop.git("rev-parse", "v1.0.0^{tree}")
    assert (len(found.commits), found.merges) == (3, 1)
    assert found.commits[-1].endswith(" Write tea")
    assert everything(shop.root) == before, "finding out changes nothing"


def test_the_branch_has_the_content_of_the_release_before(shop):
    before, status = shop.git("for-each-ref"), shop.git("status", "--porcelain")
    repository = Repository.open(shop.root)
    (shop.root / "tea").write_text("not committed\n")
    found = reverting(repository, span(shop))
    message = message_of("Back to {previous}\n\n{reason}\n\n{commits}", {"previous": "v1.0.0", "reason": "6 %"}, found)
    commit = prepare(repository, found, "rollback/1.1.0", message)
    assert shop.git("diff", "v1.0.0", "rollback/1.1.0") == ""
    assert shop.git("rev-parse", f"{commit}^") == shop.git("rev-parse", "main")
    assert shop.git("log", "-1", "--format=%B", commit).startswith("Back to v1.0.0\n\n6 %\n\n- ")
    assert (shop.root / "tea").read_text() == "not committed\n"
    (shop.root / "tea").unlink()
    assert shop.git("status", "--porcelain") == status
    assert shop.git("for-each-ref").replace(f"{commit} commit\trefs/heads/rollback/1.1.0\n", "") == before
    with pytest.raises(GoliveError, match="is there already"):
        prepare(repository, found, "rollback/1.1.0", message)


def test_what_has_followed_the_release_stays_and_is_listed(shop):
    release = span(shop)
    shop.branch("next")
    shop.write(sugar="brown\n")
    found = reverting(Repository.open(shop.root), Range(release.previous, release.release, span(shop, "next").onto))
    assert found.differences == ("sugar",)
    assert not found.is_proven
    prepare(Repository.open(shop.root), found, "back", "Back\n")
    assert shop.git("diff", "--name-only", "v1.0.0", "back") == "sugar"


def test_conflicts_are_told_before_anything_is_touched(shop):
    release = span(shop)
    shop.branch("next")
    shop.write(shop__a="3\n")
    before = everything(shop.root)
    found = reverting(Repository.open(shop.root), Range(release.previous, release.release, span(shop, "next").onto))
    assert found.conflicts == ("shop/a",)
    assert not found.tree
    with pytest.raises(GoliveError, match=r"conflict with what has followed the release, in shop/a; nothing was"):
        prepare(Repository.open(shop.root), found, "back", "Back\n")
    assert everything(shop.root) == before


def test_other_projects_of_the_repository_stay_as_they_are(shop):
    found = reverting(Repository.open(shop.root / "shop"), span(shop))
    assert found.is_proven
    prepare(Repository.open(shop.root / "shop"), found, "back", "Back\n")
    assert shop.git("diff", "--name-only", "main", "back") == "shop/a"
    assert shop.git("show", "back:shop/a") == "1"


def test_a_branch_without_the_release_has_nothing_to_revert(shop):
    shop.branch("old", "v1.0.0")
    with pytest.raises(CannotMeasure, match="does not contain the release"):
        reverting(Repository.open(shop.root), span(shop, "old"))


@pytest.mark.parametrize("name", ["..", "a..b", "-x", "", "a b", "HEAD^"])
def test_what_is_no_name_of_a_branch_is_refused(shop, name):
    found = reverting(Repository.open(shop.root), span(shop))
    with pytest.raises(GoliveError, match="is no name of a branch"):
        prepare(Repository.open(shop.root), found, name, "Back\n")


def test_whoever_is_killed_leaves_the_branch_whole_or_not_at_all(shop):
    shop.write(golive__toml="")
    (shop.root / "golive.toml").write_text('release_tags = ["v*"]\n')
    shop.git("add", "--all")
    shop.git("commit", "--quiet", "--message", "Settings")
    program = "import sys; from pytest_golive.cli import main; sys.exit(main(sys.argv[1:]))"
    for number in range(8):
        name = f"back-{number}"
        words = (sys.executable, "-c", program, "rollback", "--prepare", name)
        child = subprocess.Popen(words, cwd=shop.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.15 * number)
        child.kill()
        child.wait(60)
        assert shop.git("status", "--porcelain") == ""
        there = shop.git("for-each-ref", "--format=%(tree)", f"refs/heads/{name}")
        assert there in {"", shop.git("rev-parse", "v1.0.0^{tree}")}
    done = subprocess.run(
        (*words[:-1], "at-last"), cwd=shop.root, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not [*(shop.root / ".git").glob("*.lock")]
