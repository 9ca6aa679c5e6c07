"""The texts that every match of a regular expression must contain, derived from the expression."""

from __future__ import annotations

import re

import pytest

from pytest_golive.codebase.secrets.narrowing.needles import contiguous, needles, relaxed, shortest


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
        assert contiguous(regex) is None


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"gh[ps]_[a-z]{3}", r"ghp_abc"),
        (r"(?:aws).{0,9}=\s*[a-z]{9}", "abcdefghi"),
        (r"(?<!x)(cl|cloud)[ =:]+([0-9a-f]{5})(?!y)", "0a1b2"),
        (r"BEGIN RSA KEY", "BEGIN"),
        (r"(?:x:([a-f]{4}))+", "abcd"),
        (r"(?:abc|d=)([a-z]{2})?", None),
        (r"[^a]{9}", None),
        (r"(?i:abc)", None),
        (r"a=b", None),
    ],
)
def test_the_part_that_lies_in_one_piece(pattern, expected):
    part = contiguous(re.compile(pattern))
    if expected is None:
        assert part is None
    else:
        assert part.fullmatch(expected)
        assert not part.search("= :")
