"""Of each spelling of a secret nothing is left, not even its first or its last character."""

from __future__ import annotations

import html
import json
import shlex
from base64 import b32encode, b64encode, urlsafe_b64encode
from urllib.parse import quote, quote_plus

import pytest

from pytest_golive.checklist.reading.identity import row_id
from pytest_golive.masking.known import Mask

pytestmark = pytest.mark.security
ENDS = ["é", "'", '"', "\\", "&", "/", "+", "~", "\t"]
SPELLED = {
    "itself": lambda s: s,
    "backwards": lambda s: s[::-1],
    "JSON": lambda s: json.dumps(s)[1:-1],
    "JSON with its letters": lambda s: json.dumps(s, ensure_ascii=False)[1:-1],
    "JSON of Go": lambda s: (
        json.dumps(s, ensure_ascii=False)[1:-1].replace("&", R"\u0026").replace("<", R"\u003c").replace(">", R"\u003e")
    ),
    "JSON in JSON": lambda s: json.dumps(json.dumps(s))[3:-3],
    "Python": lambda s: repr(s)[1:-1],
    "Python in Python": lambda s: repr(repr(s)[1:-1])[1:-1],
    "bytes of Python": lambda s: repr(s.encode())[2:-1],
    "HTML": html.escape,
    "the text of SGML": lambda s: html.escape(s, quote=False),
    "an attribute of SGML": lambda s: html.escape(s, quote=False).replace('"', "&quot;"),
    "a shell": lambda s: shlex.quote(s).removeprefix("'").removesuffix("'"),
    "a path of a URL": quote,
    "a part of a URL": lambda s: quote(s, safe=""),
    "a form": quote_plus,
    "a URL in a URL": lambda s: quote(quote(s, safe=""), safe=""),
    "each byte of a URL": lambda s: "".join(f"%{byte:02x}" for byte in s.encode()),
    "hexadecimal": lambda s: s.encode().hex(),
    "hexadecimal with spaces": lambda s: s.encode().hex(" "),
    "hexadecimal with colons": lambda s: s.encode().hex(":"),
    "bytes with escapes": lambda s: "".join(f"\\x{byte:02x}" for byte in s.encode()),
    "characters with escapes": lambda s: "".join(f"\\u{ord(char):04x}" for char in s),
    "characters of HTML": lambda s: "".join(f"&#{ord(char)};" for char in s),
    "base64": lambda s: b64encode(s.encode()).decode(),
    "base64 without its end": lambda s: b64encode(s.encode()).decode().rstrip("="),
    "base64 for URLs": lambda s: urlsafe_b64encode(s.encode()).decode(),
    "base64 for URLs without its end": lambda s: urlsafe_b64encode(s.encode()).decode().rstrip("="),
    "the id of a row": lambda s: row_id(["Going live"], s).rpartition("/")[2],
    "base32": lambda s: b32encode(s.encode()).decode().rstrip("="),
}


@pytest.mark.parametrize("how", SPELLED)
@pytest.mark.parametrize("end", ENDS)
def test_nothing_is_left_of_it(how, end):
    secret = f"{end}Qx8 3Lm'\"20Vü{end}"
    mask = Mask()
    mask.add(secret)
    assert mask.hide(f"|{SPELLED[how](secret)}|") == "|[hidden]|"


def test_what_go_writes_for_signs_of_html_is_hidden():
    mask = Mask()
    mask.add("<Qx83Lm>&20V-more>")
    assert mask.hide(R"|\u003cQx83Lm\u003e\u002620V-more\u003e|") == "|[hidden]|"


