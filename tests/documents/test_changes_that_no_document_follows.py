"""Small changes after which a document is as true as before, each with a sister after which it is not."""

from __future__ import annotations

import pytest

from pytest_golive.documents.freshness.review import Following
from pytest_golive.documents.freshness.roles import Required

PAY, TILL = "def pay(cents, tip=0): ...\n", "class Till:\n    def add(self, coin): ...\n"
OVER = "class Till:\n    @overload\n    def __init__(self, {0}): ...\n    def __init__(self, {1}): ...\n"
SEND = ("def pay(coin): ...\ndef get(note): ...\n", "def pay(): ...\ndef get(note): ...\n")
SERVE = (
    "class Till:\n    def __init__(self, coin): ...\ndef serve(coin): ...\n",
    "class Till: ...\ndef serve(coin): ...\n",
)
OTHER = "class Till:\n    def __init__(self): ...\ndef serve(coin): ...\n"
BOTH = "def run(): ...\ndef pay(): ...\ndef send(): ...\n"
# The changed files then and now, and documents with what they say.
LOOK = "worth a look"
GIVES = ("from .pay import pay\n", "from .cash import pay\n")
ENDS = "class timer:\n    def over(self): ...\n"
CHANGES = {
    "tills": (
        {"__init__.py": GIVES, "pay.py": ("def pay(): ...\n", ""), "cash.py": ("", "A = 1\n\n\ndef pay(cents): ...\n")},
        {"`tills.pay`": 0, "`tills/pay.py`": 1},
    ),
    "aliased": (
        {"__init__.py": ("A = 1\n", "import sys\nsys.modules['aliased.pay'] = sys\n"), "pay.py": ("B = 1\n", "")},
        {"`aliased.pay`": 0},
    ),
    "stars": ({"cash.py": (PAY, "def pay(cents): ...\n")}, {"```python\nfrom stars.cash import *\n\npay(3, 4)\n```": LOOK}),
    "function now": (
        {"t.py": (ENDS, f"{ENDS.replace('timer', 'Timer')}def timer():\n    return Timer()\n")},
        {"```python\nwith timer() as t:\n    t.over()\n```": LOOK},
    ),
    "many now one": (
        {"cash.py": ("class Till:\n    def pay(self, *coins): ...\n", "class Till:\n    def pay(self, coin=0, /): ...\n")},
        {"`Till.pay(3)`": 0, "`Till.pay(3, 4)`": LOOK},
    ),
    "only named": ({"cash.py": (PAY, "def pay(coins, tip=0): ...\n")}, {"`pay`": 0, "`pay(3)`": 0, "`pay(cents)`": LOOK}),
    "by name": ({"cash.py": (PAY, "def pay(coins, tip=0): ...\n")}, {"`pay(cents=3)`": LOOK, "`pay` takes `cents`": LOOK}),
    "by position": ({"cash.py": (PAY, "def pay(cents, *, tip=0): ...\n")}, {"`pay(3, 1)`": LOOK, "`pay(3, tip=1)`": 0}),
    "order": ({"cash.py": (PAY, "def pay(tip, cents): ...\n")}, {"`pay(3)`": LOOK, "`pay`": 0}),
    "required": ({"cash.py": (PAY, "def pay(cents, tip): ...\n")}, {"`pay(3)`": LOOK, "`pay(3, tip=1)`": 0, "`pay(*a)`": 0}),
    "optional now": ({"cash.py": ("def pay(tip): ...\n", "def pay(tip=0): ...\n")}, {"`pay(tip)`": 0}),
    "default": ({"cash.py": (PAY, PAY.replace("0", "1"))}, {"`pay(cents, tip=0)`": LOOK, "`pay(cents, tip=2)`": 0}),
    "in a block": ({"cash.py": ("def pay(): ...\n", "def pay(tip): ...\n")}, {"```python\npay()\n```": LOOK, "`pay()`": 0}),
    "typed": ({"cash.py": (PAY, "def pay(tip=0): ...\n")}, {"`pay(cents: int)`": LOOK}),
    "open": ({"cash.py": (PAY, "def pay(cents, tip): ...\n")}, {"`pay(..., tip=3)`": 0}),
    "of another": ({"cash.py": (SERVE[0], OTHER)}, {"A `Till`: `serve` takes `coin`": 0, "`Till(coin=3)`": LOOK}),
    "overload": ({"cash.py": (OVER.format("a", "a"), OVER.format("b", "a"))}, {"`Till(a=1)`": 0}),
    "value": ({"cash.py": ("LIMIT = 30\n", "LIMIT = 40\n")}, {"`LIMIT`": 0, "`LIMIT` is 30": LOOK, "`LIMIT`\n\n# B\n\n30": 0}),
    "more values": ({"cash.py": ("ALL = ['a']\n", "ALL = ['a', 'b']\n")}, {"```\nALL = ['a']\n```": 0}),
    "fewer values": ({"cash.py": ("ALL = ['a', 'b']\n", "ALL = ['a']\n")}, {"`ALL` has `b`": LOOK, "`ALL` has `c`": 0}),
    "switch": ({"cash.py": ("ON = True\n", "ON = False\n")}, {"`ON` is True at first": LOOK, "`ON` or off": 0}),
    "pin": ({"pyproject.toml": ('httptools = "1.2"\n', 'httptools = "1.3"\n')}, {"`httptools`": 0, "`httptools` 1.2": LOOK}),
    "prose of a page": ({"a.html": ("status and add_card\n", "x\n")}, {"`status`": 0, "`add_card`": LOOK}),
    "program": ({"mail.py": ("@a(1)\ndef program(): ...\n", "@a(2)\ndef program(): ...\n")}, {"`program` 1": 0, "`mail.program` 1": LOOK}),
    "translation": ({"locale/x.po": ("filter\n", "x\n")}, {"`filter`": 0}),
    "aside": ({"tests/test_x.py": ("def pay(): ...\n", "A = 1\n")}, {"`pay`": 0}),
    "first function": ({"cash.py": ("A = 1\n", "A = 1\ndef pay(): ...\n")}, {"Prose": 0, "The module `cash`": 0}),
    "decorator": ({"a.py": ("@a(x=b(c))\ndef pay(): ...\n", "@a(x=c, y=b)\ndef pay(): ...\n")}, {"`pay`": 0}),
    "made": ({"a.py": ("Pay = partial(Shop)\n", "class Pay(Shop): ...\n")}, {"`Pay`": 0, "`Pay()`": 0}),
    "made by a call": (
        {"cash.py": ("class Till:\n    def add(self): ...\n", "class Base:\n    def add(self): ...\nTill = Meta('Till', (Base,), {})\n")},
        {"`Till.add`": 0},
    ),
    "given by a decorator": (
        {"cash.py": ("class Till:\n    def add_up(self): ...\n", "@adding\nclass Till: ...\nADD = 'add_up'\n")},
        {"`Till.add_up`": 0},
    ),
    "a plain decorator": (
        {"cash.py": ("class Till:\n    def add_up(self): ...\n", "@dataclass\nclass Till: ...\nADD = 'add_up'\n")},
        {"`Till.add_up`": LOOK},
    ),
    "new order": ({"cash.py": ("def pay(name, coin): ...\n", "def pay(coin): ...\n")}, {"```python\npay(coin)\n```": 0, "`pay(coin)`": 0, "`pay(3)`": LOOK, "`pay(3, 4)`": LOOK, "`pay(name, coin)`": LOOK}),
    "of another Python": (
        {"cash.py": ("class Till:\n  def pay(self, coin=3):\n    print coin\n", "class Till:\n  def pay(self, coin=4):\n    print coin\n")},
        {"`pay(coin=3)`": 0, "`pay` takes a coin of 3": 0},
    ),
    "of a version": (
        {"cash.py": ("def pay_all(): ...\n", "A = 1\n")},
        {"## 1.2.0 (2024)\n\n### New\n\n`pay_all`": 0, "## 3 ways\n\n`pay_all`": LOOK, "## 1.2\n\nA\n\n## Use\n\n`pay_all`": LOOK},
    ),
    "prefixed": (
        {"cash.py": ("A = {'SHOP_TILL_RATE': 1, 'SHOP_CENT_RATE': 1}\n", "A = {'TILL_RATE': 1}\n")},
        {"`SHOP_TILL_RATE`": 0, "`SHOP_CENT_RATE`": LOOK},
    ),
    "placeholder": (
        {"cash.py": ("class Till:\n    coin_name: str\n", "class Till: ...\n")},
        {"`/tills/<coin_name>`": 0, "`Till(coin_name=3)`": LOOK},
    ),
    "explained": (
        {"cash.py": ("RATE = Rate('low', help='a rate')\n", "RATE = Rate('high', help='The rate')\n")},
        {"`RATE` is a number": 0, "`RATE` is low": LOOK},
    ),
    "another name for it": ({"cash.py": ("RATES = ['low', 'high']\n", "RATES = USUAL\n")}, {"`RATES`, like `low`": 0}),
    "of another library": (
        {"cash.py": ("class Signal:\n    connect_via = fail\n", "from horn import Signal\n")},
        {"`horn.base.Signal.connect_via`\n\n```python\n@paid.connect_via(app)\n```": 0, "```python\n@paid.connect_via(app)\n```": LOOK},
    ),
    "dunder": ({"a.ini": ("__init__ = x\npenny = 1\n", "y = 1\n")}, {"`__init__`": 0, "`penny`": LOOK}),
    "not taken": (
        {"__init__.py": ("from .a import pay\n",) * 2, "a.py": (BOTH, f"{BOTH}def note(): ...\n")},
        {"`run` and `pay`": 0},
    ),
    "word of a value": ({"a.ini": ("run = penny\ncent = 1\n", "run = 1\n")}, {"`penny`": 0, "`cent`": LOOK}),
    "other Python": ({"a.py": ("def pay():\n print unicode\n", "def tip():\n print 1\n")}, {"`unicode`": 0, "`pay`": LOOK}),
    "base": ({"cash.py": ("class Pay: ...\n", "class Pay: ...\nclass PayMeta(type): ...\n")}, {"`Pay`": 0}),
    "other class": ({"cash.py": ("class Pay: ...\n", "class Pay: ...\nclass Tip: ...\n")}, {"`Pay`": 0}),
    "half": ({"cash.py": (BOTH, f"{BOTH}def note(): ...\n")}, {"`pay` and `run`": 0, "`pay`, `send` and `run`": LOOK}),
    "place": ({"a.ini": ("till = x\npenny = 1\n", "y = 1\n"), "till/a.txt": ("a\n",) * 2}, {"`till`": 0, "`penny`": 0, "`penny` in `a.ini`": LOOK}),
    "private": ({"_a.py": (BOTH, f"{BOTH}def note(): ...\n")}, {"`run`, `send` and `pay`": 0}),
    "exported": (
        {"__init__.py": ("from ._a import pay\n", "from ._a import pay, note\n"), "_a.py": (BOTH, f"{BOTH}def note(): ...\n")},
        {"`run`, `send` and `pay`": LOOK},
    ),
    "moved": ({"shop/cash.py": ("A = 1\n" * 9, ""), "pay/cash.py": ("", "A = 1\n" * 9)}, {"`cash`": 0, "`shop/cash.py`": 1}),
    "folder": ({"kiosk/a.py": ("B = 1\n" * 9, ""), "till/a.py": ("", "B = 1\n" * 9)}, {"The kiosk": 0, "`kiosk`": 0, "`kiosk/`": 1}),
    "into src": ({"shop/b.py": ("C = 1\n" * 9, ""), "src/shop/b.py": ("", "C = 1\n" * 9)}, {"`shop.b`": 0}),
    "renamed": ({"nickel.py": ("D = 1\n" * 9, ""), "dime.py": ("", "D = 1\n" * 9)}, {"`nickel.py`": 1, "`nickel`": 0, "Nickel": 0}),
    "tool": ({"tox.ini": ("[tox]\n", "")}, {"Run `tox`": 0, "See `tox.ini`": 0, "# Contributing\n\nSee `tox.ini`": 1}),
    "helping": ({"pay.py": ("A = 1\n",) * 2, "till.py": ("A = 1\n",) * 2, "base_utils.py": ("", "B = 1\n")}, {"`pay`, `till`": 0}),
    "module of Python": (
        {"cash.py": ("class Queue:\n    def dumps(self): ...\n", "class Queue: ...\n")},
        {"A `Queue`: `json.dumps(3)`": 0, "A `Queue`: `queue.dumps(3)`": LOOK},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", CHANGES)
def test_a_document_need_not_follow_what_it_does_not_say(since, kind):
    files, documents = CHANGES[kind]
    texts = {f"docs/{number}.md": text for number, text in enumerate(documents)}
    old = {f"{kind}/{name}": was or None for name, (was, *_) in files.items()}
    old |= {path: text if text.startswith("# ") else f"# Title\n\n{text}\n" for path, text in texts.items()}
    covering = since(old, {f"{kind}/{name}": now[0] or None for name, (_, *now) in files.items() if now})
    found = {}
    for path, text in texts.items():
        required = Required(path, path, (f"{kind}/**",))
        (followed,) = Following(covering.texts, covering, [], "1.1").of_all([required])
        found[text] = LOOK if followed.doubt else int(bool(followed.faults))
        (strict,) = Following(covering.texts, covering, [], "1.1", strict=True).of_all([required])
        assert (bool(strict.faults), strict.doubt) == (bool(found[text]), "")
    assert found == documents
