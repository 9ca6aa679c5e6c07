"""TLS versions, and plain http beside TLS."""

from __future__ import annotations

import ssl
import warnings

import pytest
import trustme
from accepting import accepting, over_tls
from serving import answering

from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target
from pytest_golive.service.transport import certificate
from pytest_golive.service.transport.certificate import look_at_tls
from pytest_golive.service.transport.checking import Requirements, look_at_transport
from pytest_golive.service.transport.clear_text import ClearText, ask_in_clear_text


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def shaking(authority, tmp_path):
    """A TLS server between two versions, and the findings of a target that trusts it."""
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")

    def look(oldest, newest, min_tls="1.2"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version, context.maximum_version = oldest, newest

        with accepting(over_tls(context, lambda secure: secure.recv(1))) as port:
            return look_at_tls(Target("t", f"https://127.0.0.1:{port}", ca_file=tmp_path / "ca.pem"), min_tls)

    return look


V = ssl.TLSVersion


@pytest.mark.security
@pytest.mark.parametrize(
    ("oldest", "newest", "min_tls", "faults"),
    [
        (V.TLSv1_2, V.TLSv1_3, "1.2", []),
        (V.TLSv1_2, V.TLSv1_3, "1.3", ["TLS 1.2"]),
        (V.TLSv1_3, V.TLSv1_3, "1.3", []),
        (V.TLSv1, V.TLSv1_3, "1.2", ["TLS 1.0", "TLS 1.1"]),
        (V.TLSv1_1, V.TLSv1_1, "1.2", ["TLS", "TLS 1.1"]),
    ],
)
def test_old_versions_are_tried_one_by_one(shaking, oldest, newest, min_tls, faults):
    seen = shaking(oldest, newest, min_tls)
    assert [finding.rule for finding in seen.faults] == faults
    assert seen.untried == ()
    assert (seen.days is None) == ("TLS" in faults)
    assert seen.version == ("" if "TLS" in faults else "TLSv1.3")


def test_a_version_that_this_machine_cannot_speak_is_not_called_refused(shaking, monkeypatch):
    def refuse(*_):
        raise ssl.SSLError(1, "no ciphers")

    monkeypatch.setattr(certificate.ssl.SSLContext, "set_ciphers", refuse)
    target = Target("t", "https://127.0.0.1:1")
    assert certificate._speaks(target, V.TLSv1) is None


@pytest.mark.security
def test_what_does_not_speak_tls_is_no_secure_transport():
    with answering(200) as url:
        seen = look_at_transport(Service(Target("t", url.replace("http:", "https:"))), Requirements())
    assert [finding.rule for finding in seen.checks[0].faults] == ["TLS"]
    assert len(seen.checks) == 1


def test_without_a_connection_nothing_is_judged():
    with pytest.raises(Unreachable, match="the connection was refused"):
        look_at_tls(Target("t", "https://127.0.0.1:1"))
    with accepting(lambda connection: connection.recv(1000) and connection.recv(1000)) as port:
        target = Target("t", f"https://127.0.0.1:{port}", timeout=0.2)
        with pytest.raises(Unreachable, match=r"no handshake within 0\.2 s"):
            look_at_tls(target)


@pytest.mark.parametrize(
    ("status", "leads", "is_safe"),
    [
        (301, "https://shop.example/", True),
        (308, "HTTPS://shop.example/", True),
        (302, "http://www.shop.example/", False),
        (302, "", False),
        (200, "", False),
        (404, "", False),
        (403, "", True),
        (426, "", True),
        (0, "", True),
    ],
)
def test_plain_http_may_only_lead_to_https(status, leads, is_safe):
    assert ClearText("http://shop.example/", status, leads).is_safe == is_safe


@pytest.mark.security
def test_one_bare_request_goes_out_in_clear_text():
    got = []

    def serve(connection):
        got.append(connection.recv(10_000))
        connection.sendall(b"HTTP/1.1 301 Moved\r\nLocation: https://shop.example/\r\n\r\n")

    with accepting(serve) as port:
        target = Target("t", "https://127.0.0.1:1", headers={"X-Tenant": "smoke"})
        seen = ask_in_clear_text(target, "/page?q=1", port)
    assert got == [f"GET /page HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode()]
    assert seen.description == f"http://127.0.0.1:{port}/page: 301 to https://shop.example/"


@pytest.mark.parametrize("sent", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_what_is_no_http_does_not_answer(sent):
    with accepting(lambda connection: connection.recv(999) and connection.sendall(sent)) as port:
        assert not ask_in_clear_text(Target("t", "https://127.0.0.1:1"), "/", port).status
    assert (
        ask_in_clear_text(Target("t", "https://127.0.0.1:1"), "/", 1).description
        == "http://127.0.0.1:1/ does not answer"
    )


def test_a_host_that_could_not_be_asked_has_not_said_no():
    with pytest.raises(Unreachable, match=r"the name nowhere\.invalid does not resolve"):
        ask_in_clear_text(Target("t", "https://nowhere.invalid"), "/", 80)
