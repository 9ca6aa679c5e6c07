"""Recognising production by its address: names that resolve to it, and targets that declare that they share it."""

from __future__ import annotations

import socket
import threading

import pytest
from listening import listening

from pytest_golive.service.addresses import neighbours
from pytest_golive.service.addresses.neighbours import (
    meets_production,
    place_of,
    places_of,
    stands_for,
    unseen_production,
)
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.guard import check_addresses, check_clear_text
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target

pytestmark = pytest.mark.security
SHOP = ("https", "shop.example", 443)


def staging(url="https://stage.example", **more):
    return Target("staging", url, customers=frozenset({SHOP}), **more)


def test_another_name_of_productions_address_is_production(resolver):
    resolver.names = {"shop.example": [["203.0.113.1", "203.0.113.2"]], "stage.example": [["203.0.113.2"]]}
    assert meets_production(staging(), ("https", "stage.example", 443), ["203.0.113.9", "203.0.113.2"]) == "203.0.113.2"
    assert meets_production(staging(), ("https", "stage.example", 443), ["203.0.113.9"]) == ""
    assert meets_production(staging(), ("https", "stage.example", 8443), ["203.0.113.2"]) == ""
    assert meets_production(staging(), ("http", "stage.example", 80), ["203.0.113.2"]) == "203.0.113.2"
    assert meets_production(staging(production=True), ("https", "stage.example", 443), ["203.0.113.2"]) == ""
    with pytest.raises(Unreachable) as caught:
        check_addresses(staging(), "POST https://stage.example/x", ("https", "stage.example", 443), ["203.0.113.2"])
    assert "production by its address, 203.0.113.2, and staging, which it was sent for, is not" in caught.value.what
    assert "write shares_address = true for staging" in caught.value.what
    check_addresses(staging(), "", ("https", "stage.example", 443), ["203.0.113.2"])


def test_a_target_that_says_so_shares_productions_address_by_its_name_and_not_by_the_address_alone(resolver):
    resolver.names = {"shop.example": [["203.0.113.1"]]}
    beside = staging(shares_address=True)
    assert meets_production(beside, ("https", "stage.example", 443), ["203.0.113.1"]) == ""
    assert meets_production(beside, ("https", "203.0.113.1", 443), ["203.0.113.1"]) == "203.0.113.1"
    with pytest.raises(Unreachable) as caught:
        check_addresses(beside, "POST https://203.0.113.1/x", ("https", "203.0.113.1", 443), ["203.0.113.1"])
    assert "shares_address" not in caught.value.what


def test_all_addresses_that_a_balancer_has_named_are_remembered(resolver, monkeypatch):
    resolver.names = {"shop.example": [["203.0.113.1"], ["203.0.113.2"], []]}
    assert places_of("shop.example") == {"203.0.113.1"}
    assert places_of("shop.example") == {"203.0.113.1"}
    assert resolver.asked == ["shop.example"]
    monkeypatch.setattr(neighbours, "FRESH", -1.0)
    assert places_of("shop.example") == {"203.0.113.1", "203.0.113.2"}
    assert places_of("shop.example") == {"203.0.113.1", "203.0.113.2"}


def test_a_production_that_does_not_resolve_here_may_be_anywhere_at_its_port(resolver):
    resolver.names = {"shop.example": [[]], "stage.example": [["203.0.113.2"]]}
    stage = ("https", "stage.example", 443)
    assert meets_production(staging(), stage, ["203.0.113.2"]) == ""
    assert unseen_production(staging(), stage) == "shop.example"
    assert stands_for(staging()) == (
        "whether it has the address of production is unknown: shop.example does not resolve here; if production is told "
        "apart by its name alone, write shares_address = true"
    )
    with pytest.raises(Unreachable) as caught:
        check_addresses(staging(), "POST https://stage.example/x", stage, ["203.0.113.2"])
    assert (
        "whether it goes to production is unknown, since shop.example, which is production, does" in caught.value.what
    )
    assert "told apart by its name alone, write shares_address = true for staging" in caught.value.what
    with pytest.raises(Unreachable, match="use a name instead of the address, and write shares_address"):
        check_addresses(staging(), "POST https://203.0.113.2/", ("https", "203.0.113.2", 443), ["203.0.113.2"])
    check_addresses(staging(), "", stage, ["203.0.113.2"])
    check_addresses(staging(), "POST https://stage.example:8443/", ("https", "stage.example", 8443), ["203.0.113.2"])
    check_addresses(staging(shares_address=True), "POST https://stage.example/x", stage, ["203.0.113.2"])
    assert stands_for(staging("https://stage.example:8443")) == stands_for(staging(shares_address=True)) == ""


def test_a_resolver_that_hangs_holds_nobody_for_ever(monkeypatch):
    monkeypatch.setattr(neighbours, "_known", {})
    monkeypatch.setattr(neighbours, "PATIENCE", 0.01)
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(60) and [])
    assert places_of("shop.example") == frozenset()
    over.set()


