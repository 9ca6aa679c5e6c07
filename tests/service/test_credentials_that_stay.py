"""Where credentials, clear text and the URLs of documents may go, decided without a network."""

from __future__ import annotations

import gzip

import pytest
from refusals import refused

from pytest_golive.masking import known
from pytest_golive.service.http import guard
from pytest_golive.service.http.guard import (
    check_clear_text,
    check_public,
    keep_home,
)
from pytest_golive.service.target import Target

pytestmark = pytest.mark.security
STAGING = Target("staging", "https://staging.example", customers=frozenset({("https", "shop.example", 443)}))


@pytest.mark.parametrize(
    ("addresses", "private"),
    [
        (["93.184.216.34"], ""),
        (["93.184.216.34", "10.0.0.1"], "10.0.0.1"),
        (["127.0.0.1"], "127.0.0.1"),
        (["224.0.1.1"], "224.0.1.1"),
        (["no address"], "no address"),
        ([], ""),
    ],
)
def test_urls_of_documents_lead_to_the_public_internet(addresses, private):
    public = Target("link", "https://a.example", public_only=True)
    told = refused(check_public, public, "https://a.example/x?y", addresses)
    said = f"nothing was sent to https://a.example/x: {private} is this machine's, or of a private network"
    assert (said in told) if private else told == ""
    assert refused(check_public, STAGING, "https://a.example/x", addresses) == ""


@pytest.mark.parametrize(
    ("url", "addresses", "heard"),
    [
        ("https://a.example/x", ["192.0.2.1"], ""),
        ("http://a.example/x", ["127.0.0.1", "::1"], ""),
        ("http://a.example/x", ["127.0.0.1", "192.0.2.1"], "192.0.2.1"),
        ("http://a.example/x", ["no address"], "no address"),
    ],
)
def test_clear_text_stays_on_this_machine(url, addresses, heard):
    told = refused(check_clear_text, url, addresses)
    said = f"nothing was sent to http://a.example/x: it is plain http, and {heard} is not this machine"
    assert (said in told) if heard else told == ""


SECRET = "tea-for-two" + "-and-more"


@pytest.fixture
def _secret(monkeypatch):
    mask = known.Mask()
    mask.add(SECRET)
    monkeypatch.setattr(guard, "MASK", mask)


ELSEWHERE = "https://other.example/x"


@pytest.mark.parametrize(
    ("url", "headers", "left"),
    [
        ("https://staging.example/x", {"Cookie": "a", "X-Key": SECRET}, {"Cookie": "a", "X-Key": SECRET}),
        (ELSEWHERE, {"Cookie": "a", "AUTHORIZATION": "b", "Proxy-Authorization": "c", "Accept": "d"}, {"Accept": "d"}),
        (ELSEWHERE, {"X-Key": SECRET, "X-Other": "e", SECRET: "f"}, {"X-Other": "e"}),
    ],
)
@pytest.mark.usefixtures("_secret")
def test_credentials_go_home_only(url, headers, left):
    keep_home(STAGING, url, headers, b"")
    assert headers == left


GONE = "nothing was sent to https://other.example/x: a credential of staging would have gone along"


@pytest.mark.parametrize(
    ("url", "headers", "content", "said"),
    [
        (ELSEWHERE, {}, b"nothing", ""),
        (ELSEWHERE, {}, SECRET.encode(), GONE),
        (f"{ELSEWHERE}?a={SECRET}", {}, b"", GONE),
        (ELSEWHERE, {}, SECRET.encode("utf-16"), GONE),
        (ELSEWHERE, {"content-encoding": "gzip"}, gzip.compress(SECRET.encode(), mtime=0), GONE),
        (
            ELSEWHERE,
            {"content-encoding": "br"},
            b"?",
            "its body may hold a credential of staging, and cannot be looked into",
        ),
        (ELSEWHERE, {}, "".join(f"\\u{ord(char):04x}" for char in SECRET).encode(), GONE),
        (
            ELSEWHERE,
            {},
            "".join(f"\\u{ord(char):04X}" if at % 2 else char for at, char in enumerate(SECRET)).encode(),
            GONE,
        ),
        (ELSEWHERE, {}, SECRET.replace("-", "%2D").encode(), GONE),
        (ELSEWHERE, {}, SECRET.replace("-", "%252D").encode(), GONE),
        (ELSEWHERE, {}, SECRET.replace("-", "%25252D").encode(), ""),
        (ELSEWHERE, {}, SECRET.replace("-", "&#45;").encode(), GONE),
        ("https://staging.example/x", {}, SECRET.encode(), ""),
    ],
)
@pytest.mark.usefixtures("_secret")
def test_a_credential_that_cannot_be_taken_out_keeps_the_request_here(url, headers, content, said):
    told = refused(keep_home, STAGING, url, headers, content)
    assert said in told
    assert bool(said) == bool(told)


@pytest.mark.parametrize(("size", "said"), [(499, GONE), (500, "")])
@pytest.mark.usefixtures("_secret")
def test_a_long_body_is_unquoted_once(monkeypatch, size, said):
    monkeypatch.setattr(guard, "LONG", 500)
    twice = SECRET.replace("-", "%252D").encode()
    assert said in refused(keep_home, STAGING, ELSEWHERE, {}, twice.ljust(size))
    assert GONE in refused(keep_home, STAGING, ELSEWHERE, {}, SECRET.replace("-", "%2D").encode().ljust(size))
    assert bool(said) == bool(refused(keep_home, STAGING, ELSEWHERE, {}, twice.ljust(size)))
