"""Small changes of a covered file, each with a document that shows what changed, and with one that means another thing."""

from __future__ import annotations

import pytest

from pytest_golive.documents.freshness.review import Following
from pytest_golive.documents.freshness.roles import Required

LOOK = "worth a look"
QUEUE = ("class JobQueue:\n    def push(self, coin): ...\n", "class JobQueue:\n    def push(self, coin, tip): ...\n")
TILL = ("class Till:\n    def __init__(self, cents): ...\n", "class Till:\n    def __init__(self, cents, tip): ...\n")
FIELDS = ("@dataclass\nclass Till:\n    cents: int\n", "@dataclass\nclass Till:\n    cents: int\n    tip: int\n")
ADD = ("class Till:\n    def add(self, coin): ...\n", "class Till:\n    def insert(self, coin): ...\n")
THREE = "def pay(): ...\ndef cash(): ...\ndef send(): ...\n"
FOUR = f"{THREE}def refund(): ...\n"
PAY, TIP = "def pay(cents, coin): ...\n", "def pay(cents, coin, tip=0): ...\n"
ALL = "__all__ = ['x']\n__all__ += ['pay']\nx = 1\ndef pay({}): ...\n"
SHIP = ("ship:\n\techo\nhello:\n\techo\n", "hello:\n\techo\n")
ENVS = ("[testenv:tidy]\na = b\n[testenv:py]\n", "[testenv:py]\n")
CLI = tuple(f"from x import App\nclass Shop(App):\n    paid = App.flag('--{name}')\n" for name in ("receipt", "bill"))
GO = ("func Pay(ctx Ctx) string {\n", "func Pay(ctx any) string {\n")
KINDS = "class Till: ...\nclass Coin: ...\nclass Bill: ...\n"
MADE = (KINDS, "class Money: ...\nclass Till(Money): ...\nclass Coin(Money): ...\nclass Bill(Money): ...\n")
SOLD = (KINDS, f"{KINDS}class Note: ...\nclass SoldOut(Exception): ...\n")
NOTED = ("def note(): ...\ndef pay(note): ...\n", "def pay(note): ...\n")
MANY = "".join(f"alpha{number}: 1\n" for number in range(300))
REDIS = "services:\n  web:\n    image: a\n"
# The name of the changed file, its text then and now, and documents with what they say.
CHANGES = {
    "constructor": ("cash.py", *TILL, {"`Till(cents)`": LOOK, "`Card(cents)`": False}),
    "fields": ("cash.py", *FIELDS, {"`Till(cents=1)`": LOOK}),
    "common name": ("cash.py", *ADD, {"`Till.add(coin)`": LOOK, "A `Till`: `till.add(coin)`": LOOK, "`x.add()`": False}),
    "instance": ("jobs.py", *QUEUE, {"```\njobs = JobQueue(1)\njobs.push(3)\n```": LOOK, "A `JobQueue`: `queue.push(3)`": False}),
    "new function": ("cash.py", THREE, FOUR, {"`pay()`, `cash()`, `send()`; we refund nothing": LOOK, "`pay()`": False, "x": False}),
    "new base": ("cash.py", *MADE, {"`Till`, `Bill` and `Coin`": False}),
    "new exception": ("cash.py", *SOLD, {"`Till`, `Coin`, `Bill`": LOOK, "`Till`, `Coin`, `Bill`, `Note`": False}),
    "new option": ("cash.py", PAY, TIP, {"`pay(cents, coin)`, and a tip": LOOK, "`pay(cents, coin, tip=0)`": False}),
    "extended list": ("cash.py", ALL.format("a"), ALL.format("b"), {"`pay(a)`": LOOK}),
    "now a parameter": ("cash.py", *NOTED, {"`note()`": LOOK, "`note`": False}),
    "constant": ("cash.py", "LIMIT = 1\n", "LIMIT = 2\n", {"```python\nLIMIT = 1\n```": LOOK, "LIMIT = 1": False}),
    "exception": ("cash.py", "class NoCoin(Exception): ...\n", "A = 1\n", {"```\nexcept NoCoin:\n```": LOOK}),
    "not a call": ("shop/cash.py", "def tip(): ...\n", "A = 1\n", {"```\nfrom shop.cash import tip\n```": True, "a tip": False}),
    "not parsed": ("cash.py", "def pay(a):\n print 1\n", "def pay(b):\n print 1\n", {"`pay(a)`": LOOK}),
    "JavaScript": ("cash.js", "export function pay(a) {\n", "export function pay(b) {\n", {"`pay(a)`": LOOK}),
    "Go": ("pay.go", *GO, {"```go\nfunc Pay(ctx Ctx) string\n```": LOOK, "`Pay` takes any": False, "`Pay(ctx)`": False}),
    "call": ("a.ts", "return pay(url, options, null);\n", "return pay(url, options, 3);\n", {"`pay(url, options)`": False}),
    "value": ("pay.go", "const Limit = 30\n", "const Limit = 40\n", {"`Limit` is 30": LOOK, "`Limit` is 40": False}),
    "field": ("a.ts", "code: string;\n", "code = 'E_PAY';\n", {"`code` is a string": False}),
    "kind": ("pay.go", "type Till interface {\n", "type Till struct {\n", {"The `Till` interface": LOOK, "a `Till`": False}),
    "item": ("a.json", '"pay", "cash"\n', '"pay", "tip"\n"cash"\n', {"`pay`, `cash`": False}),
    "hyphen": ("a.yaml", "read-timeout: 3\n", "read-timeout: 4\n", {"`read-timeout`: 3": LOOK, "`read-timeout`": False, "`read`: 3": False}),
    "key": ("a.yaml", "workers: 4\n", "workers: 5\n", {"```yaml\nworkers: 4\n```": LOOK, "two workers": False}),
    "page": ("a.html", "status: on\n", "status: off\n", {"```yaml\nstatus: 4\n```": False}),
    "last word": ("a.yaml", f"{MANY}zulu: 1\nb: 1\n", "b: 1\n", {"`zulu`": LOOK, "`b`": False}),
    "target": ("Makefile", *SHIP, {"`make ship`": True, "`make hello`": False, "`compose exec web ship`": False}),
    "environment": ("tox.ini", *ENVS, {"`tox -e py,tidy`": True, "`make tidy`": False, "`tox -e py -- tidy`": False}),
    "option": ("cli.py", *CLI, {"`--receipt`": LOOK, "```sh\nshop --receipt\n```": LOOK, "`--bill`": False}),
    "variable": (".env.example", "SHOP_LOG=0\nA=1\n", "A=1\n", {"```\nexport SHOP_LOG=1\n```": LOOK}),
    "service": ("compose.yml", f"{REDIS}  redis:\n    image: r\n", REDIS, {"`docker compose up redis`": True}),
    "instruction": ("Dockerfile", "ENV PORT=80\n", "ENV PORT=81\n", {"`PORT` is 80": LOOK, "`PORT`": False, "`PATH`: 80": False}),
    "port": ("Dockerfile", "EXPOSE 8000\n", "EXPOSE 9000\n", {"`run -p 8000:80`": True, "port 8000": True, "8000 €": False}),
    "year": ("a.yaml", "since: 2024\n", "since: 2025\n", {"`2024`": False}),
}  # fmt: skip


