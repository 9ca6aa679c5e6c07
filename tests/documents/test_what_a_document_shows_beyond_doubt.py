"""What a document shows that is not so any more fails; what may mean another thing is told, and fails nothing."""

from __future__ import annotations

import pytest

from pytest_golive.documents.freshness.review import Following
from pytest_golive.documents.freshness.roles import Required

WRONG, LOOK, UNSURE, RIGHT = "wrong", "worth a look", "unsure", "right"
TILL = {
    "src/shop/__init__.py": "",
    "src/shop/till.py": "class Till:\n    def add_coin(self): ...\n    def push(self): ...\n",
}
EMPTY = {"src/shop/till.py": "class Till: ...\n", "src/shop/card.py": "class Card:\n    def push(self): ...\n"}
PAY = {
    "src/shop/__init__.py": "from shop.cash import pay\n",
    "src/shop/cash.py": "def pay(cents, coin_name=None): ...\n",
}
PAID = {"src/shop/cash.py": "def pay(cents): ...\n"}
MANIFEST = {"pyproject.toml": '[tool.build]\npackages = ["shop"]\n', "src/shop/__init__.py": ""}
BUILT = {"pyproject.toml": '[tool.build]\nname = "shop"\n'}
OPEN = {"src/shop/cash.py": "class Till:\n    def __init__(self, cents, coin=1, note=2): ...\n"}
OPENED = {"src/shop/cash.py": "class Till:\n    def __init__(self, cents, coin=1, note=2, tip=3): ...\n"}
TABLE = {"src/shop/settings.py": 'DEFAULTS = {"COIN_LIMIT": 30, "NOTE_KIND": "euro"}\n'}
RAISED = {"src/shop/settings.py": 'DEFAULTS = {"COIN_LIMIT": 40, "NOTE_KIND": "euro"}\n'}
NAMED = {"src/shop/__init__.py": "", "src/shop/cash.py": "class Till:\n    def __init__(self, cents): ...\n"}
RENAMED = {"src/shop/cash.py": "class Till:\n    def __init__(self, coins): ...\n"}
MOVED = {"src/shop/__init__.py": "", "src/shop/cash.py": "def pay(): ...\n" * 9}
HEIR = {"a.py": "class Base:\n    def add_coin(self): ...\nclass Till(Base):\n    def add_coin(self): ...\n"}
FOREIGN = {"a.py": "from bank import Base\nclass Till(Base):\n    def add_coin(self): ...\n"}
CASES = {
    "qualified": (TILL, EMPTY, {"`Till.push()`": LOOK, "`shop.till.Till.push`": LOOK, "`till.Till.push`": UNSURE}),
    "a part of another word": (TILL, EMPTY, {"`bank/Till.push()`": UNSURE, "`$Till.push()`": UNSURE, "`a@Till.push()`": UNSURE}),
    "of an object": (TILL, EMPTY, {
        "```python\nfrom shop.till import Till\nt = Till()\nt.push()\n```": LOOK,
        "```python\nwith Till() as t:\n    t.push()\n```": LOOK,
        "A `Till` is like a stack: `stack.push()`": UNSURE,
        "`push` it onto the `Till`": UNSURE,
        "```python\nfrom bank import Till\nt = Till()\nt.push()\n```": UNSURE,
    }),
    "nowhere else": (TILL, EMPTY, {"A `Till` has `add_coin`.": LOOK, "Others have `add_coin`.": LOOK, "## `add_coin`\n\nIt adds.": LOOK}),
    "told of the past": (TILL, EMPTY, {
        "`Till.push()` was removed.": UNSURE,
        "`Till.push()` is deprecated": UNSURE,
        "Since 2.0, there is no `Till.push()`": UNSURE,
    }),
    "inherited": (HEIR, {"a.py": HEIR["a.py"].replace("(Base):\n    def add_coin(self): ...", "(Base): ...")}, {"`Till.add_coin()`": RIGHT}),
    "may be inherited": (FOREIGN, {"a.py": "from bank import Base\nclass Till(Base): ...\n"}, {"`Till.add_coin()`": UNSURE}),
    "imported": (PAY, {"src/shop/__init__.py": "", "src/shop/cash.py": "def settle(): ...\n"}, {
        "```python\nfrom shop import pay\n```": WRONG,
        "```python\nfrom shop.cash import (\n    pay,\n)\n```": WRONG,
        "```python\nfrom bank import pay\npay(3)\n```": UNSURE,
        "```python\ndef pay(): ...\n\npay()\n```": UNSURE,
    }),
    "still exported": (PAY, {"src/shop/cash.py": "def settle(): ...\n", "src/shop/bank.py": "def pay(): ...\n",
                             "src/shop/__init__.py": "from shop.bank import pay\n"}, {
        "```python\nfrom shop import pay\n```": UNSURE,
        "```python\nfrom shop.cash import pay\n```": WRONG,
    }),
    "parameter": (PAY, PAID, {
        "```python\nfrom shop import pay\npay(3, coin_name='a')\n```": LOOK,
        "```python\n>>> from shop import pay\n>>> pay(3, coin_name='a')\n```": LOOK,
        "`coin_name` is a name": LOOK,
        "```python\ndef mine(coin_name): ...\n```": RIGHT,
        "```python\ncoin_name = 3\n```": RIGHT,
        "```python\ncoin_name = 3\nprint(coin_name)\n```": RIGHT,
        "```python\nprint(coin_name)\n```": LOOK,
        "# What's new\n\n`coin_name` is a name": RIGHT,
        "# Upgrading from 1.0\n\n`coin_name` is a name": RIGHT,
        "https://shop.example/coin_name": RIGHT,
    }),
    "printed": (NAMED, RENAMED, {
        "```\n>>> from shop.cash import Till\n>>> t\nTill(cents=3)\n```": UNSURE,
        "```\n>>> from shop.cash import Till\n>>> Till(cents=3)\n```": LOOK,
    }),
    "key of a manifest": (MANIFEST, BUILT, {
        "```toml\n[tool.build]\npackages = []\n```": UNSURE,
        "# Contributing\n\n`packages` in `pyproject.toml`": LOOK,
    }),
    "half of the options": (OPEN, OPENED, {"`Till(cents, coin)`: open it": UNSURE, "`Till(cents, coin, note)`": LOOK}),
    "default": (TABLE, RAISED, {
        "## COIN_LIMIT\n\nDefault: `30`": LOOK,
        "- `COIN_LIMIT`: how many (default: 30).": LOOK,
        "## NOTE_KIND\n\nDefault: `30`": RIGHT,
        "`COIN_LIMIT` may be 30": RIGHT,
    }),
    "module": (MOVED, {"src/shop/cash.py": None, "src/shop/till.py": MOVED["src/shop/cash.py"]}, {
        "```python\nfrom shop.cash import pay\n```": LOOK,
        "`src/shop/cash.py`": WRONG,
        "`cash.py`": WRONG,
        "Create `src/shop/cash.py`": UNSURE,
        "`cash`": UNSURE,
    }),
}  # fmt: skip


