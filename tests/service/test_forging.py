"""Forged tokens: a correct verifier rejects each, and each careless verifier accepts the forgery made for it."""

from __future__ import annotations

import hashlib
import hmac
import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.known import MASK
from pytest_golive.service.auth.jwt.forging import Issuer, forgeries, left_out
from pytest_golive.service.auth.jwt.keys import Key, public_forms, signing_key, usable_keys
from pytest_golive.service.auth.jwt.reading import Jwt, read_jwt, unpacked, unsigned

SECRET = "a-shared-secret-of-the-issuer-of-enough-bytes"
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC = ec.generate_private_key(ec.SECP256R1())
KEYS = {"HS256": SECRET, "RS256": RSA, "PS256": RSA, "ES256": EC}
JWK = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(RSA.public_key())) | {"kid": "one", "use": "sig"}


def claims():
    return {"iss": "https://id.example", "aud": "shop", "sub": "ann", "exp": int(time.time()) + 600}


def valid(algorithm):
    return jwt.encode(claims(), KEYS[algorithm], algorithm=algorithm, headers={"kid": "one"})


def forged(algorithm, **known):
    token = read_jwt(valid(algorithm))
    key = Key(SECRET.encode() if algorithm == "HS256" else KEYS[algorithm])
    issuer = Issuer(**({"key": key, "names_issuer": True, "names_audience": True} | known))
    return {
        f"{knock.name} {variant}".strip(): headers["Authorization"].removeprefix("Bearer ")
        for knock in forgeries(token, issuer)
        for variant, headers in knock.variants.items()
    }


@pytest.mark.parametrize("algorithm", ["none", "HS1", "XS512", "ML-DSA-44", "{}", ""])
def test_a_token_of_an_algorithm_that_nobody_here_knows_is_forged_by_another(algorithm):
    token = Jwt({"alg": algorithm, "kid": "one"}, claims(), unsigned({"alg": algorithm}, claims()), "c2ln")
    issuer = Issuer(public=[(RSA.public_key(), JWK)], names_issuer=True, names_audience=True)
    assert len(list(forgeries(token, issuer))) > 8
    assert "with RS256" in dict(left_out(token, issuer))["forgeries under its own algorithm"]


def verify(token, algorithm, **options):
    public = SECRET if algorithm == "HS256" else KEYS[algorithm].public_key()
    return jwt.decode(
        token, public, algorithms=[algorithm], audience="shop", issuer="https://id.example", options=options
    )


@pytest.mark.security
@pytest.mark.parametrize("algorithm", KEYS)
def test_a_sound_verifier_refuses_each_and_each_is_hidden(algorithm):
    assert verify(valid(algorithm), algorithm)["sub"] == "ann"
    for name, token in forged(algorithm, public=[(RSA.public_key(), JWK)]).items():
        with pytest.raises(jwt.InvalidTokenError):
            verify(token, algorithm)
        assert token not in MASK.hide(f"<{token}>"), name


@pytest.mark.parametrize("algorithm", KEYS)
def test_wrong_claims_stand_under_a_right_signature_and_are_wrong_in_one_thing(algorithm):
    made = forged(algorithm)
    for name, leave in {"that has expired": "exp", "for another audience": "aud", "of another issuer": "iss"}.items():
        token = made[f"minted token {name}"]
        assert verify(token, algorithm, **{f"verify_{leave}": False})["sub"] == "ann"
    critical = read_jwt(made["minted token with an unknown critical extension"])
    assert critical.header["crit"] == ["golive-unknown"]
    assert Key(SECRET.encode() if algorithm == "HS256" else KEYS[algorithm]).fits(critical)


def test_the_public_key_signs_as_a_careless_verifier_would_verify():
    made = forged("RS256", public=usable_keys([JWK], read_jwt(valid("RS256"))))
    pem = RSA.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    for form, secret in {"PEM": pem, "JWK": json.dumps(JWK, separators=(",", ":")).encode()}.items():
        token = read_jwt(made[f"key confusion (HS256 with the public key) {form}"])
        assert token.algorithm == "HS256"
        assert unpacked(token.signature) == hmac.digest(secret, token.signed.encode(), hashlib.sha256)
    assert {"PKCS #1", "DER", "n of the JWK"} <= dict(public_forms(RSA.public_key(), JWK)).keys()


def test_without_the_signing_key_the_evidence_says_what_it_proves():
    token = read_jwt(valid("RS256"))
    knocks = {knock.name: knock for knock in forgeries(token, Issuer(names_issuer=True, names_audience=True))}
    assert (
        "it proves that the signature is verified, not that the claim is"
        in knocks["minted token that has expired"].proves
    )
    assert not knocks["unsigned token (alg: none)"].proves
    assert {name for name, _ in left_out(token, Issuer())} == {
        *("key confusion", "wrong claims under a right signature", "wrong audience", "wrong issuer")
    }


@pytest.mark.parametrize(
    "text", ["another secret", "-----BEG" + "IN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n"]
)
def test_a_signing_key_that_does_not_fit_is_no_measure(text):
    with pytest.raises(CannotMeasure, match=r"targets\.x\.signing_key is no") as caught:
        signing_key(text, read_jwt(valid("HS256")), "targets.x.signing_key")
    assert text not in str(caught.value)


def test_a_signing_key_in_pem_fits():
    pem = RSA.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    assert signing_key(pem, read_jwt(valid("RS256")), "x").fits(read_jwt(valid("PS256")))


@pytest.mark.parametrize(
    "text", ["", "opaque", "a.b", "a.b.c", "e30.e30.", "bnVsbA.e30.x", "é.é.é", f"{'A' * 40}.B.C", "W10.W10.W10"]
)
def test_what_is_no_token_is_left_alone(text):
    assert read_jwt(text) is None
