"""Each small change of a healthy repository turns exactly the gates red that are named next to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import PastRelease
from pytest_golive.documents.api.parsing import Parser
from pytest_golive.documents.api.project import PythonApi
from pytest_golive.documents.breaking.guides import chosen
from pytest_golive.documents.guide_statements import GuideFiles
from pytest_golive.documents.reference.written import what_is_written
from pytest_golive.documents.release_comparison import Versions, measure

API, MIGRATION, BOTH = {"api"}, {"migration"}, {"api", "migration"}
PAY = '''\
"""Payments."""

import warnings

__all__ = ["Cart", "pay", "refund"]


def pay(cents, currency="EUR", *, note=None):
    """Take money.

    Args:
        cents: how much.
        currency: which; defaults to "EUR".
        note: what for.

    Returns:
        What was taken.

    Raises:
        ValueError: too little.
    """
    if cents < 1:
        raise ValueError(cents)
    return cents


def refund(order):
    """Give it back."""


def old_refund(order):
    """Give it back, as before."""
    warnings.warn("use refund", DeprecationWarning, stacklevel=2)


class Base:
    """What all carts are."""


class Cart(Base):
    """What is bought.

    Args:
        owner: whose.
    """

    def __init__(self, owner):
        self.owner = owner

    def add(self, item, count=1):
        """Put something in."""

    @property
    def size(self):
        """How much is in it."""
        return 0
'''
FILES = {
    "shop/__init__.py": '"""The shop."""\n\nfrom shop.till import Cart, pay\n\n__all__ = ["Cart", "pay"]\n',
    "shop/till.py": PAY,
    "docs/reference.md": "# Reference\n\n::: shop.till\n\n::: shop\n",
    "CHANGELOG.md": "# Changelog\n\n## 1.3.0 - 2026-11-20\n\n- It is quicker.\n\n## 1.2.0 - 2026-10-01\n\n- First.\n",
}
# What is changed in which file, from what to what, and who has to notice.
CHANGES = [
    ("nothing", "shop/till.py", "cents < 1", "cents < 2", set()),
    ("a private name", "shop/till.py", "def refund", "def _help(): ...\n\n\ndef refund", set()),
    ("an optional parameter at the end", "shop/till.py", "def refund(order)", "def refund(order, why=None)", set()),
    ("a function removed", "shop/till.py", 'def refund(order):\n    """Give it back."""\n', "", MIGRATION),
    ("a function renamed", "shop/till.py", "def refund(", "def give_back(", MIGRATION),
    ("a function that is offered no more", "shop/till.py", '"pay", "refund"]', '"pay"]', set()),
    ("a class renamed", "shop/till.py", "class Cart(", "class Basket(", MIGRATION),
    (
        "a method removed",
        "shop/till.py",
        '    def add(self, item, count=1):\n        """Put something in."""\n',
        "",
        MIGRATION,
    ),
    ("a required parameter added", "shop/till.py", "def refund(order)", "def refund(order, why)", MIGRATION),
    ("one that the docstring lacks", "shop/till.py", "def pay(cents, ", "def pay(cents, method, ", BOTH),
    ("a parameter removed", "shop/till.py", ", *, note=None", "", BOTH),
    ("a parameter renamed", "shop/till.py", "def refund(order)", "def refund(bill)", MIGRATION),
    ("a parameter made required", "shop/till.py", "count=1", "count", MIGRATION),
    ("parameters swapped", "shop/till.py", "item, count=1", "count=1, item=None", MIGRATION),
    ("a parameter made keyword-only", "shop/till.py", "item, count=1", "item, *, count=1", MIGRATION),
    ("a default changed that nobody wrote down", "shop/till.py", "count=1", "count=2", MIGRATION),
    ("a default changed that the docstring names", "shop/till.py", 'currency="EUR"', 'currency="USD"', BOTH),
    ("a default changed in the docstring", "shop/till.py", 'defaults to "EUR"', 'defaults to "USD"', API),
    ("a base class removed", "shop/till.py", "class Cart(Base)", "class Cart", MIGRATION),
    (
        "a method made a property",
        "shop/till.py",
        "    def add(self, item, count=1)",
        "    @property\n    def add(self)",
        MIGRATION,
    ),
    ("a property made a method", "shop/till.py", "    @property\n", "", MIGRATION),
    ("a function made asynchronous", "shop/till.py", "def refund", "async def refund", MIGRATION),
    ("a re-export removed", "shop/__init__.py", "import Cart, pay", "import Cart", MIGRATION),
    ("a docstring removed", "shop/till.py", '    """Give it back."""\n', "    return None\n", API),
    ("a docstring's parameter dropped", "shop/till.py", "        cents: how much.\n", "", API),
    ("an optional one dropped, which is worth a look", "shop/till.py", "        note: what for.\n", "", set()),
    ("a docstring's parameter renamed", "shop/till.py", "        cents: how", "        euros: how", API),
    ("a docstring's exception renamed", "shop/till.py", "        ValueError: too", "        TooLittle: too", API),
    ("another exception raised, which is worth a look", "shop/till.py", "raise ValueError", "raise TypeError", set()),
    ("what is returned dropped", "shop/till.py", "    return cents\n", "    print(cents)\n", API),
    (
        "a page that names what is gone",
        "docs/reference.md",
        "::: shop.till\n",
        "::: shop.till\n\n::: shop.taxes\n",
        API,
    ),
    (
        "a page that lacks what is public",
        "docs/reference.md",
        "::: shop.till\n\n::: shop\n",
        "::: shop.till.pay\n\n::: shop.till.refund\n",
        API,
    ),
    (
        "a public function that is on no page",
        "docs/reference.md",
        "::: shop.till\n\n::: shop\n",
        "::: shop.Cart\n\n::: shop.pay\n",
        API,
    ),
]


@pytest.fixture
def healthy(tmp_path, git):
    """1.2.0 is out, with a deprecated function that is public nowhere, and 1.3.0 is next."""
    for path, text in FILES.items():
        _write(tmp_path / path, text)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "-c", "user.name=A", "-c", "user.email=a@b", "commit", "--quiet", "--message=1.2.0")
    return tmp_path


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def red(root: Path) -> set[str]:
    """Which of the two gates are red."""
    repository = Repository.open(root)
    api = PythonApi(Parser(repository), [*FILES])
    release = PastRelease("v1.2.0", repository.head.sha, 1)
    written = GuideFiles(root, chosen([*FILES], ()))
    broken = measure(release, api, (), Versions("1.3.0", "", "semver"), written, folder=root)
    checks = {"api": what_is_written(api, "matching", reference=True).checks(), "migration": broken.checks()}
    return {gate for gate, made in checks.items() if any(check.found for check in made)}


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"), [each[1:] for each in CHANGES], ids=[each[0] for each in CHANGES]
)
def test_a_small_change_is_noticed_by_exactly_these(healthy, path, old, new, expected):
    text = FILES[path]
    assert text.count(old) >= 1
    _write(healthy / path, text.replace(old, new, 1))
    assert red(healthy) == expected
