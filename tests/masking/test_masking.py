"""No encoding of a secret gets through."""

from __future__ import annotations

import html
import json
from base64 import b64encode, urlsafe_b64encode
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_golive.masking.known import Mask

pytestmark = pytest.mark.security
CANARY = 's3cr&t/<va"lue> ' + "'of 12"


@pytest.mark.parametrize(
    "spell",
    [
        str,
        quote,
        quote_plus,
        html.escape,
        lambda s: json.dumps({"a": s}),
        lambda s: repr([s]),
        lambda s: b64encode(s.encode()).decode(),
        lambda s: urlsafe_b64encode(s.encode()).decode().rstrip("="),
        lambda s: "".join(f"%{byte:02x}" for byte in s.encode()),
        lambda s: "".join(f"\\u{ord(char):04x}" for char in s),
        lambda s: "".join(f"&#{ord(char)};" for char in s),
        lambda s: s.encode().hex(),
        str.upper,
        lambda s: s[::-1],
        lambda s: f"https://h/?key={quote(s, safe='')}&b=1",
    ],
)
def test_each_spelling_is_hidden(spell):
    mask = Mask()
    mask.add(CANARY)
    text = mask.hide(f"before {spell(CANARY)} after")
    assert "[hidden]" in text
    assert text.startswith("before ")
    assert text.endswith(" after")
    assert "va" not in text.lower()


@pytest.mark.parametrize("before", ["", "a", "ab", "name:"])
def test_base64_behind_something_else_hides_all_but_the_edges(before):
    mask = Mask()
    mask.add("canary-Qx83Lm20Vb91")
    spelled = b64encode(f"{before}canary-Qx83Lm20Vb91!".encode()).decode()
    assert "[hidden]" in mask.hide(spelled)


@given(st.text(min_size=6, max_size=40).filter(str.strip), st.text(), st.text())
def test_no_secret_survives_whatever_is_around_it(secret, before, after):
    mask = Mask()
    mask.add(secret)
    said = mask.hide(before + secret + after)
    assert secret not in said.replace("[hidden]", "\x00") or secret in "[hidden]"


def test_the_parts_of_a_token_are_secret_too():
    mask = Mask()
    mask.add("eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiJhZG1pbiJ9.c2lnbmF0dXJlLW9mLWl0")
    assert mask.hide("claims eyJzdWIiOiJhZG1pbiJ9") == "claims [hidden]"


def test_a_short_secret_is_hidden_only_where_it_stands_alone():
    mask = Mask()
    mask.add("pw")
    assert mask.hide("pw, 'pw' but pwd and spw") == "[hidden], '[hidden]' but pwd and spw"


def test_a_variable_is_named_where_a_shell_will_read_it():
    mask = Mask()
    mask.watch(["TOKEN"], {"TOKEN": "abc-123-def"})
    assert mask.hide("Bearer abc-123-def", name_variables=True) == "Bearer ${TOKEN}"
    assert mask.hide("Bearer abc-123-def") == "Bearer [hidden]"


@pytest.mark.parametrize(
    ("secrets", "text", "said"),
    [
        (["abcdef", "abcdefghijkl"], "x abcdefghijkl y", "x [hidden] y"),
        (["abcdefghijkl", "abcdef"], "x abcdefghijkl y", "x [hidden] y"),
        (["ghijkl", "abcdefghijkl"], "x abcdefghijkl y", "x [hidden] y"),
        (["abcdefgh", "fghijklmnop"], "x abcdefghijklmnop y", "x [hidden] y"),
        (["fghijklmnop", "abcdefgh"], "x abcdefghijklmnop y", "x [hidden] y"),
        (["aabaab"], "x aabaabaab y", "x [hidden] y"),
        (["abcdef"], "abcdefabcdef", "[hidden][hidden]"),
    ],
)
def test_of_secrets_that_overlap_nothing_is_left(secrets, text, said):
    mask = Mask()
    for secret in secrets:
        mask.add(secret)
    assert mask.hide(text) == said


LONG = "eyJhbGciOiJSUzI1NiJ9" + ".eyJzdWIiOiJhZG1pbiJ9Zm9vYmFyYmF6cXV4." + "c2lnbmF0dXJlLW9mLWl0LXdoaWNoLWlzLWxvbmc"


@pytest.mark.parametrize(
    "written",
    [
        "\n".join(LONG[at : at + 40] for at in range(0, len(LONG), 40)),
        f"{LONG[:37]}...{LONG[-37:]}",
        f"'{LONG[:7]}...",
        f"…{LONG[-9:]}'",
        LONG[11:60],
    ],
)
def test_pieces_of_a_long_secret_are_hidden(written):
    mask = Mask()
    mask.add(LONG)
    said = mask.hide(f"<{written}>")
    assert "[hidden]" in said
    assert not any(LONG[at : at + 6] in said for at in range(len(LONG) - 5))


@pytest.mark.parametrize("errors", ["backslashreplace", "replace", "surrogateescape"])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_secret_that_is_no_text_is_hidden_however_it_is_shown(encoding, errors):
    secret = "cAnArY-7f3e9d1c" + "\udcff\udce9"  # pragma: allowlist secret
    mask = Mask()
    mask.add(secret)
    for shown in (
        secret.encode(encoding, errors).decode(encoding, "replace"),
        repr(secret),
        ascii(secret),
        LONG + secret,
    ):
        assert "cAnArY" not in mask.hide(shown)


def test_a_key_is_known_by_its_lines():
    mask = Mask()
    mask.add("-----BEGIN RSA " + "PRIVATE KEY-----\nMIIEowIBAAKCAQEA7\nbzPqR5tUvWxYz012\n-----END KEY-----\n")
    assert mask.hide("-----BEGIN x: bzPqR5tUvWxYz012") == "-----BEGIN x: [hidden]"


@pytest.mark.parametrize("size", [1_000, 10_000])
def test_to_hide_takes_steps_in_proportion_to_the_text(size):
    mask = Mask()
    mask.add(LONG)
    assert mask.hide(LONG[:8] + "... " * size + LONG[16:40] * size).count(LONG[16:32]) == 0


def test_plain_types_are_hidden_in_depth():
    mask = Mask()
    mask.add("abc-123-def")
    assert mask.hide_in({"a": ["abc-123-def", 3, ("xabc-123-def",)]}) == {"a": ["[hidden]", 3, ("x[hidden]",)]}
    assert mask.hide_in({"abc-123-def": {"abc-123-def": 1}}) == {"[hidden]": {"[hidden]": 1}}


def test_a_long_secret_is_hidden_in_small_letters_and_capitals_too():
    mask = Mask()
    mask.add("Abc-123-Def-456")
    assert mask.hide("abc-123-def-456 ABC-123-DEF-456 aBC-123-dEF-456") == "[hidden] [hidden] [hidden]"


def test_nothing_is_hidden_where_nothing_is_secret():
    mask = Mask()
    mask.add(" ")
    mask.add("gone-gone")
    mask.reset()
    assert mask.hide("gone-gone ") == "gone-gone "
