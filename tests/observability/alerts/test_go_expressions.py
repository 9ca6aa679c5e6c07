"""Regular expressions in Go's syntax: what they match, in linear time, and which are not understood."""

from __future__ import annotations

import pytest

from pytest_golive.observability.alerts.regexp.matching import compiled
from pytest_golive.observability.alerts.regexp.nodes import NotUnderstood


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        *(("a|b.*", "bxx"), ("", ""), ("a{2,3}", "aa"), ("a{2}", "aa"), ("a{2,}", "aaaa"), ("a{,3}", "a{,3}")),
        *(("(?i)kä", "KÄ"), ("(?i)k", "\u212a"), ("(?i)[a-c]X", "Bx"), ("(?i:a)b", "Ab"), ("(?i)a(?-i)b", "Ab")),
        *(("[[:alpha:]]+", "ab"), ("[[:^alpha:]]", "1"), ("[^a]", "\n"), ("[]a]", "]"), ("[a-]", "-"), (r"[\d-]", "-")),
        *(
            (r"\d+\s\w*", "12 x_"),
            (r"\pL", "ä"),
            (r"\PL", "1"),
            (r"[\p{Lu}x]", "Ä"),
            (r"\p{^Lu}", "a"),
            (r"\p{Any}", "1"),
        ),
        *((r"\Qa.b\E", "a.b"), (r"\Qa.b", "a.b"), (r"\bfoo\b", "foo"), (r"a\Bb", "ab"), ("^a$", "a"), (r"\Aa\z", "a")),
        *(
            ("(?s).", "\n"),
            ("(?m)^a$\n^b$", "a\nb"),
            ("(?P<x>a)", "a"),
            ("(?<x>a)", "a"),
            ("(|a)*", "aa"),
            ("x{0}", ""),
        ),
        *((r"\x41\x{42}\103\n", "ABC\n"), ("a+?b??", "aa"), ("(?U)a+", "aa"), (r"[\x41-\x43]", "B"), (r"\-\.", "-.")),
    ],
)
def test_a_text_matches(expression, text):
    assert compiled(expression).matches(text)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        *(("a|b", "ab"), (".", "\n"), ("a", "xa"), ("a", "ax"), ("a$", "a\n"), ("(?i)[^a]", "A"), ("(?i:a)b", "AB")),
        *(
            (r"foo\bbar", "foobar"),
            (r"\d", "٣"),
            (r"\s", "\v"),
            (r"\w", "ä"),
            ("a{2,3}", "aaaa"),
            ("", "a"),
            (r"\pL", "1"),
        ),
        *(("^a$", "a\nb"), (r"(?i)\W", "k"), ("[[:upper:]]", "a"), ("(a|b){2}", "a")),
    ],
)
def test_a_text_does_not_match(expression, text):
    assert not compiled(expression).matches(text)


@pytest.mark.parametrize(
    "expression",
    [
        *(
            "(",
            ")",
            "a)",
            "[a",
            "[b-a]",
            "*a",
            "a{1001}",
            "a{2,1}",
            r"\p{Greek}",
            r"\y",
            r"\8",
            "\\",
            "(?=a)",
            "(?!a)",
            r"\1",
        ),
        *("[[:nothing:]]", r"\x{110000}", "(?z)a", "(" * 200 + ")" * 200, "(a{1000}){1000}", r"\é"),
    ],
)
def test_what_go_rejects_or_we_do_not_know_is_not_understood(expression):
    with pytest.raises(NotUnderstood):
        compiled(expression).matches("a")


def test_the_time_is_linear():
    """Backtracking would take longer than anybody waits."""
    assert not compiled("(a*)*(a|aa)+(a?){30}b").matches("a" * 5_000)


def test_what_is_too_long_to_compare_says_so():
    with pytest.raises(NotUnderstood, match="a text of 50,000 characters"):
        compiled("(a{100}){100}").matches("a" * 50_000)


def test_the_dot_of_newer_servers_stands_for_line_feeds():
    assert compiled("a.b", dot_all=True).matches("a\nb")
    assert not compiled("a.b").matches("a\nb")
