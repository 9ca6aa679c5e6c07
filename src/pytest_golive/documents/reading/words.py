"""Lists of words as people write them."""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """The words of *text*, which white space parts."""
    return frozenset(text.split())
