"""Attempts to tamper with signatures, in real repositories: each gets its own message."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.security


def test_a_signature_counts_when_its_own_commit_brings_it(shop):
    shop.sign()
    assert shop.why() == "the file is not committed yet"
    shop.commit("ann")
    ((_, identity),) = shop.judged().counted
    assert (identity.who, identity.trust) == ("ann", "claimed")
    assert shop.judged().is_signed


def test_what_is_signed_further_on_changes_nothing(shop):
    first = shop.signatures().checkout
    one = shop.sign()
    shop.commit("ann")
    shop.write("golive-records/one.toml", (shop.path / one.path).read_text())
    shop.commit("eve")
    then = shop.signatures().checkout
    assert then.digest() == first.digest()
    assert then.commit == first.commit == first.head != then.head
    assert then.commits == (then.head, shop.git("rev-parse", "HEAD^"), first.head)
    assert "eve@shop.example" not in then.authors(())
    assert shop.judged().is_signed


def test_what_could_be_run_belongs_to_the_release_wherever_it_lies(shop):
    for path in ("golive-records/core.py", "golive-signoffs/core.py", "golive-records/one.json/core.py"):
        then = shop.signatures().checkout
        shop.write(path, "print()\n")
        shop.commit("eve")
        now = shop.signatures().checkout
        assert now.digest() != then.digest()
        assert now.changed((), then.head) == (path,)
    shop.rules = '[tool.golive.signing]\naside = ["golive-records/**", "golive-records/notes/**"]\n\n'
    shop.settle()
    shop.commit()
    then = shop.signatures().checkout
    shop.write("golive-records/notes/one.md", "A lesson.\n")
    shop.commit("eve")
    assert shop.signatures().checkout.digest() == then.digest()


def test_a_file_edited_after_signing(shop):
    one = shop.sign("ann", decision="reject")
    file = shop.path / one.path
    file.write_text(file.read_text().replace('"reject"', '"approve"'))
    shop.commit("ann")
    (broken,) = shop.signatures().broken
    assert (broken.path, broken.what) == (one.path, "was edited after it was signed: its id does not match its fields")
    assert not shop.judged().is_signed


def test_a_file_that_differs_from_what_was_committed_has_been_brought_by_nobody(shop):
    old = shop.sign(note="old")
    shop.commit("ann")
    new = shop.sign(note="new")
    (shop.path / new.path).rename(shop.path / old.path)  # with an id of its own, in the place of hers
    assert shop.why() == "the file is not committed yet"


def test_a_signature_copied_from_another_row(shop):
    one = shop.sign(row="security/other", key="ann")
    file = shop.path / one.path
    file.write_text(file.read_text().replace("security/other", "security/review"))
    shop.commit("bob")
    assert shop.signatures().broken
    assert not shop.judged().is_signed


def test_a_signature_copied_from_another_row_with_a_new_id(shop):
    other = shop.sign(row="security/other", key="ann")
    copied = shop.sign(row="security/review", signature=other.signature)
    (shop.path / other.path).unlink()
    shop.commit("ann")
    assert shop.why() == "the SSH signature in the file is not by a key of ann"
    assert (shop.path / copied.path).is_file()


def test_a_signature_for_another_release(shop):
    shop.sign(key="ann")
    shop.commit("ann")
    shop.write("src/shop/pay.py", "PAY = 3\n")
    shop.commit("bob")
    assert shop.why() == "what was signed has changed since: src/shop/pay.py"


def test_a_change_that_nobody_committed(shop):
    shop.sign(key="ann")
    shop.commit("ann")
    shop.write("src/shop/pay.py", "PAY = 3\n")
    assert shop.why() == "what was signed has changed since: src/shop/pay.py"


def test_a_signature_for_what_it_covers_outlives_what_it_does_not(shop):
    shop.sign(covers=["src/**"])
    shop.commit("ann")
    shop.write("docs/guide.md", "# A guide\n")
    shop.commit("bob")
    assert shop.judged().is_signed
    shop.write("src/shop/pay.py", "PAY = 3\n")
    shop.commit("bob")
    assert shop.why() == "what was signed has changed since: src/shop/pay.py"


def test_authors_do_not_approve_their_own(shop):
    shop.sign("bob")
    shop.commit("bob")
    assert shop.why() == "bob made changes that are signed here; nobody may approve their own work"


def test_nor_by_covering_only_what_they_left_alone(shop):
    shop.sign("bob", covers=["docs/**"])
    shop.commit("bob")
    assert shop.why() == "bob made changes that are signed here; nobody may approve their own work"


def test_an_author_who_signs_under_another_name(shop):
    shop.sign("eve")
    shop.commit("eve", committer="bob")
    assert shop.why() == "bob@shop.example changed what is signed here, and committed the signature"


def test_an_author_who_commits_under_another_name(shop):
    shop.write("src/shop/pay.py", "PAY = 3\n")
    shop.commit("mallory", committer="eve")
    shop.sign("eve")
    shop.commit("eve")
    assert shop.why() == "eve made changes that are signed here; nobody may approve their own work"


EVE = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Eve"), ("EMAIL", "eve@shop.example"))
}


def test_who_merges_an_old_commit_again_to_undo_a_change(shop):
    shop.write("src/shop/pay.py", "PAY = 1\n")
    shop.git("add", "-A")
    merge = shop.git("commit-tree", shop.git("write-tree"), "-p", "HEAD", "-p", "HEAD^", "-m", "Merge", **EVE)
    shop.git("reset", "-q", "--hard", merge)
    shop.sign("eve")
    shop.commit("eve")
    assert shop.why() == "eve made changes that are signed here; nobody may approve their own work"


@pytest.mark.parametrize("strategy", ["ours", "ort"])
def test_who_merges_a_branch_is_an_author_if_that_leaves_out_its_changes(shop, strategy):
    shop.git("checkout", "-q", "-b", "side", "v1.0.0")
    shop.write("docs/guide.md", "# A guide with a \x01\n")
    shop.commit("robot")
    shop.git("checkout", "-q", "main")
    shop.git("merge", "-q", "--no-ff", "-s", strategy, "-m", "Merge", "side", **EVE)
    shop.sign("eve")
    shop.commit("eve")
    if strategy == "ours":
        assert shop.why() == "eve made changes that are signed here; nobody may approve their own work"
    else:
        assert shop.judged().is_signed


def test_one_who_helped_is_an_author(shop):
    shop.write("src/shop/pay.py", "PAY = 3\n")
    shop.git("add", "-A")
    shop.git("commit", "-qm", "Three\n\nCo-authored-by: Eve <eve@shop.example>")
    shop.sign("eve")
    shop.commit("eve")
    assert shop.why() == "eve made changes that are signed here; nobody may approve their own work"


def test_a_name_is_not_enough_where_identity_must_be_proven(shop):
    shop.sign()
    shop.commit("ann")
    assert shop.why(production=True).startswith("the identity of ann is only claimed (author of the commit ")
    (shop.path / shop.signatures().all[0].path).unlink()
    shop.sign(key="bob")
    shop.commit("ann")
    assert shop.why(production=True) == "the SSH signature in the file is not by a key of ann"
    (shop.path / shop.signatures().all[0].path).unlink()
    shop.sign(key="ann")
    shop.commit("bob")
    assert shop.judged(production=True).counted[0][1].trust == "proven"