@pytest.mark.parametrize("kind", CASES)
def test_only_what_is_beyond_doubt_is_wrong(since, kind):
    old, new, documents = CASES[kind]
    texts = {f"docs/{number}.md": text for number, text in enumerate(documents)}
    pages = {path: text if text.startswith("# ") else f"# Title\n\n{text}\n" for path, text in texts.items()}
    covering = since({**old, "src/shop/other.py": "A = 1\n", **pages}, new)
    found = {}
    for path, text in texts.items():
        covers = ("src/**", "*.py", "*.toml")
        (followed,) = Following(covering.texts, covering, [], "1.1").of_all([Required(path, path, covers)])
        found[text] = WRONG if followed.faults else LOOK if followed.doubt else UNSURE if followed.unsure else RIGHT
    assert found == documents


def test_a_finding_tells_what_the_document_shows_and_where(since):
    old = {**TILL, "docs/a.md": "# Till\n\nIt has coins.\n\nCall `Till.push()` once.\n"}
    covering = since(old, EMPTY)
    required = Required("docs/a.md", "docs/a.md", ("src/**",))
    (fault,) = Following(covering.texts, covering, [], "1.1", strict=True).of(required).faults
    assert (fault.line, fault.message.rpartition(": ")[2]) == (5, "it shows Till.push(), which is gone")


def test_an_edit_beside_it_does_not_make_true_what_still_stands_there(since):
    old = {**TILL, "docs/a.md": "# Till\n\nCall `Till.push()`.\n"}
    covering = since(old, {**EMPTY, "docs/a.md": old["docs/a.md"] + "\nA `Till` is a till.\n"})
    required = Required("docs/a.md", "docs/a.md", ("src/**",))
    assert Following(covering.texts, covering, [], "1.1", strict=True).of(required).faults
    shown = Following(covering.texts, covering, [], "1.1").of(required)
    assert not shown.faults
    assert shown.doubt.startswith("docs/a.md:3: has 1 edit")


def test_what_is_worth_a_look_is_shown_beside_what_fails(since):
    old = {
        **TILL,
        "src/shop/note.py": "A = 1\n",
        "docs/a.md": "# Till\n\nCall `Till.push()`.\n\nSee `src/shop/note.py`.\n",
    }
    covering = since(old, {**EMPTY, "src/shop/note.py": None})
    found = Following(covering.texts, covering, [], "1.1").of(Required("docs/a.md", "docs/a.md", ("src/**",)))
    assert [fault.line for fault in found.faults] == [5]
    assert found.doubt.startswith("docs/a.md:3: ")
    strict = Following(covering.texts, covering, [], "1.1", strict=True)
    found = strict.of(Required("docs/a.md", "docs/a.md", ("src/**",)))
    assert sorted(fault.line for fault in found.faults) == [3, 5]


@pytest.mark.parametrize(("text", "told"), [("`charge`", True), ("`charge a coin`", False)])
def test_a_plain_name_means_the_function_only_where_it_stands_alone(since, text, told):
    old = {"src/shop/till.py": "def charge(): ...\n", "docs/till.md": f"# Till\n\nSee {text}.\n"}
    covering = since(old, {"src/shop/till.py": "OPEN = 1\n"})
    required = Required("docs/till.md", "docs/till.md", ("src/shop/till.py",))
    assert bool(Following(covering.texts, covering, [], "1.1").of(required).doubt) is told
