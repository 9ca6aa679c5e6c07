"""Tokens that are rejected under every fault, and what is reported as unreadable."""

from __future__ import annotations

import base64
import json

import jwt
import pytest

from pytest_golive.demo.accounts import bearer, tokens
from pytest_golive.demo.accounts.credentials import Credentials
from pytest_golive.demo.faults import Fault

pytestmark = pytest.mark.security
KNOWN = Credentials.fresh()
CLAIMS = tokens.claims("admin", "admin")


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


HEAD = part({"alg": "HS256"})


@pytest.mark.parametrize(
    "token",
    [
        "",
        "garbage",
        "a.b",
        "a.b.c",
        f"{HEAD}.{part(CLAIMS)}",
        f"{HEAD}.{part([1])}.AAAA",
        f"{HEAD}.{part({})}.é",
        "..",
        "é.é.é",
    ],
)
def test_what_has_not_the_form_of_a_token_is_unreadable(token):
    with pytest.raises(bearer.Unreadable):
        bearer.read(token, KNOWN, set())


@pytest.mark.parametrize("name", tokens.REQUIRED)
def test_no_claim_may_be_missing(name):
    token = tokens.sign(KNOWN, {key: value for key, value in CLAIMS.items() if key != name})
    with pytest.raises(jwt.MissingRequiredClaimError):
        bearer.read(token, KNOWN, set())


@pytest.mark.parametrize("fault", sorted(set(Fault) - {Fault.JWT_SIGNATURE_UNCHECKED}))
def test_a_foreign_signature_is_refused_under_every_other_fault(fault):
    for header in ({}, {"crit": ["b2"], "b2": True}):
        token = jwt.encode(CLAIMS, "k" * 64, "HS256", header)
        with pytest.raises(jwt.InvalidTokenError):
            bearer.read(token, KNOWN, {fault})


@pytest.mark.parametrize("exp", ["soon", float("inf"), None])
def test_a_time_that_is_none_is_refused(exp):
    with pytest.raises((jwt.InvalidTokenError, OverflowError)):
        bearer.read(tokens.sign(KNOWN, CLAIMS | {"exp": exp}), KNOWN, set())


def test_a_right_token_is_read():
    assert bearer.read(tokens.mint(KNOWN, "reader"), KNOWN, set())["sub"] == "reader"
