"""Which URLs belong to one service, and what is permitted on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from refusals import permitting

from pytest_golive.masking.known import MASK
from pytest_golive.service.http.guard import check_method, joined, keep_home, plain
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target, bracketed, origin_of

pytestmark = pytest.mark.security


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://shop.example", "https://shop.example:443/path"),
        ("http://shop.example/a", "http://shop.example:80"),
        ("HTTPS://Shop.Example", "https://shop.example"),
        ("https://user@shop.example", "https://shop.example"),
    ],
)
def test_a_port_that_goes_without_saying_and_capitals_make_no_other_origin(one, other):
    assert origin_of(one) == origin_of(other)


@pytest.mark.parametrize(
    "other", ["http://shop.example", "https://shop.example:80", "http://shop.example:443", "https://shop.example.org"]
)
def test_scheme_host_and_port_each_make_another_origin(other):
    assert origin_of("https://shop.example") != origin_of(other)


def test_the_last_port_is_one_and_the_next_is_none():
    assert origin_of("https://shop.example:65535")[2] == 65535
    with pytest.raises(Unreachable, match="its port is none"):
        origin_of("https://shop.example:65536")


def test_an_origin_is_told_in_full():
    assert origin_of("https://Shop.example/x") == ("https", "shop.example", 443)
    assert origin_of("http://shop.example") == ("http", "shop.example", 80)
    assert origin_of("ws://shop.example") == ("ws", "shop.example", 0)
    assert origin_of("/x") == ("", "", 0)


@pytest.mark.parametrize("named", ["https://shop.example", "https://shop.example:443"])
@pytest.mark.parametrize("written", ["https://shop.example/orders", "https://shop.example:443/orders"])
def test_production_is_known_with_its_port_and_without(named, written):
    staging = Target("staging", "https://staging.example", customers=frozenset({origin_of(named)}))
    with pytest.raises(Unreachable) as caught:
        check_method(staging, "POST", written, "")
    assert "that is production, and staging, which it was sent for, is not" in caught.value.what
    assert caught.value.kind == "refused here"


def test_a_refusal_says_what_was_not_sent_and_how_to_permit_it():
    prod = Target("prod", "https://shop.example", production=True, **permitting("load"))
    with pytest.raises(Unreachable) as caught:
        check_method(prod, "post", "https://shop.example/orders?x=1", "", {"X-HTTP-Method": "PUT", "Accept": "*/*"})
    assert caught.value.what == (
        "post https://shop.example/orders with x-http-method was not sent: prod is production, and only read-only "
        "requests go there (to permit it: allow = ['write'] in [tool.golive.targets.prod], and --golive-allow=write)"
    )
    with pytest.raises(Unreachable) as caught:
        check_method(prod, "PUT", "https://shop.example/", "auth_flows")
    assert "allow = ['auth_flows']" in caught.value.what
    assert " with " not in caught.value.what
    for header in ("X-HTTP-Method-Override", "x-http-method", "X-Method-Override"):
        with pytest.raises(Unreachable, match=rf"GET https://shop.example/ with {header.lower()} was not sent"):
            check_method(prod, "GET", "https://shop.example/", "", {header: "DELETE"})
    check_method(prod, "PUT", "https://shop.example/", "load")
    check_method(prod, "get", "https://shop.example/", "")


def test_a_target_that_is_production_itself_is_asked_by_its_own_rules():
    origin = origin_of("https://shop.example")
    prod = Target("prod", "https://shop.example", production=True, **permitting("write"), customers=frozenset({origin}))
    check_method(prod, "POST", "https://shop.example/orders", "")


def test_credentials_stay_on_their_way_home_and_are_taken_out_elsewhere():
    MASK.add("canary-Wq71Lm55")
    target = Target("staging", "https://shop.example/base/")
    sent = {
        "Authorization": "a",
        "cookie": "b",
        "Proxy-Authorization": "c",
        "X-Key": "canary-" + "Wq71Lm55",
        "Accept": "text/html",
    }
    home = dict(sent)
    keep_home(target, "https://shop.example:443/other?key=canary-Wq71Lm55", home, b"canary-Wq71Lm55")
    assert home == sent
    keep_home(target, "https://other.example/", sent, b"\xff")
    assert sent == {"Accept": "text/html"}
    for url, content in (("https://other.example/canary-Wq71Lm55", b""), ("https://o.example/", b"canary-Wq71Lm55")):
        with pytest.raises(Unreachable) as caught:
            keep_home(target, url, {}, content)
        assert caught.value.kind == "refused here"
        assert "a credential of staging would have gone along" in caught.value.what


def test_an_address_is_the_base_with_the_path_or_a_whole_url():
    target = Target("staging", "https://shop.example/base/")
    assert target.url == "https://shop.example/base"
    assert target.origin == ("https", "shop.example", 443)
    assert target.address_of("/x") == "https://shop.example/base/x"
    assert target.address_of("https://other.example/x") == "https://other.example/x"


def test_where_an_answer_leads():
    assert joined("https://shop.example/a/b", "c") == "https://shop.example/a/c"
    with pytest.raises(
        Unreachable, match=r"https://shop\.example/a: it redirects to what is no URL: its port"
    ) as caught:
        joined("https://shop.example/a?token=1", "https://shop.example:port/")
    assert caught.value.kind == "bad redirect"


def test_a_url_in_a_message_has_no_query_no_user_and_no_secret():
    MASK.add("canary-Wq71Lm55")
    assert plain("https://me:pass@Shop.example:8443/a/canary-Wq71Lm55?q=1#f") == "https://shop.example:8443/a/[hidden]"
    assert plain("https://shop.example") == "https://shop.example"
    assert plain("/x") == ":///x"


def test_what_may_be_done():
    assert Target("staging", "https://x").may("load")
    prod = Target("prod", "https://x", production=True, **permitting("load"))
    assert prod.may("load")
    assert not prod.may("write")


def test_what_goes_without_saying():
    target = Target("staging", "https://x")
    assert (target.production, target.permitted, target.customers, target.headers) == (
        False,
        frozenset(),
        frozenset(),
        {},
    )
    assert (target.timeout, target.connect_timeout, target.max_body, target.max_redirects) == (10, 5, 5_000_000, 5)
    assert "/run/turn" not in repr(Target("staging", "https://x", turnstile=Path("/run/turn")))


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://[::1]:8443/orders?x=1", "http://[::1]:8443/orders"),
        ("https://[2001:db8::7]/", "https://[2001:db8::7]/"),
        ("https://shop.example:8443/a#b", "https://shop.example:8443/a"),
    ],
)
def test_an_ipv6_address_keeps_its_brackets(url, told):
    assert plain(url) == told
    assert bracketed("::1") == bracketed("[::1]") == "[::1]"
    assert bracketed("shop.example") == "shop.example"


def test_only_what_is_missing_of_a_permission_is_named():
    def cure(settings=(), option=()):
        return Target("live", "https://x", by_settings=frozenset(settings), by_option=frozenset(option)).to_permit(
            "deploy"
        )

    assert cure(["deploy"]) == "to permit it: --golive-allow=deploy"
    assert cure(option=["deploy"]) == "to permit it: allow = ['deploy'] in [tool.golive.targets.live]"
    both = "to permit it: allow = ['deploy'] in [tool.golive.targets.live], and --golive-allow=deploy"
    assert cure(["load"], ["load"]) == both
