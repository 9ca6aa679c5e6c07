"""Every commit that the main branch gained since a release belongs to a change that the forge lists, or is named."""

from __future__ import annotations

import pytest
from faked_forges import FakeGitea, FakeGitHub, FakeGitLab

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.finding.locating import Located
from pytest_golive.forge.finding.places import Place
from pytest_golive.forge.opening import Forge
from pytest_golive.forge.reviews.judging import Rules
from pytest_golive.forge.reviews.measuring import gained, measure

pytestmark = pytest.mark.security
APPROVED = "2026-11-20T11:00:00Z"


class Shop:
    """A repository with the release v1, and its forge."""

    def __init__(self, path, git, forge):
        self.path, self.git, self.forge = path, git, forge
        git(path, "init", "--quiet", "--initial-branch=main")
        self.commit("first")
        git(path, "tag", "v1")

    def commit(self, message):
        self.git(self.path, "commit", "--quiet", "--allow-empty", "--message", message)
        return self.head()

    def head(self):
        return self.git(self.path, "rev-parse", "HEAD").strip()

    def on(self, branch, *more):
        self.git(self.path, "checkout", "--quiet", *more, branch)

    def merge(self, branch, *more):
        self.git(self.path, "merge", "--quiet", "--message", f"Merge {branch}", *more, branch)
        return self.head()

    def change(self, number, known, *commits):
        """An approved change of *commits*, which the forge knows by the commits *known*."""
        for commit in known:
            approved = {"approved": [("ben", APPROVED)]} if self.forge.kind == "gitlab" else {}
            self.forge.proposes(commit, number, author="ann", head=commits[-1], **approved)
            if self.forge.kind == "gitea":
                (pull,) = self.forge.answers[f"/repos/shop/shop/commits/{commit}/pulls"]
                self.forge.answers[f"/repos/shop/shop/commits/{commit}/pull"] = {**pull, "merged": True}
        if self.forge.kind == "gitlab":
            told = [{"id": sha, "author_name": "Ann", "message": "m"} for sha in reversed(commits)]
            self.forge.answers[f"{self.forge.root}/merge_requests/{number}/commits"] = told
            return
        reviewed = {"id": 1, "official": True}
        self.forge.reviewed(number, ("ben", "APPROVED", commits[-1], reviewed))
        told = [{"sha": sha, "author": {"login": "ann"}, "commit": {"message": "m"}} for sha in commits]
        self.forge.answers[f"/repos/shop/shop/pulls/{number}/commits"] = told[
            :: -1 if self.forge.kind == "gitea" else 1
        ]


@pytest.fixture(params=[FakeGitHub, FakeGitLab, FakeGitea], ids=lambda fake: fake.kind)
def shop(request, serve, rest_of, tmp_path, git):
    forge = request.param(serve)
    # A commit that no change contains.
    paths = {"github": "/repos/shop/shop/commits/{}/pulls", "gitlab": "{}/repository/commits/{}/merge_requests"}
    made = Shop(tmp_path, git, forge)
    opened = Forge(Located(forge.kind, Place("https://git.example", "shop/shop"), forge.api), rest_of(forge))

    def outcome(counts=lambda _: True):
        commits = gained(Repository.open(tmp_path), git(tmp_path, "rev-parse", "v1").strip(), made.head())
        for commit in commits:
            path = paths.get(forge.kind, "").format(
                *(["/projects/shop%2Fshop"] if forge.kind == "gitlab" else []), commit.sha
            )
            forge.answers.setdefault(path, [])
        found = measure(opened, commits, counts, "v1", "", Rules())
        assert found.unapproved == ()
        return [finding.message.partition(": ")[2] for finding in found.direct], found

    made.outcome = outcome
    return made


def foxtrot(shop):
    """The main branch is merged into a change's, and moved to it: what was pushed to it is on a side branch now."""
    shop.on("side", "-b")
    first = shop.commit("one")
    shop.on("main")
    return first


def test_a_push_that_was_merged_into_a_change_is_named(shop):
    first = foxtrot(shop)
    shop.commit("pushed")
    shop.on("side")
    merged = shop.merge("main")
    shop.on("main")
    shop.merge("side", "--ff-only")
    shop.change(1, [first, merged], first, merged)
    pushed, found = shop.outcome()
    assert pushed == ["pushed"]
    assert found.total == 2
    pushed, found = shop.outcome(lambda commit: commit.message != "pushed")
    assert (pushed, found.aside) == ([], 1)


def test_a_change_that_was_merged_into_another_is_judged_by_its_own_reviews(shop):
    first = foxtrot(shop)
    shop.on("other", "-b")
    other = shop.commit("other")
    shop.on("main")
    whole = shop.merge("other", "--no-ff")
    shop.on("side")
    merged = shop.merge("main")
    shop.on("main")
    shop.merge("side", "--ff-only")
    shop.change(1, [first, merged], first, merged)
    shop.change(2, [whole], other)
    pushed, found = shop.outcome()
    assert pushed == []
    assert [change.number for change, _ in found.changes] == [1, 2]


def test_commits_that_a_change_lists_are_not_asked_for(shop):
    shop.on("side", "-b")
    commits = [shop.commit("one"), shop.commit("two")]
    shop.on("main")
    merged = shop.merge("side", "--no-ff")
    shop.change(1, [merged], *commits)
    pushed, found = shop.outcome()
    assert (pushed, found.total) == ([], 1)
    assert not [url for url in shop.forge.asked if any(f"/commits/{commit}/" in url for commit in commits)]


def test_each_commit_of_a_merge_that_no_change_brought_is_named(shop):
    shop.on("side", "-b")
    shop.commit("one")
    shop.on("main")
    shop.merge("side", "--no-ff")
    pushed, _ = shop.outcome()
    assert pushed == ["Merge side", "one"]


def test_what_lies_beside_the_main_line_has_a_limit_too(shop, monkeypatch):
    shop.on("side", "-b")
    for number in range(3):
        shop.commit(str(number))
    shop.on("main")
    shop.merge("side", "--no-ff")
    monkeypatch.setattr("pytest_golive.forge.reviews.measuring.MOST", 2)
    with pytest.raises(CannotMeasure, match="more than 2 commits were merged or pushed since the last release"):
        shop.outcome()
