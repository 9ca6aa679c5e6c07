"""A small project whose documents are correct, and the row that each change of it turns red."""

from __future__ import annotations

import os
import sys

from pytest_golive.codebase.inventory.taking import list_tracked
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.reading.library import read_documents
from pytest_golive.documents.readme.asking import Asking
from pytest_golive.documents.readme.checking import check_readme, find_readme
from pytest_golive.documents.readme.project import Project
from pytest_golive.documents.soundness.checking import check_soundness

PYPROJECT = """\
[project]
name = "shop"
version = "1.2.0"

[project.urls]
Source = "https://github.com/acme/shop"

[project.optional-dependencies]
fast = []

[project.scripts]
shopctl = "shop.cli:main"
"""
CLI = """\
import argparse


def main():
    parser = argparse.ArgumentParser(prog="shopctl")
    parser.add_argument("--verbose", action="store_true")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("order").add_argument("--count", type=int)
    parser.parse_args()
"""
README = """\
# Shop

![version](https://img.shields.io/pypi/v/shop.svg)
![tests](https://github.com/acme/shop/actions/workflows/ci.yml/badge.svg)

See [the design](docs/design.md#the-parts), [its plan](docs/plan.rst) and ![a picture](docs/shop.svg).

```console
$ pip install 'shop[fast]==1.2.0'
$ shopctl --verbose order --count 3
$ python -m shop.cli
$ make test
$ sh tools/release.sh
```

```python
from shop.pay import pay
```

```toml
[tool.shop]
currency = "EUR"
```
"""
DESIGN = """\
# Design

## The parts

Money is taken in [pay.py](../src/shop/pay.py#L2)[^1], orders are kept [elsewhere][store].

```mermaid
flowchart LR
    web[Web] --> pay[Pay]
```

```json
{"cents": 300}
```

```yaml
shop:
  open: true
```

[^1]: In whole cents.

[store]: ../src/shop/store.py
"""
PLAN = """\
.. _plan:

Plan
====

What comes next: see `Later`_.

Later
-----

More tea.
"""
FILES = {
    "pyproject.toml": PYPROJECT,
    "src/shop/__init__.py": "",
    "src/shop/cli.py": CLI,
    "src/shop/pay.py": "def pay(cents):\n    return cents\n",
    "src/shop/store.py": "ORDERS = []\n",
    "tools/release.sh": "git tag\n",
    "Makefile": "test:\n\tpytest\n",
    ".github/workflows/ci.yml": "on: push\n",
    "README.md": README,
    "docs/design.md": DESIGN,
    "docs/plan.rst": PLAN,
    "docs/shop.svg": "<svg/>\n",
}


def red_rows(root):
    """The red rows in the project at *root*, each with its message."""
    library = read_documents(root, list_tracked(Repository.open(root)))
    sound = check_soundness(library)
    project = Project(library, "", frozenset({"1.2.0", "1.1.0"}))
    readme = check_readme(find_readme(library), Asking(project, sys.executable, dict(os.environ)))
    found = {
        "documents_sound": [*sound.broken, *sound.unreadable, *sound.code],
        "readme_accurate": [*readme.wrong, *readme.pointers, *readme.examples],
    }
    return {row: findings for row, findings in found.items() if findings}
