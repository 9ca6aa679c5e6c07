"""Numbers of things in words: one file, two files; no message leaves that to its reader."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from pathlib import Path

import pytest

from pytest_golive.findings import counted

HEDGED = re.compile(r"[a-z]\((?:s|es|ies)\)")


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        (0, ("file",), "0 files"),
        (1, ("file",), "1 file"),
        (1200, ("file",), "1,200 files"),
        (1, ("entry is", "entries are"), "1 entry is"),
        (2, ("entry is", "entries are"), "2 entries are"),
    ],
)
def test_a_number_of_things_in_words(number, words, said):
    assert counted(number, *words) == said


def test_no_text_of_ours_says_file_s():
    root = Path(str(files("pytest_golive")))
    hedged = [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in sorted(root.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and HEDGED.search(node.value)
    ]
    assert hedged == []
