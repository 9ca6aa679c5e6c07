"""Each host has one normal form, however it is written; text that is not a host is rejected with a reason."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pytest_golive.service.addresses.hosts import NoHost, address_of, bracketed, host_of

pytestmark = pytest.mark.security
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


@pytest.mark.parametrize(
    ("normal", "spellings"),
    [
        (
            "shop.example",
            [
                "shop.example",
                "SHOP.Example",
                "shop.example.",
                "%73hop.example",
                "shop%2Eexample",
                "shop.example".translate(WIDE),
                "shop\u3002example",
                "shop\uff61example",
                "sh\u00adop.example",
                "ⓢⓗⓞⓟ.example",
                "\u017fhop.example",
                "%EF%BD%93hop.example",
            ],
        ),
        (
            "xn--bcher-kva.example",
            [
                "bücher.example",
                "BÜCHER.example",
                "bu\u0308cher.example",
                "xn--bcher-kva.example",
                "XN--BCHER-KVA.EXAMPLE.",
                "b%C3%BCcher.example",
                "bücher。example",
            ],
        ),
        ("xn--strae-oqa.example", ["straße.example", "STRAẞE.example", "xn--strae-oqa.example"]),
        ("xn--ls8h.example", ["💩.example", "xn--ls8h.example"]),
        (
            "127.0.0.1",
            [
                "127.0.0.1",
                "127.0.0.1.",
                "127.1",
                "127.0.1",
                "2130706433",
                "0x7f000001",
                "0X7F000001",
                "017700000001",
                "0177.0.0.1",
                "0x7f.0.0.1",
                "0x7f.1",
                "127.0x000001",
                "%31%32%37.1",
                "127.0.0.1".translate(WIDE),
                "①②⑦.0.0.1",
                "127。0。0。1",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[0:0:0:0:0:FFFF:7F00:0001]",
                "::ffff:127.0.0.1",
                "[64:ff9b::127.0.0.1]",
            ],
        ),
        ("0.0.0.0", ["0", "0x", "0.0.0.0", "00.0", "0x0.0x0"]),  # nosec B104
        ("::1", ["[::1]", "::1", "[0:0:0:0:0:0:0:1]", "[0000::0001]"]),
        ("fe80::1%eth0", ["[fe80::1%25eth0]", "[FE80::1%eth0]", "fe80:0::1%eth0"]),
        ("my_service", ["my_service", "MY_SERVICE."]),
        ("a--b.example", ["a--b.example"]),
        ("localhost", ["localhost", "LOCALHOST."]),
    ],
)
def test_each_spelling_has_the_same_normal_form(normal, spellings):
    assert {spelling: host_of(spelling) for spelling in spellings} == dict.fromkeys(spellings, normal)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "names no host"),
        (".", "ends in a number and is no IPv4"),
        ("a..b", "empty part"),
        (".a", "empty part"),
        ("shop.example..", "empty part"),
        ("a b", "character that no host may hold"),
        ("a\tb", "character that no host may hold"),
        ("shop.example\\", "character that no host may hold"),
        ("a%2Fb", "character that no host may hold"),
        ("a%00b", "character that no host may hold"),
        ("a@b", "character that no host may hold"),
        ("%zz", "'%' that quotes nothing"),
        ("100%", "'%' that quotes nothing"),
        ("%ff", "quoted bytes that are no text"),
        ("xn--", "no internationalised name"),
        ("xn--a", "no internationalised name"),
        ("xn--zzzzzzzzz999.example", "no internationalised name"),
        ("xn--bücher.example", "no internationalised name"),
        ("a\u200d.example", "no internationalised name"),
        ("\ufffd.example", "no internationalised name"),
        ("1.2.3.4.5", "ends in a number and is no IPv4"),
        ("shop.0x4", "ends in a number and is no IPv4"),
        ("09.1", "ends in a number and is no IPv4"),
        ("256.1.1.1", "a number that is too large"),
        ("127.0.0.256", "a number that is too large"),
        ("127.16777216", "a number that is too large"),
        ("4294967296", "a number that is too large"),
        ("[", "no IPv6 address"),
        ("[]", "no IPv6 address"),
        ("[::1", "no IPv6 address"),
        ("[::g]", "no IPv6 address"),
        ("[1.2.3.4]", "no IPv6 address"),
        ("[fe80::1%]", "the zone is none"),
        ("[fe80::1%a b]", "the zone is none"),
        ("a" * 64 + ".example", "longer than names can be"),
        ("a." * 127 + "example", "longer than names can be"),
        ("a" * 3000, "too long"),
    ],
)
def test_what_is_no_host_is_refused_with_the_reason(text, why):
    with pytest.raises(NoHost, match=why) as caught:
        host_of(text)
    assert text not in str(caught.value) or len(text) < 3


@given(st.one_of(st.text(max_size=40), st.text(alphabet="0123456789abcdefxX.%-[]:", max_size=30)))
@example("xn--0")
@example("[::%25")
@example("\ud800")
def test_any_text_is_a_host_or_none_and_the_normal_form_stays_as_it_is(text):
    try:
        host = host_of(text)
    except NoHost:
        return
    assert host.isascii()
    assert host == host.lower() or "%" in host
    assert host_of(bracketed(host)) == host


@given(st.ip_addresses())
def test_each_address_has_one_form(address):
    assert address_of(host_of(bracketed(str(address)))) == address_of(str(address))


@given(st.ip_addresses(v=4))
def test_numbers_of_any_base_mean_the_address_they_are(address):
    number = int(address)
    parts = [number >> 24, number & 0xFFFFFF]
    for spelt in (str(number), hex(number), f"0{number:o}", ".".join(map(hex, parts)), f"::ffff:{address}"):
        assert host_of(spelt) == str(address)


def test_what_stands_in_an_ipv6_address_is_taken_out():
    assert address_of("::ffff:192.0.2.1") == ipaddress.ip_address("192.0.2.1")
    assert address_of("64:ff9b::c000:201") == ipaddress.ip_address("192.0.2.1")
    assert address_of("fe80::1%eth0") == ipaddress.ip_address("fe80::1")
    assert address_of("shop.example") is None
