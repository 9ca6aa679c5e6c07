"""Whoever says that a target is not for customers any more needs the approval of those who could sign before."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.security

LIVE = '[tool.golive.targets.live]\nurl = "https://shop.example"\nproduction = {}\n\n'
CHANGE = "live is no target for customers any more"


@pytest.fixture(params=["signed_releases = false", ""], ids=["tags are believed", "releases are signed"])
def shop(shop, request):
    rules = f"[tool.golive.signing]\n{request.param}\n\n" if request.param else ""
    shop.rules = rules + LIVE.format("true")
    shop.settle()
    shop.commit("ann")
    shop.git("tag", "-d", "v1.0.0")
    shop.release("v1.0.0")
    shop.rules = rules + LIVE.format("false")
    shop.settle()
    shop.commit("bob")
    return shop


def test_a_target_stays_one_for_customers_until_that_is_approved(shop):
    there = shop.signatures(target="live")
    assert (there.is_live, there.trusted.changes) == (True, (CHANGE,))
    assert (there.rules("signing/people").proven, there.rules("security/review").known) == (True, True)
    shop.sign("ann", "signing/people")
    shop.commit("ann")
    assert not shop.signatures(target="live").people_approved().is_signed  # it only claims to be hers
    shop.sign("ann", "signing/people", key="ann")
    shop.commit("ann")
    assert shop.signatures(target="live").people_approved().is_signed
    assert not shop.signatures(target="staging").is_live
    assert shop.signatures(target="staging").trusted.changes == ()


def test_nor_does_a_tag_of_ones_own_make_it_an_old_change(shop):
    shop.git("tag", "v1.1.0")
    shop.write("src/shop/pay.py", "PAY = 5\n")
    shop.commit("bob")
    believed = "signed_releases" in shop.rules
    assert shop.signatures(target="live").is_live is not believed
