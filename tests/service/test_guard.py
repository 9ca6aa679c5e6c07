"""What may be sent: only read-only requests to production, nothing in clear text, credentials only to the target."""

from __future__ import annotations

import pytest
from refusals import permitting

from pytest_golive.masking.known import MASK
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.guard import check_clear_text
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target

pytestmark = pytest.mark.security
CANARY = "canary-" + "Zx81Qm55"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_production_gets_nothing_that_changes_it(serve, method):
    server = serve()
    for service in (
        Service(Target("prod", server.url, production=True)),
        Service(Target("prod", server.url, production=True, **permitting("rate_limit")), purpose="auth_flows"),
    ):
        with pytest.raises(Unreachable, match="prod is production") as caught:
            service.ask("/orders", method)
        assert "--golive-allow=" in caught.value.what
        with pytest.raises(Unreachable), service.open() as client:
            client.request(method, "/orders")
    assert server.requests == []


def test_production_can_be_read_and_what_is_permitted_can_be_done(serve):
    server = serve()
    prod = Target("prod", server.url, production=True, **permitting("auth_flows"))
    assert Service(prod).ask("/", "HEAD").status == 200
    assert Service(prod, purpose="auth_flows").ask("/login", "POST").status == 200
    assert [request[0] for request in server.requests] == ["HEAD", "POST"]


def test_clear_text_goes_to_this_machine_only():
    check_clear_text("http://x", ["127.0.0.1", "127.3.2.1", "::1"])
    check_clear_text("https://x", ["192.0.2.1"])
    for addresses in (["192.0.2.1"], ["127.0.0.1", "192.0.2.1"], ["fe80::1%eth0"]):
        with pytest.raises(Unreachable, match="plain http") as caught:
            check_clear_text("http://x/path", addresses)
        assert caught.value.kind == "clear text"


def test_credentials_do_not_follow_a_redirect_elsewhere(serve):
    other = serve()
    home = serve(lambda _: (307, {"Location": f"{other.url}/collect"}, b""))
    MASK.add(CANARY)
    service = Service(Target("staging", home.url))
    headers = {"Authorization": f"Bearer {CANARY}", "X-API-Key": CANARY, "Cookie": "a=b", "X-Kind": "plain"}
    service.ask("/", headers=headers, follow=True)
    with service.open() as client:
        client.get("/", headers=headers, follow_redirects=True)
        client.get(f"{other.url}/direct", headers=headers)
    assert len(other.requests) == 3
    for _, _, sent, _ in other.requests:
        assert not {"authorization", "x-api-key", "cookie"} & {name.lower() for name in sent}
        assert {"X-Kind", "x-kind"} & set(sent)
        assert CANARY not in str(sent)


def test_a_credential_in_url_or_body_is_not_sent_elsewhere(serve):
    other, home = serve(), serve()
    MASK.add(CANARY)
    with Service(Target("staging", home.url)).open() as client:
        for request in ({"url": f"{other.url}/?key={CANARY}"}, {"url": other.url, "content": CANARY.encode()}):
            with pytest.raises(Unreachable, match="would have gone along") as caught:
                client.request("POST", **request)
            assert CANARY not in str(caught.value)
    assert other.requests == []


def test_cookies_stay_with_their_visitor(serve):
    server = serve(lambda _: (200, {"Set-Cookie": "session=0123456789abcdef; Path=/"}, b""))
    service = Service(Target("staging", server.url))
    visitor = service.visitor()
    visitor.ask("/")
    visitor.ask("/")
    service.ask("/")
    assert ["Cookie" in sent or "cookie" in sent for _, _, sent, _ in server.requests] == [False, True, False]


def test_what_a_service_hands_out_is_hidden_from_then_on(serve):
    body = b'{"access_token": "tok-9876543210", "data": {"sessionId": "sess-9876543210"}, "name": "plain-text"}'
    headers = [("Content-Type", "application/json"), ("Set-Cookie", "sid=cook-9876543210; HttpOnly")]
    Service(Target("staging", serve(lambda _: (200, headers, body)).url)).ask("/")
    said = MASK.hide("tok-9876543210 sess-9876543210 cook-9876543210 plain-text")
    assert said == "[hidden] [hidden] [hidden] plain-text"


def test_the_environment_sends_nothing_astray(serve, monkeypatch, tmp_path):
    server, proxy = serve(), serve()
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    monkeypatch.setenv("ALL_PROXY", proxy.url)
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login a password {CANARY}\n")
    monkeypatch.setenv("NETRC", str(netrc))
    Service(Target("staging", server.url)).ask("/")
    assert proxy.requests == []
    assert CANARY not in str(server.requests)
    assert "Authorization" not in server.requests[0][2]


def test_production_is_not_written_by_way_of_another_target(serve):
    shop = serve()
    home = serve(lambda _: (307, {"Location": f"{shop.url}/orders"}, b""))
    staging = Target("staging", home.url, customers=frozenset({Target("prod", shop.url).origin}))
    with pytest.raises(Unreachable, match="that is production, and staging"):
        Service(staging).ask("/orders", "DELETE", follow=True)
    with Service(staging).open() as client:
        for method in ("POST", "DELETE"):
            with pytest.raises(Unreachable, match="that is production"):
                client.request(method, f"{shop.url}/orders")
        assert client.get(shop.url).status_code == 200
    assert [request[0] for request in shop.requests] == ["GET"]


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "x-http-method", "X-Method-Override"])
def test_a_read_that_asks_to_be_taken_for_a_write_is_one(serve, name):
    server = serve()
    with pytest.raises(Unreachable, match=r"x-.*was not sent: prod is production"):
        Service(Target("prod", server.url, production=True)).ask("/orders", headers={name: "DELETE"})
    assert server.requests == []


def test_half_a_secret_is_not_shown_where_a_body_is_cut(serve):
    MASK.add(CANARY)
    answer = Service(Target("staging", serve(lambda _: (200, {}, b" " * 990 + CANARY.encode())).url)).ask("/")
    assert "canary" not in answer.shown
