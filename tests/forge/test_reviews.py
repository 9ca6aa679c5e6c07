"""Whether changes were approved by somebody else after their last push, and what was pushed without one."""

from __future__ import annotations

import pytest
from faked_forges import OLDER, SHA, FakeGitHub

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.finding.locating import Located
from pytest_golive.forge.finding.places import Place
from pytest_golive.forge.github.changes import GitHubChanges
from pytest_golive.forge.opening import Forge
from pytest_golive.forge.reviews.changes import Change, Opinion, Reviews
from pytest_golive.forge.reviews.judging import Commit, Reviewed, Rules
from pytest_golive.forge.reviews.measuring import main_line, measure

HEAD, BEFORE = "a" * 40, "b" * 40
CHANGE = Change(12, "Pay in cents", "https://git.example/12", "main", "ann", HEAD)
PUSH = Commit(SHA, "ann@shop.example", "Hurry\n\nlong")


def judged(*opinions, authors=("ann",), pushed=(), rules=None, change=CHANGE, names=(HEAD,)):
    reviews = Reviews(frozenset(authors), opinions, names=names)
    return Reviewed("v1", "git.example/shop/shop", "#", [(change, reviews)], pushed, 0, rules or Rules())


def wrong(reviewed):
    return [finding.message.partition(": ")[2].partition(" (https")[0] for finding in reviewed.unapproved]


def says(who, *, approves=True, is_current=True, counts=True):
    return Opinion(who, approves, is_current, counts)


@pytest.mark.parametrize(
    ("opinions", "fault"),
    [
        ([says("ben")], []),
        ([], ["merged without an approval; its author is ann"]),
        ([says("ann")], ["approved only by its own author, ann"]),
        ([says("cem")], ["approved only by its own author, cem"]),
        ([says("ben", is_current=False)], ["approved by ben, but before the last push"]),
        ([says("stranger", counts=False)], ["approved only by stranger, whose approval does not count"]),
        ([says("lint[bot]")], ["approved only by lint[bot], whose approval does not count"]),
        ([says("ben"), says("dan", approves=False)], ["dan requests changes"]),
        ([says("ben"), says("stranger", approves=False, counts=False)], []),
        ([says("ann"), says("ben", is_current=False), says("dan")], []),
    ],
)
def test_an_approval_counts_of_another_person_after_the_last_push(opinions, fault):
    assert wrong(judged(*opinions, authors=("ann", "cem"), rules=Rules(bots=("*[bot]",)))) == fault


@pytest.mark.parametrize("names", [(), (BEFORE,)])
def test_an_approval_proves_nothing_where_the_commits_are_not_listed(names):
    said = (
        "approved by ben, but the forge does not list its commits, so whether one of them is by an approver is unknown"
    )
    assert wrong(judged(says("ben"), names=names)) == [said]
    assert wrong(judged(says("ben"), names=names, rules=Rules(exceptions={"#12": "read by dan"}))) == []


def test_as_many_approvals_are_needed_as_the_settings_say():
    assert wrong(judged(says("ben"), rules=Rules(approvals=2))) == ["1 of 2 approvals"]
    assert wrong(judged(says("ben"), says("dan"), rules=Rules(approvals=2))) == []


def test_direct_pushes_are_named_unless_the_settings_except_them():
    named = judged(says("ben"), pushed=[PUSH]).direct
    assert [finding.message for finding in named] == [f"{SHA[:10]} by ann@shop.example: Hurry"]
    for rules in (Rules(trusted=("ann@*",)), Rules(exceptions={SHA[:8]: "reviewed by ben on paper"})):
        excepted = judged(says("ben"), pushed=[PUSH], rules=rules)
        assert excepted.direct == ()
        assert ("pushes that the settings allow as exceptions", f"{SHA[:10]} by ann@shop.example") in list(
            excepted.notes()
        )


def test_changes_that_the_settings_except_are_named_in_the_evidence():
    for rules in (Rules(trusted=("ANN",)), Rules(exceptions={"#12": "reviewed by ben on paper"})):
        excepted = judged(rules=rules)
        assert excepted.unapproved == ()
        assert list(excepted.notes()) == [("changes that the settings allow as exceptions", "#12 by ann")]
    assert len(judged(rules=Rules(trusted=("an",), exceptions={"#1": "another change entirely"})).unapproved) == 1


@pytest.fixture
def github(serve, rest_of):
    forge = FakeGitHub(serve)
    opened = Forge(Located("github", Place("https://git.example", "shop/shop"), forge.api), rest_of(forge))
    return forge, opened


def look(opened, *commits, counts=lambda _: True):
    return measure(opened, commits, counts, "v1", "", Rules())


