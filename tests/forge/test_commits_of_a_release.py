"""Which commit's checks count, where several have the content of the release: its own first, then the others'."""

from __future__ import annotations

import pytest
from faked_forges import OLDER, SHA, FakeGitHub

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.forge.finding.locating import Located
from pytest_golive.forge.finding.places import Place
from pytest_golive.forge.opening import Forge
from pytest_golive.forge.pipeline.judging import Rules
from pytest_golive.forge.pipeline.measuring import Wait, measure
from pytest_golive.forge.pipeline.own import Own
from pytest_golive.signing.release import Checkout

pytestmark = pytest.mark.security
SIGNED = "3" * 40
SAME = f"checks of {OLDER[:10]}, which has the same content"


@pytest.fixture
def github(serve, rest_of):
    forge = FakeGitHub(serve)
    opened = Forge(Located("github", Place("https://git.example", "shop/shop"), forge.api), rest_of(forge))

    def look():
        """What is wrong with the merge SHA of OLDER, which has the same content, and what is noted."""
        found = measure(opened, [SHA, OLDER], [], "", Rules(), Own(), Wait(), signed=[SIGNED])
        return [one.message.partition(" (http")[0] for one in found.not_green], dict(found.notes()), found

    return forge, look


def test_a_green_check_of_another_commit_hides_no_red_one_of_the_releases(github):
    forge, look = github
    forge.has(OLDER, ("cla", "success"), ("build", "success"))
    forge.has(SHA, ("build", "success"), ("e2e", "failure"))
    wrong, notes, found = look()
    assert (wrong, found.commit) == (["e2e: failure"], SHA)
    assert notes[SAME] == "cla (success)"
    forge.requires("build")
    forge.has(SHA, ("build", "failure"))
    assert look()[0] == ["build: failure"]


def test_what_ran_on_another_commit_alone_counts_there(github):
    forge, look = github
    forge.has(OLDER, ("build", "failure"), ("lint", "success"), ("e2e", "failure"), ("docs", "skipped"))
    forge.has(SHA, ("build", "success"), ("e2e", "skipped"), ("docs", "skipped"))
    wrong, notes, found = look()
    assert wrong == ["e2e: failure"]
    assert notes[SAME] == "lint (success), e2e (failure)"
    assert found.total == 3
    forge.has(SHA)
    wrong, notes, found = look()
    assert (wrong, found.commit) == (["build: failure", "e2e: failure"], OLDER)
    assert SAME not in notes


def test_what_ran_on_a_commit_that_only_signed_counts_if_nothing_else_did(github):
    forge, look = github
    forge.has(SIGNED, ("build", "failure"), ("extra", "failure"))
    forge.has(SHA, ("build", "success"))
    assert look()[0] == []
    forge.has(SHA)
    assert look()[0] == ["build: failure", "extra: failure"]


def test_a_merge_and_an_empty_commit_are_no_signatures(tmp_path, git):
    def commit(name):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x = 1\n")
        git(tmp_path, "add", "--all")
        git(tmp_path, "commit", "--quiet", "--message", name)
        return git(tmp_path, "rev-parse", "HEAD").strip()

    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    commit("first.py")
    git(tmp_path, "checkout", "--quiet", "-b", "change")
    change = commit("pay.py")
    git(tmp_path, "checkout", "--quiet", "main")
    git(tmp_path, "merge", "--quiet", "--no-ff", "--message", "m", "change")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "again")
    signed = commit("golive-signoffs/a.toml")
    checkout = Checkout(Repository.open(tmp_path), ("/golive-signoffs",), None)
    assert (checkout.signed, checkout.commit, len(checkout.commits)) == ((signed,), change, 4)
