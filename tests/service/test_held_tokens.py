"""A team's tokens: one with more than one thing wrong proves nothing."""

from __future__ import annotations

import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from token_shop import DATA, Shop

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.known import MASK
from pytest_golive.service.auth.attempt import Flows
from pytest_golive.service.auth.bearer import Tokens, check_tokens, issuer_of
from pytest_golive.service.auth.held import KINDS, Held, says_the_same
from pytest_golive.service.auth.jwt.reading import read_jwt
from pytest_golive.service.auth.knock import Protected
from pytest_golive.service.auth.probing import Prober
from pytest_golive.service.auth.seeing.remedies import ACCEPTS
from pytest_golive.service.credentials.reading import Carrier
from pytest_golive.service.http.asking import Service
from pytest_golive.service.target import Target

SECRET, ANOTHER = "a-shared-secret-of-the-issuer-of-enough-bytes", "the-secret-of-somebody-else-of-enough-bytes"
HOUR = 3600


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
    service = Service(Target("staging", serve(lambda _: (200, {}, DATA)).url, timeout=30))
    prober = Prober(service, Protected("token", ["/orders"], shows={"": "Teapot"}))
    red = [attempt for attempt in check_tokens(prober, Tokens(token())) if attempt.is_breach]
    assert len(red) > 10
    assert {fault.cure for attempt in red for fault in attempt.faults} == {ACCEPTS}


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
