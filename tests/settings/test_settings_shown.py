"""How messages show the keys and values of the settings."""

from __future__ import annotations

from pytest_golive.settings.messages import dotted, shown


def test_long_and_strange_values_are_shown_short_and_harmless():
    assert shown("x " * 500) == '"' + "x " * 29 + "…"
    assert shown("a\x1b[31m\n") == '"a\\u001b[31m\\n"'
    assert shown(10**5000) == "(a huge number)"
    assert shown({"a": 1}) == "(a table)"


def test_key_paths_are_spelled_as_toml_does():
    assert dotted(("tool", "golive", "waivers", 0, "a b", "c::d")) == 'tool.golive.waivers[0]."a b"."c::d"'
