"""Lines of code, as radon has them for Python and as a lexer sees them elsewhere."""

from __future__ import annotations

import sysconfig
import tokenize
from pathlib import Path

import pytest
from radon.raw import analyze

from pytest_golive.codebase.inventory.languages.languages import by_name
from pytest_golive.codebase.inventory.source_files import SourceFile
from pytest_golive.codebase.metrics.lines import count_lines
from pytest_golive.codebase.metrics.python_lines import count_python
from pytest_golive.codebase.metrics.sloc import count_sloc
from pytest_golive.codebase.reading import decode, with_plain_newlines

STATEMENTS = '''\
"""A docstring.

Of several lines.
"""

import os  # with a comment

# a comment
if os: print(1); print({1: 2})
class A: "short docstring"
x = [
    # inside a statement radon calls this source

    1,
]
y = """text

that is used
"""
z = 1 + \\
    2
"one" "two"
"alone"; "and not"
w = lambda: 0; v: int = 1
for _ in x: pass ; y = {}
'''


def sloc(path, content):
    return count_sloc(content if isinstance(content, bytes) else content.encode(), SourceFile(path, *by_name(path)))


def counts(lines):
    return (lines.sloc, lines.lloc, lines.comments, lines.multi)


@pytest.mark.parametrize(
    "text", [STATEMENTS, "", "\n\n", "# only\n", "x = 1", "'''a\n\nb'''\n", "if 1:\n  '''a'''\n  x\n"]
)
def test_every_count_is_radons(text):
    assert counts(count_python(text)) == counts(analyze(text))


def test_the_standard_library_against_radon():
    checked = 0
    for path in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))[::4]:
        if path.stat().st_size > 25_000:
            continue  # radon takes its time
        with tokenize.open(path) as file:
            expected = counts(analyze(file.read()))
        text, _ = with_plain_newlines(decode(path.read_bytes(), python=True))
        assert (path.name, counts(count_python(text))) == (path.name, expected)
        checked += 1
    assert checked > 10


def test_a_long_table_does_not_take_minutes():
    assert count_python("x = [\n" + "    (1, 'a', None),\n" * 20_000 + "]\n").sloc == 20_002


@pytest.mark.parametrize("text", ["def (\n\n# c\nx = 1\n", "x = 'open\n\ny\n", "  a\n b\n\n", "x = 1\n\n\0\n"])
def test_what_is_no_python_counts_every_line_that_is_not_blank(text):
    assert sloc("a.py", text) == sum(1 for line in text.split("\n") if line.strip())


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.js", "// c\n\nlet x = 1; // c\n/* c\n * c\n */\nlet y = `a\n\nb`;\n", 3),
        ("a.c", "#include <x.h>\n/* c */ int x;\n// c\n", 2),
        ("a.rs", "/// doc\n//! doc\nfn main() {}\n", 1),
        ("a.php", "<?php\n/** doc\n * c */\n$x = 1;\n", 2),
        ("a.sh", "#!/bin/sh\n# c\n\necho x # c\n", 2),
        ("a.css", "/* c */\na { b: c }\n", 1),
        ("a.tf", "/*\n c\n*/\nx = 1\n", 1),
        ("a.ts", "\r\n// c\r\nlet x\r\n", 1),
        ("a.go", "", 0),
    ],
)
def test_other_languages(path, text, expected):
    assert sloc(path, text) == expected


def test_wide_encodings_and_latin_1():
    assert sloc("a.py", "# c\nx = 1\n".encode("utf-16")) == 1
    assert sloc("a.py", b"# coding: latin-1\nx = '\xe9'\n") == 1
    assert sloc("a.js", b"// \xe9\nlet x\n") == 1


def test_a_file_too_large_for_a_lexer_counts_what_is_not_blank():
    assert sloc("a.js", b"x\n  \n\n// c\n" * 500_000 + b"x" * 1_000_000) == 1_000_001


def test_it_is_there_on_request(loose):
    inventory = loose({"a.py": "# c\n\nx = 1\n"})
    assert count_lines(inventory, "sloc").total == 1
    assert count_lines(inventory, "loc").total == 3
