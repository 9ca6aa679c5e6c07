"""What must stand in whatever a regular expression finds, by the expression itself."""

from __future__ import annotations

import re

import pytest

from pytest_golive.codebase.secrets.needles import needles, relaxed, shortest


@pytest.mark.parametrize(
    ("pattern", "flags", "expected"),
    [
        (r"(gho)p_[a-z]{3}", 0, {"gho"}),
        (r"BEGIN (RSA|DSA) KEY", 0, {"BEGIN "}),
        (r"(?:key|pass|token)=", 0, {"key", "pass", "token"}),
        (r"(?:key|)=", 0, set()),
        (r"(abc)?d", 0, set()),
        (r"(abc)+", 0, {"abc"}),
        (r"(?i:abc)x", 0, set()),
        (r"[ab]c\d", 0, set()),
        ("contrase\u00f1a", re.IGNORECASE, {"contrase"}),
        (r"(?=abcdef)x", 0, set()),
    ],
)
def test_needles(pattern, flags, expected):
    assert needles(re.compile(pattern, flags)) == expected


def test_a_relaxed_expression_finds_more_and_spans_lines():
    loose = relaxed(re.compile(r"^(?<!x)\b(\d+)(?!\w)$"))
    assert [match.group() for match in loose.finditer("x12y\n3")] == ["12", "3"]


@pytest.mark.parametrize(("pattern", "expected"), [("ab{3}", 4), ("a*", 0), ("(ab|c)d", 2)])
def test_shortest(pattern, expected):
    assert shortest(re.compile(pattern)) == expected


@pytest.mark.parametrize("missing", ["_parser", "_compiler"])
def test_a_python_without_its_private_parser_means_every_line(monkeypatch, missing):
    monkeypatch.delattr(re, missing)
    monkeypatch.setitem(__import__("sys").modules, f"re.{missing}", None)
    regex = re.compile("abc")
    assert relaxed(regex) is None
    if missing == "_parser":
        assert needles(regex) == frozenset()
        assert shortest(regex) == 0
