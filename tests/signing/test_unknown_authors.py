"""Whoever commits under an address of nobody could sign their own work; on production nobody's addresses are named."""

from __future__ import annotations

import pytest

from pytest_golive.commands.signing.refusing import Request
from pytest_golive.commands.signing.rows import Manual
from pytest_golive.commands.signing.sign import sign_rows
from pytest_golive.errors import GoliveError
from pytest_golive.judging.verdict import Outcome
from pytest_golive.rows.desk import outcome_of

pytestmark = pytest.mark.security

HOME = "home@shop.example"
CURE = (
    f"changes are by addresses of nobody in [tool.golive.signing.people]: {HOME}; add each to the emails of that "
    "person, name it in [tool.golive.signing] outsiders if it is a bot's or that of somebody outside, or commit the "
    "change anew under a known one"
)


@pytest.fixture
def at_home(shop):
    """Somebody changes something under an address of nobody."""
    shop.write("src/shop/pay.py", "PAY = 8\n")
    shop.commit("home")
    return shop


def signed_by_all(shop):
    for name in ("ann", "eve"):
        shop.sign(name, key=name)
    shop.commit("ann")
    return outcome_of(shop.judged(production=True))


def rules(shop, words):
    shop.rules = f"[tool.golive.signing]\n{words}\n\n"
    shop.settle()
    shop.commit("bob")


def test_on_production_nobody_signs_what_nobody_known_has_made(at_home):
    outcome, said = signed_by_all(at_home)
    assert (outcome, said.endswith(CURE)) == (Outcome.NOT_SIGNED, True)
    assert outcome_of(at_home.judged())[0] is Outcome.SIGNED
    there = at_home.signatures(production=True)
    row = Manual("security/review", "", "", there.rules("security/review"))
    with pytest.raises(GoliveError) as raised:
        sign_rows(there, [row], Request("ann"))
    assert str(raised.value) == CURE


@pytest.mark.parametrize("known", ["people", "outsiders"])
def test_who_is_named_needs_two_who_approve_it(at_home, known):
    """One of them alone could be whose address it is."""
    if known == "people":
        at_home.people.append("home")
        (at_home.pairs / "home.pub").write_text((at_home.pairs / "robot.pub").read_text())
        at_home.settle()
        at_home.commit("bob")
    else:
        rules(at_home, f'outsiders = ["{HOME.upper()}"]')
    assert signed_by_all(at_home)[0] is Outcome.SIGNED
    there = at_home.signatures(production=True)
    assert (there.named_anew, there.rules("signing/people").approvers) == ((HOME,), 2)
    at_home.sign("ann", "signing/people", key="ann")
    at_home.commit("ann")
    assert not at_home.signatures(production=True).people_approved().is_signed
    assert at_home.signatures().people_approved().is_signed
    at_home.sign("eve", "signing/people", key="eve")
    at_home.commit("ann")
    assert at_home.signatures(production=True).people_approved().is_signed


def test_who_was_named_before_is_known(shop):
    rules(shop, f'outsiders = ["{HOME}"]')
    shop.release("v1.1.0")
    shop.write("src/shop/pay.py", "PAY = 8\n")
    shop.commit("home")
    assert signed_by_all(shop)[0] is Outcome.SIGNED
    there = shop.signatures(production=True)
    assert (there.trusted.changes, there.named_anew) == ((), ())


def test_an_author_whom_this_release_knows_by_one_more_address(at_home):
    settings = at_home.path / "pyproject.toml"
    settings.write_text(settings.read_text().replace('"eve@', f'"{HOME}", "eve@'))
    at_home.commit("bob")
    at_home.sign("eve", key="eve")
    at_home.commit("bob")
    why = "eve made changes that are signed here; nobody may approve their own work"
    assert at_home.why(production=True) == why


def test_where_authors_may_sign_nobody_has_to_be_known(at_home):
    rules(at_home, 'self_approval = "yes"')
    assert signed_by_all(at_home)[0] is Outcome.SIGNED


def test_what_a_forge_commits_for_its_users_is_by_them(shop):
    web = {"GIT_COMMITTER_NAME": "GitHub", "GIT_COMMITTER_EMAIL": "noreply@github.com"}
    shop.write("src/shop/pay.py", "PAY = 8\n")
    shop.git("add", "-A")
    shop.git("commit", "-q", "-m", "by bob", GIT_AUTHOR_NAME="Bob", GIT_AUTHOR_EMAIL="bob@shop.example", **web)
    assert list(shop.signatures().checkout.authors(())) == ["bob@shop.example"]
    assert signed_by_all(shop)[0] is Outcome.SIGNED
    shop.write("src/shop/pay.py", "PAY = 9\n")
    shop.git("add", "-A")
    shop.git("commit", "-q", "-m", "x", GIT_AUTHOR_NAME="x", GIT_AUTHOR_EMAIL="noreply@github.com", **web)
    assert "noreply@github.com" in shop.signatures().checkout.authors(())


def test_an_empty_address_is_that_of_nobody(shop):
    shop.write("src/shop/pay.py", "PAY = 8\n")
    shop.git("add", "-A")
    env = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "x"), ("EMAIL", ""))
    }
    shop.git("commit", "-q", "-m", "x", **env)
    assert set(shop.signatures().checkout.authors(())) == {"no address", "bob@shop.example"}
    assert signed_by_all(shop)[0] is Outcome.NOT_SIGNED


def test_a_helper_is_read_whatever_the_trailer_holds(shop):
    """Characters that separate records elsewhere, and a line that goes on in the next one."""
    shop.write("src/shop/pay.py", "PAY = 8\n")
    shop.git("add", "-A")
    helpers = "Co-authored-by: Home\n  <home@shop.example>\nCo-authored-by: Ann\x1e <ann@shop.example>\n"
    shop.git("commit", "-q", "-m", f"x\n\n{helpers}", GIT_AUTHOR_EMAIL="bob@shop.example")
    assert {"ann@shop.example", HOME, "bob@shop.example"} <= set(shop.signatures().checkout.authors(()))
