"""Credentials that a header carries, and what somebody would send who has none."""

from __future__ import annotations

import secrets
import string
from base64 import b64encode
from collections.abc import Iterator

from pytest_golive.masking.known import MASK
from pytest_golive.service.auth.knock import Knock
from pytest_golive.service.credentials import basic, bearer

NOBODY = Knock("no credentials", {"": {}})


def with_basic(username: str, password: str) -> Iterator[Knock]:
    """What must be refused where HTTP Basic admits *username*."""
    stranger = f"golive-{secrets.token_hex(6)}"
    yield NOBODY
    yield _basic("wrong password", {"": basic(username, secrets.token_urlsafe(18)), "empty": basic(username, "")})
    yield _basic(
        "nearly the right password",
        {
            "without its last character": basic(username, password[:-1]),
            "with one more character": basic(username, f"{password}x"),
        },
    )
    yield _basic("unknown user", {"": basic(stranger, password), "nobody": basic("", "")})
    yield _basic(
        "malformed credentials",
        {
            "nothing but the scheme": "Basic",
            "no base64": "Basic ~~~",
            "no colon": f"Basic {b64encode(b'golive').decode()}",
            "no text": f"Basic {b64encode(bytes([0xFF, 0xFE, 0x3A, 0x80])).decode()}",
            "another scheme": "Bearer golive",
        },
        unreadable=True,
    )


def with_token(token: str) -> Iterator[Knock]:
    """What must be refused where a bearer *token* is admitted."""
    yield NOBODY
    yield _bearer("wrong token", {"made up": made_up(token)})
    shorter = token[: -max(1, len(token) // 20)]
    yield _bearer("nearly the right token", {"truncated": shorter, "one character changed": nearly(token)})
    malformed = {
        "nothing but the scheme": "Bearer",
        "no token": "Bearer null",
        "dots": "Bearer ..",
        "no JSON": "Bearer Z29s.aXZl.Z29s",
        "two words": "Bearer golive golive",
        "long": bearer("A" * 4000),
        "another scheme": f"Basic {b64encode(b':').decode()}",
    }
    yield _basic("malformed credentials", malformed, unreadable=True)


def made_up(secret: str) -> str:
    """Something of the same shape as *secret*, at random; hidden from now on."""
    alphabet = string.ascii_letters + string.digits
    made = "".join(secrets.choice(alphabet) if char.isalnum() else char for char in secret)
    MASK.add(made)
    return made


def nearly(secret: str) -> str:
    """*secret* with one other character, hidden from now on; not the last one, which in base64 may carry nothing."""
    at = len(secret) // 2
    while not secret[at].isalnum() and at:
        at -= 1
    other = "A" if secret[at] != "A" else "B"
    made = f"{secret[:at]}{other}{secret[at + 1 :]}"
    MASK.add(made)
    return made


def _basic(name: str, values: dict[str, str], *, unreadable: bool = False) -> Knock:
    return Knock(name, {variant: {"Authorization": value} for variant, value in values.items()}, unreadable)


def _bearer(name: str, tokens: dict[str, str]) -> Knock:
    return _basic(name, {variant: bearer(token) for variant, token in tokens.items()}, unreadable=True)
