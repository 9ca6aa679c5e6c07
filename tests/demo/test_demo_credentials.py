"""Credentials are new each time, hidden, and not quoted in errors."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import jwt
import pytest

from pytest_golive.demo.accounts import tokens
from pytest_golive.demo.accounts.credentials import Credentials

pytestmark = pytest.mark.security
KNOWN = Credentials.fresh()


def test_all_are_new_but_the_names():
    one, other = asdict(KNOWN), asdict(Credentials.fresh())
    assert {name for name in one if one[name] == other[name]} == {"client_id"}
    assert len(set(one.values())) == len(one)


def test_no_value_is_shown(caplog):
    shown = f"{KNOWN} {KNOWN!r} {[KNOWN]}"
    assert "hidden" in shown
    assert not [value for value in asdict(KNOWN).values() if value in shown]


def test_they_are_handed_on_as_json_in_one_line():
    assert "\n" not in KNOWN.to_json()
    assert Credentials.from_json(KNOWN.to_json() + "\n") == KNOWN


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("canary-7", "not JSON"),
        ('["canary-7"]', "must be a JSON object with exactly"),
        (json.dumps({"client_id": "canary-7"}), "must be a JSON object with exactly"),
        (json.dumps(asdict(KNOWN) | {"api_key": ""}), "none may be empty"),
        (json.dumps(asdict(KNOWN) | {"api_key": ["canary-7"]}), "must be texts"),
    ],
)
def test_a_refusal_quotes_nothing(text, words):
    with pytest.raises(ValueError, match=words) as refused:
        Credentials.from_json(text)
    assert "canary-7" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def claims(kind):
    return jwt.decode(tokens.mint(KNOWN, kind), options={"verify_signature": False})


def test_each_token_differs_from_the_valid_one_as_its_name_says():
    valid = claims("valid")
    assert (valid["sub"], valid["role"], valid["iss"], valid["aud"]) == ("admin", "admin", tokens.ISSUER, "shop")
    assert (claims("reader")["sub"], claims("reader")["role"]) == ("reader", "reader")
    assert claims("expired")["exp"] < valid["iat"]
    assert claims("revoked")["jti"] == KNOWN.revoked_jti
    for kind, name in (("wrong_audience", "aud"), ("wrong_issuer", "iss")):
        assert {key for key in valid if claims(kind)[key] != valid[key]} - {"iat", "exp"} == {name, "jti"}


def test_another_kind_of_token_is_refused():
    with pytest.raises(ValueError, match="no token 'old'; there are valid, reader"):
        tokens.mint(KNOWN, "old")


def test_a_client_may_have_another_name():
    assert replace(KNOWN, client_id="robot").password("robot") == KNOWN.client_secret
    assert KNOWN.password("mallory") is None
