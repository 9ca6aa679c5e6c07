"""Each line that repeats a request is run by a real shell and a real curl, and does what we did."""

from __future__ import annotations

import contextlib
import gzip
import os
import shutil
import socket
import ssl
import subprocess
import threading

import pytest
import trustme

from pytest_golive.masking.known import MASK
from pytest_golive.service.auth.cookies import Cookies
from pytest_golive.service.auth.telling import tell_headers
from pytest_golive.service.credentials import basic, bearer
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.identity import ClientCertificate
from pytest_golive.service.target import Target

BODY = gzip.compress(b"hello from the service")
ANSWER = b"HTTP/1.1 %s\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
# What says nothing of a request.
NOISE = {"connection"}
TOKEN, PASSWORD = "tok-" + "Zx81Qm55Lr", "pa$s " + 'w"ord`!'


class Recorder:
    """A server that keeps every request as it came, and from where; over TLS if it has a context."""

    def __init__(self, host="127.0.0.1", context=None, status=b"200 OK\r\nLocation: /elsewhere"):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.requests, self.context, self.status = [], context, status
        self._listener = socket.create_server((host, 0), family=family)
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self):
        while True:
            try:
                connection, address = self._listener.accept()
            except OSError:
                return
            with contextlib.suppress(OSError):
                self._serve(connection, address[0])

    def _serve(self, connection, address):
        connection.settimeout(20)
        with self.context.wrap_socket(connection, server_side=True) if self.context else connection as open_:
            data = b""
            while b"\r\n\r\n" not in data:
                data += open_.recv(65_536)
            head, _, body = data.partition(b"\r\n\r\n")
            line, *fields = head.decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
            while len(body) < int(headers.get("content-length", 0)):
                body += open_.recv(65_536)
            shown = open_.getpeercert() if self.context else None
            kept = tuple(sorted((name, value) for name, value in headers.items() if name not in NOISE))
            self.requests.append((line, kept, body, address, shown))
            open_.sendall(ANSWER % (self.status, len(BODY)) + (b"" if line.startswith("HEAD") else BODY))

    def close(self):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


@pytest.fixture
def record():
    running = []

    def start(*args, **kwargs):
        running.append(Recorder(*args, **kwargs))
        return running[-1]

    yield start
    for server in running:
        server.close()


def run(line, **variables):
    """What curl says, run as a reader would: pasted into a shell that has the variables."""
    if shutil.which("curl") is None:
        pytest.fail("curl is not installed: apt-get install curl", pytrace=False)
    done = subprocess.run(
        ["sh", "-c", line], env={**os.environ, **variables}, capture_output=True, timeout=60, check=False
    )
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode()


def repeats(server, answer, **variables):
    """Run the line of *answer*, and hold what the server saw of it against what it saw of us."""
    before = len(server.requests)
    assert before
    status, said, trouble = run(answer.curl, **variables)
    assert status == 0, (answer.curl, trouble)
    assert len(server.requests) == before + 1, "one request, no redirect followed"
    assert server.requests[-1] == server.requests[before - 1], answer.curl
    return said


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/orders?a=1&b=%20x&c=[1-3]",
        "/a{b,c}/[x]",
        '/~me/;v=1/$HOME/`id`/!x/"q"',
        "/a/%2e%2e/b",
        "/healthz?q=a+b",
        "/größe",
    ],
)
def test_a_path_is_asked_for_as_we_did(record, path):
    server = record()
    said = repeats(server, Service(Target("staging", f"http://127.0.0.1:{server.port}")).ask(path))
    assert "hello from the service" in said  # unpacked


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("HEAD", {}),
        ("DELETE", {}),
        ("OPTIONS", {}),
        ("POST", {}),
        ("POST", {"form": {"user": "me & you", "note": "50% $HOME !"}}),
        ("POST", {"json_body": {"text": 'say "hi" to `id` $HOME \\ !'}}),
        ("PUT", {"content": b"@plain"}),
        ("PATCH", {"content": b"{}", "headers": {"Content-Type": "application/merge-patch+json"}}),
    ],
)
def test_a_method_and_a_body_are_sent_as_we_did(record, method, body):
    server = record()
    repeats(server, Service(Target("staging", f"http://127.0.0.1:{server.port}")).ask("/x", method, **body))


