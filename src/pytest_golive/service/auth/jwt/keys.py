"""Signing keys: the issuer's public keys, the team's test key, and foreign keys of our own."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.known import MASK
from pytest_golive.service.auth.jwt.reading import Jwt, packed, unpacked

DIGESTS = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}
CURVES = {"ES256": "SECP256R1", "ES384": "SECP384R1", "ES512": "SECP521R1", "ES256K": "SECP256K1"}


@dataclass(frozen=True, slots=True)
class Key:
    """A key that can sign.

    Attributes:
        value: bytes of a shared secret, or a private key of ``cryptography``.
    """

    value: Any = field(repr=False)

    def sign(self, signed: str, algorithm: str) -> str:
        """The token whose signed part is *signed*, with its signature; hidden from now on."""
        token = f"{signed}.{packed(_signature(signed, algorithm, self.value))}"
        MASK.add(token)
        return token

    def fits(self, token: Jwt) -> bool:
        """Whether this key signed *token*."""
        import jwt

        try:
            signature = unpacked(token.signature)
            if token.is_shared:
                return hmac.compare_digest(_signature(token.signed, token.algorithm, self.value), signature)
            return signed_by(token, self.value.public_key())
        except (ValueError, TypeError, AttributeError, KeyError, NotImplementedError, jwt.PyJWTError):
            return False


def signed_by(token: Jwt, public: Any) -> bool:
    """Whether the private key of *public* signed *token*."""
    import jwt

    try:
        algorithm = jwt.get_algorithm_by_name(token.algorithm)
        return bool(algorithm.verify(token.signed.encode(), public, unpacked(token.signature)))
    except (ValueError, TypeError, AttributeError, KeyError, NotImplementedError, jwt.PyJWTError):
        return False


def _signature(signed: str, algorithm: str, key: Any) -> bytes:
    if algorithm in DIGESTS:
        return hmac.digest(key, signed.encode(), DIGESTS[algorithm])
    import jwt

    return bytes(jwt.get_algorithm_by_name(algorithm).sign(signed.encode(), key))


def is_known(algorithm: str) -> bool:
    """Whether we can sign with *algorithm*."""
    import jwt

    public = {name for name in jwt.algorithms.get_default_algorithms() if not name.startswith("HS")} - {"none"}
    return algorithm in public or algorithm in DIGESTS


@cache
def foreign_key(algorithm: str) -> Key:
    """A new random key for *algorithm*."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if algorithm.startswith("HS"):
        return Key(secrets.token_bytes(64))
    if algorithm in CURVES:
        return Key(ec.generate_private_key(getattr(ec, CURVES[algorithm])()))
    if algorithm in {"EdDSA", "Ed25519"}:
        return Key(ed25519.Ed25519PrivateKey.generate())
    return Key(rsa.generate_private_key(public_exponent=65537, key_size=2048))


def signing_key(text: str, token: Jwt, place: str) -> Key:
    """The team's test key.

    Args:
        text: a private key in PEM, or a shared secret.
        token: a valid token, which the key must have signed.
        place: its name in the settings.

    Raises:
        CannotMeasure: it is not a key, or another one.
    """
    for line in text.splitlines():
        MASK.add(line)
    key = Key(text.encode())
    if "-----BEGIN" in text:
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        try:
            key = Key(load_pem_private_key(text.encode(), None))
        except (ValueError, TypeError):
            raise CannotMeasure(f"{place} is no private key in PEM without a password", "set it to one") from None
    if not key.fits(token):
        raise CannotMeasure(
            f"{place} is not the key that the valid token is signed with ({token.algorithm[:10]})",
            "set it to the private key, in PEM, or the shared secret of the issuer of this target; leave it out if "
            "that must not be known here",
        )
    return key


def public_forms(key: Any, published: Mapping[str, Any] | None = None) -> Iterator[tuple[str, bytes]]:
    """The forms of a public key that a careless verifier may use as a shared secret: (name of the form, bytes).

    Args:
        key: public key of ``cryptography``.
        published: its JWK, as published by its issuer.
    """
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    formats = {"PEM": PublicFormat.SubjectPublicKeyInfo}
    if isinstance(key, RSAPublicKey):
        formats["PKCS #1"] = PublicFormat.PKCS1
    for name, form in formats.items():
        text = key.public_bytes(Encoding.PEM, form)
        yield name, text
        yield f"{name} without its last newline", text.rstrip()
    yield "DER", key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if published is not None:
        yield "JWK", json.dumps(published, separators=(",", ":")).encode()
        yield "JWK with blanks", json.dumps(published).encode()
        if isinstance(published.get("k") or published.get("n"), str):
            yield "n of the JWK", str(published.get("k") or published.get("n")).encode()
        yield from _certificates(published)


def _certificates(published: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    chain = published.get("x5c")
    if isinstance(chain, list) and chain and isinstance(chain[0], str):
        lines = "\n".join(chain[0][at : at + 64] for at in range(0, len(chain[0]), 64))
        yield "certificate", f"-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n".encode()


def jwk_of(key: Any) -> dict[str, Any]:
    """The public JWK of an RSA private key."""
    from jwt.algorithms import RSAAlgorithm

    made: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(key.public_key()))
    return {name: value for name, value in made.items() if name != "key_ops"}


def usable_keys(published: Sequence[Mapping[str, Any]], token: Jwt) -> list[tuple[Any, Mapping[str, Any]]]:
    """Those of the *published* JWKs that may have signed *token*: (public key, JWK)."""
    import jwt

    named = [jwk for jwk in published if jwk.get("kid") == token.header.get("kid")]
    found: list[tuple[Any, Mapping[str, Any]]] = []
    for jwk in named or published:
        if jwk.get("kty") == "oct" or jwk.get("use", "sig") != "sig":
            continue
        try:
            found.append((jwt.PyJWK(dict(jwk), algorithm=token.algorithm).key, jwk))
        except (jwt.PyJWTError, ValueError, TypeError, KeyError):
            continue
    return found
