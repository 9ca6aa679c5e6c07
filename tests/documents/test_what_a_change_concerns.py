"""Which documents a change concerns: those that speak of this module's name, and of this service's key."""

from __future__ import annotations

import pytest

from pytest_golive.documents.freshness.review import Following
from pytest_golive.documents.freshness.roles import Required


def told(covering, *required):
    """The documents of *required*, each a path and its globs, that a change concerns, and what changed.

    Whatever the settings can make fail is at least shown as worth a look if they do not.
    """
    needed = [Required(path, path, globs) for path, *globs in required]
    strict = Following(covering.texts, covering, [], "1.1", strict=True).of_all(needed)
    shown = Following(covering.texts, covering, [], "1.1").of_all(needed)
    assert [bool(each.faults) for each in strict] == [bool(each.faults or each.doubt) for each in shown]
    return {fault.path: fault.message for each in strict for fault in each.faults}


PAY, MORE = "def pay(cents):\n    ...\n", "def pay(cents, tip):\n    ...\n"
HOLDS = "class Till:\n    def pay(self, cents):\n        ...\n"
GONE = HOLDS.replace("pay", "settle")


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("# Paying\n\nCall `pay(cents)`.\n", False),
        ("# Paying\n\nCall `shop.cash.pay(cents)`.\n", True),
        ("# Paying\n\nCall `shop.pay(cents)`.\n", True),
        ("# Paying\n\nCall `till.pay(cents)`.\n", False),
        ("# Paying\n\nCall `shop.card.pay(cents)`.\n", False),
        ("# Paying\n\nCall `asyncio.pay(cents)`.\n", False),
        ("# Paying\n\n```python\nfrom shop.card import pay\npay(3)\n```\n", False),
        ("# Paying\n\n```python\nfrom shop.cash import pay\npay(3)\n```\n", True),
        ("# Paying\n\n```python\nfrom shop import (\n    pay,\n)\npay(3)\n```\n", True),
        ("# Paying\n\n`shop.card.pay(3)` or `shop.cash.pay(3)`.\n", True),
        ("# Paying\n\nGive `PAY` to `Pay`.\n", False),
    ],
)
def test_a_name_of_two_modules_is_that_of_the_module_which_the_document_names(since, text, is_told):
    old = {
        "docs/a.md": text,
        "shop/cash.py": PAY,
        "shop/card.py": PAY,
        "shop/__init__.py": "from shop.cash import pay\n",
    }
    covering = since(old, {**old, "shop/cash.py": MORE})
    assert ("docs/a.md" in told(covering, ("docs/a.md", "shop/**"))) is is_told


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("# Paying\n\nA `Till` has `pay()`.\n", True),
        ("# Paying\n\nWith cash, call `pay()`.\n", False),
        ("# Paying\n\n`Till.pay()`\n", True),
        ("# Paying\n\nA `Card` has `pay()`.\n", False),
    ],
)
def test_a_method_is_that_of_the_class_or_module_which_the_document_names(since, text, is_told):
    covering = since({"docs/a.md": text, "shop/cash.py": HOLDS}, {"shop/cash.py": GONE})
    assert ("docs/a.md" in told(covering, ("docs/a.md", "shop/**"))) is is_told


def test_what_is_new_is_told_once_among_the_documents_that_cover_it(since):
    old = {"docs/a.md": "# A\n\n`pay(cents)`\n", "docs/b.md": "# B\n\n`pay(cents)`\n", "shop/cash.py": PAY}
    new = {**old, "shop/cash.py": "def pay(cents, tip=0):\n    ...\ndef refund():\n    ...\n"}
    required = ("docs/a.md", "shop/**"), ("docs/b.md", "shop/cash.py")
    assert told(since(old, new), *required).keys() == {"docs/a.md", "docs/b.md"}


def test_what_another_document_says_of_what_is_new_need_not_be_repeated(since):
    old = {"docs/a.md": "# A\n\n`pay(cents)`\n", "docs/b.md": "# B\n\n`pay(cents)`\n", "shop/cash.py": PAY}
    new = {"docs/b.md": "# B\n\n`pay(cents, tip=0)` and `refund()`\n"}
    new["shop/cash.py"] = "def pay(cents, tip=0):\n    ...\ndef refund():\n    ...\n"
    covering = since(old, new)
    assert told(covering, ("docs/a.md", "shop/**"), ("docs/b.md", "shop/cash.py")) == {}
    assert told(covering, ("docs/a.md", "shop/**"), ("docs/b.md", "shop/other.py")).keys() == {"docs/a.md"}


@pytest.mark.parametrize(("name", "is_told"), [("Till", False), ("Card", True)])
def test_a_class_whose_text_a_build_takes_from_another_module_is_current(since, name, is_told):
    text = f"# API\n\n`Till` has `pay()`.\n\n```{{eval-rst}}\n.. autoclass:: shop.{name}\n   :members:\n```\n"
    changed = {"shop/cash.py": GONE}
    covering = since({"docs/a.md": text, "shop/cash.py": HOLDS}, changed)
    assert ("docs/a.md" in told(covering, ("docs/a.md", "shop/**"))) is is_told


COMPOSE = """\
services:
  web:
    image: shop:1
    environment:
      PORT: 80
  store:
    image: db:1
    environment:
      PORT: 90
      NAME: shop
volumes:
  store: {}
"""


@pytest.mark.parametrize(
    ("text", "changed", "is_told"),
    [
        ("`store` listens at `PORT`.", ("PORT: 90", "PORT: 91"), False),
        ("```console\n$ docker compose up store\n```\n\nSet `PORT`.", ("PORT: 90", "PORT: 91"), False),
        ("The application reads `PORT`.", ("PORT: 90", "PORT: 91"), False),
        ("`web` listens at `PORT`.", ("PORT: 90", "PORT: 91"), False),
        ("`web` is the `image` shop.", ("db:1", "db:2"), False),
        ("The application reads `NAME`.", ("NAME: shop", "NAME: till"), False),
        ("The application reads `NAME`.", ("      NAME: shop\n", ""), True),
        ("The volumes: `store`.", ("  store: {}", "  kept: {}"), False),
    ],
)
def test_a_key_of_several_services_is_that_of_the_service_which_the_document_names(since, text, changed, is_told):
    old = {"docs/a.md": f"# Setup\n\n{text}\n", "compose.yml": COMPOSE}
    covering = since(old, {"compose.yml": COMPOSE.replace(*changed)})
    assert ("docs/a.md" in told(covering, ("docs/a.md", "compose.yml"))) is is_told


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("It starts from python:3.11.", True),
        ("`docker pull example.com/python:3.11`", True),
        ("It starts from python:3.12.", False),
        ("It needs Python 3.11.", False),
    ],
)
def test_an_image_that_a_document_repeats_with_its_version(since, text, is_told):
    old = {"docs/a.md": f"# Deployment\n\n{text}\n", "Dockerfile": "FROM example.com/python:3.11\n"}
    covering = since(old, {"Dockerfile": "FROM example.com/python:3.12\n"})
    assert ("docs/a.md" in told(covering, ("docs/a.md", "Dockerfile"))) is is_told
