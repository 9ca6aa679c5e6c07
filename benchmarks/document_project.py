"""The healthy project of `document_mutations`: a release behind it, the next one prepared, and the eight rows of it."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from pathlib import Path

ROWS = (
    "documents_updated", "code_standards_verified", "codebase_summary_current", "changelog_updated", "documents_sound",
    "readme_accurate", "api_documentation_current", "migration_guide_complete",
)  # fmt: skip
LOG = "CHANGELOG.md"
TODAY = dt.datetime.now(dt.UTC).date().isoformat()
LINK = "https://forge.example/shop/compare"
FILES = {
    "pyproject.toml": '[project]\nname = "shop"\nversion = "1.0.0"\nrequires-python = ">=3.11"\n'
    '[project.scripts]\nshop = "shop.cli:main"\n'
    '[tool.ruff]\nline-length = 100\n[tool.ruff.format]\nquote-style = "double"\n[tool.mypy]\nstrict = true\n'
    '[tool.golive]\nkind = "library"\n[tool.golive.documentation]\ndocuments = "standard"\n'
    'versions = { "docs/deployment-guide.md" = "shop==(\\\\d[\\\\d.]*\\\\d)" }\n'
    '[tool.golive.documentation.covers]\n"docs/pay.md" = ["src/shop/pay.py"]\n',
    "src/shop/__init__.py": '__version__ = "1.0.0"\n',
    "src/shop/pay.py": 'def pay(cents):\n    """Take money.\n\n    Args:\n        cents: how much.\n    """\n'
    "    return cents\n",
    "src/shop/cart.py": 'def fill(cart, size=3):\n    """Fill it."""\n    return cart\n',
    "src/shop/cli.py": 'import argparse\n\n\ndef main():\n    """Run the shop."""\n'
    '    parser = argparse.ArgumentParser(prog="shop")\n    parser.add_argument("--verbose", action="store_true")\n'
    "    parser.parse_args()\n",
    "src/mail/__init__.py": "",
    "src/mail/send.py": 'def send_mail(text):\n    """Send it."""\n    return text\n',
    "docs/guide.md": "# Guide\n\nSee [how to pay](pay.md#paying) and ![a till](till.svg).\n\n"
    '```json\n{"cents": 3}\n```\n\n```mermaid\nflowchart LR\n  cart --> pay[Pay]\n```\n',
    "docs/till.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
    "compose.yaml": "services:\n  web:\n    image: shop\n",
    "Dockerfile": "FROM python:3.11\n",
    "README.md": "# Shop\n\nRun `shop`. It needs Python 3.11 or newer.\n\n```console\n$ shop --verbose\n```\n\n"
    "```python\nfrom shop.pay import pay\n```\n",
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
    "src/shop/pay.py": (
        'pay(cents):\n    """Take money.\n\n    Args:\n        cents: how much.\n',
        'pay(cents, tip=0):\n    """Take money.\n\n    Args:\n        cents: how much.\n        tip: 0 by default.\n',
    ),
    "docs/pay.md": ("pay(cents)", "pay(cents, tip=0)"),
    "docs/development-roadmap.md": ("[ ] 1.1", "[x] 1.1"),
    "docs/deployment-guide.md": ("shop==1.0.0", "shop==1.1.0"),
    "CHANGELOG.md": ("## [1.0.0] -", f"## [1.1.0] - {TODAY}\n\n- Tips.\n\n## [1.0.0] -"),
}


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
