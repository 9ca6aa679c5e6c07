"""On production a release counts as the one before only if somebody who may says that it is one."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.judging.verdict import Outcome
from pytest_golive.rows.desk import outcome_of

pytestmark = pytest.mark.security

OWN_WORK = "bob made changes that are signed here; nobody may approve their own work"


def test_a_tag_that_anybody_can_make_makes_no_change_an_old_one(shop):
    shop.git("tag", "v1.1.0")
    shop.git("tag", "-a", "-m", "release", "v1.1.1")
    shop.work("eve")
    shop.sign("bob", key="bob")
    shop.commit("bob")
    there = shop.baseline()
    assert (there.source, there.since) == (shop.place("v1.0.0"), shop.git("rev-parse", "v1.0.0^{commit}"))
    assert there.doubt.startswith(
        f"none of those who may sign vouches for {shop.place('v1.1.1')}, so changes count as new since "
        f"{shop.place('v1.0.0')}; let one of the recorders, "
    )
    assert shop.why(production=True) == OWN_WORK
    outcome, said = outcome_of(shop.judged(production=True))
    assert outcome is Outcome.NOT_SIGNED
    assert said.endswith(f"{OWN_WORK}; {there.doubt}")
    assert shop.judged().is_signed  # elsewhere a tag is believed


@pytest.mark.parametrize(
    ("by", "counts"),
    [("eve", True), ("bob", False), ("robot", False)],
    ids=["who changed nothing", "an author", "a stranger"],
)
def test_whose_signature_makes_a_tag_a_release(shop, by, counts):
    shop.release("v1.1.0", by)
    shop.work()
    there = shop.baseline()
    assert there.source == shop.place("v1.1.0" if counts else "v1.0.0")
    assert bool(there.doubt) is not counts


def test_who_signs_records_says_what_a_release_is_whoever_made_it(shop):
    shop.people.append("robot")
    shop.rules = '[tool.golive.signing]\nrecorders = ["robot"]\n\n'
    shop.settle()
    shop.commit("bob")
    shop.release("v1.1.0")  # by eve, whom v1.0.0 knows
    shop.write("src/shop/pay.py", "PAY = 7\n")
    shop.commit("robot")
    shop.release("v1.2.0", "robot")
    shop.work()
    assert shop.baseline().source == shop.place("v1.2.0")


def test_who_names_their_own_signers_before_they_tag(shop):
    """Each release is vouched for by those of the one before it, not by those that it names itself."""
    shop.people.append("robot")
    shop.rules = '[tool.golive.signing]\nrecorders = ["robot"]\n\n'
    shop.settle()
    shop.commit("bob")
    shop.release("v1.1.0", "robot")
    shop.work()
    shop.release("v1.2.0", "robot")
    shop.work()
    there = shop.signatures(production=True)
    assert there.baseline.source == shop.place("v1.0.0")
    assert "robot is added" in there.trusted.changes
    assert not there.people_approved().is_signed


def test_the_signed_object_of_another_tag_is_not_this_one(shop):
    shop.release("other-v9.0.0")
    shop.release("v1.1.0-rc1")
    for name in ("other-v9.0.0", "v1.1.0-rc1"):
        shop.git("update-ref", "refs/tags/v1.1.0", f"refs/tags/{name}")
        shop.work()
        assert shop.baseline().source == shop.place("v1.0.0")


def test_an_author_under_an_address_of_nobody_may_be_who_signs_the_tag(shop):
    shop.write("src/shop/pay.py", "PAY = 5\n")
    shop.commit("stranger")
    shop.release("v1.1.0")
    shop.work()
    assert shop.baseline().source == shop.place("v1.0.0")


def test_who_may_sign_is_read_though_the_settings_are_those_of_another_version(shop):
    shop.rules = "[tool.golive]\nno_such_key = 1\n\n[tool.golive.signing]\napprovers = 2\n\n"
    shop.settle()
    shop.commit("ann")
    shop.release("v1.1.0")
    shop.rules = ""
    shop.settle()
    shop.commit("bob")
    there = shop.signatures(production=True).trusted
    assert (there.signing.approvers, there.source) == (2, shop.place("v1.1.0"))
    shop.rules = "[tool.golive.signing]\nno_such_key = 1\n\n"
    shop.settle()
    shop.commit("ann")
    shop.git("tag", "-d", "v1.0.0", "v1.1.0")
    shop.git("tag", "v1.2.0")
    shop.rules = ""
    shop.settle()
    shop.commit("bob")
    with pytest.raises(CannotMeasure, match=r"who may sign is unknown: the settings of v1\.2\.0 at .* cannot be read"):
        shop.baseline()


def test_a_shallow_clone_does_not_know_what_came_before(shop, tmp_path_factory):
    shop.git("tag", "v1.1.0")
    shop.work()
    clone = tmp_path_factory.mktemp("clone") / "shop"
    shop.git("clone", "-q", "--depth", "2", f"file://{shop.path}", str(clone))
    shop.path = clone
    assert shop.signatures().previous.name == "v1.1.0"
    with pytest.raises(CannotMeasure, match="the clone is shallow, so nobody knows which releases came before; fetch"):
        shop.baseline()