def test_headers_are_sent_as_we_did(record):
    server = record()
    headers = {"Accept": "application/json", "X-Empty": "", "X-Quotes": 'a "b" $c `d` !e', "Host": "other.example"}
    target = Target("staging", f"http://127.0.0.1:{server.port}", headers={"X-Team": "shop", "User-Agent": "team/1"})
    repeats(server, Service(target).ask("/x", headers=headers))
    assert ("host", "other.example") in server.requests[0][1]


@pytest.mark.security
def test_credentials_are_read_from_their_variables(record):
    server = record()
    MASK.add(TOKEN, "SHOP_TOKEN")
    MASK.add(PASSWORD, "SHOP_PASSWORD")
    service = Service(Target("staging", f"http://127.0.0.1:{server.port}"))
    variables = {"SHOP_TOKEN": TOKEN, "SHOP_PASSWORD": PASSWORD}
    for headers in (
        {"Authorization": bearer(TOKEN)},
        {"Authorization": basic("me", PASSWORD)},
        {"X-API-Key": f"ApiKey {TOKEN}"},
    ):
        answer = service.ask("/orders", headers=headers)
        repeats(server, answer, **variables)
        assert TOKEN not in answer.curl
        assert PASSWORD not in answer.curl
    answer = service.ask("/log-in", "POST", form={"user": "me", "token": TOKEN})
    repeats(server, answer, **variables)
    assert "${SHOP_TOKEN}" in answer.curl


@pytest.mark.security
def test_what_no_environment_holds_has_a_step(record):
    server = record()
    MASK.name(TOKEN, "FORGED_TOKEN", "the valid token with alg none in its header, and no signature")
    answer = Service(Target("staging", f"http://127.0.0.1:{server.port}")).ask(
        "/orders", headers={"Authorization": f"Bearer {TOKEN}"}
    )
    assert answer.curl.endswith("  # FORGED_TOKEN: the valid token with alg none in its header, and no signature")
    repeats(server, answer, FORGED_TOKEN=TOKEN)
    MASK.add("handed-" + "out-4711", "")
    hidden = Service(Target("s", f"http://127.0.0.1:{server.port}")).ask("/", headers={"X-A": "handed-" + "out-4711"})
    assert "4711" not in hidden.curl
    assert "  # [hidden]: a secret that the service has handed out" in hidden.curl


@pytest.mark.parametrize("content", [b"\x00\xff binary", b"two\nlines", b"x" * 5000])
def test_a_body_that_no_line_holds_is_a_file(record, content, tmp_path, monkeypatch):
    server = record()
    answer = Service(Target("staging", f"http://127.0.0.1:{server.port}")).ask("/x", "POST", content=content)
    assert answer.curl.endswith(f"  # BODY: a file with the body of {len(content):,} bytes")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "BODY").write_bytes(content)
    repeats(server, answer)


def test_an_ipv6_address(record):
    server = record("::1")
    answer = Service(Target("staging", f"http://[::1]:{server.port}")).ask("/healthz")
    assert f"http://[::1]:{server.port}/healthz" in answer.curl
    repeats(server, answer)


def test_the_same_address_of_a_name_and_the_same_address_here(record):
    server = record()
    service = Service(Target("staging", f"http://localhost:{server.port}"), local_address="127.0.0.2")
    answer = service.ask("/search")
    assert f"--resolve localhost:{server.port}:127.0.0.1 --interface 127.0.0.2" in answer.curl
    repeats(server, answer)
    assert server.requests[-1][3] == "127.0.0.2"


