"""Credentials in a header, and invalid variants of them."""

from __future__ import annotations

import secrets
import string
from base64 import b64encode
from collections.abc import Iterator

from pytest_golive.masking.known import MASK
from pytest_golive.service.auth.knock import Knock
from pytest_golive.service.credentials.reading import Carrier, basic

LONG = "A" * 4000
BEARER = Carrier()
NOBODY = Knock("no credentials", {"": {}})


def with_basic(username: str, password: str) -> Iterator[Knock]:
    """What must be rejected if HTTP Basic accepts *username*."""
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


def with_token(token: str, carrier: Carrier = BEARER) -> Iterator[Knock]:
    """What must be rejected if *token*, sent as *carrier* says, is accepted."""

    def knock(name: str, values: dict[str, str]) -> Knock:
        return Knock(name, {variant: carrier.carrying(value) for variant, value in values.items()}, unreadable=True)

    yield NOBODY
    yield knock("wrong token", {"made up": made_up(token)})
    shorter = token[: -max(1, len(token) // 20)]
    yield knock("nearly the right token", {"truncated": shorter, "one character changed": nearly(token)})
    MASK.add(LONG)
    word = f"{carrier.prefix} " if carrier.prefix else ""
    malformed = {
        "nothing but the scheme": carrier.prefix,
        "no token": f"{word}null",
        "dots": f"{word}..",
        "no JSON": f"{word}Z29s.aXZl.Z29s",
        "two words": f"{word}golive golive",
        "long": f"{word}{LONG}",
        "another scheme": f"Basic {b64encode(b':').decode()}",
    }
    sent = {variant: {carrier.header: value} for variant, value in malformed.items() if value}
    yield Knock("malformed credentials", sent, unreadable=True)


def made_up(secret: str) -> str:
    """A random text of the same shape as *secret*; hidden from now on."""
    alphabet = string.ascii_letters + string.digits
    made = "".join(secrets.choice(alphabet) if char.isalnum() else char for char in secret)
    MASK.add(made)
    return made


def nearly(secret: str) -> str:
    """*secret* with one character changed, hidden from now on; not the last, which may mean nothing in base64."""
    at = len(secret) // 2
    while not secret[at].isalnum() and at:
        at -= 1
    replacement = "A" if secret[at] != "A" else "B"
    made = f"{secret[:at]}{replacement}{secret[at + 1 :]}"
    MASK.add(made)
    return made


def _basic(name: str, values: dict[str, str], *, unreadable: bool = False) -> Knock:
    return Knock(name, {variant: {"Authorization": value} for variant, value in values.items()}, unreadable)
