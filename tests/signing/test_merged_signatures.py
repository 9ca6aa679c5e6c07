"""Signatures that branches bring, that are squashed, or that somebody takes out of the way."""

from __future__ import annotations

import datetime as dt

import pytest

pytestmark = pytest.mark.security


def test_a_rejection_that_was_deleted_still_counts(shop):
    no = shop.sign("eve", decision="reject", note="not yet")
    shop.commit("eve")
    shop.sign("ann")
    shop.commit("ann")
    assert [one.by for one in shop.judged().rejected] == ["eve"]
    (shop.path / no.path).unlink()
    shop.commit("bob")
    assert [one.by for one in shop.judged().rejected] == ["eve"]
    assert not shop.judged().is_signed
    shop.sign("eve", decision="revoke", revokes=no.id)
    shop.commit("eve")
    assert shop.judged().is_signed


def test_a_revocation_that_was_deleted_still_counts(shop):
    yes = shop.sign("ann")
    shop.commit("ann")
    back = shop.sign("ann", decision="revoke", revokes=yes.id)
    shop.commit("ann")
    (shop.path / back.path).unlink()
    shop.commit("bob")
    assert shop.why() == "revoked"


@pytest.mark.parametrize("key", ["", "eve"])
def test_a_rejection_whose_path_another_signature_takes_still_counts(shop, key):
    no = shop.sign("eve", decision="reject", key=key)
    shop.commit("eve")
    (shop.path / shop.sign("ann", key="ann").path).rename(shop.path / no.path)
    assert [one.by for one in shop.judged().rejected] == ["eve"]  # before anybody commits it
    shop.commit("bob")
    assert [one.by for one in shop.judged().rejected] == ["eve"]
    (shop.path / no.path).unlink()
    shop.commit("bob")
    (shop.path / shop.sign("ann", key="ann").path).rename(shop.path / no.path)
    shop.commit("bob")
    assert [one.by for one in shop.judged().rejected] == ["eve"]
    assert [one.by for one, _ in shop.judged().counted] == ["ann"]


def test_a_rejection_that_somebody_else_commits_again_still_counts(shop):
    no = shop.sign("eve", decision="reject")
    text = (shop.path / no.path).read_text()
    shop.commit("eve")
    for path in (no.path, "golive-signoffs/moved.toml"):
        (shop.path / no.path).unlink(missing_ok=True)
        shop.commit("bob")
        shop.write(path, text)
        shop.commit("bob")
        assert [one.by for one in shop.judged().rejected] == ["eve"]


def test_a_revocation_that_nobody_brought_gains_nothing_from_who_takes_its_path(shop):
    yes = shop.sign("ann", key="ann")
    shop.commit("bob")
    forged = shop.sign("ann", decision="revoke", revokes=yes.id)
    sha = shop.commit("bob")
    doubted = f"revoked, though nothing proves by whom ({forged.path}: the commit {sha[:10]} is by Bob, not by ann)"
    assert shop.why().startswith(doubted)
    text = (shop.path / yes.path).read_text()
    shop.write(forged.path, text)
    (shop.path / yes.path).unlink()
    shop.commit("ann")
    assert shop.why().startswith(doubted)


def test_a_squash_merge_of_an_identical_tree_stays_valid(shop):
    base = shop.git("rev-parse", "HEAD")
    shop.git("checkout", "-qb", "feature")
    shop.write("src/shop/pay.py", "PAY = 3\n")
    shop.commit("bob")
    shop.write("src/shop/pay.py", "PAY = 4\n")
    shop.commit("bob")
    shop.sign("ann", key="ann")
    shop.commit("ann")
    before = shop.signatures().checkout
    shop.git("checkout", "-q", "main")
    assert shop.git("rev-parse", "HEAD") == base
    shop.git("merge", "--squash", "-q", "feature")
    shop.commit("bob")
    after = shop.signatures(production=True)
    assert after.checkout.digest() == before.digest()
    assert after.checkout.commit != before.commit
    assert shop.judged(production=True).is_signed


def test_signatures_merged_from_two_branches(shop):
    shop.git("checkout", "-qb", "one")
    shop.sign("ann")
    shop.commit("ann")
    shop.git("checkout", "-qb", "two", "main")
    shop.sign("eve")
    shop.commit("eve")
    shop.git("-c", "user.name=Bob", "-c", "user.email=bob@shop.example", "merge", "-q", "--no-edit", "one")
    assert {identity.who for _, identity in shop.judged().counted} == {"ann", "eve"}


def test_a_signature_of_the_future_and_one_that_is_over(shop):
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    shop.sign(signed=now + dt.timedelta(days=1))
    (broken,) = shop.signatures().broken
    assert broken.what.startswith("is dated in the future: ")
    (shop.path / broken.path).unlink()
    shop.sign(until=now.date() - dt.timedelta(days=1))
    shop.commit("ann")
    assert shop.why().startswith("it expired after ")


def test_what_a_merge_puts_in_the_place_of_a_signature_is_by_who_merges(shop):
    old = shop.sign(note="old")
    shop.commit("ann")
    new = shop.sign(note="new")
    (shop.path / new.path).rename(shop.path / old.path)
    shop.git("add", "-A")
    who = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Mallory"), ("EMAIL", "mallory@shop.example"))
    }
    merge = shop.git("commit-tree", shop.git("write-tree"), "-p", "HEAD", "-p", "HEAD^", "-m", "Merge", **who)
    shop.git("reset", "-q", "--hard", merge)
    assert shop.why() == f"the commit {merge[:10]} is by Mallory, not by ann"
