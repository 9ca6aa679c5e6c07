"""The guide: what its pages quote is in the code, and what they show can be read."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import pytest_golive
from pytest_golive.cli import main

TOP = Path(__file__).parents[1]
DOCS = TOP / "docs"
SOURCE = Path(pytest_golive.__file__).parent
PAGES = sorted((DOCS / "guide").glob("*.md"))
MESSAGE = re.compile(r"^### `(.+)`$", re.MULTILINE)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"\bgolive (\w[\w-]*)")
ENTRY = re.compile(r"^([\w/.-]+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def texts():
    """All texts in the code, with what is filled in left out."""
    found = []
    for path in SOURCE.rglob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        found += [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return "\n".join(found)


@pytest.mark.parametrize("message", MESSAGE.findall((DOCS / "guide/troubleshooting.md").read_text(encoding="utf-8")))
def test_a_message_that_is_explained_is_one_that_is_printed(message, texts):
    assert message in texts


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_python_on_a_page_can_be_read(page):
    for language, block in BLOCK.findall(page.read_text(encoding="utf-8")):
        if language == "python":
            ast.parse(block)


@pytest.mark.parametrize("page", [*PAGES, DOCS / "index.md"], ids=lambda page: page.stem)
def test_commands_on_a_page_are_there(page, capsys):
    named = set(COMMAND.findall(page.read_text(encoding="utf-8")))
    with pytest.raises(SystemExit):
        main(["--help"])
    known = capsys.readouterr().out
    assert {name for name in named if not re.search(rf"^ +{name}\b", known, re.MULTILINE)} == set()


def test_every_page_is_in_the_table_of_contents_once():
    listed = [
        entry
        for block in re.findall(
            r"^```\{toctree\}\n(.*?)^```", (DOCS / "index.md").read_text(), re.MULTILINE | re.DOTALL
        )
        for entry in ENTRY.findall(block)
    ]
    pages = [page.relative_to(DOCS).with_suffix("").as_posix() for page in DOCS.rglob("*.md")]
    assert sorted(listed) == sorted(page for page in pages if page != "index")
