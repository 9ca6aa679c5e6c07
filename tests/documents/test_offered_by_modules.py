"""What a change of a module means to documents: names, parameters and bases count, but not the spelling of types."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pytest_golive.documents.freshness.change import Change
from pytest_golive.documents.freshness.meaning import changed_names
from pytest_golive.documents.offering.names import Names
from pytest_golive.documents.summary.calling import Section
from pytest_golive.documents.summary.speaking import Spoken


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("import typing\nT = typing.TypeVar('T')\n", "from typing import TypeVar\nT = TypeVar('T')\n"),
        (
            "import typing\nclass Env(typing.MutableMapping[str, str]): ...\n",
            "from collections.abc import MutableMapping\nclass Env(MutableMapping[str, str]): ...\n",
        ),
        ("from typing import Optional\ncents: Optional[int] = None\n", "cents: int | None = None\n"),
        (
            "import typing\nPay = typing.Callable[[int], int]\n",
            "from typing import Any, Callable\nPay = Callable[[int], Any]\n",
        ),
        ("from typing import Union\nPay = Union[int, str]\n", "Pay = int | str\n"),
        (
            "import abc\nimport six\nclass Pay(six.with_metaclass(abc.ABCMeta)): ...\n",
            "class Pay(metaclass=ABCMeta): ...\n",
        ),
        ("class Pay(object): ...\n", "class Pay: ...\n"),
        (
            "import typing\n@typing.overload\ndef pay(): ...\n",
            "from typing import overload\n@overload\ndef pay(): ...\n",
        ),
        ("def pay(cents: int) -> int: ...\n", "def pay(cents: float) -> float: ...\n"),
        ("__all__ = ['pay']\ndef pay(): ...\n", "__all__ = ['pay']\ndef pay(): ...\ndef helper(): ...\n"),
        (
            "@option('--tip', help='A tip.')\ndef pay(): ...\n",
            "@option('--tip', help='What is given.')\ndef pay(): ...\n",
        ),
        ("def pay(*, tip=1, tax=2): ...\n", "def pay(*, tax=2, tip=1): ...\n"),
        ("class Pay(Base): ...\n", "class Pay(Base, Counted): ...\n"),
        ("T = TypeVar('T')\ndef pay(): ...\n", "def pay(): ...\n"),
        ("def pay(): ...\ndef tax(): ...\n", "__all__ = ['pay']\ndef pay(): ...\ndef tax(): ...\n"),
        ("__all__ = ['pay']\ndef pay(): ...\ndef tax(): ...\n", "def pay(): ...\ndef tax(): ...\n"),
        ("class Pay: ...\n", "class Pay: ...\ndef helper(): ...\n"),
        ("class Pay:\n    def tip(self): ...\n", "from shop import Pay\n"),
        ("def pay(): ...\n", "@kept\ndef pay(): ...\n"),
        ("def pay(): ...\n", "from shop import take as pay\n"),
        ("def pay(): ...\n", "def pay(tip=0): ...\n"),
        ("def pay(tip): ...\n", "def pay(tip=0): ...\n"),
        ("def pay(*, tip): ...\n", "def pay(tip): ...\n"),
        ("KINDS = ['cash']\n", "KINDS = ['cash', 'card']\n"),
        ("class Pay: ...\n", "def Pay(): ...\n"),
        (
            "class Till(Box):\n    def open(self):\n        super().open()\n",
            "class Till(Box): ...\n",
        ),
        (
            "class Box:\n    size = 1\nclass Till(Box):\n    size = 1\n",
            "class Box:\n    size = 1\nclass Till(Box): ...\n",
        ),
    ],
)
def test_how_it_is_written_is_no_change(old, new):
    assert changed_names("shop.py", old, new) is None


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("def pay(a, b=1): ...\n", "def pay(a, b=1, *, d=3, c=2): ...\n",
         Names(beside=frozenset({"pay"}), widened=frozenset({"pay: a, b; c, d"}))),
        ("def pay(a, b=1): ...\n", "def pay(a, b=2, c=3): ...\n",
         Names(beside=frozenset({"pay"}), widened=frozenset({"pay: a, b; c"}),
               altered=frozenset({'["pay", 1000, [], [], 0, {"b": "1"}, ["a", "b", "c"]]'}))),
        ("", "def pay(): ...\n", Names(added=frozenset({"pay"}))),
        ("", "class Pay: ...\n", Names(added=frozenset({"Pay"}))),
        ("def pay(): ...\n", "", Names(removed=frozenset({"pay"}))),
        ("RATE = 3\n", "RATE = 4\n", Names(valued=frozenset({'["RATE", ["3"]]'}))),
        ("RATE = 3\n", "def RATE(): ...\n", Names(edited=frozenset({"RATE"}), beside=frozenset({"RATE"}))),
        ("class Pay(Base): ...\n", "class Pay: ...\n", Names(removed=frozenset({"Pay.Base"}), beside=frozenset({"Pay"}))),
        ("class A:\n    def pay(self): ...\n", "class A:\n    @property\n    def pay(self): ...\n",
         Names(edited=frozenset({"A.pay"}), beside=frozenset({"A"}))),
        ("class Till:\n    def pay(self): ...\n", "class Till:\n    def pay(self, tip): ...\n",
         Names(beside=frozenset({"Till"}), altered=frozenset({'["Till.pay", 1000, [], [], 1, {}, ["tip"]]'}))),
        ("class Till:\n    def pay(self, a): ...\n", "class Till: ...\n",
         Names(removed=frozenset({"Till.pay"}), beside=frozenset({"Till"}))),
        ("class Till:\n    def tip(self): ...\n    def pay(self, tip): ...\n", "class Till:\n    def pay(self, tip): ...\n",
         Names(removed=frozenset({"Till.tip()"}), beside=frozenset({"Till"}))),
        ("class Till:\n    def __init__(self, a): ...\n", "class Till:\n    def __init__(self, b): ...\n",
         Names(beside=frozenset({"Till"}), altered=frozenset({'["Till", 1000, ["a"], ["a"], 0, {}, ["b"]]'}))),
        ("@dataclass\nclass Till:\n    a: int\n", "@dataclass\nclass Till:\n    a: int\n    b: int = 0\n",
         Names(beside=frozenset({"Till"}), widened=frozenset({"Till: a; b"}))),
        ("class Pay(A, B): ...\n", "class Pay(B): ...\n",
         Names(removed=frozenset({"Pay.A"}), beside=frozenset({"Pay"}))),
        ("class Pay(shop.A, B):\n    def tip(self): ...\n", "class Pay(B, C): ...\n",
         Names(removed=frozenset({"Pay.A"}), beside=frozenset({"Pay"}))),
        ("__all__ = ['pay']\ndef pay(): ...\n", "__all__ = []\ndef pay(): ...\n", Names(removed=frozenset({"pay"}))),
        ("def pay(): ...\n", "__all__ = []\ndef refund(): ...\n", Names(added=frozenset({"refund"}), removed=frozenset({"pay"}))),
        ("import shop\nrate = shop.RATE\n", "import shop\nrate = shop.TAX\n", Names(valued=frozenset({'["rate", ["RATE"]]'}))),
        ("__all__ = names()\ndef pay(): ...\n", "__all__ = names()\n", Names(removed=frozenset({"pay"}))),
        ("__all__ = ['a', 'b']\ndef a(): ...\ndef b(): ...\n", "__all__ = ['a']\ndef a(): ...\ndef b(): ...\n",
         Names(removed=frozenset({"b"}), beside=frozenset({"a"}))),
    ],
)  # fmt: skip
def test_what_others_can_use_is_a_change(old, new, names):
    assert changed_names("shop.py", old, new) == names


def test_a_new_value_is_no_new_name_to_be_explained():
    found = changed_names(
        "shop.py", "def pay(): ...\n", "import logging\nlogger = logging.getLogger()\ndef pay(): ...\n"
    )
    assert found is None


@pytest.mark.parametrize(("said", "concerned"), [({"pay"}, False), ({"pay", "refund"}, True), (set(), False)])
def test_a_new_name_concerns_who_names_most_of_the_others(said, concerned):
    change = Change("x", "shop.py", new=frozenset({"tip"}), beside=frozenset({"pay", "refund"}))
    document = Spoken(frozenset(said), lettered=frozenset(said))
    assert change.concerns(document) is concerned
    assert change.concerns(replace(document, lettered=frozenset({*said, "tip"}))) is False
    assert change.concerns(replace(document, words=frozenset({*said, "tip"}))) is concerned, "nor is one of them new"
    assert change.concerns(replace(document, lettered=frozenset())) is False, "the words of the prose are no names"


@pytest.mark.parametrize(
    ("coded", "shown", "concerned"),
    [
        ({"cents"}, {"pay"}, True),
        ({"cents"}, set(), False),
        (set(), {"pay"}, False),
        ({"cents", "note"}, {"pay"}, False),
    ],
)
def test_what_may_be_given_besides_concerns_who_shows_most_of_the_parameters(coded, shown, concerned):
    change = Change("x", "shop.py", widened=frozenset({"pay: cents, tip; note"}))
    said = (Section(" ".join(("pay", *coded)), "", ""),)
    document = Spoken(frozenset(coded), frozenset(shown), coded=frozenset(coded), sections=said)
    assert change.concerns(document) is concerned
    prose = (Section("pay", " ".join(coded), " ".join(coded)),)
    assert change.concerns(replace(document, sections=prose)) is False, "words of prose and of blocks explain nothing"


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        (
            "A_B: 1\n",
            "A_B: 2\n",
            Names(edited=frozenset({"A_B"}), beside=frozenset({"A_B"})),
        ),
        ("A_B: 1\n", "A_B: 1\nC_D: 2\nmore: x\n", Names(added=frozenset({"C_D"}), beside=frozenset({"A_B"}))),
        ("image: shop\n", "image: shop\nnets: x\n", Names()),
        (
            "FROM a/python:3.1\n",
            "FROM a/python:3.2\n",
            Names(removed=frozenset({"python:3.1"}), edited=frozenset({"FROM"})),
        ),
        ("run: shop\n", "", Names(removed=frozenset({"run", "shop"}))),
        ("# a\nrun: shop\n", "run: shop\n", None),
    ],
)
def test_of_other_files_count_the_words_that_came_or_went(old, new, names):
    assert changed_names("compose.yml", old, new) == names
