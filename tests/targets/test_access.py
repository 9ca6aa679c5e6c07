"""Which credentials are sent to an endpoint, and in which header."""

from __future__ import annotations

from pathlib import Path

import pytest
from serving import Demo, demo

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.masking.known import MASK
from pytest_golive.service.answers.expecting import Expected, check_endpoints
from pytest_golive.service.http.asking import Service
from pytest_golive.service.target import Target
from pytest_golive.settings.loading import target_in
from pytest_golive.targets.access import carrier_of, headers_for
from pytest_golive.targets.authenticating import check_auth
from pytest_golive.targets.live import Live

TOKEN = {"scheme": "token", "token_env": "T", "protected": ["/orders"]}


@pytest.fixture(scope="module")
def demo_():
    with demo() as running:
        yield running


def live(demo_: Demo, **changes) -> Live:
    return Live(Target("demo", demo_.url), target_in(demo_.table | changes, "demo"), demo_.environment, Path.cwd())


def test_each_endpoint_gets_the_credentials_that_it_names(demo_):
    endpoints = [
        {"path": "/orders", "auth": "token"},
        {"path": "/account", "auth": "log-in", "text": "Customer number"},
        {"path": "/reports", "auth": "reports"},
        {"path": "/stock", "auth": "api_keys", "json": {"client": "first"}},
        {"path": "/products"},
    ]
    target = live(demo_, endpoints=endpoints)
    headers = [headers_for(target, endpoint) for endpoint in target.table.endpoints]
    assert [sorted(one) for one in headers] == [
        *(["Authorization"], ["Cookie", "X-CSRFToken"], ["Authorization"], ["X-API-Key"], [])
    ]
    wanted = [
        Expected(one.path, json=one.json_, text=one.text or "", headers=sent)
        for one, sent in zip(target.table.endpoints, headers, strict=True)
    ]
    assert check_endpoints(Service(target.target), wanted) == ()
    assert headers_for(target, target.table.endpoints[1]) is headers[1]  # nobody logs in twice


def test_a_key_that_is_not_admitted_is_a_broken_endpoint(demo_):
    target = live(demo_, endpoints=[{"path": "/stock", "auth": "api_keys"}])
    target.environment["GOLIVE_DEMO_API_KEY"], right = "no-key-of-anybody", demo_.environment["GOLIVE_DEMO_API_KEY"]
    try:
        (found,) = check_endpoints(
            Service(target.target), [Expected("/stock", headers=headers_for(target, target.table.endpoints[0]))]
        )
    finally:
        demo_.environment["GOLIVE_DEMO_API_KEY"] = right
    assert "status 401, must be 200" in found.message
    assert "no-key-of-anybody" not in MASK.hide(found.message)


def test_credentials_that_are_not_set_or_not_described_are_named(demo_):
    target = live(demo_, endpoints=[{"path": "/stock", "auth": "api_keys"}])
    bare = Live(target.target, target.table, {}, target.root)
    with pytest.raises(NotSetUp, match="GOLIVE_DEMO_API_KEY is not set"):
        headers_for(bare, bare.table.endpoints[0])
    nobody = live(demo_, auth=[], api_keys=None, endpoints=[{"path": "/stock", "auth": True}])
    with pytest.raises(NotSetUp, match="asks for credentials"):
        headers_for(nobody, nobody.table.endpoints[0])


@pytest.mark.parametrize(
    ("auth", "carried"),
    [
        ({"scheme": "bearer"}, {"Authorization": "Bearer abc"}),
        ({}, {"Authorization": "Token abc"}),
        ({"prefix": "ApiKey"}, {"Authorization": "ApiKey abc"}),
        ({"prefix": ""}, {"Authorization": "abc"}),
        ({"header": "X-Auth-Token"}, {"X-Auth-Token": "abc"}),
        ({"header": "X-Auth", "prefix": "JWT"}, {"X-Auth": "JWT abc"}),
        ({"scheme": "bearer", "header": "authorization"}, {"authorization": "Bearer abc"}),
    ],
)
def test_a_token_is_carried_as_the_settings_say(auth, carried):
    table = target_in({"url": "http://127.0.0.1:9", "auth": [TOKEN | auth]}, "staging")
    assert carrier_of(table.auth[0]).carrying("abc") == carried


def test_the_token_that_all_need_is_not_logged_out(demo_):
    token = next(auth for auth in demo_.table["auth"] if auth["scheme"] == "bearer")
    table = token | {"logout": "/logout", "logout_token_env": token["token_env"]}
    with pytest.raises(CannotMeasure, match="is the one that the other gates need") as caught:
        check_auth(live(demo_, auth=[table]))
    assert "logout_token_env" in caught.value.cure
