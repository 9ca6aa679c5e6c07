"""Which machine an address is, and whether a target counts as production, without a network."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address
from types import SimpleNamespace as Fake

import pytest

from pytest_golive.service.addresses import neighbours
from pytest_golive.service.addresses.neighbours import (
    THIS_MACHINE,
    meets_production,
    place_of,
    places_of,
    stands_for,
    unseen_production,
)
from pytest_golive.service.http.unreachable import unreachable
from pytest_golive.service.target import Target

pytestmark = pytest.mark.security
CURE = "if production is told apart by its name alone, write shares_address = true"
CUSTOMERS = frozenset({("https", "shop.example", 443), ("https", "admin.example", 8443)})


@pytest.fixture
def names(monkeypatch):
    """What names resolve to, and what was asked; each name may change."""
    known = {"shop.example": ["192.0.2.1", "192.0.2.2"], "staging.example": ["192.0.2.9"]}
    asked = []

    def resolve(host, port, timeout):
        asked.append((host, port, timeout))
        if not known.get(host):
            raise unreachable("dns", "no such name")
        return known[host]

    monkeypatch.setattr(neighbours, "resolve", resolve)
    monkeypatch.setattr(neighbours, "_known", {})
    monkeypatch.setattr(neighbours, "_is_ours", lambda address: str(address).startswith("127."))
    return Fake(known=known, asked=asked)


def staging(url="https://staging.example", **more):
    return Target("staging", url, **({"customers": CUSTOMERS} | more))


@pytest.mark.parametrize(
    ("target", "why"),
    [
        (staging(), ""),
        (staging("https://shop.example", production=True), ""),
        (staging("https://shop.example", customers=frozenset()), ""),
        (staging("https://shop.example/base"), "it has the name of production"),
        (staging("http://shop.example"), "it has the name of production"),
        (staging(headers={"Host": "shop.example"}), "its Host header has the name of production"),
        (
            staging("https://other.example"),
            f"it has the address of production, 192.0.2.2; {CURE}",
        ),
        (staging("https://other.example", shares_address=True), ""),
        (staging("https://other.example:9000"), ""),
        (staging("https://gone.example"), ""),
        (
            staging("https://other.example:8443"),
            f"whether it has the address of production is unknown: admin.example does not resolve here; {CURE}",
        ),
    ],
)
def test_what_counts_as_production(names, target, why):
    names.known["other.example"] = ["192.0.2.7", "192.0.2.2"]
    assert stands_for(target) == why
    if target.url.endswith(":9000"):
        assert names.asked == []  # no customers are at that port, so nobody needs to know where it is


@pytest.mark.parametrize(
    ("origin", "addresses", "met", "unseen"),
    [
        (("https", "staging.example", 443), ["192.0.2.9", "192.0.2.2", "192.0.2.1"], "192.0.2.2", ""),
        (("http", "staging.example", 80), ["192.0.2.1"], "192.0.2.1", ""),
        (("https", "staging.example", 443), ["192.0.2.9"], "", ""),
        (("https", "staging.example", 8443), ["192.0.2.1"], "", "admin.example"),
        (("https", "staging.example", 9000), ["192.0.2.1"], "", ""),
        (("https", "staging.example", 443), [], "", ""),
    ],
)
@pytest.mark.usefixtures("names")
def test_whose_address_it_is(origin, addresses, met, unseen):
    assert meets_production(staging(), origin, addresses) == met
    assert unseen_production(staging(), origin) == unseen
    for other in (staging(production=True), staging(shares_address=True), staging(customers=frozenset())):
        assert (meets_production(other, origin, addresses), unseen_production(other, origin)) == ("", "")


def test_a_shared_address_is_production_where_no_name_tells_them_apart(names):
    shared, by_address = staging(shares_address=True), ("https", "192.0.2.1", 443)
    assert meets_production(shared, by_address, ["192.0.2.1"]) == "192.0.2.1"
    assert {(port, timeout) for _, port, timeout in names.asked} == {(0, neighbours.PATIENCE)}


def test_what_a_name_has_resolved_to_is_known_for_a_while_and_never_forgotten(names, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(neighbours.time, "monotonic", lambda: now[0])
    assert places_of("shop.example") == {"192.0.2.1", "192.0.2.2"}
    names.known["shop.example"] = ["192.0.2.3"]
    now[0] += neighbours.FRESH - 0.1
    assert places_of("shop.example") == {"192.0.2.1", "192.0.2.2"}
    now[0] += 0.1
    assert places_of("shop.example") == {"192.0.2.1", "192.0.2.2", "192.0.2.3"}
    names.known["shop.example"] = []
    now[0] += neighbours.FRESH
    assert places_of("shop.example") == {"192.0.2.1", "192.0.2.2", "192.0.2.3"}
    assert places_of("shop.example") == {"192.0.2.1", "192.0.2.2", "192.0.2.3"}
    assert len(names.asked) == 3
    assert places_of("gone.example") == frozenset()
    assert places_of("gone.example") == frozenset()
    assert len(names.asked) == 4


@pytest.mark.parametrize(
    ("address", "place"),
    [("127.0.0.1", THIS_MACHINE), ("192.0.2.1", "192.0.2.1"), ("2001:DB8::0:1", "2001:db8::1"), ("a name", "a name")],
)
@pytest.mark.usefixtures("names")
def test_the_machine_behind_an_address(address, place):
    assert place_of(address) == place


class Socket:
    """Says with which address this machine would speak to another; sends nothing."""

    told = ("192.0.2.7", 1)

    def __init__(self, family, kind):
        self.family = family

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def connect(self, place):
        assert self.family == (neighbours.socket.AF_INET6 if ":" in place[0] else neighbours.socket.AF_INET)
        assert place[1] == neighbours.DISCARD

    def getsockname(self):
        return self.told


@pytest.mark.parametrize(
    ("address", "is_ours"),
    [
        ("127.0.0.5", True),
        ("::1", True),
        (str(IPv4Address(0)), True),
        ("::", True),
        ("169.254.1.1", False),
        ("fe80::1", False),
        ("192.0.2.7", True),
        ("192.0.2.8", False),
        ("2001:db8::1", False),
    ],
)
def test_an_address_is_ours_if_this_machine_would_speak_from_it(monkeypatch, address, is_ours):
    neighbours._is_ours.cache_clear()
    monkeypatch.setattr(neighbours.socket, "socket", Socket)
    monkeypatch.setattr(Socket, "told", (address if "fe80" in address or "169" in address else "192.0.2.7", 1))
    assert neighbours._is_ours(ip_address(address)) is is_ours
    neighbours._is_ours.cache_clear()
