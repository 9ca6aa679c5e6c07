"""Which cookies contain the session itself, and which only its id."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64encode

import pytest

from pytest_golive.service.auth.sessions.cookies import is_self_contained, self_contained


def packed(content, *, small=False):
    data = json.dumps(content).encode()
    return urlsafe_b64encode(zlib.compress(data) if small else data).decode().rstrip("=")


USER = {"_user_id": "root"}


@pytest.mark.parametrize(
    "value",
    [
        f"{packed(USER)}.aRc2Qg.c2lnbmF0dXJl",  # Flask
        f".{packed(USER, small=True)}.aRc2Qg.c2lnbmF0dXJl",  # Flask, packed
        f"{packed(USER)}:1vNabc:c2lnbmF0dXJl",  # Django's signed cookies
        f'"{packed(USER)}==.aRc2Qg.c2ln"',  # Starlette, quoted
        f"{packed({'alg': 'HS256'})}.{packed(USER)}.c2ln",  # JSON Web Token
        f"{packed({'alg': 'dir', 'enc': 'A256GCM'})}..aXY.Y2lwaGVy.dGFn",  # encrypted, as NextAuth does
        f"CfDJ8{'aB3_' * 20}",  # ASP.NET Core
        f"gAAAAA{'aB3-' * 20}=",  # Fernet
        f"Fe26.2*{'aB3*' * 20}",  # iron-session
    ],
)
def test_a_session_that_lives_in_its_cookie(value):
    assert is_self_contained(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        ".",
        "4bd1f8c0a2e94f6f9f6e0c3a7d1b2c3d",
        "s%3AQ2hlY2s.c2lnbmF0dXJl",  # Express: a signed name
        "Q2hlY2s.c2lnbmF0dXJl",
        f"{packed(USER)}",  # nobody has signed it
        f"{packed(['root'])}.aRc2Qg.c2ln",
        f".{packed(USER)}.aRc2Qg.c2ln",
        f"{'ä' * 8}.c2ln",
        f".{urlsafe_b64encode(zlib.compress(bytes(1_000_000))).decode()}.c2ln",
    ],
)
def test_a_name_of_a_session_that_the_service_keeps(value):
    assert not is_self_contained(value)


def test_a_session_whose_signature_is_a_cookie_of_its_own():
    express = {"session": packed(USER), "session.sig": "c2lnbmF0dXJl"}
    assert self_contained(express) == set(express)
    assert self_contained(express | {"flask": f"{packed(USER)}.aRc2Qg.c2ln"}) == {*express, "flask"}
    assert self_contained(express | {"id": "4bd1f8c0a2e94f6f9f6e0c3a7d1b2c3d"}) == set(express)
    assert not self_contained({"session": packed(USER)})
    assert not self_contained({"session.sig": "c2lnbmF0dXJl"})
    assert not self_contained({})
