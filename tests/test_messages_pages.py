"""A message sends its readers to a page that they can open: they have the package, and not its repository."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from pathlib import Path

from pytest_golive.errors import PAGES

PACKAGE = Path(str(files("pytest_golive")))
REPOSITORY = Path(__file__).parent.parent
PAGE = re.compile(r"(?<![\w/}])docs/(?:guide/)?([\w-]+)\.md")
THEIRS = {"architecture"}  # where projects keep a document of their own


def _texts(file):
    """The texts of a module, but for those that only its readers see."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    notes = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    yield from (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in notes
    )


def test_no_message_names_a_page_of_ours_as_if_it_lay_in_the_project():
    ours = {page.stem for folder in ("docs", "docs/guide") for page in (REPOSITORY / folder).glob("*.md")} - THEIRS
    named = [
        f"{file.relative_to(PACKAGE)}: {text:.100}"
        for file in sorted(PACKAGE.rglob("*.py"))
        for text in _texts(file)
        if "Written by: golive" not in text and ours & set(PAGE.findall(text))
    ]
    assert named == []


def test_each_page_that_a_message_names_is_there():
    source = "\n".join(file.read_text(encoding="utf-8") for file in PACKAGE.rglob("*.py"))
    named = set(re.findall(r"\{PAGES\}/([\w/-]+\.md)", source))
    assert {"signing.md", "break-glass.md", "backups.md"} <= named
    assert [page for page in sorted(named) if not (REPOSITORY / "docs" / page).is_file()] == []
    documentation = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    assert f'Documentation = "{PAGES.replace("/blob/", "/tree/")}"' in documentation
