"""What the reference lacks for sure, and which of its names are gone for sure; all else is worth a look."""

from __future__ import annotations

import pytest

from pytest_golive.documents.reference.pages import read_pages
from pytest_golive.documents.reference.sources import Sources
from pytest_golive.documents.reference.standing import compare

NAMES = ("pay", "refund", "owe", "Cart")
OWN = "def pay(): ...\ndef refund(): ...\ndef owe(): ...\nclass Cart:\n    def add(self): ...\n"
PROMISED = {"shop/__init__.py": f"__all__ = {[*NAMES]}\n{OWN}"}
LISTED = "".join(f".. autofunction:: shop.{name}\n" for name in NAMES[:-1])


@pytest.fixture
def stands(make_tree, tmp_path):
    """What is lacking or gone; what is only worth a look is prefixed with a question mark."""

    def found(files, page, **others):
        for path, content in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(content if isinstance(content, bytes) else content.encode())
        texts = {"docs/api.rst": page, **others}
        pages = read_pages(texts)
        python = {path: text for path, text in files.items() if path.endswith(".py") and "tests/" not in path}
        tree = make_tree(python)
        sources = Sources.of(tmp_path, files, {name: module.file for name, module in tree.modules.items()})
        told = compare(tree, pages, pages.read_by_name(texts), pages.words(texts), sources)
        return [each.key for each in (*told.lacking, *told.gone)] + [f"?{each.key}" for each in told.unsure]

    return found


def test_a_promise_of_a_package_that_is_documented_by_hand_is_kept(stands):
    assert stands(PROMISED, LISTED) == ["shop.Cart"]


@pytest.mark.parametrize(
    ("init", "told"),
    [
        ("from shop._own import pay, refund, owe, Cart\n", "?shop.Cart"),
        ("from shop._own import pay as pay, refund as refund, owe as owe, Cart as Cart\n", "shop.Cart"),
        ("from shop import _own\nfrom shop._own import *\n__all__ = [*_own.__all__]\n", "?shop.Cart"),
    ],
)
def test_an_import_alone_is_no_promise(stands, init, told):
    files = {"shop/__init__.py": init, "shop/_own.py": f"__all__ = {[*NAMES]}\n{OWN}"}
    assert stands(files, LISTED) == [told]


@pytest.mark.parametrize(
    "more",
    [
        ".. autosummary::\n   :recursive:\n\n   shop.pay\n",
        ".. autosummary::\n   :template: all.rst\n\n   shop.pay\n",
        ".. automodapi:: shop\n",
        "{% for name in names %}\n",
        "Put it into the Cart.\n",
    ],
)
def test_what_may_bring_an_object_in_is_a_doubt(stands, more):
    assert stands(PROMISED, f"{LISTED}\n{more}") == ["?shop.Cart"]


def test_a_page_that_has_few_of_the_promised_names_makes_a_choice(stands):
    assert stands(PROMISED, ".. autofunction:: shop.pay\n.. autofunction:: shop.owe\n") == [
        "?shop.Cart",
        "?shop.refund",
    ]


@pytest.mark.parametrize("name", ["_Cart", "load_ipython_extension"])
def test_what_programs_use_is_not_asked_for(stands, name):
    files = {"shop/__init__.py": PROMISED["shop/__init__.py"].replace("Cart", name)}
    assert stands(files, LISTED) == []


def test_the_class_that_runs_the_tests_of_a_package_is_not_asked_for(stands):
    init = "from shop._own import pay, refund, owe\nfrom shop._pytesttester import Cart\n"
    files = {
        "shop/__init__.py": f"__all__ = {[*NAMES]}\n{init}",
        "shop/_own.py": OWN,
        "shop/_pytesttester.py": "class Cart: ...\n",
    }
    assert stands(files, LISTED) == []


NESTED = """
.. currentmodule:: shop.till

.. autoclass:: shop.Cart

   .. automethod:: shop.Cart.add
   .. automethod:: add
   .. automethod:: Cart.add
"""


def test_a_name_is_looked_up_as_autodoc_does(stands):
    files = {**PROMISED, "shop/till.py": "def open(): ...\n"}
    assert stands(files, LISTED + NESTED) == []
    assert stands(files, LISTED + NESTED.replace("Cart.add\n", "Cart.drop\n")) == [
        "shop.Cart.drop",
        "shop.Cart.drop",
    ]


@pytest.mark.parametrize(
    ("path", "content", "told"),
    [
        ("shop/_fast.pyx", "cpdef drop(cart):\n    pass\n", "?shop.drop"),
        ("src/fast.rs", "pub fn drop() {}\n", "?shop.drop"),
        ("shop/_made.py", "for name in ('drop', 'fill'):\n    make(name)\n", "?shop.drop"),
        ("shop/_other.py", "class Bag:\n    def drop(self): ...\n", "?shop.drop"),
        ("shop/_words.py", '"""You may drop it."""\n# drop\n', "shop.drop"),
        ("shop/_words.py", "def dropped(): ...\n", "shop.drop"),
        ("shop/_odd.py", "drop = (\n", "?shop.drop"),
        ("other/drop.py", "def drop(): ...\n", "shop.drop"),
        ("shop/_data.c", b"\xff\xfe drop(\x00", "?shop.drop"),
    ],
)
def test_a_name_that_any_source_has_is_not_gone_for_sure(stands, path, content, told):
    files = {"shop/__init__.py": PROMISED["shop/__init__.py"], path: content}
    if path == "shop/_odd.py":
        files = {"shop/__init__.py": files["shop/__init__.py"], "shop/tests/odd.py": content}
    assert stands(files, f"{LISTED}.. autoclass:: shop.Cart\n.. autofunction:: shop.drop\n") == [told]


def test_what_stands_in_a_module_that_is_no_api_is_not_judged(stands):
    files = {**PROMISED, "shop/tests/__init__.py": "", "shop/tests/tools.py": "class Till: ...\n"}
    page = f"{LISTED}.. autoclass:: shop.Cart\n.. autoclass:: shop.tests.tools.Till\n.. autoclass:: shop.tests.tools.Gone\n"
    assert stands(files, page) == []
    assert stands(files, page.replace("shop.tests.tools.Gone", "shop.tools.Gone")) == ["shop.tools.Gone"]