def test_no_redirect_is_followed_and_no_proxy_is_used(record, monkeypatch):
    server = record(status=b"302 Found\r\nLocation: /elsewhere")
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    said = repeats(server, Service(Target("staging", f"http://127.0.0.1:{server.port}")).ask("/a"))
    assert said.startswith("HTTP/1.1 302")


@pytest.fixture
def secure(record, tmp_path, monkeypatch):
    """A server that wants a client certificate, and a target that has one, its key under a passphrase."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    monkeypatch.chdir(tmp_path)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "our ca.pem"))
    client = authority.issue_cert("client.example")
    (tmp_path / "client.pem").write_bytes(client.cert_chain_pems[0].bytes())
    key = load_pem_private_key(client.private_key_pem.bytes(), None)
    sealed = serialization.BestAvailableEncryption(PASSWORD.encode())
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, sealed)
    (tmp_path / "client.key").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    server = record(context=context)
    MASK.add(PASSWORD, "KEY_PASSPHRASE")
    shown = ClientCertificate(tmp_path / "client.pem", tmp_path / "client.key", PASSWORD)
    url = f"https://localhost:{server.port}"
    return server, Target("staging", url, ca_file=tmp_path / "our ca.pem", client_certificate=shown)


@pytest.mark.security
def test_an_authority_and_a_client_certificate(secure):
    server, target = secure
    answer = Service(target).ask("/healthz")
    assert '--cacert "our ca.pem" --cert client.pem --key client.key --pass "${KEY_PASSPHRASE}"' in answer.curl
    repeats(server, answer, KEY_PASSPHRASE=PASSWORD)
    assert ("DNS", "client.example") in server.requests[-1][4]["subjectAltName"]


def test_what_cannot_be_asked_cannot_be_asked_by_the_line_either(ask):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unreachable) as caught:
        ask(f"http://127.0.0.1:{port}")
    status, _, said = run(caught.value.curl)
    assert status != 0
    assert "Failed to connect" in said or "Could not connect" in said


@pytest.mark.security
def test_a_session_can_be_followed_by_its_steps(record):
    value = "s1d-" + "Zx81Qm55Lr"
    server = record(status=b"200 OK\r\nSet-Cookie: sid=%s; Path=/" % value.encode())
    service = Service(Target("staging", f"http://127.0.0.1:{server.port}"))
    cookies = Cookies()
    cookies.take(service.ask("/login"))
    answer = service.ask("/orders", headers=cookies.header)
    assert value not in answer.curl
    assert '-H "Cookie: sid=${COOKIE_SID}"' in answer.curl
    assert (
        f"# COOKIE_SID: the cookie sid of a session of your own, as GET http://127.0.0.1:{server.port}/login sets it"
        in answer.curl
    )
    repeats(server, answer, COOKIE_SID=value)


@pytest.mark.security
def test_forged_tokens_have_steps_of_their_own(record):
    server = record()
    service = Service(Target("staging", f"http://127.0.0.1:{server.port}"))
    lines = []
    for number, name in enumerate(
        ["unsigned token (alg: none)", "token signed with a foreign key", "what nobody knows"]
    ):
        token = f"forged-{number}-" + "Zx81Qm55Lr"
        headers = {"Authorization": bearer(token)}
        tell_headers(headers, name, "None" if not number else "")
        answer = service.ask("/orders", headers=headers)
        assert token not in answer.curl
        variable = "CREDENTIAL" if not number else f"CREDENTIAL_{number + 1}"
        repeats(server, answer, **{variable: token})
        lines.append(answer.curl.partition("  # ")[2])
    assert lines[0] == (
        "CREDENTIAL: that of the attempt 'unsigned token (alg: none) (None)': the valid token with alg in its header as it "
        "is spelled here, and nothing after its last dot"
    )
    assert lines[1] == (
        "CREDENTIAL_2: that of the attempt 'token signed with a foreign key': header and claims of the valid token, "
        "signed with a key that you make yourself"
    )
    assert lines[2] == "CREDENTIAL_3: that of the attempt 'what nobody knows'"
