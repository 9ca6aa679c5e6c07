"""Large input, and input with open brackets, is processed in linear time; quadratic code would take hours here."""

from __future__ import annotations

import random
import re

import pytest

from pytest_golive.codebase.comments.lexing import IN_TEMPLATES, _overlooked
from pytest_golive.codebase.comments.searching import comment_lines
from pytest_golive.codebase.inventory.source_files import SourceFile

PARTS = (
    *("<!--", "-->", "<%--", "--%>", "@*", "*@", "/*", "*/", "//", "x://", "/", "*", "a", "\n", " "),
    *("{% comment %}", "{%- endcomment %}"),
)
IN_ONE = re.compile(
    r"<!--.*?-->|<%--.*?--%>|@\*.*?\*@|/\*.*?\*/|(?<![:\"'\w])//[^\n]*"
    r"|\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}",
    re.DOTALL,
)


def test_comments_in_templates_are_those_that_one_expression_would_find():
    choose = random.Random(7)
    for _ in range(3000):
        text = "".join(choose.choices(PARTS, k=choose.randint(0, 14)))
        assert [*_overlooked(text, IN_TEMPLATES)] == [match.span() for match in IN_ONE.finditer(text)], text


def test_comments_that_are_never_closed_are_looked_for_once():
    text = "<!-- /* <%-- @* {% comment %} " * 100_000
    assert [*_overlooked(text, IN_TEMPLATES)] == []


@pytest.mark.parametrize("kind", [("Python", "python", "#"), ("C", "c", "//"), ("YAML", "yaml", "#")])
def test_a_comment_of_100_000_words(kind):
    language, lexer, mark = kind
    text = f"{mark} " + "word " * 100_000 + "\n"
    ((number, line),) = comment_lines(text, SourceFile("a", language, lexer))
    assert number == 1
    assert line.count("word") == 100_000
