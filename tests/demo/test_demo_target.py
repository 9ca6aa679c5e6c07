"""The settings of the target fit the service."""

from __future__ import annotations

import json

import pytest

from pytest_golive.demo.accounts.credentials import Credentials
from pytest_golive.demo.paths.limiter import Rate
from pytest_golive.demo.target import environment, table
from pytest_golive.settings.loading import target_in

KNOWN = Credentials.fresh()


def walk(value):
    if isinstance(value, dict):
        yield from value.items()
        for item in value.values():
            yield from walk(item)
    elif isinstance(value, list):
        for item in value:
            yield from walk(item)


def test_every_variable_that_is_named_has_a_value_and_no_other_has():
    named = {value for key, value in walk(table("http://127.0.0.1:1")) if key.endswith("_env")}
    values = environment(KNOWN)
    assert named == set(values)
    assert all(name.startswith("GOLIVE_DEMO_") for name in named)
    assert len(set(values.values())) == len(values)


@pytest.mark.security
def test_the_table_holds_no_secret():
    text = json.dumps(table("http://127.0.0.1:1"))
    assert not [value for value in environment(KNOWN).values() if value in text]


def test_the_limit_is_the_one_that_the_service_was_given():
    assert table("http://127.0.0.1:1", Rate(3, 0.5))["rate_limit"]["per"] == "500ms"
    assert table("http://127.0.0.1:1/")["auth"][3]["token_url"] == "http://127.0.0.1:1/token"


def test_the_settings_take_the_table_as_it_is():
    described = target_in(table("http://127.0.0.1:1"), "demo")
    assert [auth.scheme for auth in described.auth] == ["bearer", "session", "basic", "oauth2"]
    assert set(described.variables()) == set(environment(KNOWN))


def test_the_expectations_hold(demo):
    values = environment(demo.known)
    described = table(demo.url)
    carried = {
        None: {},
        True: {"Authorization": f"Bearer {values['GOLIVE_DEMO_TOKEN']}"},
        "api_keys": {"X-API-Key": values["GOLIVE_DEMO_API_KEY"]},
    }
    for endpoint in described["endpoints"]:
        answer = demo.get(endpoint["path"], headers=carried[endpoint.get("auth")])
        assert answer.status_code == endpoint.get("status", 200)
        assert endpoint.get("text", "") in answer.text
        if "json" in endpoint:
            assert answer.json().items() >= endpoint["json"].items()


def test_what_the_data_shows_is_in_it_and_in_no_refusal(demo):
    values = environment(demo.known)
    described = table(demo.url)
    bearer, _, basic, oauth2 = described["auth"]
    keys = described["api_keys"]
    for path in bearer["protected"]:
        assert bearer["shows"][path] in demo.bearer(values[bearer["token_env"]], path).text
        assert bearer["shows"][path] not in demo.get(path).text
    assert demo.bearer(values[bearer["lesser"]["token_env"]], bearer["lesser"]["forbidden"][0]).status_code == 403
    assert basic["shows"] in demo.get("/reports", auth=(basic["username"], values[basic["password_env"]])).text
    assert keys["shows"] in demo.get("/stock", headers={keys["header"]: values[keys["key_env"]]}).text
    for name in ("revoked_key_env", "other_key_env"):
        assert demo.get("/stock", headers={keys["header"]: values[keys[name]]}).status_code == 401
    with demo.client(auth=(oauth2["client_id"], values[oauth2["client_secret_env"]])) as client:
        token = client.post(oauth2["token_url"], data={"grant_type": "client_credentials"}).json()["access_token"]
    assert oauth2["shows"] in demo.bearer(token).text
