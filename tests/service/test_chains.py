"""A missing intermediate certificate is one fault, an unknown authority another; each has its own fix."""

from __future__ import annotations

import contextlib
import ssl
from datetime import UTC, datetime, timedelta

import pytest
import trustme
from accepting import accepting, over_tls
from authorities import Authority
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.trouble.chains import chain_of, judged
from pytest_golive.service.http.unreachable import CURES, Unreachable
from pytest_golive.service.target import Target
from pytest_golive.service.transport.certificate import look_at_tls

pytestmark = pytest.mark.security
SEND, NAME = "let the server send its whole chain", "if that authority is one of your own, name its certificate"
RENEW, UNSURE = "put the authority's certificate, as it is now", "see who signed the certificate"


def key_of():
    return ec.generate_private_key(ec.SECP256R1())


def signed(subject, key, issuer, issuer_key, *, is_authority=False, tells=False):
    """A certificate of *subject*; with *tells*, it contains the URL of its issuer's."""
    names = [x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]) for name in (subject, issuer)]
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(*reversed(names), key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=90))
    builder = builder.add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    if not is_authority:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    if tells:
        where = x509.UniformResourceIdentifier("http://authority.example/r3.der")
        access = x509.AccessDescription(x509.AuthorityInformationAccessOID.CA_ISSUERS, where)
        builder = builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


class Pki:
    """A root, an intermediate authority, and a server's certificate."""

    def __init__(self, *, tells):
        keys = {name: key_of() for name in ("root", "middle", "leaf", "other")}
        self.root = signed("Root X", keys["root"], "Root X", keys["root"], is_authority=True)
        self.middle = signed("Middle R", keys["middle"], "Root X", keys["root"], is_authority=True)
        self.leaf = signed("localhost", keys["leaf"], "Middle R", keys["middle"], tells=tells)
        self.by_root = signed("localhost", keys["leaf"], "Root X", keys["root"])
        self.other = signed("Other O", keys["other"], "Root X", keys["root"], is_authority=True)
        self.same_name = signed("Root X", keys["other"], "Root X", keys["other"], is_authority=True)
        self.key = keys["leaf"]


def pem(*certificates):
    return b"".join(one.public_bytes(serialization.Encoding.PEM) for one in certificates)


@pytest.fixture
def sending(tmp_path):
    """A server that sends these certificates; a target that trusts those."""
    with contextlib.ExitStack() as running:

        def start(pki, sent, trusted):
            kind, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            key = pki.key.private_bytes(serialization.Encoding.PEM, kind, none)
            (tmp_path / "server.pem").write_bytes(key + pem(*(getattr(pki, one) for one in sent)))
            (tmp_path / "ca.pem").write_bytes(pem(*trusted))
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(tmp_path / "server.pem")
            port = running.enter_context(accepting(over_tls(context, lambda secure: secure.recv(1))))
            return Target("t", f"https://localhost:{port}", ca_file=tmp_path / "ca.pem")

        yield start


KEYS = "'Root X' is trusted here, but not all of the chain is signed with the keys shown"
ALONE = "the server sends its own alone, and 'Middle R', which signed it, is not known here"


@pytest.mark.parametrize(
    ("told", "sent", "trusted", "seen"),
    [
        pytest.param("where its issuer's lies", ["leaf"], "root", (ALONE, SEND), id="no intermediate"),
        pytest.param("nothing", ["leaf"], "root", (ALONE, UNSURE), id="either"),
        pytest.param(
            "nothing",
            ["leaf", "other"],
            "root",
            ("'Middle R', which signed it, is not among the 2 that the server sends", SEND),
            id="another intermediate",
        ),
        pytest.param(
            "nothing",
            ["leaf", "middle"],
            "",
            ("the chain that the server sends leads to 'Root X', which is not trusted here", NAME),
            id="unknown authority, whose root is not sent",
        ),
        pytest.param(
            "where its issuer's lies",
            ["leaf", "middle", "root"],
            "",
            ("the chain that the server sends leads to 'Root X', which is not trusted here", NAME),
            id="unknown authority, whose root is sent",
        ),
        pytest.param("nothing", ["by_root"], "same_name", (KEYS, RENEW), id="authority renewed"),
    ],
)
def test_each_reason_has_its_own_cure(sending, told, sent, trusted, seen):
    said, cure = seen
    pki = Pki(tells=told == "where its issuer's lies")
    stranger = trustme.CA().cert_pem.bytes()
    target = sending(pki, sent, [getattr(pki, trusted)] if trusted else [x509.load_pem_x509_certificate(stranger)])
    with pytest.raises(Unreachable) as caught:
        Service(target).ask("/")
    assert said in caught.value.what
    assert caught.value.cure.startswith(cure)
    (found,) = look_at_tls(target).faults
    assert said in found.message
    assert found.cure.startswith(cure)


@pytest.mark.parametrize("sent", [["leaf", "middle"], ["leaf", "other", "middle"]])
def test_a_whole_chain_is_believed_in_any_order(sending, sent):
    pki = Pki(tells=False)
    assert look_at_tls(sending(pki, sent, [pki.root])).faults == ()


def test_the_chain_of_a_server_that_wants_a_certificate_is_seen_too(tmp_path):
    authority = Authority(tmp_path)
    context = authority.context(ssl.TLSVersion.TLSv1_2, ssl.CERT_REQUIRED)
    with accepting(over_tls(context, lambda secure: secure.recv(1))) as port:
        url = f"https://127.0.0.1:{port}"
        shown = chain_of(Target("t", url, client_certificate=authority.client()))
        assert "Testing cert" in str(shown[0]["subject"])


def test_where_no_chain_is_seen_the_cure_names_both():
    assert chain_of(Target("t", "https://127.0.0.1:1")) == []
    kind, seen = judged([])
    assert (kind, seen) == ("certificate issuer", "")
    assert "intermediate" in CURES[kind]
    assert "ca_file" in CURES[kind]


def test_a_circle_of_certificates_ends():
    one, two = ({"subject": (), "issuer": ((("commonName", "\x1b[2J" + "x" * 200),),)} for _ in range(2))
    two = {"subject": one["issuer"], "issuer": one["subject"]}
    kind, seen = judged([one, two])
    assert kind == "certificate authority"
    assert "'an authority without a name'" in seen
    _, seen = judged([one])
    assert "\x1b" not in seen
    assert len(seen) < 180


def test_the_server_that_a_request_went_to_is_asked_not_the_target(sending):
    pki = Pki(tells=True)
    elsewhere = sending(pki, ["leaf"], [pki.root])
    target = Target("t", "https://127.0.0.1:1", ca_file=elsewhere.ca_file)
    with pytest.raises(Unreachable, match="'Middle R', which signed it"):
        Service(target).ask(f"{elsewhere.url}/.well-known/openid-configuration")
