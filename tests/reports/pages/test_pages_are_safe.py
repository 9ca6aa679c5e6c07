"""Nothing that others write becomes a part of the page's markup, its script or its addresses."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from paged import Elements, around, every_outcome, hostile_verdict, html, row, verdict_of

from pytest_golive.judging.verdict import Outcome
from pytest_golive.masking.known import MASK
from pytest_golive.reports.html.links import Forge, web

EVIL = "</script></style><script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}{% raw %}&lt;\u202e\x00"
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "rect", "path"}
SECRET = "s3cr3t&word'of <ours>"  # pragma: allowlist secret


def tags_of(text):
    return [(tag, sorted(attributes)) for tag, attributes in Elements(text).found]


def test_hostile_text_changes_no_element_and_no_attribute():
    mild, evil = "mild", EVIL
    assert tags_of(html(hostile_verdict(evil), around(evil))) == tags_of(html(hostile_verdict(mild), around(mild)))


def test_only_our_script_and_our_style_have_an_effect():
    text = html(hostile_verdict(EVIL), around(EVIL))
    policy = next(m["content"] for m in Elements(text).of("meta") if m.get("http-equiv"))
    for name in ("script", "style"):
        (inner,) = re.findall(rf"<{name}>(.*?)</{name}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert not [a for _, a in Elements(text).found if any(name.startswith("on") or name == "style" for name in a)]


def test_nothing_is_loaded():
    text = html(verdict_of(*every_outcome()))
    elements = Elements(text)
    assert not {tag for tag, _ in elements.found} & {"img", "iframe", "object", "embed", "video", "audio", "base"}
    assert [link["href"].partition(",")[0] for link in elements.of("link")] == ["data:image/svg+xml"]
    assert not [attributes for _, attributes in elements.found if "src" in attributes]
    assert "url(" not in text
    assert "@import" not in text


def test_addresses_lead_to_the_web_or_to_a_row():
    text = html(hostile_verdict("javascript:alert(1)"), around("javascript:alert(1)"))
    addresses = [link["href"] for link in Elements(text).of("a")]
    assert addresses
    assert not [one for one in addresses if not one.startswith(("#", "https://"))]
    ids = [attributes["id"] for _, attributes in Elements(text).found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {one[1:] for one in addresses if one.startswith("#")} <= set(ids)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "https://a:b@c.example/", "https://", "//x.example", "https://a.example/ b",
     "https://[::1", 'https://a.example/"x', "https://a.example/\u202e", "file:///etc/passwd", "https://a.example/" + "x" * 3000],
)  # fmt: skip
def test_other_addresses_are_text(address):
    assert web(address) == ""


@pytest.mark.security
def test_a_secret_is_hidden_wherever_it_stands():
    MASK.add(SECRET)
    try:
        text = html(hostile_verdict(f"a {SECRET} b"), around(f"a {SECRET} b"))
    finally:
        MASK.reset()
    assert "s3cr3t" not in text
    assert "[hidden]" in text


def test_names_of_files_that_are_no_text_are_shown():
    text = html(hostile_verdict("caf\udce9"), around("caf\udce9"))
    assert text.encode()
    assert "caf\\udce9" in text


def test_every_element_is_closed():
    class Balanced(Elements):
        def __init__(self, text):
            self.open = []
            super().__init__(text)

        def handle_starttag(self, tag, attrs):
            super().handle_starttag(tag, attrs)
            if tag not in EMPTY:
                self.open.append(tag)

        def handle_startendtag(self, tag, attrs):
            super().handle_starttag(tag, attrs)

        def handle_endtag(self, tag):
            assert self.open.pop() == tag

    assert Balanced(html(hostile_verdict(EVIL), around(EVIL))).open == []
    assert Balanced(html(verdict_of(*every_outcome(30)))).open == []


@pytest.mark.parametrize(
    ("kind", "file", "commit"),
    [
        ("github", "/blob/{}/sub/a%20b.py#L7", "/commit/{}"),
        ("gitlab", "/-/blob/{}/sub/a%20b.py#L7", "/-/commit/{}"),
        ("gitea", "/src/commit/{}/sub/a%20b.py#L7", "/commit/{}"),
        ("bitbucket", "/src/{}/sub/a%20b.py#lines-7", "/commits/{}"),
    ],
)
def test_places_lead_to_the_forge(kind, file, commit):
    sha = "a" * 40
    forge = Forge("https://git.example/shop/shop", kind, sha, "sub/")
    assert forge.place("a b.py:7") == f"https://git.example/shop/shop{file.format(sha)}"
    assert forge.page == f"https://git.example/shop/shop{commit.format(sha)}"


def test_what_is_no_file_of_the_repository_has_no_address():
    forge = Forge("https://git.example/shop/shop", "github", "a" * 40)
    assert [forge.place(one) for one in ("", "/etc/passwd:1", "../x.py", "a//b", ".")] == [""] * 5
    assert forge.file("%2e%2e/\udcff?#", 1).endswith("/%252e%252e/%FF%3F%23#L1")
    assert Forge("https://git.example/shop/shop", "", "a" * 40).page == "https://git.example/shop/shop"
    assert Forge("https://git.example/shop/shop", "github", "a" * 39).place("a.py:1") == ""
    assert Forge("javascript:x", "github", "a" * 40).place("a.py:1") == ""


def test_a_row_that_blocks_is_told_by_words_and_a_sign_and_not_by_colour_alone():
    text = " ".join("".join(Elements(html(verdict_of(row(Outcome.FAILED)))).text).split())
    assert "✕failed" in text