def test_addresses_of_this_machine_are_one_place():
    for address in ("127.0.0.1", "127.3.2.1", "::1", "0.0.0.0", "::", "::ffff:127.0.0.1"):  # nosec B104
        assert place_of(address) == "this machine"
    assert (
        place_of("203.0.113.1") == place_of("::ffff:203.0.113.1") == place_of("64:ff9b::203.0.113.1") == "203.0.113.1"
    )
    assert place_of("fe80::1%eth0") == place_of("fe80::1%eth1") == "fe80::1"
    assert place_of("2001:db8::1") == "2001:db8::1"


def test_the_own_addresses_of_this_machine_count_too():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("203.0.113.1", 9))
        except OSError:
            own = "127.0.0.1"  # no route, no other address
        else:
            own = probe.getsockname()[0]
    assert place_of(own) == "this machine"


def test_a_target_is_production_by_its_name_its_host_header_or_its_address(resolver):
    resolver.names = {
        "shop.example": [["203.0.113.1"]],
        "stage.example": [["203.0.113.1"]],
        "other.example": [["203.0.113.7"]],
    }
    assert stands_for(staging("https://SHOP.example.")) == "it has the name of production"
    assert stands_for(staging("http://shop.example")) == "it has the name of production"
    by_header = staging("https://203.0.113.9:8443", headers={"host": "Shop.example.:1"})
    assert stands_for(by_header) == "its Host header has the name of production"
    assert "the address of production, 203.0.113.1; if production is told apart" in stands_for(staging())
    assert "the address of production" in stands_for(staging("https://203.0.113.1", shares_address=True))
    assert stands_for(staging(shares_address=True)) == ""
    assert stands_for(staging("https://other.example")) == ""
    assert stands_for(staging("https://stage.example:8443")) == ""
    assert stands_for(staging("https://shop.example", production=True)) == ""
    assert stands_for(Target("t", "https://shop.example")) == ""


def test_what_it_stands_for_is_said_where_a_write_is_refused():
    target = Target("staging", "https://stage.example", production=True, stands_for="it has the name of production")
    from pytest_golive.service.http.guard import check_method

    with pytest.raises(
        Unreachable, match=r"staging counts as production \(it has the name of production\), and only read-only"
    ):
        check_method(target, "POST", "https://stage.example/", "")


def test_a_name_that_changes_between_look_and_connection_leads_where_was_looked(resolver):
    """A name is resolved once for a connection, so the address that was judged is the one that is used."""
    with listening() as production:
        resolver.names = {
            "rebound.example": [["127.0.0.1"], ["203.0.113.1"]],
            "shop.example": [["203.0.113.77"]],
        }
        target = Target("staging", f"http://rebound.example:{production.port}", customers=frozenset({SHOP}))
        assert Service(target).ask("/").status == 200
        assert resolver.asked.count("rebound.example") == 1
        assert production.connections == 1
        with pytest.raises(Unreachable, match=r"plain http, and 203\.0\.113\.1 is not this machine"):
            Service(target).ask("/")


def test_a_name_that_comes_to_lead_to_production_is_noticed_at_once(resolver):
    with listening() as production:
        customers = frozenset({("http", "shop.example", production.port)})
        resolver.names = {"shop.example": [["127.0.0.1"]], "rebound.example": [["127.0.0.1"]]}
        target = Target("staging", f"http://rebound.example:{production.port}", customers=customers)
        with pytest.raises(Unreachable, match=r"production by its address, 127\.0\.0\.1"):
            Service(target, purpose="auth_flows").ask("/login", "POST")
        assert production.heard == (0, b"")
        assert Service(target).ask("/").status == 200


def test_clear_text_is_known_in_each_form_of_an_address():
    for address in ("::ffff:127.0.0.1", "::1", "127.9.9.9"):
        check_clear_text("http://x", [address])
    for address in ("::ffff:203.0.113.1", "0.0.0.0", "not-an-address"):  # nosec B104
        with pytest.raises(Unreachable, match="is not this machine"):
            check_clear_text("http://x", [address])


def test_an_international_target_is_asked_by_its_one_name_with_its_own_credentials(resolver, serve):
    server = serve()
    port = server.url.rpartition(":")[2]
    resolver.names = {"xn--bcher-kva.example": [["127.0.0.1"]]}
    own = Service(Target("own", f"http://BÜCHER.example.:{port}"))
    own.ask("/a", headers={"Authorization": "Bearer abcdefghijkl"})
    own.ask(f"http://bücher.example:{port}/b", headers={"Authorization": "Bearer abcdefghijkl"})
    with own.open() as client:
        client.get(f"http://bücher.example:{port}/c", headers={"Authorization": "Bearer abcdefghijkl"})
    assert {sent["Host"] for _, _, sent, _ in server.requests} == {f"xn--bcher-kva.example:{port}"}
    assert ["Authorization" in sent or "authorization" in sent for _, _, sent, _ in server.requests] == [True] * 3
    assert set(resolver.asked) - {"127.0.0.1"} == {"xn--bcher-kva.example"}
