"""What guides say about this version, and whether they name what breaks."""

from __future__ import annotations

import pytest
from packaging.version import Version

from pytest_golive.documents.breaking.changes import Change
from pytest_golive.documents.breaking.guides import CLAIM, Guide, Span, chosen, guides
from pytest_golive.documents.breaking.headings import sections
from pytest_golive.documents.breaking.named import Guides

SPAN = Span(Version("1.1"), Version("2.0.0"))


def texts(path: str, text: str) -> list[str]:
    return [" ".join(guide.text.split()) for guide in guides({path: text}, SPAN)]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("This release is fully backward compatible.", True),
        ("There are no breaking changes in this release.", True),
        ("The new till is optional and fully backward compatible.", False),
    ],
)
def test_only_what_is_said_of_the_release_is_a_claim(text, claims):
    assert bool(CLAIM.search(text)) is claims


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# Changes\n\n## 2.0.0 (2026-11-20)\n\nA\n\n### Removed\n\nB\n\n## 1.1\n\nC\n", ["## 2.0.0 (2026-11-20) A ### Removed B"]),
        ("Changes\n=======\n\n2.0.0\n-----\n\nA\n\n1.1.0\n-----\n\nB\n", ["2.0.0 ----- A"]),
        ("22.0\n~~~~\n\nA\n", []),
        ("Log\n---\n\nv2.0\n~~~~\n\nA\n\nv1.0\n~~~~\n\nB\n", ["v2.0 ~~~~ A"]),
        ("## [Unreleased]\n\nA\n\n## [1.1.0]\n\nB\n", ["## [Unreleased] A"]),
        ("## 2.0.0rc1\n\nA\n\n## 1.9\n\nB\n\n## 1.0\n\nC\n", ["## 2.0.0rc1 A", "## 1.9 B"]),
        ("## 3.0\n\nA\n", []),
        ("```\n## 2.0\n```\n\nA\n", []),
        ("## From 1.x to 2.0\n\nA\n", ["## From 1.x to 2.0 A"]),
        ("No headings at all.\n", []),
    ],
)  # fmt: skip
def test_the_sections_of_the_versions_since_then_are_read(text, said):
    assert texts("CHANGELOG.md", text) == said


def test_a_guide_without_versions_speaks_of_this_one():
    assert texts("docs/migration.md", "# How to migrate\n\nA\n") == ["# How to migrate A"]


def test_a_file_of_one_version_speaks_of_that():
    assert texts("docs/releases/2.0.rst", "A\n") == ["A"]
    assert texts("docs/releases/1.0.rst", "A\n") == []


def test_fragments_speak_of_what_is_to_come():
    assert texts("newsfragments/12.removal.rst", "A\n") == ["A"]
    assert texts("newsfragments/README.rst", "A\n") == []


def test_guides_are_found_by_their_names():
    paths = [
        "CHANGELOG.md",
        "NEWS",
        "docs/upgrading.rst",
        "docs/v2-migration-guide.rst",
        "docs/whatsnew/2.0.md",
        "changes/1.feature",
    ]
    others = ["README.md", "src/news.py", "shop/migrations/0001.txt", "tests/CHANGELOG.md", "docs/design.md"]
    assert chosen([*paths, *others], ()) == paths
    assert chosen(["a.md", "b.md"], ["b.md"]) == ["b.md"]


def test_many_headings_take_no_time_that_grows_with_their_square():
    found = sections("".join(f"{'#' * (1 + n % 6)} Heading {n}\n\n" for n in range(60_000)))
    assert len(found) == 60_000
    assert found[0].end == found[6].start


