"""Objects, classes and modules of the previous release that are not what they were."""

from __future__ import annotations

import pytest

PACKAGE = {"shop/__init__.py": "from shop._pay import pay\n", "shop/_pay.py": "def pay(cents): ...\n"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("def pay(): ...", "", ["object-removed shop.pay"]),
        ("class Cart: ...", "", ["object-removed shop.Cart"]),
        ("def _pay(): ...", "", []),
        ("__all__ = []\ndef pay(): ...", "", []),
        ("__all__ = ['pay']\ndef pay(): ...\ndef other(): ...", "__all__ = ['pay']\ndef pay(): ...", []),
        ("__all__ = ['RATE']\nRATE = 3", "", ["object-removed shop.RATE"]),
        ("RATE = 3", "", ["?object-removed shop.RATE"]),
        ("RATE: int", "", ["?object-removed shop.RATE"]),
        ("import logging\nlogger = logging.getLogger(__name__)", "", []),
        ("class Cart:\n    def add(self): ...", "class Cart: ...", ["object-removed shop.Cart.add"]),
        ("class Cart:\n    def _add(self): ...", "class Cart: ...", []),
        ("class Cart:\n    size = 3", "class Cart: ...", ["object-removed shop.Cart.size"]),
        (
            "class Cart:\n    def __init__(self):\n        self.size = 3",
            "class Cart:\n    def __init__(self): ...",
            ["?object-removed shop.Cart.size"],
        ),
        (
            "class Cart:\n    size = 3",
            "class Cart:\n    @property\n    def size(self):\n        return 3",
            [],
        ),
        (
            "class Cart:\n    def size(self): ...",
            "class Cart:\n    @property\n    def size(self): ...",
            ["kind-changed shop.Cart.size"],
        ),
        (
            "class Cart:\n    @property\n    def size(self): ...",
            "class Cart:\n    def size(self): ...",
            ["kind-changed shop.Cart.size"],
        ),
        ("class Cart: ...", "def Cart(): ...", ["kind-changed shop.Cart"]),
        ("def pay(): ...", "class pay: ...", ["?kind-changed shop.pay"]),
        ("def pay(): ...", "async def pay(): ...", ["async-changed shop.pay"]),
        (
            "class Cart:\n    @staticmethod\n    def of(): ...",
            "class Cart:\n    def of(self): ...",
            ["kind-changed shop.Cart.of"],
        ),
        ("class Base: ...\nclass Cart(Base): ...", "class Base: ...\nclass Cart: ...", ["base-removed shop.Cart Base"]),
        ("class _Base: ...\nclass Cart(_Base): ...", "class Cart: ...", []),
        ("class Lost(Exception): ...", "class Lost(ValueError): ...", []),
        ("class Lost(ValueError): ...", "class Lost(Exception): ...", ["base-removed shop.Lost ValueError"]),
        (
            "class Base: ...\nclass Middle(Base): ...\nclass Cart(Base): ...",
            "class Base: ...\nclass Middle(Base): ...\nclass Cart(Middle): ...",
            [],
        ),
    ],
)
def test_what_is_gone_or_of_another_kind_is_told_once(compare, old, new, told):
    assert compare(old, new) == told


def test_what_is_inherited_now_is_still_there(compare):
    old = "class Base: ...\nclass Cart(Base):\n    def add(self): ..."
    assert compare(old, "class Base:\n    def add(self): ...\nclass Cart(Base): ...") == []


def test_what_a_private_base_gave_is_missed_where_users_had_it(compare):
    old = "class _Base:\n    def add(self): ...\nclass Cart(_Base): ..."
    assert compare(old, "class _Base: ...\nclass Cart(_Base): ...") == ["object-removed shop.Cart.add"]


def test_what_an_unknown_base_may_have_is_not_missed(compare):
    old = "from flask import Flask\nclass Cart(Flask):\n    def add(self): ..."
    assert compare(old, "from flask import Flask\nclass Cart(Flask): ...") == []


def test_what_a_known_base_has_not_is_missed(compare):
    old = "class Lost(Exception):\n    def tell(self): ..."
    assert compare(old, "class Lost(Exception): ...") == ["object-removed shop.Lost.tell"]


def test_python_finds_the_first_constructor_of_a_diamond(compare):
    diamond = (
        "class Error(Exception): ...\nclass Timeout(Error): ...\n"
        "class PoolError(Error):\n    def __init__(self, pool, message): ...\n"
    )
    old = f"{diamond}class Lost(Timeout, PoolError): ..."
    new = f"{diamond}class Lost(Timeout, PoolError):\n    def __init__(self, pool, message): ..."
    assert compare(old, new) == []


def test_a_module_is_told_with_all_that_is_in_it(compare):
    old = {"shop/__init__.py": "", "shop/tax.py": "def tax(): ...\nclass Rate: ..."}
    assert compare(old, {"shop/__init__.py": ""}) == ["module-removed shop.tax"]


