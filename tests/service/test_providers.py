"""Tokens from an authorization server: verified; its secrets and the target's stay separate."""

from __future__ import annotations

import json
import time
from base64 import b64decode
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.target import Target
from pytest_golive.settings.loading import target_in
from pytest_golive.targets.access import log_in
from pytest_golive.targets.authenticating import check_auth
from pytest_golive.targets.live import Live

KEY, OTHER = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
SECRET = "the-secret-of-the-client"
AUDIENCES = {"": "shop", "urn:else": "elsewhere"}


class Provider:
    """An authorization server and the shop behind it, at two origins; *wrong* names its fault."""

    def __init__(self, serve, wrong="") -> None:
        self.wrong = wrong
        self.server, self.shop = serve(self.provide), serve(self.sell)
        self.url = self.server.url

    def provide(self, request):
        _, path, headers, body = request
        if path == "/.well-known/openid-configuration":
            issuer = "http://127.0.0.1:1" if self.wrong == "document" else self.url
            said = {"issuer": issuer, "token_endpoint": f"{self.url}/token", "jwks_uri": f"{self.url}/keys"}
        elif path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            said = {"keys": [public | {"kid": "one", "use": "sig"}]}
        else:
            given = b64decode(headers.get("Authorization", "Basic Og==")[6:]).decode()
            if given != f"client:{SECRET}" and self.wrong != "secret":
                return 401, {}, b'{"error": "invalid_client"}'
            said = {"access_token": self.token(body.decode()), "token_type": "Bearer"}
        return 200, {"Content-Type": "application/json"}, json.dumps(said).encode()

    def token(self, asked):
        if self.wrong == "opaque":
            return "opaque-" + "x" * 30
        audience = "elsewhere" if "urn" in asked or self.wrong == "audience" else "shop"
        claims = {"iss": "x" if self.wrong == "issuer" else self.url, "aud": audience, "sub": "client"}
        claims["exp"] = int(time.time()) + (-3600 if self.wrong == "expiry" else 600)
        return jwt.encode(claims, OTHER if self.wrong == "signature" else KEY, "RS256", headers={"kid": "one"})

    def sell(self, request):
        token = request[2].get("Authorization", "").removeprefix("Bearer ")
        if self.wrong == "opaque":
            return (200, {}, b'{"orders": "Teapot"}') if token == self.token("") else (401, {}, b"")
        aud = None if self.wrong == "any audience" else "shop"
        try:
            jwt.decode(token, KEY.public_key(), ["RS256"], audience=aud, options={"verify_aud": aud is not None})
        except jwt.InvalidTokenError:
            return 401, {}, b"{}"
        return 200, {}, b'{"orders": "Teapot"}'

    def live(self, scheme="oidc", **more):
        where = {"token_url": f"{self.url}/token"} if scheme == "oauth2" else {"issuer": self.url, "audience": "shop"}
        auth = {"scheme": scheme, "client_id": "client", "client_secret_env": "S", "protected": ["/orders"], **where}
        table = target_in({"url": self.shop.url, "auth": [auth | more]}, "staging")
        return Live(Target("staging", self.shop.url, timeout=2), table, {"S": SECRET}, Path())


def red(flows):
    return {attempt.name.removeprefix("oidc: ") for attempt in flows.attempts if attempt.is_breach}


def test_a_sound_provider(serve):
    made = Provider(serve)
    flows = check_auth(made.live(other_resource="urn:else"))
    assert not red(flows)
    flows.check_complete()
    names = {attempt.name for attempt in flows.attempts}
    assert {f"oidc: {what} of the token" for what in ("signature", "issuer", "audience", "time of expiry")} <= names
    assert {"oidc: token for another resource", "oidc: key confusion (HS256 with the public key)"} <= names


@pytest.mark.security
@pytest.mark.parametrize(
    ("wrong", "attempts"),
    [
        ("document", {"issuer of the discovery document"}),
        ("secret", {f"token for {what}" for what in ("a wrong secret", "no secret", "a secret cut short")}),
        ("issuer", {"issuer of the token"}),
        ("audience", {"audience of the token", "right credentials"}),
        ("expiry", {"time of expiry of the token", "right credentials"}),
        ("signature", {"signature of the token", "right credentials"}),
        ("any audience", {"token for another resource"}),
    ],
)
def test_a_provider_or_a_shop_with_a_fault(serve, wrong, attempts):
    found = red(check_auth(Provider(serve, wrong).live(other_resource="urn:else")))
    assert found == attempts | ({"token for an unknown client"} if wrong == "secret" else set())


@pytest.mark.security
@pytest.mark.parametrize("scheme", ["oidc", "oauth2"])
def test_secrets_go_to_the_provider_and_tokens_to_the_target(serve, scheme):
    made = Provider(serve)
    assert not red(check_auth(made.live(scheme)))
    to_shop, to_provider = repr(made.shop.requests), repr(made.server.requests)
    assert SECRET not in to_shop
    assert "Basic" in to_provider
    assert "Bearer" in to_shop
    assert "Bearer" not in to_provider
    assert "eyJ" not in to_provider


def test_an_opaque_token_says_nothing_of_its_audience(serve):
    made = Provider(serve, "opaque")
    with pytest.raises(CannotMeasure, match="the access token is no JWT"):
        check_auth(made.live())
    flows = check_auth(made.live("oauth2"))
    assert not red(flows)
    assert dict(flows.notes)["oauth2: forgeries"].startswith("not tried: the token is no JWT")


@pytest.mark.parametrize("scheme", ["oidc", "oauth2"])
def test_an_endpoint_behind_it_gets_a_token_once(serve, scheme):
    made = Provider(serve)
    live = made.live(scheme)
    first, second = log_in(live), log_in(live)
    assert first["Authorization"].startswith("Bearer eyJ")
    assert first is second
    assert "eyJ" not in repr(first)
    assert sum(request[1] == "/token" for request in made.server.requests) == 1
