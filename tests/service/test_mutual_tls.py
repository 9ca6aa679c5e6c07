"""Services that require a client certificate: recognised however a server says so, and accessed with one."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl

import pytest
import trustme
from accepting import accepting, over_tls
from authorities import Authority

from pytest_golive.load.child.client import Client
from pytest_golive.load.plan import Endpoint as LoadEndpoint
from pytest_golive.load.plan import Plan
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.trouble.handshakes import asks_for_certificate
from pytest_golive.service.http.unreachable import CURES, Unreachable
from pytest_golive.service.probing.connections import Dialer, Endpoint
from pytest_golive.service.probing.exchange import Broken, exchange, tls_failure
from pytest_golive.service.target import Target
from pytest_golive.service.transport.certificate import look_at_tls

pytestmark = pytest.mark.security
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
WANTED = "the service wants a client certificate (mutual TLS), and the target names none"
BOTH = [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def listen():
    """A bare server over TLS; it hands each connection, after the handshake, to a function."""
    with contextlib.ExitStack() as running:

        def start(context, say=lambda connection: connection.sendall(OK)):
            def serve(secure):
                secure.settimeout(20)
                if secure.recv(65_536):
                    say(secure)

            return running.enter_context(accepting(over_tls(context, serve)))

        yield start


def target(authority, port, shown=None):
    return Target("staging", f"https://127.0.0.1:{port}", ca_file=authority.ca_file, client_certificate=shown)


@pytest.mark.parametrize("version", BOTH)
def test_a_wanted_certificate_is_told_as_that(authority, listen, version):
    there = target(authority, listen(authority.context(version, ssl.CERT_REQUIRED)))
    with pytest.raises(Unreachable) as caught:
        Service(there).ask("/healthz")
    assert caught.value.kind == "client certificate"
    assert WANTED in caught.value.what
    assert caught.value.cure.startswith(CURES["client certificate"])
    assert asks_for_certificate(there)


@pytest.mark.parametrize("version", BOTH)
def test_a_server_that_only_hangs_up_without_one_is_understood(authority, listen, version):
    def hang_up(connection):
        connection.shutdown(socket.SHUT_RDWR)

    there = target(authority, listen(authority.context(version, ssl.CERT_OPTIONAL), hang_up))
    with pytest.raises(Unreachable, match="the service wants a client certificate") as caught:
        Service(there).ask("/healthz")
    assert caught.value.kind == "client certificate"


def test_a_server_that_hangs_up_and_asks_for_none_is_not(authority, listen):
    def hang_up(connection):
        connection.shutdown(socket.SHUT_RDWR)

    there = target(authority, listen(authority.context(BOTH[1], ssl.CERT_NONE), hang_up))
    with pytest.raises(Unreachable, match="closed without an answer") as caught:
        Service(there).ask("/healthz")
    assert caught.value.kind == "cut off"
    assert not asks_for_certificate(there)


@pytest.mark.parametrize(
    ("body", "kind", "what"),
    [
        (
            b"<title>400 No required SSL certificate was sent</title>",
            "client certificate",
            "status 400: the service wants",
        ),
        (
            b"<title>400 The SSL certificate error</title>",
            "client certificate refused",
            "status 400: the service refuses",
        ),
    ],
)
def test_a_status_that_speaks_of_certificates(authority, listen, body, kind, what):
    head = b"HTTP/1.1 400 Bad Request\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(body)
    port = listen(authority.context(BOTH[1], ssl.CERT_OPTIONAL), lambda connection: connection.sendall(head + body))
    shown = authority.client() if kind.endswith("refused") else None
    with pytest.raises(Unreachable, match=what) as caught:
        Service(target(authority, port, shown)).ask("/healthz")
    assert caught.value.kind == kind


@pytest.mark.parametrize("version", BOTH)
def test_a_certificate_of_another_authority_is_refused_by_name(authority, listen, version):
    shown = authority.client("stranger", trustme.CA())
    there = target(authority, listen(authority.context(version, ssl.CERT_REQUIRED)), shown)
    with pytest.raises(Unreachable) as caught:
        Service(there).ask("/healthz")
    assert caught.value.kind == "client certificate refused"
    assert "the service refuses our client certificate stranger.pem" in caught.value.what


@pytest.mark.parametrize("version", BOTH)
def test_requests_probe_and_load_show_it(authority, listen, version):
    port = listen(authority.context(version, ssl.CERT_REQUIRED))
    there = target(authority, port, authority.client())
    assert Service(there).ask("/healthz").status == 200
    asyncio.run(probed(there))
    endpoint = LoadEndpoint("health", "GET", "/healthz")
    files = {"ca_file": str(authority.ca_file), "cert_file": str(there.client_certificate.certificate)}
    assert Client(Plan(there.url, rate=1, endpoints=(endpoint,), **files)).send(endpoint) == ""
    del files["cert_file"]
    assert Client(Plan(there.url, rate=1, endpoints=(endpoint,), **files)).send(endpoint) != ""


async def probed(there):
    endpoint = Endpoint(there, "/healthz")
    dialer = Dialer(endpoint)
    await dialer.resolve(10)
    connection = await dialer.open()
    try:
        await exchange(connection, endpoint.request_target, endpoint.headers("close"))
    finally:
        connection.close()


@pytest.mark.parametrize("version", BOTH)
def test_tls_is_looked_at_with_it_and_not_judged_without(authority, listen, version):
    port = listen(authority.context(version, ssl.CERT_REQUIRED))
    seen = look_at_tls(target(authority, port, authority.client()))
    assert (seen.faults, seen.days is not None) == ((), True)
    if version is ssl.TLSVersion.TLSv1_2:  # by TLS 1.3 the handshake is over before the server has read ours
        with pytest.raises(Unreachable, match="wants a client certificate"):
            look_at_tls(target(authority, port))


def test_the_passphrase_is_no_part_of_what_is_shown_of_a_plan():
    plan = Plan("https://shop.example", cert_file="a", passphrase="word-of-the-key")
    assert "word-of-the-key" not in repr(plan)
    assert Plan.from_json(plan.as_json()).passphrase == "word-of-the-key"


def test_the_probe_says_what_the_server_wants(authority, listen):
    there = target(authority, listen(authority.context(BOTH[0], ssl.CERT_REQUIRED)))
    with pytest.raises(Broken) as caught:
        asyncio.run(probed(there))
    assert caught.value.what == "TLS failure"
    assert "handshake failure" in caught.value.detail
    message = tls_failure(ssl.SSLError(1, "[SSL] tlsv13 alert certificate required (_ssl.c:2580)"))
    assert message.detail == "it wants a client certificate that it trusts: tlsv13 alert certificate required"
