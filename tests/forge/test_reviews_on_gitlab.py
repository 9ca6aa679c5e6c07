"""Reviews on GitLab: approvals by their time, of people and not of bots, by others than who wrote the commits."""

from __future__ import annotations

import pytest
from faked_forges import SHA, FakeGitLab

from pytest_golive.errors import CannotMeasure
from pytest_golive.forge.finding.locating import Located
from pytest_golive.forge.finding.places import Place
from pytest_golive.forge.gitlab.changes import GitLabChanges
from pytest_golive.forge.opening import Forge
from pytest_golive.forge.reviews.judging import Commit, Rules
from pytest_golive.forge.reviews.measuring import measure

HEAD = "a" * 40


def wrong(reviewed):
    return [finding.message.partition(": ")[2].partition(" (https")[0] for finding in reviewed.unapproved]


def look(opened, *commits):
    return measure(opened, commits, lambda _: True, "v1", "", Rules())


@pytest.mark.parametrize(
    ("pushed", "approved", "fault"),
    [
        (["2026-11-20T10:00:00Z"], [("ben", "2026-11-20T11:00:00.123+00:00")], []),
        (["2026-11-20T12:00:00Z", "2026-11-20T10:00:00Z"], [("ben", "2026-11-20T11:00:00Z")], ["approved by ben, but before the last push"]),
        (["2026-11-20T10:00:00Z"], [("ann", "2026-11-20T11:00:00Z")], ["approved only by its own author, ann"]),
        (["2026-11-20T10:00:00Z"], [], ["merged without an approval; its author is ann"]),
        (["2026-11-20T10:00:00Z"], [("bot", "2026-11-20T11:00:00Z")], ["approved only by bot, whose approval does not count"]),
    ],
)  # fmt: skip
def test_gitlab_tells_approvals_by_their_time(serve, rest_of, pushed, approved, fault):
    forge = FakeGitLab(serve)
    forge.proposes(SHA, 12, author="ann", head=HEAD, pushed=pushed, approved=approved)
    opened = Forge(Located("gitlab", Place("https://git.example", "shop/shop"), forge.api), rest_of(forge))
    found = look(opened, Commit(SHA, "ann@shop.example", "one"))
    assert wrong(found) == fault
    assert found.sign == "!"


@pytest.mark.parametrize(
    ("commit", "wrote"),
    [
        ({"author_name": "Ben"}, True),
        ({"committer_name": "Ben"}, True),
        ({"author_email": "BEN@shop.example"}, True),
        ({"author_email": "3-ben@users.noreply.gitlab.com"}, True),
        ({"author_name": "Benno", "author_email": "33-ben@users.noreply.gitlab.com"}, False),
    ],
)
def test_gitlab_tells_who_wrote_a_commit_by_name_and_addresses(serve, rest_of, commit, wrote):
    forge = FakeGitLab(serve)
    forge.proposes(SHA, 12, author="ann", head=HEAD, approved=[("ben", "2026-11-20T11:00:00Z")])
    forge.answers["/users/3"]["public_email"] = "ben@shop.example"
    forge.answers[f"{forge.root}/merge_requests/12/commits"] = [{"id": HEAD, "message": "m", **commit}]
    found = GitLabChanges(rest_of(forge), "shop/shop")
    assert found.reviews_of(found.changes_of(SHA)[0]).authors == {"ann", *(["ben"] if wrote else [])}


def test_gitlab_that_does_not_tell_who_is_a_bot_proves_nothing(serve, rest_of):
    forge = FakeGitLab(serve)
    forge.proposes(SHA, 12, author="ann", head=HEAD, approved=[("ben", "2026-11-20T11:00:00Z")])
    found = GitLabChanges(rest_of(forge), "shop/shop")
    (change,) = found.changes_of(SHA)
    del forge.answers["/users/3"]["bot"]
    with pytest.raises(CannotMeasure, match="does not say whether ben, who approved, is a bot"):
        found.reviews_of(change)


@pytest.mark.parametrize("pushed", [[], ["yesterday"]])
def test_gitlab_without_a_time_of_the_last_push_proves_nothing(serve, rest_of, pushed):
    forge = FakeGitLab(serve)
    forge.proposes(SHA, 12, author="ann", head=HEAD, pushed=pushed, approved=[("ben", "2026-11-20T11:00:00Z")])
    found = GitLabChanges(rest_of(forge), "shop/shop")
    with pytest.raises(
        CannotMeasure,
        match=r"does not tell when !12 was last pushed|'yesterday', in the response to GET .*, is not a time",
    ):
        found.reviews_of(found.changes_of(SHA)[0])
