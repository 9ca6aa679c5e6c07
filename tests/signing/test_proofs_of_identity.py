"""Proofs of who signed, by the programs of OpenSSH and OpenPGP, in real repositories."""

from __future__ import annotations

import datetime as dt
import os
import subprocess

import pytest

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure
from pytest_golive.signing.files import SignOff
from pytest_golive.signing.people import Person, Trust
from pytest_golive.signing.proving.openssh import holds, sign
from pytest_golive.signing.proving.proofs import NAMESPACE, bringing, identity_of

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
WORDS = SignOff("", "security/review", "ann", "approve", NOW, "sha256:" + "0a" * 32)
FILE = "golive-signoffs/one.toml"


@pytest.fixture(scope="session")
def keys(tmp_path_factory):
    """Two pairs of keys: the path of the private one by its owner."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("ann", "bob"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)]
        subprocess.run(command, check=True)
    return folder


def public(keys, name):
    return " ".join((keys / f"{name}.pub").read_text().split()[:2])


def signature(keys, name, words, namespace=NAMESPACE):
    return sign(words, keys / name, namespace)


@pytest.fixture
def ann(keys):
    return Person("ann", ("ann@shop.example",), ("manager",), (public(keys, "ann"),))


class Repo:
    def __init__(self, folder):
        self.folder = folder
        self.git("init", "-q", "-b", "main")
        (folder / "golive-signoffs").mkdir()

    def git(self, *args, **env):
        command = ["git", "-C", str(self.folder), *args]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, **env})

    def bring(self, *options, name="Ann", email="ann@shop.example", text="one\n"):
        (self.folder / FILE).write_text(text)
        self.git("add", "-A")
        who = {
            f"GIT_{role}_{what}": value
            for role in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", name), ("EMAIL", email))
        }
        self.git(*options, "commit", "-qm", "signed", **who)

    def identity(self, person, sign_off=WORDS):
        repository = Repository(self.folder)
        return identity_of(sign_off, person, bringing(repository, FILE), repository)


@pytest.fixture
def repo(tmp_path):
    return Repo(tmp_path)


@pytest.mark.security
def test_a_signature_in_the_file_holds_for_its_words_and_its_key_only(keys, ann):
    made, own = signature(keys, "ann", WORDS.words), ann.ssh_keys
    assert holds(WORDS.words, made, own, NAMESPACE)
    assert holds(WORDS.words, made, (public(keys, "bob"), *own), NAMESPACE)
    assert not holds(WORDS.words + b" ", made, own, NAMESPACE)
    assert not holds(WORDS.words, signature(keys, "bob", WORDS.words), own, NAMESPACE)
    assert not holds(WORDS.words, signature(keys, "ann", WORDS.words, namespace="file"), own, NAMESPACE)
    assert not holds(WORDS.words, "-----BEGIN SSH SIGNATURE-----\nnone\n", own, NAMESPACE)
    assert not holds(WORDS.words, made, (), NAMESPACE)


def test_a_signature_in_the_file_proves(repo, keys, ann):
    repo.bring(email="robot@shop.example")
    signed = SignOff(
        **{name: getattr(WORDS, name) for name in SignOff.__slots__}
        | {"signature": signature(keys, "ann", WORDS.words)}
    )
    found = repo.identity(ann, signed)
    assert (found.trust, found.who, found.how) == (Trust.PROVEN, "ann", "SSH signature in the file")
    assert found.emails == ("robot@shop.example",)


@pytest.mark.security
def test_a_wrong_signature_in_the_file_counts_against_it(repo, keys, ann):
    repo.bring()
    wrong = SignOff(
        **{name: getattr(WORDS, name) for name in SignOff.__slots__}
        | {"signature": signature(keys, "bob", WORDS.words)}
    )
    found = repo.identity(ann, wrong)
    assert (found.trust, found.how) == (Trust.NONE, "the SSH signature in the file is not by a key of ann")


def test_a_commit_without_a_signature_only_claims(repo, ann):
    repo.bring()
    found = repo.identity(ann)
    assert (found.trust, found.who) == (Trust.CLAIMED, "ann")
    assert found.how.startswith("author of the commit ")


@pytest.mark.security
def test_who_changed_the_file_last_must_be_who_signs(repo, ann):
    repo.bring()
    repo.bring(name="Bob", email="bob@shop.example", text="two\n")
    found = repo.identity(ann)
    assert (found.trust, found.who) == (Trust.NONE, "")
    assert found.how.endswith("is by Bob, not by ann")


def test_a_file_that_nobody_committed_shows_nobody(repo, ann):
    repo.git("commit", "-q", "--allow-empty", "-m", "none")
    assert repo.identity(ann).how == "the file is not committed yet"


def test_an_ssh_signature_of_the_commit_proves(repo, keys, ann):
    options = ("-c", "gpg.format=ssh", "-c", f"user.signingKey={keys / 'ann'}", "-c", "commit.gpgSign=true")
    repo.bring(*options)
    found = repo.identity(ann)
    assert (found.trust, found.who) == (Trust.PROVEN, "ann")
    assert found.how.startswith("SSH signature of the commit ")


@pytest.mark.security
def test_an_ssh_signature_of_another_under_a_name_of_hers_only_claims(repo, keys, ann):
    options = ("-c", "gpg.format=ssh", "-c", f"user.signingKey={keys / 'bob'}", "-c", "commit.gpgSign=true")
    repo.bring(*options)
    assert repo.identity(ann).trust is Trust.CLAIMED


@pytest.fixture
def ring(request, tmp_path_factory, monkeypatch):
    """Make an OpenPGP key in its own key ring, and return the fingerprint."""
    home = tmp_path_factory.mktemp("g")
    home.chmod(0o700)
    monkeypatch.setenv("GNUPGHOME", str(home))
    gpg = ["gpg", "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", ""]
    subprocess.run(
        [*gpg, "--quick-generate-key", getattr(request, "param", "Ann <ann@shop.example>"), "ed25519", "sign", "0"],
        check=True,
    )
    listing = subprocess.run(["gpg", "--batch", "--with-colons", "--list-keys"], capture_output=True, check=True)
    yield next(line.split(b":")[9].decode() for line in listing.stdout.splitlines() if line.startswith(b"fpr"))
    subprocess.run(["gpgconf", "--kill", "all"], check=False)


def test_an_openpgp_signature_of_the_commit_proves(repo, ring):
    repo.bring("-c", f"user.signingKey={ring}", "-c", "commit.gpgSign=true")
    found = repo.identity(Person("ann", ("ann@shop.example",), gpg_keys=(ring.lower(),)))
    assert found.trust is Trust.PROVEN
    assert found.how.startswith("OpenPGP signature of the commit ")
    assert repo.identity(Person("ann", ("ann@shop.example",), gpg_keys=("0" * 40,))).trust is Trust.CLAIMED


@pytest.mark.security
@pytest.mark.parametrize(
    "ring",
    ['Good "git" signature for signer with ED25519 key SHA256:x <mallory@shop.example>'],
    indirect=True,
    ids=["x"],
)
def test_a_user_id_of_openpgp_that_reads_like_a_signature_of_ssh_proves_nothing(repo, ring, ann):
    repo.bring("-c", f"user.signingkey={ring}", "-c", "commit.gpgSign=true")
    found = repo.identity(ann)
    assert found.trust is Trust.CLAIMED
    assert "whose signature proves nothing here" in found.how


def test_a_key_that_is_none_is_told(keys):
    with pytest.raises(CannotMeasure, match=r"a key in \[tool\.golive\.signing\] is not a public SSH key"):
        holds(b"", signature(keys, "ann", b""), ("AAAA",), NAMESPACE)


def test_a_key_that_cannot_sign_is_told(tmp_path):
    locked = tmp_path / "locked"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "hidden", "-f", str(locked)], check=True)
    for file in (locked, tmp_path / "none"):
        with pytest.raises(CannotMeasure, match=f"ssh-keygen cannot sign with {file.name}: .*held by ssh-agent"):
            sign(b"words", file, NAMESPACE)


def test_openssh_that_is_missing_is_told(monkeypatch, ann):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CannotMeasure, match=r"ssh-keygen is not on the PATH.*install OpenSSH's client"):
        holds(b"", "", ann.ssh_keys, NAMESPACE)