def told(covering, required):
    found = Following(covering.texts, covering, [], "1.1", strict=True).of_all(required)
    return {fault.path for each in found for fault in each.faults}


def looked(covering, required):
    found = Following(covering.texts, covering, [], "1.1").of_all(required)
    assert not any(each.faults for each in found)
    return {each.doubt.partition(":")[0] for each in found if each.doubt}


@pytest.mark.parametrize("kind", CHANGES)
def test_what_a_document_shows_is_noticed_when_it_changes(since, kind):
    name, was, now, documents = CHANGES[kind]
    texts = {f"docs/{number}.md": text for number, text in enumerate(documents)}
    covering = since({name: was, **{path: f"# Title\n\n{text}\n" for path, text in texts.items()}}, {name: now})
    found = {}
    for path, text in texts.items():
        (followed,) = Following(covering.texts, covering, [], "1.1").of_all([Required(path, path, (name,))])
        found[text] = LOOK if followed.doubt else bool(followed.faults)
    assert found == documents


def test_a_new_folder_concerns_a_document_that_names_those_beside_it(since):
    old = {f"{folder}/main.go": "x\n" for folder in ("shops/web", "shops/mail", "shops/home", "shops/web/inner")}
    old |= {f"pay/{name}/__init__.py": "A = 1\n" for name in ("cash", "card", "note")} | {"pay/__init__.py": ""}
    texts = {
        "go": "`shops/web`, `shops/mail`, `shops/home`",
        "python": "`cash`, `note` and `card`",
        "none": "Others",
        "all": "`coin`, `cash`",
    }
    old |= {f"docs/{name}.md": f"# Parts\n\n{text}\n" for name, text in texts.items()}
    new = {"shops/post/main.go": "z\n", "pay/coin/__init__.py": "B = 1\n", "pay/coin/more/deep.py": "C = 1\n"}
    covering = since(old, {**old, **new})
    assert told(covering, [Required("docs/go.md", "docs/go.md", ("shops/**",))]) == {"docs/go.md"}
    found = [looked(covering, [Required(path, path, ("pay/**",))]) for path in old if path.startswith("docs/")]
    assert found == [set(), {"docs/python.md"}, set(), set()]


def test_a_list_of_links_names_files(since):
    listing = "# Parts\n\n- [pay](../shop/pay.py)\n- [cash](../shop/cash.py)\n- [tip](../shop/tip.py)\n"
    pages = listing.replace("../shop", "../pages").replace(".py", ".md")
    old = {"docs/a.md": listing, "docs/b.md": pages, "shop/pay.py": "A = 1\n", "shop/cash.py": "A = 1\n"}
    old["shop/tip.py"] = "A = 1\n"
    covering = since(old, {"shop/tax.py": "B = 1\n"})
    assert looked(covering, [Required(path, path, ("shop/**",)) for path in ("docs/a.md", "docs/b.md")]) == {
        "docs/a.md"
    }


def test_a_page_is_current_only_for_what_a_build_takes_into_it(since):
    text = "# Paying\n\n`refund(cents)`\n\n```{eval-rst}\n.. autofunction:: shop.cash.pay\n```\n"
    old = {"docs/a.md": text, "shop/cash.py": "def pay(cents): ...\ndef refund(cents): ...\n"}
    covering = since(old, {"shop/cash.py": "def pay(cents): ...\ndef refund(coins): ...\n"})
    assert told(covering, [Required("docs/a.md", "docs/a.md", ("shop/**",))]) == {"docs/a.md"}


def test_a_word_of_the_prose_of_another_document_tells_of_nothing_new(since):
    old = {
        "docs/a.md": "# A\n\n`pay()`, `cash()`, `send()`\n",
        "docs/b.md": "# B\n\nWe refund nothing.\n",
        "cash.py": THREE,
    }
    covering = since(old, {"cash.py": FOUR})
    required = [Required(path, path, ("cash.py",)) for path in ("docs/a.md", "docs/b.md")]
    assert looked(covering, required) == {"docs/a.md"}
