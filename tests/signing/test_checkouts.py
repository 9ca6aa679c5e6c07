"""The checked-out release: which files count, who wrote them, and which commits have the same content."""

from __future__ import annotations

import base64
import json
import subprocess

import pytest

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.signing.release import Checkout


@pytest.fixture
def checkout(shop):
    return lambda: shop.signatures().checkout


def test_signatures_that_are_not_committed_are_no_change_of_the_release(shop, checkout):
    file = shop.sign().path
    shop.commit("ann")
    shop.write(file, "edited = true\n")
    assert checkout().uncommitted == ()
    shop.write("src/shop/pay.py", "PAY = 3\n")
    assert checkout().uncommitted == ("src/shop/pay.py",)


def test_a_commit_of_signatures_is_of_the_same_release(shop, checkout):
    before = shop.git("rev-parse", "HEAD")
    shop.sign()
    head = shop.commit("ann")
    assert checkout().commits == (head, before)
    assert checkout().commit == before


def test_before_the_first_commit_there_is_no_release(tmp_path):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert Checkout(Repository(tmp_path), (), None).commits == ()


def test_what_is_not_there_has_no_digest_here(shop, checkout):
    assert checkout().digest_here(("docs/**",)) == checkout().digest(("docs/**",))
    assert checkout().digest_here(("nothing/**",)) == ""
    shop.write("docs/guide.md", "# Changed\n")
    assert checkout().digest_here(("docs/**",)) == ""
    assert checkout().digest_here(("src/**",)) != ""


@pytest.mark.security
def test_authors_are_those_of_what_is_covered_and_whoever_helped(shop, checkout):
    assert checkout().authors(()) == ("bob@shop.example",)
    assert checkout().authors(("docs/**",)) == ()
    shop.write("docs/guide.md", "# Guide to it\n")
    shop.git("add", "-A")
    eve = {f"GIT_{role}_{what}": "eve@shop.example" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    shop.git("commit", "-qm", "guide\n\nCo-authored-by: Ann <ann@shop.example>", **eve)
    assert set(checkout().authors(("docs/**",))) == {"eve@shop.example", "ann@shop.example"}


def kept_beside(shop):
    """What may lie in the folder of records: by name, what we write, and what only has such a name."""
    from pytest_golive.delivery.announcing.receipts import Receipt, keep
    from pytest_golive.signing.attestation import BUNDLE, PREDICATE
    from pytest_golive.signing.record import Record

    subject = {"digest": "sha256:" + "0a" * 32, "commit": "1a2b"}
    empty = Record(subject=subject, phases=(), settings="", started="", ended="", rows=(), verdict="NO-GO")
    receipt = Receipt("users", "webhook", "2.0.0", "1a2b", "", "", is_accepted=True)
    file = keep(shop.path / "golive-records/announced", receipt)
    statement = base64.b64encode(json.dumps({"predicateType": PREDICATE}).encode()).decode()
    bundle = {"mediaType": BUNDLE, "verificationMaterial": {}, "dsseEnvelope": {"payload": statement}}
    written = {
        "golive-records/2.json": empty.sealed().text,
        file.relative_to(shop.path).as_posix(): file.read_text(),
        "golive-records/att.json": json.dumps(bundle),
        "golive-records/old/so.toml": (shop.path / shop.sign("ann").path).read_text(),
    }
    others = {
        "golive-records/core.json": "import os\n",
        "golive-records/edited.json": empty.sealed().text.replace("1a2b", "2b1a"),
        "golive-records/data.toml": "x = 1\n",
        "golive-signoffs/core.json": "{}",
        "golive-signoffs/deep/core.toml": "x = 1\n",
        "golive-records/more.json": json.dumps(bundle | {"code": "import os"}),
    }
    return written, others


@pytest.mark.security
def test_code_that_is_named_like_a_record_belongs_to_the_release(shop, checkout):
    first = checkout().digest()
    written, others = kept_beside(shop)
    for path, text in written.items():
        shop.write(path, text)
    base = shop.commit("ann")
    assert checkout().digest() == first
    assert checkout().authors(()) == ("bob@shop.example",)
    for path, text in others.items():
        shop.write(path, text)
        head = shop.commit("eve")
        assert checkout().digest() != first, path
        assert set(checkout().authors(())) == {"eve@shop.example", "bob@shop.example"}, path
        assert checkout().commits == (head,), path
        shop.git("reset", "-q", "--hard", base)
    shop.git("rm", "-q", "golive-records/2.json")
    assert checkout().uncommitted == ()
    shop.write("golive-records/2.json", "import os\n")
    assert checkout().uncommitted == ("golive-records/2.json",)


@pytest.mark.security
def test_whoever_takes_such_code_away_is_an_author(shop, checkout):
    shop.write("golive-records/core.json", "import os\n")
    shop.commit("bob")
    shop.release("v2.0.0")
    shop.git("rm", "-q", "golive-records/core.json")
    head = shop.commit("eve")
    assert checkout().authors(()) == ("eve@shop.example",)
    assert checkout().commits == (head,)
