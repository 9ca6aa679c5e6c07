"""A release tag must be signed by somebody who may sign; earlier records must not have its version with other content."""

from __future__ import annotations

import subprocess

import pytest

from pytest_golive.context.signing.tagging import contradicting, records, unsigned
from pytest_golive.delivery.published.tag_objects import tags_here
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.signing.people import Person
from pytest_golive.signing.record import Record, RecordedRow, Subject, read_record


def tag(shop, name, by=""):
    key = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={shop.pairs / by}") if by else ()
    shop.git(*key, "tag", "-s" if by else "-a", "-m", name, name, GIT_COMMITTER_NAME="T", GIT_COMMITTER_EMAIL="t@x")


def faults(shop, name, people=("ann", "bob")):
    repository = shop.signatures().repository
    may = [Person(one, ssh_keys=(shop.key(one),)) for one in people]
    return [f"{one.rule}: {one.message}" for one in unsigned(repository, tags_here(repository)[name], may)]


def test_a_tag_that_somebody_signed_who_may(shop):
    tag(shop, "v2.0.0", "bob")
    assert faults(shop, "v2.0.0") == []


def test_a_tag_that_nobody_signed_or_a_stranger(shop):
    tag(shop, "v2.0.0")
    tag(shop, "v2.0.1", "eve")
    shop.git("tag", "v2.0.2")
    assert faults(shop, "v2.0.0") == ["not signed: v2.0.0 is not signed"]
    assert faults(shop, "v2.0.1") == [
        "signed by a stranger: v2.0.1 is signed, but by no key in [tool.golive.signing.people] that is valid now"
    ]
    assert faults(shop, "v2.0.2") == ["not signed: v2.0.2 is not signed"]


@pytest.mark.security
def test_a_signature_over_other_words_counts_for_nothing(shop):
    tag(shop, "v2.0.0", "bob")
    words = shop.git("cat-file", "tag", "v2.0.0")
    forged = shop.path / "forged"
    forged.write_text(words.replace("tag v2.0.0", "tag v2.0.9") + "\n")
    shop.git("update-ref", "refs/tags/v2.0.9", shop.git("hash-object", "-t", "tag", "-w", str(forged)))
    assert faults(shop, "v2.0.9") == [
        "signed by a stranger: v2.0.9 is signed, but by no key in [tool.golive.signing.people] that is valid now"
    ]
    assert faults(shop, "v2.0.0") == []


@pytest.mark.security
@pytest.mark.parametrize("format_", ["ssh", "openpgp"])
def test_a_program_that_the_clone_configures_does_not_check_signatures(shop, tmp_path_factory, format_):
    script = tmp_path_factory.mktemp("believing") / "all"
    good = 'Good "git" signature for signer with ED25519 key SHA256:x'
    valid = f"[GNUPG:] NEWSIG\\n[GNUPG:] GOODSIG {'A1' * 8} b\\n[GNUPG:] VALIDSIG {'A1' * 20} {'A1' * 20}"
    cases = f"*find-principals*) echo signer;; *status-fd*) printf '{valid}\\n';; *) echo '{good}';;"
    script.write_text(f'#!/bin/sh\ncase "$*" in {cases} esac\n')
    script.chmod(0o755)
    armour = "PGP" if format_ == "openpgp" else "SSH"
    tag(shop, "v2.0.0", "eve")
    words = (
        shop.git("cat-file", "tag", "v2.0.0")
        .replace("N SSH SIG", f"N {armour} SIG")
        .replace("D SSH SIG", f"D {armour} SIG")
    )
    forged = tmp_path_factory.mktemp("forged") / "tag"
    forged.write_text(words + "\n")
    shop.git("update-ref", "refs/tags/v2.0.0", shop.git("hash-object", "-t", "tag", "-w", str(forged)))
    for name in ("gpg.program", "gpg.openpgp.program", "gpg.ssh.program"):
        shop.git("config", name, str(script))
    repository = shop.signatures().repository
    bob = Person("bob", ssh_keys=(shop.key("bob"),), gpg_keys=("A1" * 20,))
    (found,) = unsigned(repository, tags_here(repository)["v2.0.0"], [bob])
    assert found.rule == "signed by a stranger"


def test_without_keys_of_people_it_is_not_set_up(shop):
    tag(shop, "v2.0.0", "bob")
    with pytest.raises(NotSetUp, match=r"nobody in .* has a key; add ssh_keys or gpg_keys"):
        faults(shop, "v2.0.0", ())


def record(shop, name, *, digest="", version="2.0.0", phases=("deploy",), verdict="GO"):
    subject = Subject(digest=digest or "sha256:" + "0" * 64, commit="a" * 40, version=version)
    row = RecordedRow(id="a", title="a", outcome="passed" if verdict == "GO" else "failed")
    made = Record(subject=subject, phases=phases, settings="s", started="t", ended="t", rows=(row,), verdict=verdict)
    shop.write(f"golive-records/{name}.json", made.sealed().text)


def test_a_record_of_a_deployment_of_this_version_with_other_content(shop):
    checkout = shop.signatures().checkout
    record(shop, "same", digest=checkout.digest())
    record(shop, "tried", phases=("pre_deploy",))
    record(shop, "red", verdict="NO-GO")
    record(shop, "older", version="1.0.0")
    assert list(contradicting(records(shop.path, ()), "2.0.0", checkout, read_record)) == []
    record(shop, "live")
    (found,) = contradicting(records(shop.path, ()), "2.0.0", checkout, read_record)
    assert found.message == f"live.json: 2.0.0 went live as aaaaaaa, with other content than {checkout.head[:7]}"


def test_records_that_cannot_be_read_or_are_too_many(shop, monkeypatch):
    checkout = shop.signatures().checkout
    shop.write("given.json", "{")
    with pytest.raises(CannotMeasure, match=r"the record given.json is not JSON, or was cut off"):
        list(contradicting(records(shop.path, [str(shop.path / "given.json")]), "2.0.0", checkout, read_record))
    record(shop, "one")
    record(shop, "two")
    monkeypatch.setattr("pytest_golive.context.signing.tagging.MOST", 1)
    with pytest.raises(CannotMeasure, match="golive-records/ holds more than 1 records"):
        records(shop.path, ())


def test_a_tag_that_an_openpgp_key_signed(shop, tmp_path_factory, monkeypatch):
    home = tmp_path_factory.mktemp("g")
    home.chmod(0o700)
    monkeypatch.setenv("GNUPGHOME", str(home))
    gpg = ["gpg", "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", ""]
    subprocess.run([*gpg, "--quick-generate-key", "Bob <bob@shop.example>", "ed25519", "sign", "0"], check=True)
    listing = subprocess.run(["gpg", "--batch", "--with-colons", "--list-keys"], capture_output=True, check=True)
    print_of_key = next(line for line in listing.stdout.decode().splitlines() if line.startswith("fpr")).split(":")[9]
    shop.git("-c", f"user.signingkey={print_of_key}", "tag", "-s", "-m", "x", "v2.0.0")
    repository = shop.signatures().repository
    tags = tags_here(repository)
    assert unsigned(repository, tags["v2.0.0"], [Person("bob", gpg_keys=(print_of_key,))]) == ()
    (found,) = unsigned(repository, tags["v2.0.0"], [Person("ann", gpg_keys=("A1" * 20,))])
    subprocess.run(["gpgconf", "--kill", "all"], check=False)
    assert found.rule == "signed by a stranger"
