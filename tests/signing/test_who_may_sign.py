"""The list of people who may sign comes from an approved source: the previous release, or a protected branch."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure

pytestmark = pytest.mark.security


def test_where_nothing_has_changed_nothing_has_to_be_approved(shop):
    shop.sign("ann", "signing/people", decision="reject", key="ann")
    shop.commit("ann")
    assert shop.signatures().trusted.changes == ()
    assert shop.signatures().people_approved() is None


def test_who_adds_themselves_to_the_signers(shop):
    shop.people.append("mallory")
    shop.pairs.joinpath("mallory.pub").write_text((shop.pairs / "robot.pub").read_text())
    shop.settle()
    shop.commit("bob")
    shop.sign("mallory")
    shop.commit("mallory")
    assert shop.why() == "mallory is not among the people of [tool.golive.signing]"
    there = shop.signatures()
    assert there.trusted.changes == ("mallory is added",)
    assert not there.people_approved().is_signed
    shop.sign("mallory", "signing/people")
    shop.commit("mallory")
    assert not shop.signatures().people_approved().is_signed
    shop.sign("ann", "signing/people")
    shop.commit("ann")
    assert shop.signatures().people_approved().is_signed
    assert not shop.judged().is_signed  # the next release counts on them


def test_who_loosens_what_signatures_must_be_like(shop):
    shop.rules = '[tool.golive.signing]\nself_approval = "yes"\n\n'
    shop.settle()
    shop.commit("bob")
    there = shop.signatures()
    assert there.trusted.changes == ("self_approval: no → yes",)
    shop.sign("bob", "signing/people")
    shop.commit("bob")
    assert shop.why("signing/people") == "bob made changes that are signed here; nobody may approve their own work"


def test_who_names_a_branch_of_their_own_as_protected(shop):
    shop.rules = '[tool.golive.signing]\ntrusted = "mine"\n\n'
    shop.settle()
    shop.commit("bob")
    shop.git("branch", "mine")
    there = shop.signatures().trusted
    assert there.source.startswith("v1.0.0 at ")
    assert there.changes == ("trusted: not given → mine",)


def test_a_protected_branch_says_who_may_sign(shop):
    shop.rules = '[tool.golive.signing]\ntrusted = "protected"\n\n'
    shop.settle()
    shop.commit("ann")
    shop.git("branch", "protected")
    shop.git("tag", "v2.0.0")
    shop.people.remove("ann")
    shop.settle()
    shop.commit("bob")
    there = shop.signatures().trusted
    assert there.source.startswith("protected at ")
    assert there.changes == ("ann is removed",)
    assert [one.key for one in there.people] == ["ann", "bob", "eve"]
    shop.git("branch", "-D", "protected")
    with pytest.raises(
        CannotMeasure, match=r"trusted names protected, which is not in this clone; fetch it: git fetch"
    ):
        shop.signatures().trusted  # noqa: B018 -- asking for it is the check


@pytest.mark.parametrize("named", ["origin/main", "refs/remotes/origin/main"])
def test_a_tag_or_branch_with_the_name_of_the_protected_one_says_nothing(shop, named):
    shop.rules = f'[tool.golive.signing]\ntrusted = "{named}"\n\n'
    shop.settle()
    protected = shop.commit("ann")
    shop.git("tag", "v2.0.0")
    shop.people.append("robot")
    shop.settle()
    shop.commit("bob")
    shop.git("tag", "origin/main")
    shop.git("tag", "refs/remotes/origin/main")
    shop.git("branch", "origin/main")
    for remote in ("other", "origin"):
        shop.git("remote", "add", remote, "/nowhere")
        shop.git("update-ref", f"refs/remotes/{remote}/origin/main", "HEAD")
        with pytest.raises(CannotMeasure, match=r"which is not in this clone; fetch it: git fetch origin main"):
            shop.signatures().trusted  # noqa: B018 -- asking for it is the check
    shop.git("update-ref", "refs/remotes/origin/main", protected)
    there = shop.signatures().trusted
    assert there.source == f"{named} at {protected[:7]}"
    assert there.changes == ("robot is added",)


def test_where_there_is_a_remote_its_branch_counts(shop):
    shop.rules = '[tool.golive.signing]\ntrusted = "main"\n\n'
    shop.settle()
    protected = shop.commit("ann")
    shop.git("tag", "v2.0.0")
    shop.write("docs/guide.md", "# By Bob\n")
    shop.commit("bob")
    shop.git("remote", "add", "origin", "/nowhere")
    with pytest.raises(CannotMeasure, match=r"trusted names main, which is not in this clone"):
        shop.signatures().trusted  # noqa: B018 -- asking for it is the check
    shop.git("update-ref", "refs/remotes/origin/main", protected)
    assert shop.signatures().trusted.source == f"main at {protected[:7]}"


def test_the_first_release_is_told_as_its_own_witness(shop):
    shop.git("tag", "-d", "v1.0.0")
    there = shop.signatures().trusted
    assert (there.source, there.is_own, there.changes) == ("this release itself", True, ())


def test_settings_that_cannot_be_read_there_are_told(shop):
    shop.rules = "[tool.golive]\nno_such_key = 1\n"
    shop.settle()
    shop.commit("ann")
    shop.git("tag", "v1.5.0")
    shop.rules = ""
    shop.settle()
    shop.commit("bob")
    with pytest.raises(CannotMeasure, match=r"who may sign is unknown: the settings of v1\.5\.0 cannot be read"):
        shop.signatures().trusted  # noqa: B018 -- asking for it is the check


def test_teams_of_two_sign_what_they_did_not_change(shop):
    shop.rules = (
        '[tool.golive.signing]\nself_approval = "elsewhere"\n'
        '[tool.golive.signing.rows."security/review"]\ncovers = ["src/**"]\n'
    )
    shop.settle()
    shop.commit("ann")
    shop.git("tag", "v1.1.0")
    shop.write("docs/guide.md", "# By Ann\n")
    shop.commit("ann")
    shop.write("src/shop/pay.py", "PAY = 5\n")
    shop.commit("bob")
    shop.sign("bob", covers=["src/**"])
    shop.commit("bob")
    assert shop.why() == "bob made changes that are signed here; nobody may approve their own work"
    shop.sign("ann", covers=["docs/**"])
    shop.commit("ann")
    assert "it covers less than the row: not src/**" in {one.why for one in shop.judged().refused}
    shop.sign("ann", covers=["src/**"])
    shop.commit("ann")
    assert shop.judged().is_signed
    there = shop.signatures()
    assert [one.key for one in there.may_sign(there.rules("security/review"))] == ["ann", "eve"]


@pytest.mark.parametrize("naming", ['previous_release = "{}"', 'release_tags = ["none-*"]'])
def test_who_chooses_the_release_that_says_who_may_sign(shop, naming):
    shop.people.append("mallory")
    shop.pairs.joinpath("mallory.pub").write_text((shop.pairs / "robot.pub").read_text())
    shop.settle()
    mine = shop.commit("bob")
    shop.rules = f"[tool.golive]\n{naming.format(mine)}\n\n"
    shop.settle()
    shop.commit("bob")
    there = shop.signatures().trusted
    assert there.source.startswith("v1.0.0 at ")
    assert "mallory is added" in there.changes
    assert any(change.startswith(naming.partition(" ")[0]) for change in there.changes)
    shop.sign("mallory")
    shop.commit("mallory")
    assert shop.why() == "mallory is not among the people of [tool.golive.signing]"


def test_who_may_sign_is_approved_as_a_whole(shop):
    shop.people.remove("eve")
    shop.settle()
    shop.commit("bob")
    shop.sign("ann", "signing/people", covers=["docs/**"])
    shop.commit("ann")
    assert shop.why("signing/people") == "it covers less than the release"
