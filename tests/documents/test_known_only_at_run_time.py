"""Objects and modules that only running a package decides about are worth a look, and not red."""

from __future__ import annotations

import pytest

from pytest_golive.documents.reference.pages import read_pages
from pytest_golive.documents.reference.standing import compare as stand

MAKERS = {
    "modules": "import sys\nfor name in ('Tea', 'Pot'):\n    sys.modules[f'shop.{name}'] = make(name)\n",
    "globals": "for name in ('Tea', 'Pot'):\n    globals()[name] = make(name)\n",
    "getattr": "import importlib\ndef __getattr__(name):\n    return importlib.import_module(f'.{name}', __name__)\n",
}
KNOWING = {
    "a literal": "import sys\nsys.modules['six.moves'] = make()\n",
    "a comparison": "def __getattr__(name):\n    if name == 'old':\n        return make(name)\n    raise AttributeError(name)\n",
    "a table": "def __getattr__(name):\n    return getattr(shop, OLD[name])\n",
    "an error": "def __getattr__(name):\n    raise AttributeError(name)\n",
}
FALLBACK = "try:\n    from fast import pay\nexcept ImportError:\n    def pay(cents): ...\n"


def standing(tree, text):
    found = stand(tree, read_pages({"docs/api.rst": text}))
    return [[each.key for each in rows] for rows in (found.lacking, found.gone, found.unsure)]


@pytest.mark.parametrize("maker", MAKERS.values(), ids=MAKERS)
def test_a_module_that_may_be_made_is_worth_a_look(make_tree, compare, maker):
    assert standing(make_tree(maker), ".. automodule:: shop.Tea\n") == [[], [], ["shop.Tea"]]
    old = {"shop/__init__.py": maker, "shop/Tea.py": "def pour(): ..."}
    assert compare(old, {"shop/__init__.py": maker}) == ["?module-removed shop.Tea"]
    assert "?object-removed shop.Tea" in compare(f"{maker}\ndef Tea(): ...\n", maker)


@pytest.mark.parametrize("knowing", KNOWING.values(), ids=KNOWING)
def test_one_that_a_module_cannot_make_is_gone(make_tree, compare, knowing):
    assert standing(make_tree(knowing), ".. autofunction:: shop.Tea\n") == [[], ["shop.Tea"], []]
    assert "object-removed shop.Tea" in compare(f"{knowing}\ndef Tea(): ...\n", knowing)


def test_what_stands_in_for_a_failed_import_is_worth_a_look(make_tree, compare):
    pay = FALLBACK.replace("cents", "money")
    assert [each[0] for each in compare(FALLBACK, pay)] == ["?"]
    assert [each[0] for each in compare("def pay(cents): ...", pay)] == ["?"]
    assert [each[0] for each in compare("def pay(cents): ...", "def pay(money): ...")] == ["p"]
    tree = make_tree(f"__all__ = ['pay']\n{FALLBACK}")
    assert standing(tree, ".. module:: shop\n\n.. data:: x\n") == [[], [], ["shop.pay"]]


OTHERS = "def pay(): ...\ndef refund(): ...\ndef owe(): ...\n"
PAGE = ".. module:: shop\n\n.. function:: pay\n.. function:: refund\n.. function:: owe\n"


def helped(init):
    late = f"def patch(): ...\nclass Cart: ...\n{OTHERS}"
    return {"shop/__init__.py": f"{init}\nmoney = patch()\n", "shop/_late.py": late}


def test_a_function_that_a_package_imports_to_call_it_is_worth_a_look(make_tree):
    assert standing(make_tree(helped("from shop._late import patch")), PAGE) == [[], [], ["shop.patch"]]


@pytest.mark.parametrize(
    "init",
    [
        "from shop._late import patch as patch, pay as pay, refund as refund, owe as owe",
        "from shop._late import patch, pay, refund, owe\n__all__ = ['patch', 'pay', 'refund', 'owe']",
    ],
)
def test_one_that_it_offers_must_stand_in_the_reference(make_tree, init):
    assert standing(make_tree(helped(init)), PAGE) == [["shop.patch"], [], []]


def test_what_is_imported_and_not_used_is_no_promise(make_tree):
    files = helped("from shop._late import patch, Cart")
    assert standing(make_tree(files), PAGE) == [[], [], ["shop.Cart", "shop.patch"]]
    files["shop/__init__.py"] = "from shop._late import patch\n"
    assert standing(make_tree(files), PAGE) == [[], [], ["shop.patch"]]