def test_github_tells_the_last_word_of_each_reviewer(github):
    forge, opened = github
    forge.proposes(SHA, 12, author="ann", head=HEAD, writers=["cem"])
    forge.reviewed(
        12,
        ("ben", "CHANGES_REQUESTED", BEFORE),
        ("ben", "APPROVED", HEAD),
        ("ben", "COMMENTED", HEAD),
        ("dan", "APPROVED", BEFORE),
        ("eve", "APPROVED", HEAD),
        ("eve", "DISMISSED", HEAD),
        ("who", "APPROVED", HEAD, {"author_association": "NONE"}),
        ("app", "APPROVED", HEAD, {"user": {"login": "app", "type": "Bot"}}),
        ("ghost", "APPROVED", HEAD, {"user": None}),
    )
    found = GitHubChanges(opened.rest, "shop/shop")
    (change,) = found.changes_of(SHA)
    reviews = found.reviews_of(change)
    assert reviews.authors == {"ann", "cem"}
    assert [(one.who, one.approves, one.is_current, one.counts) for one in reviews.opinions] == [
        ("ben", True, True, True),
        ("dan", True, False, True),
        ("who", True, True, False),
        ("app", True, True, False),
        ("a deleted account", True, True, True),
    ]


def test_authors_without_an_account_are_named(github):
    forge, opened = github
    forge.proposes(SHA, 12, author="ann", head=HEAD)
    commits = forge.answers["/repos/shop/shop/pulls/12/commits"]
    commits.append({"sha": "1", "author": None, "commit": {"message": "m", "author": {"name": "Ben at home"}}})
    forge.reviewed(12, ("ben", "APPROVED", HEAD))
    found = look(opened, Commit(SHA, "ann@shop.example", "one"))
    assert list(found.notes()) == [("authors with no account, so an approval may be their own", "Ben at home in #12")]


def test_more_commits_than_github_lists_prove_nothing(github):
    forge, opened = github
    forge.proposes(SHA, 12, author="ann", head=HEAD, writers=["ann"] * 249)
    for number, commit in enumerate(forge.answers["/repos/shop/shop/pulls/12/commits"]):
        commit["sha"] = str(number)
    with pytest.raises(CannotMeasure, match="lists no more than 250 commits of #12"):
        look(opened, Commit(SHA, "ann@shop.example", "one"))


def test_a_commit_without_a_merged_change_was_pushed(github):
    forge, opened = github
    forge.proposes(SHA, 12, author="ann", head=HEAD)
    forge.answers[f"/repos/shop/shop/commits/{SHA}/pulls"][0]["merged_at"] = None
    forge.answers[f"/repos/shop/shop/commits/{OLDER}/pulls"] = []
    commits = [Commit(SHA, "ann@shop.example", "one"), Commit(OLDER, "bot@shop.example", "two")]
    assert [one.sha for one in look(opened, *commits).pushed] == [SHA, OLDER]
    assert look(opened, *commits, counts=lambda one: one.sha == SHA).aside == 1


def test_the_change_into_the_releases_branch_counts_where_a_commit_has_several(github):
    forge, opened = github
    forge.proposes(SHA, 11, author="ann", head=HEAD, base="feature")
    inner = forge.answers[f"/repos/shop/shop/commits/{SHA}/pulls"]
    forge.proposes(SHA, 12, author="ann", head=HEAD)
    forge.answers[f"/repos/shop/shop/commits/{SHA}/pulls"] += inner
    forge.reviewed(12, ("ben", "APPROVED", HEAD))
    found = look(opened, Commit(SHA, "ann@shop.example", "one"))
    assert [change.number for change, _ in found.changes] == [12]
    assert (found.unapproved, found.total) == ((), 1)


def test_the_main_line_holds_merges_and_pushes_and_not_what_was_merged(tmp_path, git, monkeypatch):
    def commit(message):
        git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", message)
        return git(tmp_path, "rev-parse", "HEAD").strip()

    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    first = commit("first")
    git(tmp_path, "checkout", "--quiet", "-b", "topic")
    commit("inside")
    git(tmp_path, "checkout", "--quiet", "main")
    commit("pushed\n\nwith a body")
    git(tmp_path, "merge", "--quiet", "--no-ff", "--message", "merged", "topic")
    repository = Repository.open(tmp_path)
    head = repository.head.sha
    assert [one.message for one in main_line(repository, first, head)] == ["merged", "pushed\n\nwith a body"]
    assert [one.subject for one in main_line(repository, "", head)] == ["merged", "pushed", "first"]
    odd = "a\x1eb\n\nc"
    commit(odd)
    assert [one.message for one in main_line(repository, head, Repository.open(tmp_path).head.sha)] == [odd]
    monkeypatch.setattr("pytest_golive.forge.reviews.measuring.MOST", 1)
    with pytest.raises(CannotMeasure, match="more than 1 commits were merged or pushed"):
        main_line(repository, "", head)
