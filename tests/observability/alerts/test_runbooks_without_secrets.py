"""Addresses of runbooks with a password or a token: neither is ever shown, wherever the runbook is named."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.reaching.result import Alert
from pytest_golive.observability.alerts.reaching.runbooks import NoHeadings, Runbooks, shown_address
from pytest_golive.observability.alerts.routing.labels import Labels

FILES = {"docs/errors.md": frozenset({"errors"})}


@pytest.fixture
def wiki(serve):
    pages = {"/there": (200, b"<h1>Errors</h1>"), "/empty": (200, b""), "/broken": (500, b""), "/refused": (403, b"")}

    def answered(request):
        status, body = pages.get(request[1].partition("?")[0], (404, b"no such page"))
        return status, {"Content-Type": "text/html"}, body

    return serve(answered)


def judged(address, **books):
    found = Runbooks(books.pop("files", FILES.get), **books).judge(
        Alert("ShopErrors", Labels.of({}), {"runbook_url": address})
    )
    return found, " ".join(str(vars(one)) if isinstance(one, CannotMeasure) else repr(one) for one in found)


@pytest.mark.parametrize(
    "path",
    [
        "/there", "/gone", "/empty", "/broken", "/refused", "/there#no-such", "/there#access=SECRET-HASH-44",
        "/{{ $labels.foo }}",
    ],
)  # fmt: skip
def test_neither_password_nor_query_of_an_address_is_shown(wiki, path):
    page, mark, anchor = path.partition("#")
    address = f"{wiki.url}{page}?private_token=SECRET-TOKEN-44{mark}{anchor}".replace("://", "://wiki:SECRET-WORD-44@")
    (place, _, _), said = judged(address)
    assert "SECRET" not in said
    assert place == wiki.url + page


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("docs/errors.md#errors", "docs/errors.md#errors"),
        ("./docs/errors.md", "./docs/errors.md"),
        ("docs/@team/errors.md", "docs/@team/errors.md"),
        ("@team/errors.md", "@team/errors.md"),
        ("wiki.local/errors?token=SECRET", "wiki.local/errors"),
        ("SECRET@wiki.local/errors", "wiki.local/errors"),
        ("//ann:SECRET@wiki.local/errors?x=SECRET", "https://wiki.local/errors"),
        ("ann:SECRET@wiki.local/errors", "'wiki.local/errors'"),
        ("https://ann:SECRET@{{ $labels.host }}/x?y=SECRET", "'{{ $labels.host }}/x'"),
        ("https://wiki.local/#/pages?token=SECRET", "https://wiki.local/"),
        ("docs/errors.md#x?token=SECRET", "docs/errors.md#x"),
    ],
)
def test_an_address_is_shown_as_people_know_it(address, shown):
    assert shown_address(address) == shown


def test_files_that_nobody_can_list_are_no_runbooks_that_are_there():
    def unlisted(_path):
        raise CannotMeasure("the folder is not in a git repository", "make it one")

    for address in ("docs/errors.md", "docs/errors.md#errors"):
        (_, finding, doubt), _ = judged(address, files=unlisted)
        assert finding is None
        assert doubt.what.endswith(f"is not proven: {address}: the folder is not in a git repository")


def test_a_file_without_headings_is_there_and_its_anchor_is_not_proven():
    def unread(_path):
        raise NoHeadings("runbook.pdf is no document whose headings can be read", "name a place in a Markdown document")

    assert judged("runbook.pdf", files=unread)[0][1:] == (None, None)
    assert "no document whose headings can be read" in judged("runbook.pdf#errors", files=unread)[0][2].what


def test_a_page_of_a_forge_is_its_file_whatever_its_query_says():
    places = {"https://git.shop.example/shop/-/blob/main/": ""}
    assert judged("https://git.shop.example/shop/-/blob/main/docs/errors.md?ref_type=heads#errors", places=places)[0][
        1:
    ] == (None, None)
