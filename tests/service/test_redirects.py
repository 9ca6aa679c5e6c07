"""Every redirect is checked, described, and limited."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_golive.service.answers.redirects import Chain, joined, lead_of
from pytest_golive.service.http.unreachable import Unreachable

HERE = "https://shop.example/a/b?c"


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/x", "https://shop.example/x"),
        ("x", "https://shop.example/a/x"),
        ("../x?y#z", "https://shop.example/x?y"),
        ("?next=http://other.example/", "https://shop.example/a/b?next=http://other.example/"),
        ("//other.example/x", "https://other.example/x"),
        ("HTTPS://Other.Example:443/x/../y", "https://other.example:443/y"),
        ("http://127.1/x", "http://127.0.0.1/x"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("https://other.example?x", "https://other.example/?x"),
        ("https://other.example", "https://other.example/"),
        ("/with space", "https://shop.example/with%20space"),
        ("\t /x ", "https://shop.example/x"),
        ("/a?b=\\c", "https://shop.example/a?b=\\c"),
        ("x:y", None),
        ("./x:y", "https://shop.example/a/x:y"),
    ],
)
def test_where_a_location_leads(location, url):
    assert lead_of(HERE, [location]).url == (url or "")


BAD = [
    ("", "nowhere: its Location is empty"),
    ("  ", "nowhere: its Location is empty"),
    ("mailto:x@shop.example", "to the scheme mailto, which is no web address"),
    ("javascript:alert(1)", "to the scheme javascript, which is no web address"),
    ("JAVASCRIPT:alert(1)", "to the scheme javascript, which is no web address"),
    ("data:,x", "to the scheme data, which is no web address"),
    ("file:///real", "to the scheme file, which is no web address"),
    ("file:/real", "to the scheme file, which is no web address"),
    ("ftp://shop.example/x", "to the scheme ftp, which is no web address"),
    ("ws://shop.example/x", "to the scheme ws, which is no web address"),
    ("about:blank", "to the scheme about, which is no web address"),
    ("a:80/x", "to the scheme a, which is no web address"),
    ("localhost:8080/x", "to the scheme localhost, which is no web address"),
    ("http:127.0.0.2", "without '//' and a host after it"),
    ("https:/x", "without '//' and a host after it"),
    ("http:", "without '//' and a host after it"),
    ("http://", "without '//' and a host after it"),
    ("http:///x", "without '//' and a host after it"),
    ("//", "without '//' and a host after it"),
    ("///other.example", "without '//' and a host after it"),
    ("//?x", "without '//' and a host after it"),
    ("http:\\\\h", "a backslash, which some clients read as a slash"),
    ("\\\\other.example/x", "a backslash, which some clients read as a slash"),
    ("/\\other.example/x", "a backslash, which some clients read as a slash"),
    ("https://shop.example\\@other.example/", "a backslash, which some clients read as a slash"),
    ("http://[", "to what is no URL: its host is no IPv6 address"),
    ("//[", "to what is no URL: its host is no IPv6 address"),
    ("http://[::1", "to what is no URL"),
    ("http://h:port/", "to what is no URL: its port is none"),
    ("http://h:99999/", "to what is no URL: its port is none"),
    ("http://h:0/", "to what is no URL: its port is none"),
    ("http://xn--/", "to what is no URL: its host is no internationalised name"),
    ("http://xn--zzzzzzzzz999.example/", "to what is no URL: its host is no internationalised name"),
    ("http://a..b/", "to what is no URL: the name of its host has an empty part"),
    ("http://a b/", "to what is no URL: its host holds a character"),
    ("http://%/", "to what is no URL: its host holds a '%'"),
    ("http://1.2.3.4.5/", "to what is no URL: its host ends in a number"),
    ("https://me@shop.example/", "a user name in it"),
    ("https://me:word@shop.example/", "a user name in it"),
    ("/x\x00y", "control characters"),
    ("/x\u202ey", "control characters"),
    ("/" + "x" * 9000, "to an address of 9,001 characters"),
]


@pytest.mark.parametrize(("location", "why"), BAD)
def test_a_location_that_nobody_follows_is_named(location, why):
    lead = lead_of(HERE, [location])
    assert not lead.url
    assert why in lead.why
    with pytest.raises(Unreachable, match=r"https://shop\.example/a/b: it redirects ") as caught:
        joined(HERE, location)
    assert caught.value.kind == "bad redirect"
    assert "let Location name one path" in caught.value.cure


def test_several_addresses_are_none_and_one_twice_is_one():
    assert "to 2 addresses at once" in lead_of(HERE, ["/x", "/y"]).why
    assert lead_of(HERE, ["/x", "/x"]).url == "https://shop.example/x"
    assert "Location is empty" in lead_of(HERE, []).why


@given(st.text(max_size=60))
def test_any_location_leads_to_a_url_or_has_a_name(location):
    lead = lead_of(HERE, [location])
    assert bool(lead.url) != bool(lead.why)
    assert lead.url.isascii()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["mailto:", "http:", "//", "/", "\\", "[", "]", "@", ":", "%", "xn--", "ü", "1", "."])))
def test_pieces_of_addresses_in_any_order_crash_nothing(pieces):
    lead = lead_of(HERE, ["".join(pieces)])
    assert bool(lead.url) != bool(lead.why)


def test_a_chain_that_may_not_be_has_no_step():
    with pytest.raises(Unreachable, match="more than 0 redirects"):
        Chain(0, HERE).step(302, "GET", "https://shop.example/x")
    chain = Chain(1, HERE)
    chain.step(302, "GET", "https://shop.example/x")
    assert chain.steps == ["302 https://shop.example/x"]
