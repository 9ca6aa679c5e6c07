"""Parameters of the previous release that a caller can no longer give as he did."""

from __future__ import annotations

import pytest

from pytest_golive.documents.api.outline import EITHER, KEYWORD_ONLY, STARS, Parameter
from pytest_golive.documents.breaking.parameters import compare as compare_parameters


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("a", "", ["parameter-removed shop.pay a"]),
        ("a", "a, b", ["parameter-added-required shop.pay b"]),
        ("a", "a, *, b", ["parameter-added-required shop.pay b"]),
        ("a", "a, b=1", []),
        ("a=1", "a", ["parameter-required shop.pay a"]),
        ("a, b", "b, a", ["parameter-moved shop.pay a, b"]),
        ("a, c=1", "a, b=2, c=1", ["parameter-moved shop.pay c"]),
        ("d, *, a, b", "a, d=1, b=1", ["parameter-moved shop.pay d"]),
        ("a, b, c", "b, c", ["parameter-removed shop.pay a"]),
        ("a", "b", ["parameter-renamed shop.pay a"]),
        ("a, /", "b, /", []),
        ("a", "*, a", ["parameter-kind shop.pay a"]),
        ("a", "a, /", ["parameter-kind shop.pay a"]),
        ("*, a", "a", []),
        ("a, /", "a", []),
        ("a", "*args, **kwargs", []),
        ("*, a", "**kwargs", []),
        ("a", "**kwargs", ["parameter-kind shop.pay a"]),
        ("a", "*args", ["parameter-kind shop.pay a"]),
        ("a", "b, **kwargs", ["parameter-kind shop.pay a"]),
        ("*args", "", ["parameter-removed shop.pay *args"]),
        ("**kwargs", "", ["parameter-removed shop.pay **kwargs"]),
        ("**kwargs", "*, a=1, b=2", ["?parameter-removed shop.pay **kwargs"]),
        ("*args", "a", ["?parameter-added-required shop.pay a", "?parameter-removed shop.pay *args"]),
        ("a, _b=1", "a", ["?parameter-removed shop.pay _b"]),
        ("a, _b=1", "a, c=2, _b=1", []),
        ("a=1", "a=2", ["default-changed shop.pay a"]),
        ("a=1", "a=True", ["default-changed shop.pay a"]),
        ("a=6", "a=6.0", []),
        ("a=(1, 2)", "a=(1,2)", []),
        ("a=None", "a=False", ["?default-changed shop.pay a"]),
        ("a=None", "a=3", ["default-changed shop.pay a"]),
        ("a=3", "a=None", ["?default-changed shop.pay a"]),
        ("a=3", "a=...", ["?default-changed shop.pay a"]),
        ("a=None", "a=UNSET", ["?default-changed shop.pay a"]),
        ("a=1, b=2", "a=1", ["parameter-removed shop.pay b"]),
    ],
)
def test_a_function(compare, old, new, told):
    assert compare(f"def pay({old}): ...", f"def pay({new}): ...") == told


def test_the_name_of_a_constant_means_its_value(compare):
    old = "RATE = 3\ndef pay(rate=RATE): ..."
    assert compare(old, "RATE = 4\ndef pay(rate=RATE): ...") == ["default-changed shop.pay rate"]
    assert compare(old, "RATE = 3\nBASE = RATE\ndef pay(rate=BASE): ...") == []
    assert compare(old, "RATE = 3\ndef pay(rate=3): ...") == []


def test_the_instance_of_a_method_is_nobodys_to_give(compare):
    old = "class Cart:\n    def add(self, item): ..."
    assert compare(old, "class Cart:\n    def add(this, item): ...") == []
    assert compare(old, "class Cart:\n    def add(self): ...") == ["parameter-removed shop.Cart.add item"]
    assert compare(old, "class Cart:\n    @staticmethod\n    def add(item): ...") == []


def test_the_constructor_is_told_by_the_class(compare):
    old = "class Cart:\n    def __init__(self, owner): ..."
    assert compare(old, "class Cart:\n    def __init__(self, owner, size): ...") == [
        "parameter-added-required shop.Cart size"
    ]


def test_nobody_names_the_parameters_of_an_operator(compare):
    old = "class Cart:\n    def __getitem__(self, key): ..."
    assert compare(old, "class Cart:\n    def __getitem__(self, number): ...") == []


