"""Each URL has one normal form; text that is not a URL is rejected with a reason."""

from __future__ import annotations

import pytest

from pytest_golive.service.addresses.origins import NoUrl, normal_url, origin_of, parts_of, plain
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target

pytestmark = pytest.mark.security


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTPS://Shop.Example.:8443/A?b#c", "https://shop.example:8443/A?b#c"),
        ("http://me:pw@127.1/x", "http://me:pw@127.0.0.1/x"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://[::1]:0080/", "http://[::1]:80/"),
        ("http://shop.example:/x", "http://shop.example/x"),
        ("http://shop.example?q", "http://shop.example?q"),
    ],
)
def test_only_the_host_of_a_url_is_changed(url, normal):
    assert normal_url(url) == normal
    assert normal_url(normal) == normal


@pytest.mark.parametrize(
    "url",
    [
        "shop.example/x",
        "http:shop.example",
        "http:/shop.example",
        "http:///x",
        "http://shop.example:port/",
        "http://shop.example:99999/",
        "http://shop.example:-1/",
        "http://shop.example:1:2/",
        "http://[::1]x/",
        "http://[::1/",
        "http://evil.example\\@shop.example/",
        "http://shop.example\\.evil.example/",
        "http://a b/",
    ],
)
def test_what_is_no_url_is_refused_by_name(url):
    with pytest.raises(NoUrl):
        parts_of(url)
    with pytest.raises(Unreachable) as caught:
        normal_url(url)
    assert caught.value.kind == "no url"
    assert "write a whole URL" in caught.value.cure


def test_any_text_can_be_shown():
    assert plain("http://[::1]:8080/x?y") == "http://[::1]:8080/x"
    assert plain("http://me:secret@[/x") == "'[/x'"
    assert plain("http://\x00/") == "'http://?/'"


def test_a_target_has_the_normal_form_of_its_url():
    assert Target("t", "http://BÜCHER.example.:80/base/").url == "http://xn--bcher-kva.example:80/base"
    assert Target("t", "http://127.1:8080").origin == ("http", "127.0.0.1", 8080)
    assert origin_of("https://shop.example.") == origin_of("https://SHOP.example:443/")


def test_a_path_with_an_address_in_its_query_is_a_path():
    target = Target("t", "https://shop.example/base")
    assert target.address_of("/login?next=https://shop.example/") == (
        "https://shop.example/base/login?next=https://shop.example/"
    )
