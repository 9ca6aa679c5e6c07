"""Which authorities requests trust, and which certificates they send: real handshakes, with real certificates."""

from __future__ import annotations

import ssl
import threading

import pytest
import trustme
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.credentials.identity import ClientCertificate
from pytest_golive.service.credentials.trust import context_of, trust
from pytest_golive.service.target import Target

pytestmark = pytest.mark.security


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture(scope="module")
def files(authority, tmp_path_factory):
    """The authority, and a client's certificate with its key: plain, and under a passphrase."""
    folder = tmp_path_factory.mktemp("files")
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    client = authority.issue_cert("client.example")
    (folder / "client.pem").write_bytes(client.cert_chain_pems[0].bytes())
    (folder / "client.key").write_bytes(client.private_key_pem.bytes())
    (folder / "both.pem").write_bytes(client.private_key_and_cert_chain_pem.bytes())
    key = load_pem_private_key(client.private_key_pem.bytes(), None)
    form, sealed = serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"word")
    (folder / "sealed.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, sealed))
    (folder / "other.key").write_bytes(authority.issue_cert("other.example").private_key_pem.bytes())
    (folder / "binary").write_bytes(bytes(range(256)) * 10)
    (folder / "empty").touch()
    return folder


def shaken(context, authority):
    """What the server received from the client; an error of either side is raised."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(server)
    authority.configure_trust(server)
    server.verify_mode = ssl.CERT_OPTIONAL
    ours, theirs = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = context.wrap_bio(ours, theirs, server_hostname="localhost")
    other = server.wrap_bio(theirs, ours, server_side=True)
    left = [client, other]
    for _ in range(10):
        for side in list(left):
            try:
                side.do_handshake()
                left.remove(side)
            except ssl.SSLWantReadError:
                continue
    assert not left
    return other.getpeercert()


@pytest.mark.parametrize(
    ("certificate", "key", "passphrase"),
    [("client.pem", "client.key", ""), ("both.pem", None, ""), ("client.pem", "sealed.key", "word")],
)
def test_a_client_certificate_is_shown(files, authority, certificate, key, passphrase):
    shown = ClientCertificate(files / certificate, files / key if key else None, passphrase)
    seen = shaken(context_of(files / "ca.pem", shown), authority)
    assert ("DNS", "client.example") in seen["subjectAltName"]


def test_it_is_shown_to_the_targets_own_origin_only(files, authority):
    target = Target(
        "staging",
        "https://localhost:8443",
        ca_file=files / "ca.pem",
        client_certificate=ClientCertificate(files / "both.pem"),
    )
    assert shaken(trust(target, "https://localhost:8443/orders"), authority)
    assert shaken(trust(target), authority)
    assert not shaken(trust(target, "https://localhost:9443/orders"), authority)


@pytest.mark.parametrize(
    ("certificate", "key", "passphrase", "what"),
    [
        ("client.pem", "sealed.key", "", "the key in sealed.key is under a passphrase, and none is given"),
        ("client.pem", "sealed.key", "wrong", "is under a passphrase, and the one that is given does not open it"),
        ("client.pem", "other.key", "", "the key in other.key is not that of the certificate in client.pem"),
        (
            "client.pem",
            None,
            "",
            "client.pem, which the target's client_certificate names, holds no private key in PEM",
        ),
        (
            "binary",
            "client.key",
            "",
            "binary, which the target's client_certificate names, holds no certificate in PEM",
        ),
        ("empty", "client.key", "", "holds no certificate in PEM"),
        ("client.pem", "empty", "", "empty, which the target's client_certificate names, holds no private key"),
    ],
)
def test_what_is_wrong_with_its_files_is_named_and_nobody_is_asked_at_the_terminal(
    files, certificate, key, passphrase, what
):
    shown = ClientCertificate(files / certificate, files / key if key else None, passphrase)
    caught = []

    def load():
        with pytest.raises(CannotMeasure) as error:
            context_of(None, shown)
        caught.append(error.value)

    asking = threading.Thread(target=load, daemon=True)
    asking.start()
    asking.join(30)
    assert caught, "OpenSSL waits for somebody to type"
    assert what in caught[0].what
    assert caught[0].cure


@pytest.mark.parametrize("name", ["binary", "empty", "client.key", "gone"])
def test_a_file_without_an_authority_is_named(files, name):
    with pytest.raises(CannotMeasure, match=f"{name}, which ca_file names, holds no certificate in PEM"):
        context_of(files / name, None)


def test_a_private_authority_stands_beside_those_of_this_machine(files):
    alone, beside = context_of(None, None), context_of(files / "ca.pem", None)
    assert beside.cert_store_stats()["x509_ca"] == alone.cert_store_stats()["x509_ca"] + 1


def test_nothing_comes_from_the_environment(files, authority, monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(files / "ca.pem"))
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys.log"))
    context = context_of.__wrapped__(None, None)
    with pytest.raises(ssl.SSLCertVerificationError):
        shaken(context, authority)
    shaken(context_of.__wrapped__(files / "ca.pem", None), authority)
    assert not (tmp_path / "keys.log").exists()


def test_nothing_older_than_tls_1_2_is_spoken():
    assert context_of(None, None).minimum_version is ssl.TLSVersion.TLSv1_2
    assert context_of(None, None).verify_mode is ssl.CERT_REQUIRED
    assert context_of(None, None).check_hostname is True
