"""Which releases count where their history has more than one line, and which is the first."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.security

OWN_WORK = "bob made changes that are signed here; nobody may approve their own work"


def test_an_older_line_of_history_brings_nobody_in(shop):
    """Somebody branches off before the first release, names themselves there, and merges without a change."""
    shop.git("checkout", "-q", "--orphan", "aside")
    shop.people = ["ann", "robot"]
    shop.rules = '[tool.golive.signing]\nself_approval = "yes"\nrecorders = ["robot"]\n\n'
    shop.settle()
    shop.commit("robot")
    shop.release("v0.1.0", "robot")
    shop.git("checkout", "-q", "main")
    shop.git("merge", "-q", "-s", "ours", "--allow-unrelated-histories", "-m", "Merge", "aside", GIT_AUTHOR_NAME="Bob", GIT_AUTHOR_EMAIL="bob@shop.example", GIT_COMMITTER_NAME="Bob", GIT_COMMITTER_EMAIL="bob@shop.example")  # fmt: skip
    there = shop.signatures(production=True)
    assert there.baseline.source.count(" and ") == 1
    assert [one.key for one in there.trusted.people] == ["ann"]  # whom both know
    assert (there.trusted.signing.self_approval, there.trusted.signing.recorders) == ("no", ())
    assert there.baseline.since is None


def test_a_release_from_a_branch_that_was_merged_later(shop):
    shop.git("checkout", "-q", "-b", "hot", "v1.0.0")
    shop.write("docs/guide.md", "# Mended\n")
    shop.commit("ann")
    shop.release("v1.0.1")
    shop.git("checkout", "-q", "main")
    shop.release("v1.1.0")
    shop.git("-c", "user.name=Ann", "-c", "user.email=ann@shop.example", "merge", "-q", "-m", "Merge", "hot")
    shop.work()
    there = shop.baseline()
    assert set(there.source.split(" and ")) == {shop.place("v1.0.1"), shop.place("v1.1.0")}
    assert list(there.signing.people) == ["ann", "bob", "eve"]
    assert there.since == shop.git("rev-parse", "v1.0.0^{commit}")  # what both hold


def test_a_release_that_was_cut_from_a_branch(shop):
    shop.git("checkout", "-q", "-b", "cut")
    shop.work()
    shop.release("v1.1.0")
    shop.git("checkout", "-q", "main")
    for number in range(4):
        shop.write("docs/guide.md", f"# Guide {number}\n")
        shop.commit("ann")
    assert shop.signatures().previous.name == "v1.1.0"
    assert shop.baseline().source == shop.place("v1.1.0")


def test_the_first_release_needs_somebody_who_vouches_for_it_too(shop):
    shop.git("tag", "-d", "v1.0.0")
    shop.git("tag", "v1.1.0")
    shop.work("eve")
    there = shop.baseline()
    assert (there.source, there.since) == (shop.place("v1.1.0"), None)
    assert "so changes count as new since the first commit; " in there.doubt
    shop.sign("bob", key="bob")
    shop.commit("bob")
    assert shop.why(production=True) == OWN_WORK


def test_tags_from_before_anybody_was_named(shop):
    shop.git("tag", "-d", "v1.0.0")
    people, shop.people = shop.people, []
    shop.settle()
    shop.commit("bob")
    shop.git("tag", "v1.1.0")
    shop.people = people
    shop.settle()
    shop.commit("ann")
    there = shop.signatures(production=True)
    assert (there.baseline.signing, there.baseline.since, there.trusted.is_own) == (None, None, True)
    shop.release("v1.1.0-1-approved", "eve", "v1.1.0")
    assert shop.baseline().since is None  # a pre-release
    shop.release("v1.1.0.post1", "eve", "v1.1.0")
    assert shop.baseline().since == shop.git("rev-parse", "v1.1.0")


def test_a_forge_that_protects_tags(shop):
    shop.rules = "[tool.golive.signing]\nsigned_releases = false\n\n"
    shop.settle()
    shop.commit("bob")
    shop.git("tag", "v1.1.0")
    shop.work()
    there = shop.baseline()
    assert there.source == shop.place("v1.0.0")  # which has not said so yet
    shop.git("tag", "-d", "v1.1.0")
    shop.release("v1.1.0")
    shop.git("tag", "v1.2.0")
    shop.work("eve")
    there = shop.baseline()
    assert (there.source, there.doubt) == (shop.place("v1.2.0"), "")


def test_elsewhere_it_can_be_demanded_too(shop):
    shop.rules = "[tool.golive.signing]\nsigned_releases = true\n\n"
    shop.settle()
    shop.commit("bob")
    shop.release("v1.1.0")
    shop.work()
    shop.git("tag", "v1.2.0")
    shop.work()
    assert shop.signatures().baseline.source == shop.place("v1.1.0")


def test_a_protected_branch_says_who_vouches(shop):
    shop.rules = '[tool.golive.signing]\ntrusted = "origin/main"\n\n'
    shop.settle()
    shop.commit("ann")
    shop.release("v1.1.0")
    shop.people.append("robot")
    shop.rules = '[tool.golive.signing]\ntrusted = "origin/main"\nrecorders = ["robot"]\n\n'
    shop.settle()
    protected = shop.commit("ann")
    shop.git("remote", "add", "origin", "/nowhere")
    shop.git("update-ref", "refs/remotes/origin/main", protected)
    shop.release("v1.2.0", "robot")
    shop.work()
    there = shop.signatures(production=True)
    assert there.baseline.since == protected
    assert there.trusted.source == f"origin/main at {protected[:7]}"


def test_a_tag_of_this_very_release_is_not_the_one_before(shop):
    shop.release("v2.0.0")
    shop.sign("bob", key="bob")
    shop.commit("bob")
    assert shop.signatures().previous.name == "v1.0.0"
    for production in (False, True):
        assert shop.why(production=production) == OWN_WORK
