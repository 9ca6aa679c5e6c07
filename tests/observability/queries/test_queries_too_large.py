"""Queries that would end the process in native code are refused before they are parsed."""

from __future__ import annotations

import pytest

from pytest_golive.observability.queries.selecting import NotUnderstood, parsed
from pytest_golive.observability.queries.size import excess_of


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("+".join(["a"] * 9_900), "it has more than 1,000 operators"),
        ("(" * 9_000 + "a" + ")" * 9_000, "nested deeper than 100 brackets"),
        ("-" * 9_000 + "a", "nested deeper than 100 brackets"),
        ("a" * 20_001, "longer than 20,000 characters"),
    ],
    ids=["operators", "brackets", "signs", "characters"],
)
def test_a_query_that_is_too_large_is_not_parsed(query, said):
    with pytest.raises(NotUnderstood, match=said):
        parsed(query)


def test_a_large_query_is_parsed():
    query = " + ".join(["a"] * 1_000)
    assert excess_of(query) == ""
    assert parsed(query) is not None
