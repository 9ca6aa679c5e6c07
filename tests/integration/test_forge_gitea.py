"""The rows that read a forge, on a real Gitea: they find what people and pipelines did there."""

from __future__ import annotations

import os

import pytest

from pytest_golive.delivery.git.repository import Repository as Clone
from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.opening import Wanted, open_forge
from pytest_golive.forge.pipeline.judging import Rules
from pytest_golive.forge.pipeline.measuring import Wait, measure
from pytest_golive.forge.pipeline.own import Own
from pytest_golive.forge.reviews.judging import Rules as ReviewRules
from pytest_golive.forge.reviews.measuring import main_line
from pytest_golive.forge.reviews.measuring import measure as measure_reviews

pytestmark = pytest.mark.integration


def opened(clone, token=""):
    """The forge of a clone, found by its remote and by asking the host what it is."""
    environment = {"GITEA_TOKEN": token} if token else {}
    return open_forge(Clone.open(clone), Wanted(patience=30.0), environment)


def pipeline(forge, *commits, before=()):
    return measure(forge, commits, before, "", Rules(), Own(), Wait())


def wrong(found):
    return [finding.message for finding in found.not_green]


def test_checks_are_those_of_the_very_commit_by_their_last_attempt(gitea, tmp_path, git):
    shop = gitea.repository("checked")
    first = shop.head()
    shop.status(first, "ci/build", "success")
    commit = shop.write("more.txt", "more")
    forge = opened(shop.clone(tmp_path / "clone", git))
    assert forge.located.kind == "gitea"
    with pytest.raises(CannotMeasure, match=f"no check that counts has run on {commit[:10]}"):
        _ = pipeline(forge, commit).total
    shop.status(commit, "ci/build", "pending")
    assert "have not ended: ci/build (pending)" in pipeline(forge, commit).doubt().what
    shop.status(commit, "ci/build", "failure")
    assert wrong(pipeline(forge, commit)) == [f"ci/build: failure ({shop.url})"]
    shop.status(commit, "ci/build", "success")
    green = pipeline(forge, commit)
    assert (wrong(green), green.doubt(), green.total) == ([], None, 1)
    with pytest.raises(CannotMeasure, match="does not have the commit 1111111111"):
        pipeline(forge, "1" * 40)


@pytest.mark.security
def test_a_branch_that_is_named_like_the_commit_lends_it_no_checks(gitea, tmp_path, git):
    shop = gitea.repository("lent")
    first, commit = shop.head(), shop.write("more.txt", "more")
    shop.status(first, "ci/build", "success")
    shop.ask("POST", "/branches", {"new_branch_name": commit, "old_ref_name": first})
    with pytest.raises(CannotMeasure, match=f"no check that counts has run on {commit[:10]}"):
        _ = pipeline(opened(shop.clone(tmp_path / "clone", git)), commit).total


def test_what_a_protected_branch_requires_must_have_run_on_this_commit(gitea, tmp_path, git):
    shop = gitea.repository("protected")
    first, commit = shop.head(), shop.write("more.txt", "more")
    rules = {
        "rule_name": "main",
        "enable_status_check": True,
        "status_check_contexts": ["ci/*", "lint"],
        "enable_push": True,
    }
    shop.ask("POST", "/branch_protections", rules)
    shop.status(commit, "ci/build", "success")
    shop.status(commit, "other", "failure")
    shop.status(first, "lint", "success")
    forge = opened(shop.clone(tmp_path / "clone", git), gitea.tokens["ben"])
    assert wrong(pipeline(forge, commit, before=[first])) == [
        f"lint: required, but never ran on this commit; it ran on {first[:10]}, another commit"
    ]
    shop.status(commit, "lint", "success")
    assert wrong(pipeline(forge, commit)) == []


def test_more_statuses_than_a_page_holds_are_all_read(gitea, tmp_path, git):
    shop = gitea.repository("paged")
    commit = shop.head()
    for number in range(55):  # Gitea sends at most 50 at once
        shop.status(commit, f"ci/{number}", "failure" if number == 0 else "success")
    found = pipeline(opened(shop.clone(tmp_path / "clone", git)), commit)
    assert (found.total, len(found.not_green)) == (55, 1)


@pytest.mark.security
def test_a_bad_token_and_a_private_repository_say_what_to_do(gitea, tmp_path, git):
    shop = gitea.repository("private")
    clone = shop.clone(tmp_path / "clone", git)
    shop.ask("PATCH", "", {"private": True})
    with pytest.raises(CannotMeasure, match="answers 404") as told:
        pipeline(opened(clone), shop.head())
    assert "if the repository is private, set GITEA_TOKEN or FORGEJO_TOKEN" in told.value.cure
    with pytest.raises(CannotMeasure, match="answers 401") as told:
        pipeline(opened(clone, "0" * 40), shop.head())
    assert "the token in GITEA_TOKEN is wrong, expired or revoked" in told.value.cure
    assert pipeline(opened(clone, gitea.tokens["ben"]), shop.head()).aside == ()
    assert os.environ.get("GITEA_TOKEN") is None
    with pytest.raises(CannotMeasure, match=r"answers 403 .*scope") as told:
        pipeline(opened(clone, gitea.token("ben", "read:user")), shop.head())
    assert "give the token in GITEA_TOKEN the scopes read:repository and read:issue" in told.value.cure


def test_a_renamed_repository_is_followed_with_the_token(gitea, tmp_path, git):
    shop = gitea.repository("old-name")
    clone, commit = shop.clone(tmp_path / "clone", git), shop.head()
    shop.status(commit, "ci/build", "success")
    shop.ask("PATCH", "", {"private": True, "name": "new-name"})
    found = pipeline(opened(clone, gitea.tokens["ben"]), commit)
    assert (found.total, wrong(found)) == (1, [])
    assert "ann/new-name" in found.where


def reviews(shop, clone, git, token=""):
    """What the gate judges: unapproved changes and direct pushes since the tag v1."""
    git(clone, "pull", "--quiet")
    repository = Clone.open(clone)
    commits = main_line(repository, repository.commit("v1"), repository.commit("HEAD"))
    found = measure_reviews(opened(clone, token), commits, lambda _: True, "v1", "", ReviewRules())
    faults = [finding.message.partition(": ")[2].partition(" (http")[0] for finding in found.unapproved]
    return faults, [finding.message.partition(": ")[2] for finding in found.direct]


def test_a_change_of_several_commits_that_was_rebased_is_one_change(gitea, tmp_path, git):
    shop = gitea.repository("rebased")
    clone = shop.clone(tmp_path / "clone", git)
    git(clone, "tag", "v1")
    number = shop.change("several")
    shop.write("second.txt", "of two", branch="several")
    shop.write("aside.txt", "so that the rebase makes new commits")
    shop.review(number)
    shop.merge(number, "rebase")
    assert reviews(shop, clone, git) == ([], ["write aside.txt"])


@pytest.mark.security
def test_a_push_that_only_looks_like_a_commit_of_a_change_is_named(gitea, tmp_path, git):
    shop = gitea.repository("disguised")
    clone = shop.clone(tmp_path / "clone", git)
    git(clone, "tag", "v1")
    number = shop.change("several")
    shop.write("second.txt", "second", branch="several")
    shop.review(number)
    evil = {"content": "ZXZpbA==", "message": "write several.txt", "branch": "main"}
    shop.ask("POST", "/contents/evil.txt", evil)
    shop.merge(number, "rebase")
    assert reviews(shop, clone, git) == ([], ["write several.txt"])
