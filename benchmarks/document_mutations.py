"""Small changes to a healthy project: each turns exactly the rows red that are named beside it.

    python benchmarks/document_mutations.py [WORDS OF A CHANGE]

The project has a release behind it and the next one prepared. Every change starts from there, and all eight rows of the
section are run on it. Where `documents_updated` only asks for a look (new and lost parts of the code, calls that are
not right any more), its row stays green: such signs are right too seldom to fail a release.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from document_project import FILES, LINK, LOG, ROWS, TODAY, Project, prepare

UPDATED, STANDARDS, SUMMARY, CHANGELOG, SOUND, README, API, MIGRATION = ROWS
Change = Callable[["Project"], None]


def sub(path: str, old: str, new: str) -> Change:
    return lambda project: project.sub(path, old, new)


def write(path: str, text: str) -> Change:
    return lambda project: project.write(path, text)


def move(old: str, new: str) -> Change:
    return lambda project: project.git("mv", old, new)


def remove(path: str) -> Change:
    return lambda project: (project.root / path).unlink()


def named_break(project: Project) -> None:
    """Named, but a minor version promises none."""
    project.sub("src/shop/cart.py", "def fill", "def _fill")
    project.sub(LOG, "- Tips.", "- Tips. `shop.cart.fill` is gone.")


CHANGES: dict[str, tuple[Change, set[str]]] = {
    "nothing": (lambda _: None, set()),
    "a comment": (sub("src/shop/pay.py", "return cents", "return cents  # all of it;"), set()),
    "drop a date": (sub(LOG, f" - {TODAY}", ""), {CHANGELOG}),
    "drop an old date": (sub(LOG, " - 2026-01-31", ""), {CHANGELOG}),
    "a date to come": (sub(LOG, TODAY, "2199-01-01"), {CHANGELOG}),
    "a day that is none": (sub(LOG, TODAY, "2026-02-30"), {CHANGELOG}),
    "an empty section": (sub(LOG, "- Tips.\n", ""), {CHANGELOG}),
    "no section": (sub(LOG, "## [1.1.0]", "## [1.2.0]"), {CHANGELOG}),
    "something unreleased": (sub(LOG, "[Unreleased]\n", "[Unreleased]\n\n- Coffee.\n"), {CHANGELOG}),
    "a section twice": (sub(LOG, "## [0.9.0]", "## [1.0.0]"), {CHANGELOG}),
    "swap two versions": (sub(LOG, "## [1.0.0] - 2026-01-31\n\n- A shop.\n\n## [0.9.0]",
                              "## [0.9.0] - 2026-01-31\n\n- A shop.\n\n## [1.0.0]"), {CHANGELOG}),
    "no compare link": (sub(LOG, f"[1.0.0]: {LINK}/v0.9.0...v1.0.0\n", ""), {CHANGELOG}),
    "a wrong range": (sub(LOG, "v0.9.0...v1.0.0", "v0.8.0...v1.0.0"), {CHANGELOG}),
    "a link to another version": (sub(LOG, "v0.9.0...v1.0.0", "v0.9.0...v1.0.1"), {CHANGELOG}),
    "unreleased from an old tag": (sub(LOG, "v1.1.0...HEAD", "v0.9.0...HEAD"), {CHANGELOG}),
    "a version that lags in code": (sub("src/shop/__init__.py", "1.1.0", "1.0.0"), {CHANGELOG}),
    "a version that lags in a guide": (sub("docs/deployment-guide.md", "shop==1.1.0", "shop==1.0.0"), {CHANGELOG}),
    "a version that is out": (sub("pyproject.toml", '"1.1.0"', '"1.0.0"'), {CHANGELOG}),
    "a version of development": (sub("pyproject.toml", '"1.1.0"', '"1.1.0.dev1"'), {CHANGELOG}),
    "the changelog as it was": (lambda project: project.write(LOG, FILES[LOG]), {CHANGELOG, UPDATED}),
    "rename a module": (move("src/shop/cart.py", "src/shop/basket.py"), {SUMMARY, MIGRATION}),
    "rename a function": (sub("src/mail/send.py", "def send_mail", "def deliver"), {SUMMARY, MIGRATION}),
    "a new module": (write("src/shop/tax.py", "x = 1\n"), {SUMMARY}),
    "a new package": (write("src/stock/count.py", "x = 1\n"), {SUMMARY}),
    "a new service": (sub("compose.yaml", "    image: shop\n", "    image: shop\n  queue:\n    image: q\n"),
                      {SUMMARY}),
    "a new program": (sub("pyproject.toml", "[tool.ruff]", 'till = "shop.cli:main"\n[tool.ruff]'), {SUMMARY}),
    "remove a module": (remove("src/shop/cart.py"), {SUMMARY, MIGRATION}),
    "a name that never was": (sub("docs/codebase-summary.md", "`send.py`", "`sent.py`"), {SUMMARY}),
    "loosen a documented limit": (sub("docs/code-standards.md", "100 characters", "120 characters"), {STANDARDS}),
    "loosen the limit": (sub("pyproject.toml", "line-length = 100", "line-length = 120"), {STANDARDS, UPDATED}),
    "another formatter": (sub("docs/code-standards.md", "`ruff format`", "`black`"), {STANDARDS}),
    "longer files": (sub("docs/code-standards.md", "200 lines", "300 lines"), {STANDARDS}),
    "no strict types": (sub("pyproject.toml", "strict = true", "strict = false"), {STANDARDS, UPDATED}),
    "another Python": (sub("docs/code-standards.md", "Python 3.11", "Python 3.10"), {STANDARDS}),
    "a default in the code": (sub("src/shop/pay.py", "tip=0", "tip=1"), {API}),
    "a document that did not follow": (sub("docs/pay.md", "pay(cents, tip=0)", "pay(cents)"), set()),
    "white space alone": (sub("docs/pay.md", "Call `pay(cents, tip=0)`", "Call   `pay(cents)`"), set()),
    "a date alone": (sub("docs/pay.md", "(cents, tip=0)`.", "(cents)`.\n\nUpdated: 2026-03-01"), set()),
    "something else": (sub("docs/pay.md", "(cents, tip=0)`.", "(cents)`.\n\nWe like tea."), set()),
    "another base image": (sub("Dockerfile", "3.11", "3.12"), {UPDATED}),
    "a phase that is open": (sub("docs/development-roadmap.md", "[x] 1.1", "[ ] 1.1"), {UPDATED}),
    "no phase": (sub("docs/development-roadmap.md", "- [x] 1.1: tips\n", ""), {UPDATED}),
    "a document that is gone": (remove("docs/system-architecture.md"), {UPDATED}),
    "break an anchor": (sub("docs/pay.md", "# Paying", "# Payment"), {SOUND}),
    "a link to what is gone": (sub("docs/guide.md", "pay.md#", "paying.md#"), {SOUND}),
    "an image in other letters": (sub("docs/guide.md", "till.svg", "Till.svg"), {SOUND}),
    "a block that cannot be read": (sub("docs/guide.md", '"cents": 3', "'cents': 3"), {SOUND}),
    "a bracket of a diagram": (sub("docs/guide.md", "pay[Pay]", "pay[Pay"), {SOUND}),
    "remove a function": (sub("src/shop/cart.py", "def fill", "def _fill"), {MIGRATION}),
    "add a required parameter": (sub("src/shop/cart.py", "fill(cart, ", "fill(cart, owner, "), {MIGRATION}),
    "add an optional parameter": (sub("src/shop/cart.py", "size=3", "size=3, owner=None"), set()),
    "rename a parameter": (sub("src/shop/cart.py", "fill(cart, ", "fill(basket, "), {MIGRATION}),
    "a parameter by keyword alone": (sub("src/shop/cart.py", "fill(cart, size", "fill(cart, *, size"), {MIGRATION}),
    "another default": (sub("src/shop/cart.py", "size=3", "size=4"), {MIGRATION}),
    "a break that the changelog names": (named_break, {MIGRATION}),
    "loosen a documented default": (sub("src/shop/pay.py", "0 by default", "5 by default"), {API}),
    "a parameter that is explained and not there": (sub("src/shop/pay.py", "tip: 0", "extra: 0"), {API}),
    "no docstring": (sub("src/shop/cart.py", '    """Fill it."""\n', ""), {API}),
    "an exception that is nowhere": (
        sub("src/shop/pay.py", "0 by default.\n", "0 by default.\n\n    Raises:\n        Vanished: none.\n"), {API}),
    "rename an option in the README": (sub("README.md", "--verbose", "--loud"), {README}),
    "rename an option in the code": (sub("src/shop/cli.py", "--verbose", "--loud"), {README}),
    "a program that is not installed": (sub("README.md", "$ shop ", "$ shops "), {README}),
    "an import that is not there": (sub("README.md", "import pay", "import pays"), {README}),
    "a document that moved": (move("docs/system-architecture.md", "docs/architecture.md"), set()),
}  # fmt: skip


def main() -> None:
    wanted = " ".join(sys.argv[1:])
    wrong = tried = 0
    for name, (change, expected) in CHANGES.items():
        if wanted not in name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            project = prepare(Path(folder))
            change(project)
            project.commit()
            red = project.red()
        tried += 1
        wrong += red != expected
        print(f"{'ok   ' if red == expected else 'WRONG'}  {name}: {', '.join(sorted(red)) or 'all green'}", flush=True)
        if red != expected:
            print(f"       expected {', '.join(sorted(expected)) or 'all green'}")
    print(f"{tried - wrong} of {tried} changes turn exactly their rows red")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
