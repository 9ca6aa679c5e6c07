"""Small changes to a healthy project: each turns exactly the rows red that are named beside it.

    python benchmarks/document_mutations.py [WORDS OF A CHANGE]

The project has a release behind it and the next one prepared. Every change starts from there, and the four rows that
hold documents against the last release, the configuration and the code are run on it.
"""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROWS = ("documents_updated", "code_standards_verified", "codebase_summary_current", "changelog_updated")
UPDATED, STANDARDS, SUMMARY, CHANGELOG = ROWS
TODAY = dt.datetime.now(dt.UTC).date().isoformat()
LINK = "https://forge.example/shop/compare"
FILES = {
    "pyproject.toml": '[project]\nname = "shop"\nversion = "1.0.0"\nrequires-python = ">=3.11"\n'
    '[project.scripts]\nshop = "shop.cli:main"\n'
    '[tool.ruff]\nline-length = 100\n[tool.ruff.format]\nquote-style = "double"\n[tool.mypy]\nstrict = true\n'
    '[tool.golive.documentation]\ndocuments = "standard"\n'
    'versions = { "docs/deployment-guide.md" = "shop==(\\\\d[\\\\d.]*\\\\d)" }\n'
    '[tool.golive.documentation.covers]\n"docs/pay.md" = ["src/shop/pay.py"]\n',
    "src/shop/__init__.py": '__version__ = "1.0.0"\n',
    "src/shop/pay.py": "def pay(cents):\n    return cents\n",
    "src/shop/cart.py": "def fill(cart):\n    return cart\n",
    "src/shop/cli.py": "def main():\n    return 0\n",
    "src/mail/__init__.py": "",
    "src/mail/send.py": "def send_mail(text):\n    return text\n",
    "compose.yaml": "services:\n  web:\n    image: shop\n",
    "Dockerfile": "FROM python:3.11\n",
    "README.md": "# Shop\n\nRun `shop`. It needs Python 3.11 or newer.\n",
    "docs/codebase-summary.md": "# Codebase\n\n- `shop`: `pay.py`, `cart.py` and `cli.py`\n- `mail`: `send.py` with "
    "`send_mail()`\n- the service `web`, the program `shop`\n",
    "docs/system-architecture.md": "# Architecture\n\n`shop` sends by `mail`; compose runs `web`.\n",
    "docs/code-standards.md": "# Code standards\n\nLines have at most 100 characters. We format by `ruff format`. "
    "Coverage is at least 80 %. Files have at most 200 lines. `mypy` runs in strict mode. Python 3.11 or newer.\n",
    "docs/development-roadmap.md": "# Roadmap\n\n- [x] 1.0: a shop\n- [ ] 1.1: tips\n",
    "docs/deployment-guide.md": "# Deployment\n\n"
    "The `Dockerfile` starts from python:3.11.\n\n`pip install shop==1.0.0`.\n",
    "docs/pay.md": "# Paying\n\nCall `pay(cents)`.\n",
    "CHANGELOG.md": "# Changelog\n\n## [Unreleased]\n\n## [1.0.0] - 2026-01-31\n\n- A shop.\n\n"
    f"## [0.9.0] - 2026-01-01\n\n- A start.\n\n[Unreleased]: {LINK}/v1.0.0...HEAD\n[1.0.0]: {LINK}/v0.9.0...v1.0.0\n"
    "[0.9.0]: https://forge.example/shop/releases/tag/v0.9.0\n",
}
NEXT = {
    "pyproject.toml": ('version = "1.0.0"', 'version = "1.1.0"'),
    "src/shop/__init__.py": ("1.0.0", "1.1.0"),
    "src/shop/pay.py": ("pay(cents):\n    return cents", "pay(cents, tip=0):\n    return cents + tip"),
    "docs/pay.md": ("pay(cents)", "pay(cents, tip=0)"),
    "docs/development-roadmap.md": ("[ ] 1.1", "[x] 1.1"),
    "docs/deployment-guide.md": ("shop==1.0.0", "shop==1.1.0"),
    "CHANGELOG.md": ("## [1.0.0] -", f"## [1.1.0] - {TODAY}\n\n- Tips.\n\n## [1.0.0] -"),
}
Change = Callable[["Project"], None]


