"""How messages show the keys and values of the settings."""

from __future__ import annotations

import pytest

from pytest_golive.settings.wording.messages import dotted, shown


def test_long_and_strange_values_are_shown_short_and_harmless():
    assert shown("x " * 500) == '"' + "x " * 29 + "…"
    assert shown("a\x1b[31m\n") == '"a\\u001b[31m\\n"'
    assert shown(10**5000) == "(a huge number)"
    assert shown({"a": 1}) == "(a table)"


def test_key_paths_are_spelled_as_toml_does():
    assert dotted(("tool", "golive", "waivers", 0, "a b", "c::d")) == 'tool.golive.waivers[0]."a b"."c::d"'


KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA" + "IJ3k2Q" * 6
HIDDEN = "(not shown: it may hold a secret)"


@pytest.mark.parametrize(
    "path",
    [("signing", "people", "ann", "ssh_keys", 0), ("signing.people.ann.ssh_keys",)],
    ids=["keys one by one", "a path in one"],
)
def test_who_may_sign_is_no_secret(path):
    assert shown(KEY, path) == f'"{KEY[:58]}…'
    assert shown("0123456789abcdef0123456789abcdef01234567", path) == '"0123456789abcdef0123456789abcdef01234567"'
    assert shown("manager", path) == '"manager"'
    assert shown(KEY + " -----BEGIN", path) == HIDDEN
    assert shown("x" * 8 + "A1b2C3d4E5f6G7h8I9j0", path) == HIDDEN


@pytest.mark.parametrize(
    "path",
    [("signing", "people", "ann", "password"), ("signing.people.ann.token",), ("targets", "signing_key"), ("token",)],
)
def test_what_is_called_a_secret_is_hidden_there_too(path):
    assert shown("manager", path) == HIDDEN
    assert shown("manager", ()) == '"manager"'
