"""Links to other sites: the requests, over a real server on loopback, and the judgement of the responses."""

from __future__ import annotations

import secrets

import pytest
from linking import PATIENT, asker, gathered

from pytest_golive.codebase.cache import ResultCache
from pytest_golive.documents.outside.asking import Asker, State
from pytest_golive.documents.outside.gathering import Release
from pytest_golive.documents.outside.review import Rules, ask_all
from pytest_golive.service.addresses import resolving


@pytest.mark.parametrize(
    ("answers", "state", "said", "asked"),
    [
        ([200], State.THERE, "", 1),
        ([404], State.GONE, "it answers 404", 2),
        ([410], State.GONE, "it answers 410", 2),
        ([405, 200], State.THERE, "", 2),
        ([403], State.UNKNOWN, "it answers 403", 2),
        ([401], State.UNKNOWN, "it answers 401", 2),
        ([304], State.UNKNOWN, "it answers 304", 1),
        ([429, 429, 200], State.THERE, "", 3),
        ([503, 404], State.GONE, "it answers 404", 2),
        ([500], State.UNKNOWN, "it answers 500", 4),
        ([(429, {"Retry-After": "7200"})], State.UNKNOWN, "it answers 429 (Retry-After: 7200)", 1),
    ],
)
def test_only_what_says_so_is_gone_or_there(site, answers, state, said, asked):
    found = asker()[0].ask(site.says("/page", *answers))
    assert (found.state, found.said) == (state, said)
    assert len(site.seen) == asked


def test_a_site_is_asked_again_when_it_says(site):
    asking, waits = asker()
    url = site.says("/busy", (429, {"Retry-After": "7"}), (503, {}), 200)
    assert asking.ask(url).state is State.THERE
    assert waits == [7.0, 2.0]


def test_redirects_are_followed_as_everywhere(site):
    moved = site.says("/old", (301, {"Location": "/new"}))
    site.says("/new", 404)
    assert asker()[0].ask(moved).said == f"it answers 404, at {site.url}/new"
    loop = site.says("/loop", (302, {"Location": "/loop"}))
    assert "redirects go round in a loop" in asker()[0].ask(loop).said
    strange = site.says("/strange", (302, {"Location": "ftp://127.0.0.1/x"}))
    assert "redirects to the scheme ftp" in asker()[0].ask(strange).said


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "10.1.2.3", "169.254.169.254"])
def test_private_addresses_are_not_asked_unless_the_settings_say_so(site, host):
    url = f"http://{host}:{site.server.server_address[1]}/page"
    found = asker(private=False)[0].ask(url)
    assert found.state is State.UNKNOWN
    assert "is this machine's, or of a private network" in found.said
    assert site.seen == []


def test_a_public_name_does_not_lead_into_a_private_network(site, monkeypatch):
    monkeypatch.setattr(resolving.socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("10.0.0.7", 443))])
    found = asker(private=False)[0].ask("https://docs.python.org/3/")
    assert "10.0.0.7 is this machine's, or of a private network" in found.said


def test_plain_http_to_others_is_asked_by_https(monkeypatch):
    monkeypatch.setattr(resolving.socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("192.0.2.1", 80))])
    asked = []
    real = Asker._asked

    def noted(self, url):
        asked.append(url)
        return real(self, url)

    monkeypatch.setattr(Asker, "_asked", noted)
    found = asker()[0].ask("http://docs.python.org/3/")
    assert asked == ["http://docs.python.org/3/", "https://docs.python.org/3/"]
    assert found.state is State.UNKNOWN
    assert found.said.startswith("nothing is sent in clear text, and by https: ")


def test_what_asks_for_more_than_a_read_is_not_sent(site):
    found = asker()[0].ask(site.says("/a?_method=DELETE", 200))
    assert "only read-only requests go there" in found.said
    assert site.seen == []


def test_each_address_is_asked_once_and_nobody_needs_to_ask_for_some(site):
    there, gone = site.says("/there", 200), site.says("/gone", 404)
    found = gathered(
        f"{there}#a", f"{there}#b", gone, "https://shop.example/x", "https://example.com/", "https://{host}/x",
        "mailto:a@b.example", "https://me:pw@127.0.0.1/", "https://wiki.intern/a", "http://[::1", "ftp://a.b/",
        exclude=["https://wiki.intern/"],
    )  # fmt: skip
    assert list(found.places) == [there, gone]
    assert {reason: len(urls) for reason, urls in found.spared.items()} == {
        "of hosts that are kept for examples": 2,
        "with a user name in it": 1,
        "left out by the settings": 1,
        "with a placeholder in it": 1,
        "no address that can be asked for": 1,
    }
    review = ask_all(found, PATIENT)
    assert [(each.path, each.line, each.message) for each in review.gone] == [
        ("README.md", 5, f"link to {gone}: it answers 404")
    ]
    assert review.known == 2
    assert site.seen.count("HEAD /there") == 1


@pytest.mark.parametrize(
    ("url", "is_spared"),
    [
        ("https://github.com/acme/shop/compare/v1.1.0...v1.2.0", True),
        ("https://pypi.org/project/shop/1.2.0/", True),
        ("https://github.com/acme/shop/releases/tag/v1.1.0", False),
        ("https://github.com/acme/shop/releases/tag/v1.2.0.1", False),
        ("https://other.org/1.2.0/", False),
    ],
)
def test_addresses_of_this_release_are_not_there_yet(url, is_spared):
    found = gathered(url, release=Release("1.2.0", {"acme/shop", "/shop/"}))
    assert list(found.spared) == (["of this release, which is not out yet"] if is_spared else [])


def test_what_was_there_is_kept_for_a_time_and_nothing_else_is(site, tmp_path):
    urls = [site.says("/there", 200), site.says("/gone", 404), site.says("/wall", 403)]
    cache = ResultCache(tmp_path, secrets.token_bytes(32))
    first = ask_all(gathered(*urls), PATIENT, cache=cache)
    before = len(site.seen)
    again = ask_all(gathered(*urls), PATIENT, cache=cache)
    assert (first.kept, again.kept) == (0, 1)
    assert [line for line in site.seen[before:] if "there" in line] == []
    assert len(site.seen) - before == 4  # the two others, by HEAD and by GET
    assert again.unknown == (f"{site.url}/wall: it answers 403",)
    ask_all(gathered(*urls), Rules(keep=1e-9, timeout=600, private=True), cache=cache)
    assert site.seen.count("HEAD /there") == 2