@pytest.mark.parametrize("size", [12, 13, 14])
@pytest.mark.parametrize("before", ["", "n", "na", "nam"])
@pytest.mark.parametrize("after", ["", "z", "zz"])
@pytest.mark.parametrize("encode", [b64encode, urlsafe_b64encode])
def test_in_base64_only_characters_that_hold_bits_of_others_are_left(size, before, after, encode):
    secret = "Qx83Lm20Vb9>?~"[:size]
    mask = Mask()
    mask.add(secret)
    said = mask.hide(encode(f"{before}{secret}{after}".encode()).decode())
    begin, _, end = said.partition("[hidden]")
    assert len(begin) == (0, 2, 3, 4)[len(before)]
    assert len(end.rstrip("=")) <= 2 + len(after)
    assert "[hidden]" in said


@pytest.mark.parametrize(("secret", "is_hidden"), [("12345", False), ("123456", True)])
def test_of_short_secrets_only_plain_spellings_are_hidden(secret, is_hidden):
    mask = Mask()
    mask.add(secret)
    for spelled in (secret.encode().hex(), "".join(f"%{byte:02x}" for byte in secret.encode()), secret[::-1]):
        assert mask.hide(f"<{spelled}>") == ("<[hidden]>" if is_hidden else f"<{spelled}>")


@pytest.mark.parametrize(("secret", "is_hidden"), [("12345678", False), ("123456789", True)])
def test_base64_is_hidden_where_it_is_long_enough_to_be_no_word(secret, is_hidden):
    mask = Mask()
    mask.add(secret)
    spelled = b64encode(secret.encode()).decode().rstrip("=")
    assert mask.hide(f"<{spelled}>") == ("<[hidden]>" if is_hidden else f"<{spelled}>")


def test_what_stands_around_a_secret_may_be_lost():
    mask = Mask()
    mask.add("  abc-123-def \n")
    assert mask.hide("<abc-123-def>") == "<[hidden]>"


@pytest.mark.parametrize("secret", ["cAnArY-7f\udcff\udce9-12", "cAnArY-7f\ud800-12"])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp1252"])
def test_of_bytes_that_are_no_text_nothing_is_left_whatever_decodes_them(secret, encoding):
    mask = Mask()
    mask.add(secret)
    errors = "surrogateescape" if "\udcff" in secret else "surrogatepass"
    assert mask.hide(f"<{secret.encode('utf-8', errors).decode(encoding, 'replace')}>") == "<[hidden]>"
    assert mask.hide(f"<{secret}>") == "<[hidden]>"


def test_what_is_no_token_has_no_parts_and_the_frame_of_a_key_is_none():
    mask = Mask()
    mask.add("first-half-of-it.second-half-of-it")
    mask.add("-----BEGIN RSA " + "PRIVATE KEY-----\nMIIEowIBAAKCAQEA7\n-----END RSA PRIVATE KEY-----\n")
    for text in ("second-half-of-it", "-----BEGIN RSA " + "PRIVATE KEY-----", "-----END RSA PRIVATE KEY-----"):
        assert mask.hide(text) == text


def test_letters_that_are_small_in_two_ways_are_found():
    mask = Mask()
    mask.add("abcdefghijkl\N{GREEK CAPITAL LETTER SIGMA}")
    assert mask.hide("abcdefghijkl\N{GREEK CAPITAL LETTER SIGMA}m") == "[hidden]m"


@pytest.mark.parametrize("text", ["spw", "pws", "spws", "spw pws", "1pw"])
def test_a_short_secret_in_a_word_is_none(text):
    mask = Mask()
    mask.add("pw")
    assert mask.hide(text) == text
    assert mask.hide(f"pw {text} pw") == f"[hidden] {text} [hidden]"


@pytest.mark.parametrize(("part", "is_hidden"), [("aB3dE6gH9jK", False), ("aB3dE6gH9jK2", True)])
def test_only_long_parts_of_a_token_or_a_key_are_secrets_of_their_own(part, is_hidden):
    for secret in (f"eyJhbGciOiJIUzI1NiJ9.{part}.c2lnbmF0dXJl", f"-----BEGIN KEY-----\n{part}\n-----END KEY-----"):
        mask = Mask()
        mask.add(secret)
        assert mask.hide(f"<{part}>") == ("<[hidden]>" if is_hidden else f"<{part}>")
