"""Tokens that a team holds: one that is wrong in more than what it is held for proves nothing."""

from __future__ import annotations

import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.known import MASK
from pytest_golive.service.auth.attempt import Flows
from pytest_golive.service.auth.bearer import Tokens, check_tokens, issuer_of
from pytest_golive.service.auth.held import KINDS, Held, says_the_same
from pytest_golive.service.auth.jwt_reading import read_jwt
from pytest_golive.service.auth.knock import Protected
from pytest_golive.service.auth.probing import Prober
from pytest_golive.service.auth.remedies import ADMITS
from pytest_golive.service.auth.revoking import check_log_out
from pytest_golive.service.credentials import Carrier
from pytest_golive.service.http.asking import Service
from pytest_golive.service.target import Target

SECRET, ANOTHER = "a-shared-secret-of-the-issuer-of-enough-bytes", "the-secret-of-somebody-else-of-enough-bytes"
HOUR = 3600
DATA = b'{"orders": [{"id": 4711, "product": "Teapot"}]}'


def token(key=SECRET, header=None, **changes):
    now = int(time.time())
    claims = {"iss": "https://id.example", "aud": "shop", "sub": "ann", "iat": now, "exp": now + HOUR, **changes}
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, key, algorithm="HS256", headers=header)


PAST = {"exp": int(time.time()) - HOUR}
AHEAD = {"nbf": int(time.time()) + HOUR}
CRIT = {"header": {"crit": ["golive-x"], "golive-x": True}}
SOUND = {
    "expired": PAST,
    "revoked": {"jti": "taken-back"},
    "wrong_audience": {"aud": ["elsewhere", "another"]},
    "wrong_issuer": {"iss": "https://other.example", "key": ANOTHER},
    "not_yet_valid": AHEAD,
    "unknown_crit": CRIT,
}


def doubt(kind, made, valid=None, signing_key=SECRET):
    valid = valid or token()
    tokens = Tokens(valid, signing_key=signing_key, signing_key_place="x.signing_key")
    return Held({kind: made}, valid, read_jwt(valid), issuer_of(read_jwt(valid), tokens)).doubt(kind, made)


@pytest.mark.parametrize("kind", KINDS)
def test_a_token_that_is_wrong_in_that_alone_proves_something(kind):
    assert doubt(kind, token(**SOUND[kind])) == ""


@pytest.mark.security
@pytest.mark.parametrize(
    ("kind", "made", "why"),
    [
        ("expired", token(jti="x"), "nothing says that it has expired (exp)"),
        ("expired", token(exp=None), "nothing says that it has expired (exp)"),
        ("expired", token(**PAST, aud="elsewhere"), "it is meant for another audience (aud)"),
        ("expired", token(ANOTHER, **PAST), "it is signed with another key"),
        ("revoked", token(**PAST), "it has expired (exp)"),
        ("revoked", token(**AHEAD), "it is not valid yet (nbf)"),
        ("wrong_audience", token(jti="x"), "nothing says that it is meant for another audience (aud)"),
        (
            "wrong_audience",
            token(aud=["elsewhere", "shop"]),
            "nothing says that it is meant for another audience (aud)",
        ),
        ("wrong_audience", token(aud="elsewhere", **PAST), "it has expired (exp)"),
        ("wrong_issuer", token(iss="https://other.example", aud="x"), "it is meant for another audience (aud)"),
        ("not_yet_valid", token(nbf=int(time.time()) - 1), "nothing says that it is not valid yet (nbf)"),
        ("unknown_crit", token(jti="x"), "nothing says that it has a critical extension (crit)"),
        ("unknown_crit", token(**CRIT, **PAST), "it has expired (exp)"),
        ("revoked", "garbage", "it is no JSON Web Token, as the valid one is"),
        ("expired", "a.b.c", "it is no JSON Web Token, as the valid one is"),
    ],
)
def test_what_is_wrong_besides_may_be_why_it_is_refused(kind, made, why):
    assert doubt(kind, made) == why


def test_the_valid_token_itself_proves_nothing():
    valid = token()
    assert doubt("revoked", valid, valid) == "it is the valid token itself"
    assert Held({"revoked": "x"}, "x", None, None).doubt("revoked", "x") == "it is the valid token itself"
    assert Held({"revoked": "x"}, "y", None, None).doubt("revoked", "x") == ""


def test_a_key_that_is_replaced_is_no_other_key():
    key, old = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    claims = {"iss": "i", "aud": "shop", "exp": int(time.time()) + HOUR}
    valid = jwt.encode(claims, key, algorithm="ES256", headers={"kid": "new"})
    jwk = jwt.algorithms.ECAlgorithm.to_jwk(key.public_key(), as_dict=True) | {"kid": "new"}
    issuer = issuer_of(read_jwt(valid), Tokens(valid, jwks=[jwk]))
    for kid, why in (("old", ""), ("new", "it is signed with another key")):
        made = jwt.encode(claims | PAST, old, algorithm="ES256", headers={"kid": kid})
        assert Held({"expired": made}, valid, read_jwt(valid), issuer).doubt("expired", made) == why


def test_tokens_of_one_identity_are_told_by_what_they_say():
    assert says_the_same(token(), token(jti="other", exp=int(time.time()) + 9, auth_time=1))
    assert not says_the_same(token(), token(sub="bob"))
    assert not says_the_same(token(scope="orders:write"), token(scope="orders:read"))
    assert says_the_same("opaque", "opaque")
    assert not says_the_same("opaque", "other")


