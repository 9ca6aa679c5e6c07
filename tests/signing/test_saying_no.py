"""Proof is needed to say yes, never to say no: who may have said it stands in the message, and how it ends."""

from __future__ import annotations

import datetime as dt

import pytest

from pytest_golive.activation import Asked
from pytest_golive.commands.signing.refusing import Request
from pytest_golive.commands.signing.rows import Manual
from pytest_golive.commands.signing.sign import revoke, sign_rows
from pytest_golive.context.run import Run
from pytest_golive.context.sharing import Shared
from pytest_golive.errors import GoliveError
from pytest_golive.judging.verdict import Outcome
from pytest_golive.rows.desk import outcome_of
from pytest_golive.running.filing import faults_of_signatures
from pytest_golive.settings.loading import load_settings

BEFORE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
pytestmark = pytest.mark.security


def blocked(shop, how, no):
    """The row is blocked on production, by whom, and what ends it."""
    for production in (True, False):
        outcome, said = outcome_of(shop.judged(production=production))
        assert outcome is Outcome.REJECTED
        assert said.startswith(f"{no.by} rejects it: leaks")
    outcome, said = outcome_of(shop.judged(production=True))
    assert f"({no.path}: only claimed, for {how}" in said
    assert f"until {no.by} approves the row or revokes it by a key: golive sign --revoke {no.id} --key FILE" in said


@pytest.mark.parametrize("by", ["", "eve", "bob"])
def test_a_rejection_without_proof_blocks_production_until_who_may_have_made_it_answers(shop, by):
    shop.sign("ann", key="ann")
    shop.commit("ann")
    no = shop.sign("eve", decision="reject", note="leaks")
    how = "the file is not committed yet"
    if by:
        sha = shop.commit(by)[:10]
        how = f"author of the commit {sha}, whose" if by == "eve" else f"the commit {sha} is by Bob, not by eve"
    blocked(shop, how, no)
    shop.sign("eve", decision="revoke", revokes=no.id)
    shop.commit("eve")
    assert shop.judged(production=True).rejected == (no,)  # to take a no back is to say yes
    shop.sign("eve", decision="revoke", revokes=no.id, key="eve")
    shop.commit("bob")
    assert [identity.who for _, identity in shop.judged(production=True).counted] == ["ann"]
    assert shop.judged(production=True).is_signed


@pytest.mark.parametrize("by", ["", "ann", "bob"])
def test_an_approval_that_somebody_only_claims_to_have_revoked_is_over(shop, by):
    yes = shop.sign("ann", key="ann")
    shop.commit("ann")
    assert shop.judged(production=True).is_signed
    back = shop.sign("ann", decision="revoke", revokes=yes.id)
    if by:
        shop.commit(by)
    why = shop.why(production=True)
    assert why.startswith(f"revoked, though nothing proves by whom ({back.path}: ")
    assert why.endswith(f"ann signs again, or confirms it: golive sign --revoke {yes.id} --key FILE")
    shop.sign("eve", key="eve")
    assert "ann's does not count: revoked, though" in outcome_of(shop.judged(production=True))[1]
    shop.sign("ann", key="ann", note="again")
    assert {identity.who for _, identity in shop.judged(production=True).counted} == {"ann", "eve"}


@pytest.mark.parametrize("change", ["src/shop/pay.py", "README.md", "docs/guide.md"])
def test_a_rejection_outlives_whatever_changes_after_it(shop, change):
    no = shop.sign("eve", decision="reject", key="eve", title="Reviewed", signed=BEFORE)
    shop.commit("eve")
    shop.write(change, "# other\n")
    shop.commit("bob")
    shop.sign("ann", key="ann")
    shop.commit("ann")
    assert shop.judged(production=True).rejected == (no,)
    shop.sign("eve", key="eve", note="now it is well", revokes=no.id)
    assert shop.judged(production=True).is_signed
    shop.write(change, "# another\n")
    shop.commit("bob")
    shop.sign("ann", key="ann")
    shop.commit("ann")
    assert shop.judged(production=True).is_signed  # eve has answered, though her yes was for other content
    (refused,) = (one for one in shop.judged().refused if one.sign_off.by == "eve")
    assert refused.why.startswith("what was signed has changed since")


def test_an_approval_that_was_revoked_answers_no_rejection(shop):
    no = shop.sign("eve", decision="reject", key="eve", signed=BEFORE)
    yes = shop.sign("eve", key="eve", revokes=no.id)
    shop.sign("ann", key="ann")
    shop.commit("eve")
    assert shop.judged().is_signed
    shop.sign("eve", decision="revoke", revokes=yes.id)
    assert shop.judged().rejected == (no,)


