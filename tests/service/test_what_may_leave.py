"""What may leave this machine, decided without a network: each guard by its own words."""

from __future__ import annotations

import pytest
from refusals import permitting, refused

from pytest_golive.service.addresses import neighbours
from pytest_golive.service.http.guard import (
    changes,
    check_addresses,
    check_method,
)
from pytest_golive.service.target import Target, same_port

pytestmark = pytest.mark.security
PRODUCTION = Target("live", "https://shop.example", production=True)
CUSTOMERS = frozenset({("https", "shop.example", 443)})
STAGING = Target("staging", "https://staging.example", customers=CUSTOMERS)


@pytest.mark.parametrize(
    ("method", "url", "headers", "content", "what"),
    [
        ("GET", "https://a.example/x?y=1", {}, b"", ""),
        ("head", "https://a.example", {}, b"", ""),
        ("OPTIONS", "/x", {}, b"", ""),
        ("POST", "https://u:p@a.example/x?y=1", {}, b"", "POST https://a.example/x"),
        ("GET", "https://a.example/x?_method=PUT", {}, b"", "GET https://a.example/x with _method in its query"),
        ("GET", "https://a.example", {"X-HTTP-Method": "PUT"}, b"", "GET https://a.example with x-http-method"),
        ("GET", "https://a.example", {}, b"_method=PUT", "GET https://a.example with _method in its body"),
    ],
)
def test_what_makes_a_request_more_than_a_read(method, url, headers, content, what):
    assert changes(method, url, headers, content) == what


MAY = "(to permit it: allow = ['{0}'] in [tool.golive.targets.live], and --golive-allow={0})"


@pytest.mark.parametrize(
    ("target", "method", "url", "purpose", "headers", "said"),
    [
        (PRODUCTION, "GET", "https://shop.example/x", "", {}, ""),
        (
            PRODUCTION, "POST", "https://shop.example/x", "", {},
            "POST https://shop.example/x was not sent: live is production, and only read-only requests go there "
            + MAY.format("write"),
        ),
        (
            PRODUCTION, "POST", "/x", "load", {},
            "live is production, and only read-only requests go there " + MAY.format("load"),
        ),
        (
            Target("live", "https://x.example", production=True, stands_for="it has the name of production"),
            "POST", "/x", "", {}, "live counts as production (it has the name of production), and only",
        ),
        (Target("live", "https://x.example", production=True, **permitting("write")), "POST", "/x", "", {}, ""),
        (Target("live", "https://x.example", production=True, **permitting("load")), "POST", "/x", "load", {}, ""),
        (Target("live", "https://x.example", production=True, **permitting("load")), "POST", "/x", "", {}, MAY.format("write")),
        (Target("live", "https://x.example", production=True, **permitting("write")), "POST", "/x", "load", {}, MAY.format("load")),
        (STAGING, "POST", "https://staging.example/x", "", {}, ""),
        (STAGING, "GET", "https://shop.example/x", "", {}, ""),
        (
            STAGING, "POST", "https://shop.example/x", "", {},
            "POST https://shop.example/x was not sent: that is production, and staging, which it was sent for, is not",
        ),
        (STAGING, "POST", "https://shop.example:8443/x", "", {}, ""),
        (STAGING, "POST", "https://other.example/x", "", {}, ""),
        (
            STAGING, "POST", "https://staging.example/x", "", {"Host": "shop.example"},
            "that is production by its Host header, ",
        ),
    ],
)  # fmt: skip
def test_only_reads_go_to_production(target, method, url, purpose, headers, said):  # noqa: PLR0917 -- a table
    told = refused(check_method, target, method, url, purpose, headers)
    assert said in told
    assert bool(said) == bool(told)


@pytest.fixture
def resolved(monkeypatch):
    """What the hosts of production resolve to."""
    places = {"shop.example": frozenset({"192.0.2.1", "192.0.2.2"}), "unseen.example": frozenset()}
    monkeypatch.setattr(neighbours, "places_of", places.__getitem__)
    monkeypatch.setattr(neighbours, "place_of", str)
    return places


HERE = ("https", "staging.example", 443)
BY_ADDRESS = ("https", "192.0.2.1", 443)
FOR = "sent for, is not"
SHARED = "; if another virtual host answers there, write shares_address = true for staging"


@pytest.mark.parametrize(
    ("what", "origin", "addresses", "said"),
    [
        ("", HERE, ["192.0.2.1"], ""),
        ("POST x", HERE, ["192.0.2.9"], ""),
        ("POST x", HERE, [], ""),
        (
            "POST x", HERE, ["192.0.2.9", "192.0.2.2", "192.0.2.1"],
            f"POST x was not sent: that is production by its address, 192.0.2.2, and staging, which it was {FOR}{SHARED}",
        ),
        ("POST x", BY_ADDRESS, ["192.0.2.1"], "by its address, 192.0.2.1, and staging, which it was sent for, is not"),
        ("POST x", ("https", "staging.example", 8443), ["192.0.2.1"], ""),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("resolved")
def test_no_write_goes_to_an_address_of_production(what, origin, addresses, said):
    told = refused(check_addresses, STAGING, what, origin, addresses)
    assert said in told
    assert bool(said) == bool(told)
    assert (SHARED in told) == (bool(told) and origin is HERE)


@pytest.mark.parametrize(
    ("origin", "cure"),
    [
        (HERE, "by its name alone, write shares_address = true for staging"),
        (BY_ADDRESS, "use a name instead of the address, and write shares_address = true for staging"),
    ],
)
@pytest.mark.usefixtures("resolved")
def test_no_write_goes_where_production_cannot_be_told(origin, cure):
    customers = frozenset({("https", "unseen.example", 443)})
    staging = Target("staging", "https://staging.example", customers=customers)
    told = refused(check_addresses, staging, "POST x", origin, ["192.0.2.9"])
    assert "POST x was not sent: whether it goes to production is unknown, since unseen.example, which is" in told
    assert told.endswith(cure) or f"{cure};" in told
    assert refused(check_addresses, staging, "", origin, ["192.0.2.9"]) == ""


def test_a_target_is_careful_unless_it_is_told_otherwise():
    target = Target("shop", "https://Shop.Example/base/", headers={"X": "b", "HOST": "a.example"})
    assert target.url == "https://shop.example/base"
    assert target.origin == ("https", "shop.example", 443)
    assert (target.production, target.shares_address, target.public_only) == (False, False, False)
    assert (target.max_body, target.max_redirects) == (5_000_000, 5)
    assert target.host_header == "a.example"
    assert Target("shop", "https://shop.example").host_header == ""
    assert target.address_of("/x") == "https://shop.example/base/x"
    assert target.address_of("HTTP+x.1-y:z") == "HTTP+x.1-y:z"
    assert [target.may("load"), PRODUCTION.may("load")] == [True, False]
    assert "turnstile" not in repr(target)
    assert "client_certificate" not in repr(target)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [(80, 443, True), (443, 80, True), (8080, 8080, True), (80, 8080, False), (443, 8443, False), (80, 80, True)],
)
def test_the_ports_of_http_and_https_are_one_site(one, other, same):
    assert same_port(one, other) is same
    assert STAGING.is_customers(("http", "shop.example", 80))
    assert not STAGING.is_customers(("http", "shop.example", 8080))
    assert not STAGING.is_customers(("https", "other.example", 443))
