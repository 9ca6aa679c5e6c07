"""The gate about the documentation of APIs: it passes, is breached, and cannot measure."""

from __future__ import annotations

import pytest
from documented import API, PAY, REFERENCE


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
        ("        cents: how much", "        euros: how much", "*explains a parameter euros, which does not exist*"),
        (
            'currency: str = "EUR"',
            'currency: str = "USD"',
            "*says that currency is \"EUR\" by default, but it is 'USD'*",
        ),
        (
            "        ValueError: nothing",
            "        Vanished: nothing",
            "*names an exception Vanished, which does not exist*",
        ),
        ("    return cents\n", "    print(cents)\n", "*says what it returns, but it returns nothing*"),
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
    documented.breaches(API, "*docs/reference.md:5: the page names shop.pay.refund, which does not exist*")


def promising(documented):
    """A module that promises four functions, three of which the reference has."""
    names = ["pay", "owe", "due", "refund"]
    more = "".join(f'\n\ndef {name}():\n    "Do it."\n' for name in names[1:])
    documented.write("src/shop/pay.py", f"{PAY}{more}".replace('["pay"]', repr(names)))
    documented.write("docs/reference.md", f"{REFERENCE}\n::: shop.pay.owe\n\n::: shop.pay.due\n")


def test_api_documentation_current_is_breached_by_a_promise_that_no_page_keeps(documented):
    promising(documented)
    documented.breaches(API, "*src/shop/pay.py:*: shop.pay.refund is public, but no reference page names it*")


DOUBTFUL = "*worth a look: src/shop/pay.py:7: shop.pay.pay: it raises ValueError, but the docstring does not say so*"
VERDICT = "*documents worth a look: 1 (src/shop/pay.py:7)*"


def test_api_documentation_current_passes_with_what_is_worth_a_look(documented):
    documented.write("src/shop/pay.py", PAY.replace("        ValueError: nothing", "        KeyError: nothing"))
    documented.passes(API, DOUBTFUL, VERDICT)
    documented.settings('[tool.golive.documentation]\nworth_a_look = "fail"\n')
    documented.breaches(API, "*docstrings that are not true: 1, must be at most 0*", "*it raises ValueError, but*")


def test_api_documentation_current_shows_one_place_of_each_file(documented):
    promising(documented)
    text = f"{PAY}\n\ndef owe():\n    'Do it.'\n\n\ndef due():\n    'Do it.'\n".replace(
        '["pay"]', "['pay', 'owe', 'due']"
    )
    documented.write("src/shop/pay.py", text)
    documented.write("docs/reference.md", REFERENCE)
    documented.passes(API, "*worth a look: src/shop/pay.py:*: shop.pay.*is public*(and 1 more in this file)*")


def test_api_documentation_current_is_not_set_up_where_nobody_can_read_docstrings(documented):
    documented.write("src/shop/pay.py", '"""Payments."""\nfrom shop._fast import pay\n')
    documented.write("src/shop/_fast.pyx", "def pay(): pass\n")
    said = "*no public class or function was found in * modules in Python: src/shop/*"
    made = "*what is compiled is not read: src/shop/_fast.pyx*"
    documented.cannot_measure(API, said, made, word="NOT SET UP")


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


def test_api_documentation_current_is_not_set_up_without_an_api(shop):
    text = (shop.path / "pyproject.toml").read_text()
    shop.write("pyproject.toml", text.replace("[tool.golive]\n", '[tool.golive]\nkind = "service"\n'))
    shop.cannot_measure(API, "*1 row not set up yet*", word="NOT SET UP")
