"""Lines that repeat a request with credentials read them from the environment and contain none."""

from __future__ import annotations

import ssl

import pytest
import trustme
from recorder import repeats

from pytest_golive.masking.known import MASK
from pytest_golive.service.auth.seeing.telling import tell_headers
from pytest_golive.service.auth.sessions.cookies import Cookies
from pytest_golive.service.credentials.identity import ClientCertificate
from pytest_golive.service.credentials.reading import basic, bearer
from pytest_golive.service.http.asking import Service
from pytest_golive.service.target import Target

TOKEN, PASSWORD = "tok-" + "Zx81Qm55Lr", "pa$s " + 'w"ord`!'


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
