"""Whoever signs less than the row, by a choice of their own, has signed one release."""

from __future__ import annotations

import pytest

from pytest_golive.commands.signing.refusing import Request
from pytest_golive.commands.signing.rows import Manual
from pytest_golive.commands.signing.sign import sign_rows
from pytest_golive.errors import GoliveError
from pytest_golive.signing.people import PEOPLE

pytestmark = pytest.mark.security

DOCS = ("docs/**",)


def row(shop, **changes):
    there = shop.signatures(**changes)
    return there, [Manual("security/review", "", "", there.rules("security/review"))]


def test_it_outlives_a_typo_but_not_its_release(shop):
    said = sign_rows(*row(shop), Request("ann", covers=DOCS, key=shop.pairs / "ann"))
    before = shop.place("v1.0.0")
    assert said.endswith(f"; it counts for 2.0.0 after {before} alone, for the settings name no covers for the row")
    shop.commit("ann")
    shop.write("src/shop/pay.py", "PAY = 3\n")
    then = shop.commit("bob")
    assert shop.judged().is_signed
    shop.git("tag", "v2.0.0")
    shop.write("src/shop/pay.py", "PAY = 4\n")
    shop.commit("bob")
    assert shop.why() == (
        "it covers only docs/**, so it counts for the one release that it names, and it was given for 2.0.0 after "
        f"{before}, not for 2.0.0 after v2.0.0 at {then[:7]}; sign again, or let the settings name covers for the row"
    )
    shop.git("tag", "-d", "v2.0.0")
    assert shop.judged().is_signed
    settings = shop.path / "pyproject.toml"
    settings.write_text(settings.read_text().replace("2.0.0", "2.1.0"))
    shop.commit("bob")
    assert f"not for 2.1.0 after {before}" in shop.why()


def test_where_the_settings_name_what_the_row_is_about_it_holds_for_as_long_as_that_is_the_same(shop):
    shop.rules = '[tool.golive.signing.rows."security/review"]\ncovers = ["docs/**"]\n\n'
    shop.settle()
    shop.commit("bob")
    said = sign_rows(*row(shop), Request("ann", key=shop.pairs / "ann"))
    assert said.endswith("ann approves security/review; commit it")
    shop.commit("ann")
    shop.git("tag", "v2.0.0")
    shop.write("src/shop/pay.py", "PAY = 4\n")
    shop.commit("bob")
    assert shop.judged().is_signed


def test_where_nothing_names_the_release_it_cannot_be_signed_in_part(shop):
    nameless = {"version": "", "previous": None, "nearest": None}
    with pytest.raises(GoliveError, match="nothing says which release this is, so a signature of a part of it"):
        sign_rows(*row(shop, **nameless), Request("ann", covers=DOCS))
    assert list((shop.path / "golive-signoffs").glob("*")) == []
    sign_rows(*row(shop, **nameless), Request("ann", covers=DOCS, reject=True))
    assert len(list((shop.path / "golive-signoffs").glob("*"))) == 1


def test_no_rule_lets_anybody_approve_less_than_all_of_who_may_sign(shop):
    shop.rules = '[tool.golive.signing.rows."signing/people"]\ncovers = ["docs/**"]\n\n'
    shop.settle()
    shop.commit("ann")
    shop.release("v1.1.0")
    shop.people.remove("bob")
    shop.settle()
    shop.commit("bob")
    there = shop.signatures()
    sign_rows(there, [Manual(PEOPLE, "", "", there.rules(PEOPLE))], Request("ann", key=shop.pairs / "ann"))
    (one,) = shop.signatures().all
    assert one.covers == ()
    assert shop.signatures().people_approved().is_signed
