"""The stock Python services and oidc-provider answer as they say, healthy and with a fault."""

from __future__ import annotations

import re
import ssl
import time

import httpx
import pytest

pytestmark = pytest.mark.integration


@pytest.fixture
def browser(certificates):
    """A client with cookies that trusts the run's authority; make one of an address."""
    clients = []

    def make(url):
        context = ssl.create_default_context(cafile=certificates.ca_file)
        clients.append(httpx.Client(base_url=url, verify=context, trust_env=False))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


def log_in(client, page, field, user, password, **headers):
    form = client.get(page)
    token = re.search(rf'name="{field}"[^>]*value="([^"]+)"', form.text).group(1)
    return client.post(page, data={field: token, "username": user, "password": password}, headers=headers)


@pytest.mark.parametrize(
    ("name", "page", "field"),
    [("flask", "/login", "csrf_token"), ("django", "/accounts/login/", "csrfmiddlewaretoken")],
)
def test_form_log_in_needs_token_and_referer(request, browser, name, page, field):
    shop = request.getfixturevalue(name)
    refused = {"flask": 400, "django": 403}[name]
    client = browser(shop.url)
    turned_away = client.get("/orders")
    assert (turned_away.status_code, "1001" in turned_away.text) == (302, False)
    word = shop.secrets["SHOP_ALICE"]
    assert log_in(client, page, field, "alice", word).status_code == refused  # https without Referer
    referer = {"Referer": shop.url + page}
    assert log_in(client, page, field, "alice", "wrong", **referer).status_code == 200
    assert log_in(client, page, field, "alice", word, **referer).status_code == 302
    assert client.get("/orders").json()["orders"][0]["id"] == 1001
    assert client.get("/admin").status_code == 403
    with shop.faults.on("no_roles"):
        assert client.get("/admin").status_code == 200


def test_flask_shop_ends_a_session_unless_its_fault_is_on(flask, browser):
    client = browser(flask.url)
    log_in(client, "/login", "csrf_token", "root", flask.secrets["SHOP_ROOT"], Referer=f"{flask.url}/login")
    kept = dict(client.cookies)
    with flask.faults.on("logout_does_nothing"):
        client.get("/logout")
        assert client.get("/orders").status_code == 200
    client.get("/logout")
    assert client.get("/orders").status_code == 302
    again = browser(flask.url)
    again.cookies.update(kept)
    assert again.get("/orders").status_code == 302


def test_flask_and_fastapi_limit_for_three_seconds(flask, fastapi, browser):
    for shop, field in ((flask, "Retry-After"), (fastapi, "retry-after")):
        client = browser(shop.url)
        answers = [client.get("/search") for _ in range(7)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
        assert 1 <= float(answers[-1].headers[field]) <= 4
        with shop.faults.on("limiter_off"):
            assert client.get("/search").status_code == 200
        time.sleep(3.1)
        assert client.get("/search").status_code == 200


def test_fastapi_keys_and_tokens(fastapi, browser):
    client = browser(fastapi.url)
    key, token = fastapi.secrets["SHOP_KEY"], fastapi.secrets["SHOP_TOKEN"]

    def stock(key, path="/stock"):
        return client.get(path, headers={"X-API-Key": key}).status_code

    revoked, other = fastapi.secrets["SHOP_REVOKED_KEY"], fastapi.secrets["SHOP_OTHER_KEY"]
    query = f"/stock?api_key={key}"
    assert (stock(key), stock(key[:-1]), stock(revoked), stock(other), stock("", query)) == (200, 401, 401, 401, 401)
    for fault, asked in {
        "truncated_key": (key[:-1],),
        "revoked_key": (revoked,),
        "other_key": (other,),
        "key_in_query": ("", query),
        "any_key": ("x",),
    }.items():
        with fastapi.faults.on(fault):
            assert stock(*asked) == 200
    bearer = {"Authorization": f"Bearer {token}"}
    assert client.get("/orders").status_code == 401
    assert client.get("/orders", headers=bearer).status_code == 200
    assert client.get("/admin", headers=bearer).status_code == 403


def test_oidc_tokens_are_judged_by_jose(oidc, browser):
    client = browser("")

    def token(resource, issuer=oidc.issuer, user="buyer", scope="orders:read"):
        data = {"grant_type": "client_credentials", "resource": resource, "scope": scope}
        answer = client.post(f"{issuer}/token", data=data, auth=(user, oidc.secrets[f"SHOP_{user.upper()}"]))
        return answer.raise_for_status().json()["access_token"]

    def ask(token, path="/orders"):
        return client.get(oidc.resource + path, headers={"Authorization": f"Bearer {token}"}).status_code

    assert client.get(f"{oidc.issuer}/.well-known/openid-configuration").json()["issuer"] == oidc.issuer
    good, elsewhere, foreign = token("urn:shop"), token("urn:elsewhere"), token("urn:shop", oidc.other_issuer)
    short, opaque = token("urn:shop:short"), token("urn:shop:opaque")
    altered = good[:-8] + ("A" * 8 if good[-8:] != "A" * 8 else "B" * 8)
    time.sleep(1.1)
    assert (ask(good), ask(good, "/refunds"), ask(opaque, "/opaque-orders")) == (200, 403, 200)
    assert ask(token("urn:shop", user="clerk", scope="orders:write"), "/refunds") == 200
    assert [ask(wrong) for wrong in (elsewhere, foreign, short, altered, "x", opaque)] == [401] * 6
    weak = {"no_aud": elsewhere, "no_iss": foreign, "no_exp": short, "no_signature": altered, "any_token": "x"}
    for fault, wrong in weak.items():
        with oidc.faults.on(fault):
            assert [name for name, other in weak.items() if ask(other) == 200] == (
                list(weak) if fault == "any_token" else [fault]
            ), fault
            assert ask(wrong) == 200
