"""Whose approval and whose objection count: by what they may do in the repository, as far as the token may read it."""

from __future__ import annotations

import pytest
from faked_forges import SHA, FakeGitea, FakeGitHub, FakeGitLab

from pytest_golive.forge.finding.locating import Located
from pytest_golive.forge.finding.places import Place
from pytest_golive.forge.opening import Forge
from pytest_golive.forge.reviews.judging import Commit, Reviewed, Rules
from pytest_golive.forge.reviews.measuring import measure

pytestmark = pytest.mark.security
HEAD = "a" * 40


def on(fake, serve, rest_of, *reviews):
    forge = fake(serve)
    forge.proposes(SHA, 12, author="ann", head=HEAD)
    forge.reviewed(12, *((who, said, HEAD, {"author_association": role}) for who, said, role in reviews))
    opened = Forge(Located(forge.kind, Place("https://git.example", "shop/shop"), forge.api), rest_of(forge))

    def look():
        found = measure(opened, [Commit(SHA, "a@b", "m")], lambda _: True, "v1", "", Rules())
        return [one.message.partition(": ")[2].partition(" (http")[0] for one in found.unapproved], dict(found.notes())

    return forge, look


def permits(forge, who, permission):
    path = f"/repos/shop/shop/collaborators/{who}/permission"
    forge.answers[path] = {"permission": permission} if permission else (403, {}, {"message": "Must have push access"})


UNSURE = "reviewers of whom the token may not read whether they may write"
UNCOUNTED = "objections by bots, or by people who may not write, which do not count"
NOT_HIS = ["approved only by ben, whose approval does not count"]


@pytest.mark.parametrize(
    ("role", "permission", "faults"),
    [
        ("COLLABORATOR", "read", NOT_HIS),
        ("MEMBER", "none", NOT_HIS),
        ("CONTRIBUTOR", "write", []),
        ("CONTRIBUTOR", "admin", []),
        ("CONTRIBUTOR", "", NOT_HIS),
        ("MEMBER", "", []),
    ],
)
def test_github_counts_approvals_of_those_who_may_write(serve, rest_of, role, permission, faults):
    forge, look = on(FakeGitHub, serve, rest_of, ("ben", "APPROVED", role))
    permits(forge, "ben", permission)
    assert look() == (faults, {} if permission else {UNSURE: "ben"})


@pytest.mark.parametrize(
    ("role", "permission", "counts"),
    [
        ("CONTRIBUTOR", "", True),  # a member may hide it
        ("MEMBER", "", True),
        ("NONE", "", False),
        ("CONTRIBUTOR", "read", False),
        ("NONE", "write", True),
    ],
)
def test_github_counts_objections_unless_somebody_may_not_write(serve, rest_of, role, permission, counts):
    forge, look = on(FakeGitHub, serve, rest_of, ("ben", "CHANGES_REQUESTED", role), ("dan", "APPROVED", "MEMBER"))
    permits(forge, "ben", permission)
    faults, notes = look()
    assert faults == (["ben requests changes"] if counts else [])
    assert notes.get(UNCOUNTED, "") == ("" if counts else "ben in #12")


@pytest.mark.parametrize(
    ("commit", "trusted"),
    [
        (Commit(SHA, "bot@ci.shop.example", "m"), True),
        (Commit(SHA, "bot@ci.shop.example", "m", "BOT@ci.shop.example"), True),
        (Commit(SHA, "bot@ci.shop.example", "m", "noreply@github.com"), True),
        (Commit(SHA, "bot@ci.shop.example", "m", "mal@shop.example"), False),
        (Commit(SHA, "mal@shop.example", "m", "bot@ci.shop.example"), False),
        (Commit(SHA, "bot@ci.shop.example", "m\n\nCo-authored-by: Mal <mal@shop.example>"), False),
    ],
)
def test_a_push_is_let_through_only_if_everybody_whom_it_names_is_trusted(commit, trusted):
    found = Reviewed("v1", "x", "#", [], [commit], 0, Rules(trusted=("*@ci.shop.example",)))
    assert [one.key for one in found.direct] == ([] if trusted else [SHA])


def test_the_case_of_an_accounts_letters_makes_no_other_one(serve, rest_of):
    _, look = on(FakeGitHub, serve, rest_of, ("ANN", "APPROVED", "MEMBER"))
    assert look()[0] == ["approved only by its own author, ANN"]


@pytest.mark.parametrize(("level", "faults"), [(20, NOT_HIS), (30, []), (None, [])])
def test_gitlab_counts_approvals_of_those_who_may_write(serve, rest_of, level, faults):
    forge = FakeGitLab(serve)
    forge.proposes(SHA, 12, author="ann", head=HEAD, approved=[("ben", "2026-11-20T11:00:00Z")])
    if level:
        forge.answers[f"{forge.root}/members/all/3"] = {"access_level": level}
    opened = Forge(Located("gitlab", Place("https://git.example", "shop/shop"), forge.api), rest_of(forge))
    found = measure(opened, [Commit(SHA, "a@b", "m")], lambda _: True, "v1", "", Rules())
    assert [one.message.partition(": ")[2].partition(" (http")[0] for one in found.unapproved] == faults
    assert dict(found.notes()) == ({} if level else {UNSURE: "ben"})


def test_gitea_names_objections_that_are_not_official(serve, rest_of):
    forge, look = on(FakeGitea, serve, rest_of, ("ben", "REQUEST_CHANGES", ""), ("dan", "APPROVED", ""))
    (pull,) = forge.answers[f"/repos/shop/shop/commits/{SHA}/pulls"]
    forge.answers[f"/repos/shop/shop/commits/{SHA}/pull"] = {**pull, "merged": True}
    for number, review in enumerate(forge.answers["/repos/shop/shop/pulls/12/reviews"]):
        review |= {"id": number, "official": number == 1}
    assert look() == ([], {UNCOUNTED: "ben in #12"})