@pytest.mark.parametrize(
    ("name", "rule", "detail", "text", "is_named"),
    [
        ("shop.pay.refund", "object-removed", "", "Removed `refund`.", True),
        ("shop.pay.refund", "object-removed", "", "Removed ``shop.pay.refund``.", True),
        ("shop.pay.refund", "object-removed", "", "Removed :func:`~shop.pay.refund`.", True),
        ("shop.pay.refund", "object-removed", "", "There is no refund() any more.", True),
        ("shop.pay.refund", "object-removed", "", "A refund takes three days.", False),
        ("shop.pay.get_back", "object-removed", "", "There is no get_back any more.", True),
        ("shop.pay.get_back", "object-removed", "", "There is no forget_back any more.", False),
        ("shop.Cart.add", "object-removed", "", "Cart.add is gone.", True),
        ("shop.Cart.add", "object-removed", "", "We add more.", False),
        ("shop.pay", "parameter-removed", "method", "`pay` has no parameter `method`.", True),
        ("shop.pay", "parameter-removed", "method", "Removed the `method` argument.", True),
        ("shop.pay", "parameter-removed", "method", "`pay` is quicker.", False),
        ("shop.pay", "parameter-removed", "method", "All arguments of `pay` are keyword-only.", True),
        ("shop.pay", "parameter-removed", "method", "A new method was found.", False),
        ("shop.Cart", "base-removed", "Basket", "Removed `Basket`.", True),
        ("shop.tax", "module-removed", "", "The module shop.tax is gone.", True),
        ("shop.flaskparser", "module-removed", "", "Drop support for Flask (#12).", True),
        ("shop.python_compat", "module-removed", "", "Drop support for Python 3.9.", False),
        ("shop.flaskparser", "module-removed", "", "Add support for Flask.", False),
        ("shop.Cart.__getitem__", "object-removed", "", "Remove the unpacking of `Cart`.", True),
        ("shop.Cart.__getitem__", "object-removed", "", "`Cart` is quicker.", False),
        ("shop.appengine", "module-removed", "", "Removed support for the App Engine.", True),
        ("shop.appengine", "module-removed", "", "The App Engine is quicker.", False),
        ("shop.parser", "module-removed", "", "Removed a bug of the parser.", False),  # one word means anything
        ("shop.pay.TeaPots", "object-removed", "", "Tea pots are no longer sold.", True),
        ("shop.pay", "parameter-kind", "method", "Optional arguments must be passed as keyword arguments.", True),
        ("shop.pay", "parameter-kind", "method", "The method is quicker.", False),
        ("shop.pay", "parameter-kind", "method", "Search by keyword.", False),
        ("shop.Cart", "parameter-removed", "**kwargs", "Remove ``weight`` from ``Cart``.", True),
        ("shop.Cart", "parameter-removed", "**kwargs", "``Cart`` is quicker.", False),
    ],
)
def test_a_change_is_named_where_a_user_would_find_it(name, rule, detail, text, is_named):
    change = Change(rule, name, "", "shop/pay.py", detail=detail)
    assert Guides([Guide("CHANGELOG.md", 1, f"Other words.\n\n- {text}\n")]).names(change) is is_named


@pytest.mark.parametrize("text", ["Remove previously deprecated code.", "Everything deprecated in 1.x was removed."])
def test_one_sentence_will_do_for_what_was_announced(text):
    said = Guides([Guide("CHANGELOG.md", 1, text)])
    assert said.names(Change("object-removed", "shop.pay", "", "shop.py", was_announced=True))
    assert not said.names(Change("object-removed", "shop.pay", "", "shop.py"))


@pytest.mark.parametrize(
    ("path", "text", "is_named"),
    [
        ("GET /orders/{id}", "`GET /orders/{order_id}` is gone", True),
        ("GET /orders/{id}", "/orders/:id is gone", True),
        ("GET /orders/{id}", "/orders is gone", False),
        ("GET /orders", "/orders/{id} is gone", False),
        ("GET /orders", "/orders is gone", True),
        ("GET /orders", "/orders-of-today is gone", False),
    ],
)
def test_an_operation_is_named_by_its_path(path, text, is_named):
    change = Change("api-removed-without-deprecation", path, "", "openapi.json", tool="oasdiff")
    assert Guides([Guide("CHANGELOG.md", 1, text)]).names(change) is is_named


@pytest.mark.parametrize(
    "text",
    [
        "Breaking changes: none",
        "**Breaking changes:** None",
        "### Breaking changes\n\nNone.",
        "Breaking changes\n~~~~~~~~~~~~~~~~\n\n- None",
        "There are no breaking changes.",
        "It is fully backwards compatible.",
    ],
)
def test_a_claim_that_nothing_breaks_is_found(text):
    assert [line for line, _ in Guide("CHANGELOG.md", 10, f"## 2.0\n\n{text}\n").claims()] == [12]


def test_other_words_about_breaking_changes_are_no_claim():
    assert [*Guide("CHANGELOG.md", 1, "## Breaking changes\n\n- no more refunds; none of them broke\n").claims()] == []
