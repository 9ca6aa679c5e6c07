"""The service below a path, behind TLS, with other rejections, and with faults switched from outside."""

from __future__ import annotations

import pytest
from demo_asking import log_in

from pytest_golive.demo.shop import Release


@pytest.fixture(scope="module")
def below(serve):
    return serve(root_path="/shop", session_refusal=401, release=Release("2.1.0", "abc", "two"), with_control=True)


@pytest.fixture
def switch(below):
    def send(content, token=None, method="PUT"):
        token = below.known.control_token if token is None else token
        with below.client(headers={"Authorization": f"Bearer {token}".encode()}) as client:
            return client.request(method, "/-/faults", json=content)

    yield send
    below.shop.faults.clear()


def test_everything_is_below_the_path_and_links_and_cookies_stay_there(below):
    assert below.get("/healthz").status_code == 200
    assert below.get("/version").json() == {"version": "2.1.0", "commit": "abc", "instance": "two"}
    assert 'href="/shop/login"' in below.get("/").text
    assert below.get("/openapi.json").json()["servers"] == [{"url": "/shop"}]
    with below.client() as client:
        assert "Path=/shop;" in client.get("/login").headers["set-cookie"]
        answer = log_in(client, below)
        assert answer.headers["location"] == "/shop/account"
        assert client.get("/account").status_code == 200
        assert client.post("/logout").headers["location"] == "/shop/login"
        assert "session" not in client.cookies
    with below.client() as client:
        assert client.get(below.url.removesuffix("/shop") + "/healthz").status_code == 404
    assert 'route="/healthz",status="200"' in below.get("/metrics").text


def test_a_loop_stays_below_the_path(below):
    with below.faulty("redirect_loop"):
        assert below.get("/products").headers["location"] == "/shop/products"


def test_the_account_may_be_refused_with_401(below):
    refused = below.get("/account")
    assert (refused.status_code, "location" in refused.headers) == (401, False)


def test_faults_are_switched_from_outside(below, switch):
    assert switch({"faults": ["failing", "limiter-off"], "elsewhere": "http://127.0.0.1:2/x"}).json() == {
        "faults": ["failing", "limiter_off"],
        "elsewhere": "http://127.0.0.1:2/x",
    }
    assert below.get("/products").status_code == 500
    assert switch({"faults": ["redirect_elsewhere"]}).status_code == 200
    assert below.get("/products").headers["location"] == "http://127.0.0.1:2/x"
    assert switch({"faults": []}).json()["faults"] == []
    assert switch(None, method="GET").json()["faults"] == []


@pytest.mark.parametrize("token", ["guess", "ä"])
def test_nobody_else_switches_faults(below, switch, token):
    assert switch({"faults": ["failing"]}, token).status_code == 403
    assert below.shop.faults == set()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"faults": ["slwo"]}, "did you mean 'slow'"),
        ({"faults": "slow"}, "must be a list of names"),
        ({"fault": ["slow"]}, "expects an object"),
        (["slow"], "expects an object"),
        ({"faults": [], "elsewhere": "http://example.org/"}, "is not this machine"),
        ({"faults": [], "elsewhere": "file:///etc"}, "is no URL"),
    ],
)
def test_what_is_wrong_with_a_wish_is_said(below, switch, content, words):
    refused = switch(content)
    assert refused.status_code == 422
    assert words in refused.json()["error"]
    assert below.shop.faults == set()


def test_a_service_that_was_not_asked_for_it_has_no_switch(demo):
    with demo.client(headers={"Authorization": f"Bearer {demo.known.control_token}"}) as client:
        assert client.put("/-/faults", json={"faults": ["slow"]}).status_code == 404
