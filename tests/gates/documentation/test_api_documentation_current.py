"""The gate about what is written of the APIs: it passes, is breached, and cannot measure."""

from __future__ import annotations

import json

import pytest

API = "documentation::api_documentation_current"
PAY = '''\
"""Payments."""

__all__ = ["pay"]


def pay(cents: int, currency: str = "EUR") -> int:
    """Take money.

    Args:
        cents: how much.
        currency: which, "EUR" by default.

    Returns:
        What was taken.

    Raises:
        ValueError: nothing is to be paid.
    """
    if cents <= 0:
        raise ValueError(cents)
    return cents
'''
REFERENCE = "# Reference\n\n::: shop.pay.pay\n"
OPENAPI = {
    "openapi": "3.1.0",
    "info": {"title": "shop", "version": "1.2.0"},
    "servers": [{"url": "https://shop.example"}],
    "paths": {"/orders/{id}": {"get": {"responses": {"200": {"description": "one"}, "404": {"description": "none"}}}}},
}


@pytest.fixture
def documented(shop):
    shop.write("src/shop/__init__.py", '"""The shop."""\n')
    shop.write("src/shop/pay.py", PAY)
    shop.write("docs/reference.md", REFERENCE)
    return shop


@pytest.fixture
def served(documented, live):
    """The document is committed, and served at the usual place."""
    documented.write("docs/openapi.json", json.dumps(OPENAPI))
    live.answers["/openapi.json"] = (200, {**OPENAPI, "servers": [{"url": "http://127.0.0.1"}]})
    return live


def test_api_documentation_current_passes(documented):
    documented.passes(
        API,
        "*public objects without a docstring: 0, must be at most 0*",
        "*docstrings that are not true: 0, must be at most 0*",
        "*public objects that the reference lacks: 0, must be at most 0*",
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("        cents: how much.\n", "", "*shop.pay.pay: the docstring does not explain the parameter cents*"),
        ("        cents: how much", "        euros: how much", "*explains a parameter euros, and there is none*"),
        ('currency: str = "EUR"', 'currency: str = "USD"', "*says that currency is \"EUR\" by default; it is 'USD'*"),
        (
            "        ValueError: nothing",
            "        KeyError: nothing",
            "*it raises ValueError, and the docstring does not*",
        ),
        ("        ValueError: nothing", "        Vanished: nothing", "*names an exception Vanished that is nowhere*"),
        ("    return cents\n", "    print(cents)\n", "*says what it returns, and it returns nothing*"),
        (
            '__all__ = ["pay"]',
            '__all__ = ["pay", "refund"]\n\ndef refund():\n    "Back."',
            "*shop.pay.refund is public*",
        ),
    ],
)
def test_api_documentation_current_is_breached(documented, old, new, said):
    documented.write("src/shop/pay.py", PAY.replace(old, new))
    documented.breaches(API, said)


def test_api_documentation_current_is_breached_by_what_nobody_explains(documented):
    documented.write("src/shop/pay.py", PAY[: PAY.index('    """Take')] + "    return cents\n")
    documented.breaches(API, "*src/shop/pay.py:6: the public function shop.pay.pay has no docstring*")


def test_api_documentation_current_is_breached_by_a_page_about_what_is_gone(documented):
    documented.write("docs/reference.md", f"{REFERENCE}\n::: shop.pay.refund\n")
    documented.breaches(API, "*docs/reference.md:5: the page names shop.pay.refund, which is not there*")


def test_api_documentation_current_asks_for_no_reference_where_there_is_none(documented):
    documented.write("docs/reference.md", "# Shop\n")
    documented.passes(API, "*reference pages: there are none*")


def test_api_documentation_current_says_what_it_does_not_cover(documented):
    documented.write("api/shop.proto", 'syntax = "proto3";\n')
    documented.write("api/schema.graphql", "type Query { a: Int }\n")
    documented.passes(API, "*not covered: Protobuf: api/shop.proto*", "*not covered: GraphQL: api/schema.graphql*")


def test_api_documentation_current_says_that_all_is_computed(documented):
    documented.write("src/shop/more.py", '"""More."""\n__all__ = [name for name in dir() if name]\n')
    documented.passes(API, "*__all__ is computed: shop.more*")


def test_api_documentation_current_holds_the_document_against_the_service(documented, served):
    documented.passes(API, "*differences between the OpenAPI document and the service: 0, must be at most 0*")


def test_api_documentation_current_is_breached_path_by_path(documented, served):
    now = json.loads(json.dumps(OPENAPI))
    now["paths"]["/orders/{id}"]["get"]["responses"]["404"]["description"] = "no such order"
    now["paths"]["/refunds"] = {"post": {"responses": {}}}
    served.answers["/openapi.json"] = (200, now)
    documented.breaches(
        API,
        "*docs/openapi.json: GET /orders/{id} responses.404.description: committed 'none', served 'no such order'*",
        "*docs/openapi.json: POST /refunds: the target serves it, and it is not committed*",
    )


def test_api_documentation_current_cannot_measure_a_page_instead_of_a_document(documented, served):
    documented.settings('[tool.golive.documentation.openapi]\nserved_at = "/docs"\n')
    served.answers["/docs"] = (200, b"<!doctype html><title>Swagger UI</title>")
    documented.cannot_measure(API, "*GET http://127.0.0.1:*/docs is an HTML page*", "*served_at =*")


def test_api_documentation_current_cannot_measure_a_document_that_is_served_nowhere(documented, served):
    del served.answers["/openapi.json"]
    documented.cannot_measure(API, "*staging serves no OpenAPI document at /openapi.json*", "*served_at =*")


def test_api_documentation_current_wants_a_target_for_a_document(documented):
    documented.write("docs/openapi.json", json.dumps(OPENAPI))
    documented.cannot_measure(
        API, "*docs/openapi.json is to be compared with what the service serves*", word="NOT SET UP"
    )


def test_api_documentation_current_says_that_nobody_compares_the_document(documented):
    documented.write("docs/openapi.json", json.dumps(OPENAPI))
    documented.settings("[tool.golive.documentation.openapi]\nserved = false\n")
    documented.passes(API, "*not covered: nobody compares docs/openapi.json with what is served*")


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("src/shop/broken.py", "def pay(:\n", "*src/shop/broken.py: Python 3.* cannot read it*"),
        ("src/shop/broken.py", b"a = 1\0", "*src/shop/broken.py*null*"),
        ("docs/openapi.yaml", b"\xff\xfe\x00", "*docs/openapi.yaml is not UTF-8*"),
        ("docs/openapi.json", "", "*docs/openapi.json is no OpenAPI document (it is empty)*"),
    ],
)
def test_api_documentation_current_cannot_measure_what_is_malformed(documented, live, path, text, said):
    documented.write(path, text)
    documented.cannot_measure(API, said)


def test_api_documentation_current_cannot_choose_among_documents(documented, live):
    documented.write("a/openapi.json", json.dumps(OPENAPI))
    documented.write("b/openapi.json", json.dumps(OPENAPI))
    documented.cannot_measure(API, "*there are several OpenAPI documents: a/openapi.json, b/openapi.json*")


def test_api_documentation_current_is_not_set_up_without_an_api(shop):
    text = (shop.path / "pyproject.toml").read_text()
    shop.write("pyproject.toml", text.replace("[tool.golive]\n", '[tool.golive]\nkind = "service"\n'))
    shop.cannot_measure(API, "*1 row not set up yet*", word="NOT SET UP")