DATA = "from dataclasses import dataclass, field, KW_ONLY\n@dataclass\nclass Cart:\n"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("a: int", "a: int\n    b: int", ["parameter-added-required shop.Cart b"]),
        ("a: int", "a: int\n    b: int = 3", []),
        ("a: int = 1", "a: int", ["parameter-required shop.Cart a"]),
        ("a: int", "a: int = field(kw_only=True)", ["parameter-kind shop.Cart a"]),
        ("a: int", "_: KW_ONLY\n    a: int", ["parameter-kind shop.Cart a"]),
        ("a: int", "a: int\n    b: list = field(default_factory=list)", []),
        ("a: int", "a: int\n    b: int = field(init=False)", []),
        ("a: int", "a: int\n    B: ClassVar[int] = 3", []),
    ],
)
def test_the_fields_of_a_dataclass_are_parameters(compare, old, new, told):
    assert compare(f"{DATA}    {old}", f"{DATA}    {new}") == told


def test_the_fields_of_a_base_come_first(compare):
    base = "from dataclasses import dataclass\n@dataclass\nclass Base:\n    a: int\n"
    old = f"{base}@dataclass\nclass Cart(Base):\n    b: int\n"
    assert compare(old, old.replace("a: int", "a: int\n    c: int")) == [
        "parameter-added-required shop.Base c",
        "parameter-added-required shop.Cart c",
    ]


def test_fields_of_attrs_lose_their_underscore(compare):
    old = "import attr\n@attr.s\nclass Cart:\n    _owner = attr.ib()"
    assert compare(old, old.replace("attr.ib()", "attr.ib(default=None)")) == []
    assert compare(old, old.replace("_owner", "_keeper")) == ["parameter-renamed shop.Cart owner"]


def test_what_takes_any_name_may_have_taken_the_new_one():
    old, new = [Parameter("kwargs", STARS)], [Parameter("a", KEYWORD_ONLY), Parameter("b", EITHER)]
    told = {each.name: each.is_sure for each in compare_parameters(old, new)}
    assert told == {"**kwargs": False, "a": False, "b": True}


def test_a_new_decorator_may_take_what_it_gives_on(compare):
    old = "def pay(cents): ..."
    assert compare(old, "from shop.web import view\n@view\ndef pay(): ...") == ["?parameter-removed shop.pay cents"]
    assert compare(old, "from functools import cache\n@cache\ndef pay(): ...") == ["parameter-removed shop.pay cents"]


def test_what_a_framework_calls_nobody_else_does(compare):
    old = "import click\ncli = click.Group()\n@cli.command()\n@click.option('--cents')\ndef pay(cents): ..."
    assert compare(old, old.replace("def pay(cents)", "def pay(cents, tip)")) == [
        "?parameter-added-required shop.pay tip"
    ]
    own = "from shop._own import record\n@record\ndef pay(cents): ..."
    assert compare(own, own.replace("cents)", "cents, tip)")) == ["parameter-added-required shop.pay tip"]


def test_what_a_decorator_makes_may_do_both(compare):
    old, new = "@filtered\ndef pay(): ...", "@both(sync_pay)\nasync def pay(): ..."
    assert compare(f"from web import filtered\n{old}", f"from web import both\n{new}") == ["?async-changed shop.pay"]
    stub = "def pay():\n    raise NotImplementedError"
    assert compare(stub, "async def pay():\n    return 3") == ["?async-changed shop.pay"]


def test_how_a_class_is_made_for_two_pythons_is_no_base(compare):
    old = "from six import with_metaclass\nfrom abc import ABCMeta\nclass Base: ...\n"
    assert compare(f"{old}class Cart(with_metaclass(ABCMeta)): ...", "class Base: ...\nclass Cart: ...") == []
    assert compare(f"{old}class Cart(with_metaclass(ABCMeta, Base)): ...", "class Base: ...\nclass Cart: ...") == [
        "base-removed shop.Cart Base"
    ]


def test_a_field_whose_default_a_method_makes_is_optional(compare):
    old = "import attr\n@attr.s\nclass Cart:\n    items = attr.ib()\n"
    new = f"{old}    tax = attr.ib()\n    @tax.default\n    def _tax(self):\n        return 3\n"
    assert compare(old, new) == []
    assert compare(old, new.replace("@tax.default", "@rate.default")) == ["parameter-added-required shop.Cart tax"]
