"""Public objects that have no docstring, and those that need none."""

from __future__ import annotations

import pytest

from pytest_golive.documents.reference.checking import check


@pytest.fixture
def missing(make_tree):
    return lambda text: [each.message for each in check(make_tree(text), "matching").missing]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def pay(): ...", ["the public function shop.pay has no docstring"]),
        ("class Cart: ...", ["the public class shop.Cart has no docstring"]),
        ('class Cart:\n    "C"\n    def add(self): ...', ["the public method shop.Cart.add has no docstring"]),
        (
            'class Cart:\n    "C"\n    @property\n    def size(self): ...',
            ["the public property shop.Cart.size has no docstring"],
        ),
        ('class Cart:\n    "C"\n    def __init__(self): ...\n    def __len__(self): ...', []),
        ("def _pay(): ...\nclass _Cart: ...", []),
        ("__all__ = ['a']\ndef a():\n    'A'\ndef b(): ...", []),
        ("RATE = 3", []),
        ("from os import path\nimport json", []),
        (
            'class Base:\n    "B"\n    def add(self):\n        "A"\nclass Cart(Base):\n    "C"\n    def add(self): ...',
            [],
        ),
        ('class Lost(Exception):\n    "L"\n    def __str__(self): ...\n    def with_traceback(self, tb): ...', []),
        (
            "from typing import overload\n@overload\ndef pay(a: int): ...\n@overload\ndef pay(a: str): ...\ndef pay(a):\n    'P'\n",
            [],
        ),
        (
            'class Cart:\n    "C"\n    @property\n    def size(self):\n        "S"\n    @size.setter\n    def size(self, v): ...',
            [],
        ),
    ],
)
def test_what_users_see_has_a_docstring(missing, text, said):
    assert missing(text) == said


def test_a_computed_all_is_told(make_tree):
    for text in (
        "__all__ = [n for n in dir()]",
        "__all__ = ['a']\n__all__.extend(x())",
        "__all__ = ['a']\n__all__ += x()",
    ):
        assert check(make_tree(text), "matching").dynamic == ["shop"], text
    assert check(make_tree("__all__ = []"), "matching").dynamic == []