class Project:
    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def sub(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text()
        if old not in text:
            raise SystemExit(f"{old!r} is not in {path}: the change says nothing")
        self.write(path, text.replace(old, new, 1))

    def git(self, *args: str) -> None:
        subprocess.run(("git", "-c", "user.name=a", "-c", "user.email=a@b.example", *args), cwd=self.root, check=True)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "x")

    def red(self) -> set[str]:
        """The rows that are not green."""
        chosen = [f"golive/documentation::{row}" for row in ROWS]
        command = [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", *chosen]
        said = subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=False).stdout
        outcome = dict(re.findall(r"documentation::(\w+) (PASSED|FAILED|ERROR)", said))
        if outcome.keys() != set(ROWS):
            raise SystemExit(said)
        return {row for row, word in outcome.items() if word != "PASSED"}


def sub(path: str, old: str, new: str) -> Change:
    return lambda project: project.sub(path, old, new)


def write(path: str, text: str) -> Change:
    return lambda project: project.write(path, text)


def move(old: str, new: str) -> Change:
    return lambda project: project.git("mv", old, new)


def remove(path: str) -> Change:
    return lambda project: (project.root / path).unlink()


LOG = "CHANGELOG.md"
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
    "rename a module": (move("src/shop/cart.py", "src/shop/basket.py"), {SUMMARY, UPDATED}),
    "rename a function": (sub("src/mail/send.py", "def send_mail", "def deliver"), {SUMMARY}),
    "a new module": (write("src/shop/tax.py", "x = 1\n"), {SUMMARY, UPDATED}),
    "a new package": (write("src/stock/count.py", "x = 1\n"), {SUMMARY, UPDATED}),
    "a new service": (sub("compose.yaml", "    image: shop\n", "    image: shop\n  queue:\n    image: q\n"),
                      {SUMMARY, UPDATED}),
    "a new program": (sub("pyproject.toml", "[tool.ruff]", 'till = "shop.cli:main"\n[tool.ruff]'), {SUMMARY, UPDATED}),
    "remove a module": (remove("src/shop/cart.py"), {SUMMARY, UPDATED}),
    "a name that never was": (sub("docs/codebase-summary.md", "`send.py`", "`sent.py`"), {SUMMARY}),
    "loosen a documented limit": (sub("docs/code-standards.md", "100 characters", "120 characters"), {STANDARDS}),
    "loosen the limit": (sub("pyproject.toml", "line-length = 100", "line-length = 120"), {STANDARDS, UPDATED}),
    "another formatter": (sub("docs/code-standards.md", "`ruff format`", "`black`"), {STANDARDS}),
    "longer files": (sub("docs/code-standards.md", "200 lines", "300 lines"), {STANDARDS}),
    "no strict types": (sub("pyproject.toml", "strict = true", "strict = false"), {STANDARDS, UPDATED}),
    "another Python": (sub("docs/code-standards.md", "Python 3.11", "Python 3.10"), {STANDARDS}),
    "a covered signature": (sub("src/shop/pay.py", "tip=0", "tip=1"), set()),
    "a document that did not follow": (sub("docs/pay.md", "pay(cents, tip=0)", "pay(cents)"), {UPDATED}),
    "white space alone": (sub("docs/pay.md", "Call `pay(cents, tip=0)`", "Call   `pay(cents)`"), {UPDATED}),
    "a date alone": (sub("docs/pay.md", "(cents, tip=0)`.", "(cents)`.\n\nUpdated: 2026-03-01"), {UPDATED}),
    "something else": (sub("docs/pay.md", "(cents, tip=0)`.", "(cents)`.\n\nWe like tea."), {UPDATED}),
    "another base image": (sub("Dockerfile", "3.11", "3.12"), {UPDATED}),
    "a phase that is open": (sub("docs/development-roadmap.md", "[x] 1.1", "[ ] 1.1"), {UPDATED}),
    "no phase": (sub("docs/development-roadmap.md", "- [x] 1.1: tips\n", ""), {UPDATED}),
    "a document that is gone": (remove("docs/system-architecture.md"), {UPDATED}),
    "a document that moved": (move("docs/system-architecture.md", "docs/architecture.md"), set()),
}  # fmt: skip


def prepare(root: Path) -> Project:
    project = Project(root)
    project.git("init", "--quiet")
    project.commit()
    project.git("tag", "v0.9.0")
    for path, text in FILES.items():
        project.write(path, text)
    project.commit()
    project.git("tag", "v1.0.0")
    for path, (old, new) in NEXT.items():
        project.sub(path, old, new)
    project.sub(LOG, f"{LINK}/v1.0.0...HEAD\n", f"{LINK}/v1.1.0...HEAD\n[1.1.0]: {LINK}/v1.0.0...v1.1.0\n")
    project.commit()
    return project


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
