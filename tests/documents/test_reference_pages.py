"""Reference pages are compared with the public API."""

from __future__ import annotations

import pytest

from pytest_golive.documents.reference.pages import read_pages
from pytest_golive.documents.reference.standing import compare

SHOP = {
    "shop/__init__.py": "__all__ = ['pay', 'Cart']\nfrom shop._pay import pay, Cart\n",
    "shop/_pay.py": "def pay(): ...\nclass Cart:\n    def add(self): ...\n",
}
MORE = {
    "shop/__init__.py": "__all__ = ['pay', 'Cart', 'a', 'b', 'c']\nfrom shop._pay import pay, Cart, a, b, c\n",
    "shop/_pay.py": f"{SHOP['shop/_pay.py']}def a(): ...\ndef b(): ...\ndef c(): ...\n",
}
BY_HAND = "".join(f".. autofunction:: shop.{name}\n" for name in ("pay", "a", "b", "c"))


@pytest.fixture
def standing(make_tree):
    def found(text, path="docs/api.rst", files=SHOP, **others):
        texts = {path: text, **others}
        pages = read_pages(texts)
        result = compare(make_tree(files), pages, pages.read_by_name(texts), pages.words(texts))
        return sorted(each.key for each in result.lacking), [each.place for each in result.gone]

    return found


@pytest.mark.parametrize(
    "text",
    [
        ".. autofunction:: shop.pay\n.. autoclass:: shop.Cart\n   :members:\n",
        ".. currentmodule:: shop\n\n.. autofunction:: pay\n\n.. autoclass:: Cart\n",
        ".. automodule:: shop\n   :members:\n",
        ".. autosummary::\n   :toctree: x\n\n   shop.pay\n   ~shop.Cart\n",
        ".. py:function:: shop.pay(cents)\n.. py:class:: shop.Cart\n",
        ".. module:: shop\n.. function:: pay(cents)\n.. class:: Cart()\n",
        "::: shop\n",
        "# API\n\n::: shop.pay\n\n::: shop.Cart\n    options:\n      members: true\n",
        "```{autofunction} shop.pay\n```\n```{autoclass} shop.Cart\n```\n",
        "```{eval-rst}\n.. autofunction:: shop.pay\n.. autoclass:: shop.Cart\n```\n",
        ".. autofunction:: shop.pay\n\nCart\n----\n\nWhat is bought.\n",
        ".. autofunction:: shop.pay\n\nSee `Cart`.\n",
    ],
)
def test_what_stands_there_is_found(standing, text):
    assert standing(text) == ([], [])


def test_what_stands_nowhere_is_told(standing):
    assert standing(BY_HAND, files=MORE) == (["shop.Cart"], [])


def test_a_longer_name_names_what_it_is_in(standing):
    assert standing(".. autofunction:: shop.pay\n", **{"docs/guide.md": "Call shop.Cart.add.\n"}) == ([], [])


def test_what_a_package_loads_late_is_there(make_tree):
    text = (
        "import lazy_loader as lazy\n"
        "__getattr__, __dir__, __all__ = lazy.attach(__name__, submod_attrs={'_pay': ['pay']})\n"
    )
    files = {"shop/__init__.py": text, "shop/_pay.py": "def pay(): ...\n"}
    pages = read_pages({"docs/api.rst": ".. autofunction:: shop.pay\n.. autofunction:: shop.refund\n"})
    assert [each.key for each in compare(make_tree(files), pages).gone] == ["shop.refund"]


def test_a_namespace_package_is_there(make_tree):
    files = {"src/acme/shop/__init__.py": "__all__ = ['pay']\ndef pay(): ...\n"}
    pages = read_pages({"docs/api.rst": ".. automodule:: acme\n.. automodule:: acme.till\n"})
    found = compare(make_tree(files), pages)
    assert [each.key for each in found.gone] == ["acme.till"]


