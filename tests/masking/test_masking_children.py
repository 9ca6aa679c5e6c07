"""Children get no variable that contains a credential."""

from __future__ import annotations

from base64 import b64encode

import pytest

from pytest_golive.masking.known import Mask

pytestmark = pytest.mark.security


def test_children_get_no_credential():
    mask = Mask()
    mask.watch(["TOKEN"], {"TOKEN": "abc-123-def-456"})
    environment = {"TOKEN": "abc-123-def-456", "COPY": "abc-123-def-456", "PATH": "/bin"}
    assert mask.without_credentials(environment) == {"PATH": "/bin"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("INDEX_URL", "https://user:abc-123-def-456@host/simple"),
        ("IN_CAPITALS", "x ABC-123-DEF-456 y"),
        ("ENCODED", b64encode(b"user:abc-123-def-456").decode()),
        ("DATABASE", "postgres://shop:hunter2@db/shop"),  # pragma: allowlist secret
        ("TWIN", "hunter2"),
        ("LONGER", "x:hunter2-and-more"),
        ("SIX", "user=word-6"),
        ("UNUSED", "of-another-target-9"),
        ("LATER", "of-another-target-9"),
    ],
)
def test_children_get_no_variable_that_holds_a_credential(name, value):
    mask = Mask()
    # What is watched here is not the value itself: each case must be found by what it holds.
    mask.watch(["TOKEN", "WORD", "UNUSED"], {"TOKEN": "abc-123-def-456", "WORD": "hunter2", "UNUSED": ""})
    mask.add("of-another-target-9")
    mask.add("word-6")
    innocent = {"PATH": "/opt/hunter2/bin", "NAME": "hunter25", "EMPTY": ""}
    assert mask.without_credentials({name: value, **innocent}) == innocent


def test_what_is_secret_later_is_kept_from_children_from_then_on():
    mask = Mask()
    mask.add("abc-123-def-456")
    environment = {"A": "new-secret-789", "PATH": "/bin"}
    assert mask.without_credentials(environment) == environment
    mask.add("new-secret-789")
    assert mask.without_credentials(environment) == {"PATH": "/bin"}


def test_a_short_credential_is_named():
    mask = Mask()
    mask.watch(["PIN", "TOKEN", "NONE"], {"PIN": "12345", "TOKEN": "123456"})
    assert mask.too_short == ["PIN"]
    environment = {"PIN": "12345", "PORT": "12345"}
    assert mask.without_credentials(environment) == {"PORT": "12345"}