def test_a_rejection_ends_with_its_release_and_is_told(shop):
    shop.sign("eve", decision="reject", key="eve", note="leaks")
    shop.commit("eve")
    shop.write("pyproject.toml", (shop.path / "pyproject.toml").read_text().replace("2.0.0", "3.0.0"))
    shop.commit("bob")
    assert shop.judged(production=True).rejected  # a raised version is no release
    shop.git("tag", "v2.0.0")
    shop.write("src/shop/pay.py", "PAY = 3\n")
    shop.commit("bob")
    shop.sign("ann", key="ann")
    shop.commit("ann")
    assert shop.judged(production=True).rejected  # nor is a tag that nobody vouches for
    shop.git("tag", "--delete", "v2.0.0")
    shop.release("v2.0.0", by="ann", commit="HEAD~2")
    told = "; eve's rejection does not count: it was given before the previous release"
    signed = f"signed by ann (proven: SSH signature in the file){told}"
    assert outcome_of(shop.judged(production=True)) == (Outcome.SIGNED, signed)


def test_a_rejection_needs_no_role(shop):
    """Else whoever changes the role that a row asks for would end the rejections of those who had it."""
    shop.rules = '[tool.golive.signing]\nroles = ["manager"]\n'
    shop.settle()
    shop.commit("bob")
    no = shop.sign("eve", decision="reject", key="eve")
    assert shop.judged().rejected == (no,)


@pytest.mark.parametrize("is_deleted", [True, False])
def test_whoever_names_another_folder_ends_no_rejection(shop, is_deleted):
    no = shop.sign("eve", decision="reject", key="eve")
    shop.commit("eve")
    for name in ("papers", "others"):
        shop.rules = f'[tool.golive.signing]\nfolder = "{name}"\n\n'
        shop.settle()
        shop.commit("bob")
        if name == "papers" and is_deleted:
            shop.git("mv", "golive-signoffs", "papers")
            shop.commit("bob")
            shop.git("rm", "-r", "-q", "papers")
            shop.commit("bob")
    assert [one.id for one in shop.judged().rejected] == [no.id]
    assert [one.id for one in shop.judged(production=True).rejected] == [no.id]


@pytest.mark.parametrize("later", ["until=2099-01-01", "if=rollback", "phase=rollback"])
def test_whoever_puts_a_row_off_ends_no_rejection(shop, later):
    shop.rules = '[tool.golive]\nchecklist = "docs/GO.md"\n\n'
    shop.settle()
    row = "# Go live\n\n- [ ] Reviewed <!-- golive: sign id=review -->\n"
    shop.write("docs/GO.md", row)
    shop.commit("bob")
    no = shop.sign("eve", "review", decision="reject")
    shop.commit("eve")
    shop.write("docs/GO.md", row.replace("id=review", f"id=review {later}"))
    shop.commit("bob")
    asked = Asked((), (), alone=False, target="")
    run = Run(shop.path, load_settings(shop.path), asked, Shared(shop.path, among_workers=False))
    (fault,) = faults_of_signatures(run, {"review"})
    assert fault.startswith("review was rejected, and is put off (")
    assert fault.endswith(f"restore when it is due, or let eve revoke that: golive sign --revoke {no.id} --key FILE")


def test_golive_sign_names_the_rejections_that_an_approval_ends(shop):
    rows = [Manual("security/review", "", "", shop.signatures().rules("security/review"))]
    sign_rows(shop.signatures(), rows, Request("ann", reject=True))
    shop.commit("ann")
    (no,) = shop.signatures().all
    sign_rows(shop.signatures(), rows, Request("ann", key=shop.pairs / "ann"))
    (yes,) = (one for one in shop.signatures().all if one.decision == "approve")
    assert (yes.revokes, shop.judged().rejected) == (no.id, ())


def test_the_command_rejects_without_proof_and_says_what_ends_a_rejection(shop):
    there = shop.signatures(production=True)
    row = Manual("security/review", "", "", there.rules("security/review", "manager"))
    said = sign_rows(there, [row], Request("eve", reject=True))
    assert said.endswith("eve rejects security/review; commit it")
    (no,) = shop.signatures().all
    shop.commit("eve")
    for by in ("eve", "bob"):  # the second tries again: the first revocation proves nothing on production
        said = revoke(shop.signatures(production=True), no.id, "eve", by, None)
        assert said.endswith("back; commit it by a signed commit (git commit -S), for this row demands proven identity")
        shop.commit(by)
    assert shop.judged(production=True).rejected
    said = revoke(shop.signatures(production=True), no.id, "eve", "", shop.pairs / "eve")
    assert said.endswith(f"eve takes {no.id} (security/review) back; commit it")
    with pytest.raises(GoliveError, match="was taken back already"):
        revoke(shop.signatures(production=True), no.id, "eve", "", shop.pairs / "eve")
    assert not shop.judged(production=True).rejected