class Shop:
    """Admits the tokens in *valid*, carried as *carrier* does; *forgets* whether a log-out ends them."""

    def __init__(self, *valid, carrier, log_out=204, forgets=True):
        self.valid, self.carrier, self.log_out, self.forgets = set(valid), carrier, log_out, forgets

    def __call__(self, request):
        method, path, headers, _ = request
        word = f"{self.carrier.prefix} " if self.carrier.prefix else ""
        given = headers.get(self.carrier.header, "")
        sent = given.removeprefix(word) if given.startswith(word) else ""
        if path == "/logout" and method == "POST":
            if self.forgets:
                self.valid.discard(sent)
            return self.log_out, {}, b""
        if path != "/orders":
            return 404, {}, b"nothing is here"
        return (200, {}, DATA) if sent in self.valid else (401, {}, b'{"error": "who are you?"}')


@pytest.fixture
def prober_of(serve):
    def make(shop):
        service = Service(Target("staging", serve(shop).url, timeout=5), purpose="auth_flows")
        return Prober(service, Protected("token", ["/orders"])), service

    return make


CARRIERS = [
    Carrier(),
    Carrier("Authorization", "Token"),
    Carrier("Authorization", "ApiKey"),
    Carrier("Authorization", ""),
    Carrier("X-Auth-Token", ""),
    Carrier("X-Auth", "JWT"),
]


@pytest.mark.security
@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda one: f"{one.header} {one.prefix}")
def test_a_token_is_tried_as_it_is_carried_and_never_shown(prober_of, carrier):
    valid, revoked = token(), token(jti="taken-back")
    prober, _ = prober_of(Shop(valid, carrier=carrier))
    held = {"revoked": revoked, "wrong_audience": token(aud="elsewhere")}
    flows = Flows(tuple(check_tokens(prober, Tokens(valid, held, carrier=carrier))), tuple(prober.notes))
    flows.check_complete()
    assert not [attempt.name for attempt in flows.attempts if attempt.is_breach]
    named = {attempt.name for attempt in flows.attempts}
    assert {"token: revoked token", "token: token for another audience", "token: wrong token"} <= named
    assert valid not in MASK.hide(f"<{valid}>")
    assert revoked not in MASK.hide(f"<{revoked}>")


@pytest.mark.security
def test_who_admits_anybody_is_told_one_cure(serve):
    service = Service(Target("staging", serve(lambda _: (200, {}, DATA)).url, timeout=5))
    prober = Prober(service, Protected("token", ["/orders"], shows={"": "Teapot"}))
    red = [attempt for attempt in check_tokens(prober, Tokens(token())) if attempt.is_breach]
    assert len(red) > 10
    assert {fault.cure for attempt in red for fault in attempt.faults} == {ADMITS}


@pytest.mark.security
@pytest.mark.parametrize("kind", KINDS)
def test_a_held_token_that_is_admitted_is_red(prober_of, kind):
    valid, made = token(), token(**SOUND[kind])
    prober, _ = prober_of(Shop(valid, made, carrier=Carrier()))
    found = {attempt.name for attempt in check_tokens(prober, Tokens(valid, {kind: made})) if attempt.is_breach}
    assert found == {f"token: {KINDS[kind]}"}


def test_a_held_token_that_proves_nothing_is_an_error_with_its_cure(prober_of):
    valid = token()
    prober, _ = prober_of(Shop(valid, carrier=Carrier()))
    flows = Flows(tuple(check_tokens(prober, Tokens(valid, {"revoked": token(**PAST)}))))
    with pytest.raises(CannotMeasure, match=r"revoked token: revoked_token: it has expired \(exp\)") as caught:
        flows.check_complete()
    assert caught.value.cure.startswith("set revoked_token to one that is revoked and has not expired")


def test_what_is_held_is_not_asked_for_again(prober_of):
    prober, _ = prober_of(Shop(valid := token(), carrier=Carrier()))
    list(check_tokens(prober, Tokens(valid, {kind: token(**changes) for kind, changes in SOUND.items()})))
    assert not [name for name, _ in prober.notes if "claims" in name or "revoked" in name or "audience" in name]
    prober, _ = prober_of(Shop(valid, carrier=Carrier()))
    list(check_tokens(prober, Tokens(valid)))
    assert (
        "name expired_token_env, wrong_audience_token_env"
        in dict(prober.notes)["token: wrong claims under a right signature"]
    )


def logged_out(prober_of, shop, second="the-second-token"):
    prober, service = prober_of(shop)
    prober.admit(Carrier().carrying("the-first-token"))

    def leave():
        return service.ask("/logout", "POST", headers=Carrier().carrying(second))

    return list(check_log_out(prober, Carrier(), second, leave))


@pytest.mark.security
def test_a_token_that_is_logged_out_must_be_refused(prober_of):
    tokens = ("the-first-token", "the-second-token")
    (attempt,) = logged_out(prober_of, Shop(*tokens, carrier=Carrier()))
    assert (attempt.name, attempt.outcome) == ("token: token after log-out", "refused")
    assert "after POST /logout answered 204" in attempt.told
    (attempt,) = logged_out(prober_of, Shop(*tokens, carrier=Carrier(), forgets=False))
    assert (attempt.outcome, attempt.is_breach) == ("admitted", True)
    assert "to repeat: curl" in attempt.faults[0].message


@pytest.mark.parametrize(
    ("shop", "why"),
    [
        ({"valid": ("the-first-token",)}, "401 before the log-out, so its refusal afterwards would prove nothing"),
        ({"log_out": 404}, "POST /logout answered 404, so nothing was logged out"),
        ({"log_out": 503}, "POST /logout answered 503, so nothing was logged out"),
    ],
)
def test_a_log_out_that_proves_nothing(prober_of, shop, why):
    valid = shop.pop("valid", ("the-first-token", "the-second-token"))
    (attempt,) = logged_out(prober_of, Shop(*valid, carrier=Carrier(), **shop))
    assert attempt.outcome == ""
    assert why in attempt.trouble
    assert attempt.cure