def test_a_package_is_told_with_its_modules(compare):
    old = {"shop/__init__.py": "", "shop/tax/__init__.py": "", "shop/tax/eu.py": "def vat(): ..."}
    assert compare(old, {"shop/__init__.py": ""}) == ["module-removed shop.tax"]


def test_a_module_that_becomes_a_package_stays_what_it_was(compare):
    old = {"shop/__init__.py": "", "shop/tax.py": "def tax(): ..."}
    new = {"shop/__init__.py": "", "shop/tax/__init__.py": "from .eu import tax", "shop/tax/eu.py": "def tax(): ..."}
    assert compare(old, new) == []


def test_a_definition_that_moves_behind_an_import_stays_where_it_was(compare):
    new = {"shop/__init__.py": "from shop._money import pay\n", "shop/_money.py": "def pay(cents): ...\n"}
    assert compare(PACKAGE, new) == []


def test_a_change_behind_an_import_is_told_by_the_name_that_users_know(compare):
    new = {**PACKAGE, "shop/_pay.py": "def pay(cents, currency): ...\n"}
    assert compare(PACKAGE, new) == ["parameter-added-required shop.pay currency"]


def test_what_a_package_no_longer_offers_is_gone(compare):
    assert compare(PACKAGE, {**PACKAGE, "shop/__init__.py": ""}) == ["object-removed shop.pay"]


def test_an_import_of_what_is_not_there_brings_nothing(compare):
    assert compare(PACKAGE, {**PACKAGE, "shop/_pay.py": ""}) == ["object-removed shop.pay"]
    assert compare(PACKAGE, {"shop/__init__.py": "from shop._built import pay\n"}) == []


def test_a_function_that_hid_a_module_of_its_name_is_missed(words):
    old = {"shop/__init__.py": "from .pay import pay", "shop/pay.py": "def pay(): ..."}
    assert words(old, {**old, "shop/__init__.py": ""}) == ["shop.pay is a module now (it was a function)"]


def test_what_a_wildcard_brings_is_there(compare):
    old = {"shop/__init__.py": "from ._pay import *", "shop/_pay.py": "__all__ = ['pay']\ndef pay(): ..."}
    assert compare(old, {**old, "shop/_pay.py": "__all__ = []\ndef pay(): ..."}) == ["object-removed shop.pay"]
    assert compare(old, {"shop/__init__.py": "def pay(): ..."}) == []


def test_names_that_all_takes_over_from_another_module_count(compare):
    old = {
        "shop/__init__.py": "from . import _pay\nfrom ._pay import *\n__all__ = [*_pay.__all__]\n",
        "shop/_pay.py": "__all__ = ['pay']\ndef pay(): ...",
    }
    assert compare(old, {"shop/__init__.py": "__all__ = []\n"}) == ["object-removed shop.pay"]


def test_what_getattr_serves_is_not_gone(compare):
    new = "def __getattr__(name):\n    if name == 'pay':\n        return 3\n    raise AttributeError(name)"
    assert compare("def pay(): ...", new) == []


def test_another_name_for_the_same_function_is_followed(compare):
    assert compare("def pay(cents): ...", "def give(cents): ...\npay = give") == []
    assert compare("def pay(cents): ...", "def give(euros): ...\npay = give") == ["parameter-renamed shop.pay cents"]


def test_modules_that_import_from_each_other_do_no_harm(compare):
    loop = {
        "shop/__init__.py": "from shop.a import x",
        "shop/a.py": "from shop.b import x",
        "shop/b.py": "from shop.a import x",
    }
    assert compare(loop, loop) == []
    wild = {"shop/__init__.py": "from .a import *", "shop/a.py": "from . import *"}
    assert compare(wild, wild) == []


def test_what_moved_is_told_with_its_new_place(words):
    old = {"shop/__init__.py": "", "shop/pay.py": "def refund(order): ...\ndef pay(): ..."}
    new = {"shop/__init__.py": "", "shop/pay.py": "def pay(): ...", "shop/back.py": "def refund(order): ..."}
    assert words(old, new) == ["shop.pay.refund moved to shop.back.refund"]


def test_what_was_renamed_is_told_with_a_guess(words):
    old, new = "def refund_order(order): ...", "def refund_orders(order): ..."
    assert words(old, new) == ["shop.refund_order was removed (perhaps it is shop.refund_orders now)"]


def test_a_module_that_a_compiler_makes_now_can_be_imported_still(compare):
    old = {"shop/__init__.py": "from shop import crs\n", "shop/crs.py": "class CRS: ...\n"}
    new = {"shop/__init__.py": "from shop import crs\n", "shop/crs.pyx": "class CRS: ...\n"}
    assert compare(old, new) == []
    del new["shop/crs.pyx"]
    assert compare(old, new) == ["module-removed shop.crs"]
