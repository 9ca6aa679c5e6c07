"""The healthy service, path by path."""

from __future__ import annotations

import httpx2
import pytest
from demo_asking import log_in
from prometheus_client.parser import text_string_to_metric_families
from serving import served

from pytest_golive.demo.accounts import tokens
from pytest_golive.demo.accounts.credentials import Credentials
from pytest_golive.demo.app import ROUTES, create_app
from pytest_golive.demo.shop import Shop

PATHS = [route.path for route in ROUTES]


def test_health_version_and_products_are_json(demo):
    assert demo.get("/healthz").json() == {"status": "ok", "database": "ok"}
    assert demo.get("/version").json() == {"version": "1.0.0", "commit": "unknown", "instance": "demo-1"}
    assert demo.get("/products").json()["products"][0] == {"id": 1, "name": "Teapot", "price": "24.00"}


def test_the_front_page_is_html_with_links(demo):
    page = demo.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert '<a href="/login">' in page.text


@pytest.mark.parametrize("path", PATHS)
def test_head_has_the_status_of_get_and_no_body(demo, path):
    with demo.client() as client:
        head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (get.status_code, b"")


@pytest.mark.parametrize("path", ["/login", "/stock", "/nowhere", "/token"])
def test_security_headers_are_on_every_answer(demo, path):
    found = demo.get(path).headers
    assert found["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in found["content-security-policy"]
    assert (found["x-frame-options"], found["referrer-policy"]) == ("DENY", "no-referrer")
    assert "strict-transport-security" not in found
    assert "server" not in found


def test_the_description_names_every_route_and_what_it_really_answers(demo):
    described = demo.get("/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    assert set(described["paths"]) == set(PATHS)
    for route in ROUTES:
        operations = described["paths"][route.path]
        assert {name.upper() for name in operations} == route.methods - {"HEAD"}
        for method, operation in operations.items():
            with demo.client() as client:
                answer = client.request(method, route.path)
            media = operation["responses"][str(answer.status_code)].get("content", {})
            assert not media or any(answer.headers["content-type"].startswith(kind) for kind in media)


def test_metrics_count_by_route_and_status_and_take_no_names_from_clients(demo):
    for _ in range(2):
        demo.get("/reports")
    demo.get("/made-up")
    with demo.client() as client:
        client.request("BREW", "/reports")
    families = {family.name: family for family in text_string_to_metric_families(demo.get("/metrics").text)}
    counted = {tuple(sample.labels.values()): sample.value for sample in families["http_requests"].samples}
    assert counted["GET", "/reports", "401"] >= 2
    assert counted["GET", "other", "404"] >= 1
    assert counted["other", "/reports", "405"] == 1
    buckets = [
        sample
        for sample in families["http_request_duration_seconds"].samples
        if sample.labels.get("route") == "/reports" and sample.labels.get("le") == "+Inf"
    ]
    assert buckets[0].value >= 3


def test_without_another_service_availability_is_our_own_and_nothing_is_traced():
    shop = Shop(Credentials.fresh(), service="kiosk")
    with served(create_app(shop)) as url:
        assert httpx2.get(f"{url}/availability", trust_env=False).json() == {
            "available": ["Teapot", "Cup"],
            "by": "kiosk",
        }


def test_tokens_are_given_to_the_client_by_basic_and_by_form(demo):
    form = {"grant_type": "client_credentials"}
    identity = (demo.known.client_id, demo.known.client_secret)
    with demo.client() as client:
        basic = client.post("/token", data=form, auth=identity)
        posted = client.post("/token", data=form | dict(zip(("client_id", "client_secret"), identity, strict=True)))
        wrong_grant = client.post("/token", data={"grant_type": "password"}, auth=identity)
        user = client.post("/token", data=form, auth=("reader", demo.known.reader_password))
    assert (wrong_grant.status_code, wrong_grant.json()) == (400, {"error": "unsupported_grant_type"})
    assert (user.status_code, user.json()) == (401, {"error": "invalid_client"})
    for given in (basic, posted):
        assert (given.json()["token_type"], given.json()["expires_in"]) == ("Bearer", 3600)
        assert given.headers["cache-control"] == "no-store"
        assert demo.bearer(given.json()["access_token"]).json()["user"] == "shop-client"
        assert demo.bearer(given.json()["access_token"], "/admin").status_code == 403


def test_a_refusal_says_how_to_be_admitted(demo):
    assert demo.get("/orders").headers["www-authenticate"] == 'Bearer realm="shop"'
    assert 'error="invalid_token"' in demo.bearer("a.b.c").headers["www-authenticate"]
    assert demo.get("/reports").headers["www-authenticate"].startswith('Basic realm="shop"')
    assert demo.get("/account").headers["location"] == "/login"


def test_a_log_in_starts_a_new_session_and_ends_the_one_before(demo):
    with demo.client() as client:
        answer = log_in(client, demo)
        first = client.cookies["session"]
        assert answer.headers["location"] == "/account"
        log_in(client, demo)
        assert client.cookies["session"] != first
        out = client.post("/logout")
        assert out.headers["location"] == "/login"
        assert "session" not in client.cookies
    assert demo.get("/account", headers={"Cookie": f"session={first}"}).status_code == 302


def test_a_client_of_the_api_is_no_user(demo):
    identity = (demo.known.client_id, demo.known.client_secret)
    assert demo.get("/reports", auth=identity).status_code == 401


def test_the_limit_is_counted_by_key_then_by_user_then_by_address(demo):
    demo.shop.afresh()
    first, second = {"X-API-Key": demo.known.api_key}, {"X-API-Key": demo.known.second_api_key}
    user = {"Authorization": f"Bearer {tokens.mint(demo.known, 'valid')}"}
    with demo.client() as client:
        log_in(client, demo)
        session = {"Cookie": f"session={client.cookies['session']}"}
    for sent in (first, second, user, {}):
        assert [demo.get("/search", headers=sent).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert demo.get("/search", headers=first | user).status_code == 429
    assert demo.get("/search", headers=session).status_code == 429  # the same user
    assert demo.get("/search", headers={"X-API-Key": "made up"}).status_code == 429


def test_the_fields_of_the_limit_are_true(demo):
    demo.shop.afresh()
    first = demo.get("/search")
    demo.now += 20.5
    fields = [dict(first.headers)] + [dict(demo.get("/search").headers) for _ in range(3)]
    assert [found["ratelimit-remaining"] for found in fields] == ["2", "1", "0", "0"]
    assert [found["ratelimit-reset"] for found in fields] == ["60", "40", "40", "40"]
    assert {found["ratelimit-limit"] for found in fields} == {"3"}
    assert [found.get("retry-after") for found in fields] == [None, None, None, "40"]
    demo.now += 40
    assert demo.get("/search").status_code == 200


def test_a_body_that_is_too_long_is_not_read(demo):
    with demo.client() as client:
        assert client.post("/login", content=b"x" * 100_000).status_code == 413