def test_a_module_of_which_no_page_speaks_is_named_and_not_missed(make_tree):
    inner = {"shop/tax.py": "__all__ = ['vat', 'due']\ndef vat(): ...\ndef due(): ...\n"}
    tree = make_tree({**SHOP, **inner})
    apart = compare(tree, read_pages({"docs/api.rst": ".. autofunction:: shop.pay\n"}))
    assert ([each.key for each in apart.unsure], apart.apart) == (["shop.Cart"], ["shop.tax"])
    spoken = compare(tree, read_pages({"docs/api.rst": ".. autofunction:: shop.tax.vat\n"}))
    assert [each.key for each in spoken.unsure] == ["shop.Cart", "shop.pay", "shop.tax.due"]
    assert spoken.apart == []


def test_the_defaults_of_autodoc_count(standing):
    conf = {"docs/conf.py": "autodoc_default_options = {\n    'members': True,\n}\n"}
    assert standing(".. automodule:: shop\n", **conf) == ([], [])


def test_what_is_named_with_its_path_elsewhere_in_the_documents_counts(standing):
    guide = {"docs/guide.md": "Make a shop.Cart first.\n"}
    assert standing(BY_HAND, files=MORE, **guide) == ([], [])
    log = {"CHANGELOG.md": "shop.Cart is new.\n"}
    assert standing(BY_HAND, files=MORE, **log) == (["shop.Cart"], [])


def test_what_is_gone_is_told_with_its_line(standing):
    text = ".. currentmodule:: shop\n\n.. autofunction:: pay\n.. autoclass:: Cart\n\n   .. automethod:: add\n   .. automethod:: drop\n"
    assert standing(text) == ([], ["docs/api.rst:7"])
    assert standing("::: shop\n\n::: shop.refund\n") == ([], ["docs/api.rst:3"])


def test_what_is_of_others_is_not_missed(standing):
    assert standing("::: shop\n\n.. autofunction:: os.path.join\n.. function:: anything(x)\n") == ([], [])


def test_a_module_that_a_compiler_makes_is_not_gone(make_tree):
    pages = read_pages({"docs/api.rst": ".. automodule:: shop.fast\n\n.. autofunction:: shop.fast.add\n"})
    files = {"shop/__init__.py": "", "shop/slow.py": ""}
    assert [each.line for each in compare(make_tree(files), pages).gone] == [1, 3]
    assert compare(make_tree({**files, "shop/fast.pyx": "def add(a, b): ..."}), pages).gone == []


@pytest.mark.parametrize("made", ["autoapi_dirs = ['src']", "extensions = ['sphinxcontrib.apidoc']"])
def test_what_makes_pages_of_everything_is_known(made):
    assert read_pages({"docs/conf.py": made}).generator.endswith("in docs/conf.py")
    assert read_pages({"mkdocs.yml": "plugins:\n  - gen-files:\n"}).generator == "gen-files in mkdocs.yml"


NESTED = """
.. automodule:: shop.pay

    .. autoclass:: Till

        .. autoattribute:: OPEN

        .. automethod:: count

    .. autofunction:: pay

.. automodule:: shop.cart

    .. autoclass:: Cart
"""


def test_what_stands_in_a_module_or_a_class_belongs_to_it(make_tree):
    files = {
        "shop/__init__.py": "",
        "shop/pay.py": "__all__ = ['Till', 'pay']\nclass Till:\n    OPEN, CLOSED = range(2)\n    def count(self): ...\ndef pay(): ...\n",
        "shop/cart.py": "__all__ = ['Cart', 'Bag']\nclass Cart: ...\nclass Bag: ...\n",
    }
    found = compare(make_tree(files), read_pages({"docs/api.rst": NESTED.replace("count", "close")}))
    assert [each.key for each in found.unsure] == ["shop.cart.Bag"]
    assert [each.message for each in found.gone] == ["the page names shop.pay.Till.close, which does not exist"]
    assert compare(make_tree(files), read_pages({"docs/api.rst": NESTED})).gone == []


def test_names_that_a_call_puts_into_the_module_are_there(make_tree):
    text = "from shop._lazy import load\nload(globals(), {'Cart': '._old'})\n"
    tree = make_tree({"shop/__init__.py": text, "shop/_lazy.py": "def load(where, names): ...\n"})
    page = {"docs/api.rst": ".. automodule:: shop\n\n.. autoclass:: Cart\n\n.. autoclass:: Till\n"}
    assert [each.key for each in compare(tree, read_pages(page)).gone] == ["shop.Till"]
