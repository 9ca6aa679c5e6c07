"""Breaking changes that the previous release announced are distinguished from those that come as a surprise."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "announcement",
    [
        "import warnings\ndef pay():\n    warnings.warn('gone soon', DeprecationWarning, stacklevel=2)",
        "from warnings import deprecated\n@deprecated('gone soon')\ndef pay(): ...",
        "from typing_extensions import deprecated\n@deprecated('gone soon')\ndef pay(): ...",
        'def pay():\n    """Pay.\n\n    .. deprecated:: 1.2\n    """',
        "from shop.errors import RemovedIn2Warning\nimport warnings\ndef pay():\n    warnings.warn('x', RemovedIn2Warning)",
    ],
)
def test_what_was_announced_is_told_apart(words, announcement):
    assert words(announcement, "") == ["shop.pay was removed, as the previous release had announced"]


def test_a_warning_about_one_parameter_announces_no_more_than_that(words):
    old = "import warnings\ndef pay(a=1, b=2):\n    if b != 2:\n        warnings.warn('b goes', DeprecationWarning)"
    assert words(old, "def pay(a=1): ...") == [
        "shop.pay has no parameter b any more, as the previous release had announced"
    ]
    assert words(old, "") == ["shop.pay was removed"]


def test_what_a_public_class_between_hides_is_not_the_classes_own(compare):
    old = (
        "class _Base:\n    def open(self, a): ...\nclass Pool(_Base):\n    def open(self, b): ...\n"
        "class HTTPPool(Pool): ...\n"
    )
    assert compare(old, old.replace("def open(self, a)", "def open(self, c)")) == []


def test_a_getattr_that_is_made_elsewhere_serves_names_too(compare):
    old = "__all__ = ['__version__', 'pay']\n__version__ = '1'\ndef pay(): ..."
    new = "from shop._lazy import make\n__all__ = ['__version__', 'pay']\n__getattr__ = make(__name__)\ndef pay(): ..."
    assert compare(old, new) == []


def test_a_function_in_place_of_a_module_is_told(words):
    old = {"shop/__init__.py": "", "shop/ask.py": "class Asking: ..."}
    new = {"shop/__init__.py": "def ask(): ..."}
    assert words(old, new) == ["shop.ask cannot be imported any more (there is a function of that name now)"]


def test_a_base_that_is_still_served_may_claim_its_instances(compare):
    old = "class Base: ...\nclass Cart(Base): ..."
    new = "class Cart: ...\ndef __getattr__(name):\n    if name == 'Base':\n        return 1"
    assert compare(old, new) == ["?base-removed shop.Cart Base"]


def test_a_call_that_is_handed_the_globals_serves_names_too(compare):
    old = "from shop.errors import Lost, Found\n__all__ = ['Lost', 'Found']\n"
    new = "if TYPE_CHECKING:\n    x = 1\nelse:\n    load(globals(), old={'Lost': '.old'})\n__all__ = []\n"
    errors = {"shop/errors.py": "class Lost(Exception): ...\nclass Found(Exception): ...\n"}
    assert compare({"shop/__init__.py": old, **errors}, {"shop/__init__.py": new, **errors}) == [
        "object-moved shop.Found"
    ]
