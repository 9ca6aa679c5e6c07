"""Who wrote a change: co-authors are among them, and what the settings let a bot do is only for its own commits."""

from __future__ import annotations

import pytest
from faked_forges import SHA, FakeGitHub
from people_on_gitlab import number_of
from review_states import ON

from pytest_golive.forge.finding.locating import Located
from pytest_golive.forge.finding.places import Place
from pytest_golive.forge.opening import Forge
from pytest_golive.forge.reviews.judging import Commit, Rules
from pytest_golive.forge.reviews.measuring import measure
from pytest_golive.forge.reviews.people import Person, co_authors

pytestmark = pytest.mark.security
OWN = "approved only by its own author, ben"
HELPED = "Pay\n\nCo-authored-by: {}\n"


@pytest.fixture(params=ON, ids=lambda fake: fake.kind)
def stage(request, serve, rest_of):
    fake = request.param(serve)
    opened = Forge(Located(fake.kind, Place("https://git.example", "shop/shop"), fake.api), rest_of(fake))
    return ON[request.param](opened, fake)


def says(stage, message):
    """The commits of change 1 say *message*."""
    key = "merge_requests" if stage.kind == "gitlab" else "pulls"
    for path, answer in stage.fake.answers.items():
        if path.endswith(f"/{key}/1/commits"):
            for commit in answer:
                commit.update({"message": message} if stage.kind == "gitlab" else {"commit": {"message": message}})


def shows(stage, who, name, email):
    account = {"name": name, "full_name": name, "public_email": email, "email": email, "bot": False}
    stage.fake.answers[f"/users/{number_of(who) if stage.kind == 'gitlab' else who}"] = account


@pytest.mark.parametrize(
    "helper",
    [
        "Ben <123+ben@users.noreply.github.com>",
        "B <ben@noreply.git.example>",
        "B <BEN@Shop.Example>",
        "Ben Ek <b@home>",
    ],
)
def test_the_approval_of_a_co_author_does_not_count(stage, helper):
    stage.change("ben approves")
    shows(stage, "ben", "Ben Ek", "ben@shop.example")
    if stage.kind == "gitlab":
        helper = helper.replace("123+ben@users.noreply.github", "3-ben@users.noreply.gitlab")
        helper = helper.replace("ben@noreply.git.example", "3-ben@users.noreply.gitlab.com")
    says(stage, HELPED.format(helper))
    assert stage.outcome() == OWN
    says(stage, HELPED.format("Cem <cem@shop.example>"))
    assert stage.outcome() == "1 approved"


def test_a_co_author_whom_the_merged_commit_alone_names_is_one(stage):
    stage.change("ben approves")
    shows(stage, "ben", "Ben Ek", "ben@shop.example")
    squashed = Commit(stage.changes[0].commit, "ann@shop.example", HELPED.format("Ben Ek <ben@shop.example>"))
    (finding,) = measure(stage.opened, [squashed], lambda _: True, "v1", "", Rules()).unapproved
    assert OWN in finding.message


def test_a_co_author_without_an_account_is_named(stage):
    stage.change("ben approves")
    shows(stage, "ben", "Ben Ek", "")
    says(stage, HELPED.format("Who Ever <who@home>"))
    found = measure(stage.opened, stage.commits(), lambda _: True, "v1", "", Rules())
    sign = "!" if stage.kind == "gitlab" else "#"
    assert dict(found.notes())["authors with no account, so an approval may be their own"] == f"Who Ever in {sign}1"


def test_github_tells_whose_an_address_is_by_the_commits_that_have_it(serve, rest_of):
    forge = FakeGitHub(serve)
    forge.answers["/repos/shop/shop/commits"] = lambda query: (
        (200, {}, [{"sha": SHA, "author": {"login": "ben"}}] if query["author"] == "ben@home" else [])
    )
    asked = Forge(Located("github", Place("https://git.example", "shop/shop"), forge.api), rest_of(forge)).changes
    assert asked.accounts_of(Person("B", "ben@home"), ()) == {"ben"}
    assert asked.accounts_of(Person("B", "cem@home"), ()) == set()


@pytest.mark.parametrize(
    ("message", "people"),
    [
        ("x\n\nco-AUTHORED-by : Ben  Ek <Ben@Home>", [("Ben Ek", "ben@home")]),
        ("Co-authored-by: ben@home\nCo-authored-by: ben@home", [("", "ben@home")]),
        ("* one\n\n  Co-authored-by: A <a@b>\n* two\n\nCo-authored-by: C <>", [("A", "a@b"), ("C", "")]),
        ("Co-authored-by:\nco-authored-by: \x00\n> Co-authored-by: A <a@b>", []),
    ],
)
def test_co_authors_are_those_of_the_trailers(message, people):
    assert [(one.name, one.address) for one in co_authors([message])] == people


BOT = "renovate[bot]"
NOBODY = f"merged without an approval; its author is {BOT}"


def trusts(stage, *names):
    stage.rules = Rules(bots=("*[bot]",), trusted=(BOT, *names))


def test_a_trusted_bots_change_with_a_commit_of_somebody_else_needs_an_approval(stage):
    trusts(stage)
    stage.change(by=BOT, writers=("mal",))
    other = "Mal" if stage.kind == "gitlab" else "mal"
    assert stage.outcome() == f"{NOBODY}; not all of it is by {BOT}, but also by {other}"
    trusts(stage, "mal")
    assert stage.outcome() == "1 approved"
    trusts(stage)
    stage.change("ben approves", by=BOT, writers=("mal",))
    assert f"{NOBODY}; not all of it is by {BOT}" in stage.outcome()


def test_a_trusted_bots_change_to_which_somebody_objects_is_not_let_through(stage):
    trusts(stage)
    stage.change("ben objects", by=BOT)
    assert stage.outcome() == "ben requests changes"


def test_a_trusted_bots_change_that_names_a_co_author_needs_an_approval(stage):
    trusts(stage)
    stage.change(by=BOT)
    says(stage, HELPED.format("Mal <mal@home>"))
    assert stage.outcome() == f"{NOBODY}; not all of it is by {BOT}, but also by Mal"


def test_a_trusted_bots_change_whose_commits_are_not_listed_needs_an_approval(stage):
    trusts(stage)
    stage.change(by=BOT)
    for path in stage.fake.answers:
        if path.endswith("/1/commits"):
            stage.fake.answers[path] = []
    if stage.kind == "gitea":
        stage.fake.answers["/repos/shop/shop/pulls/1"] = {"merge_commit_sha": None}
    assert stage.outcome() == NOBODY
