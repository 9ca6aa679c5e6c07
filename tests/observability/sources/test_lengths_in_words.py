"""Lengths of time are told as people tell them."""

from __future__ import annotations

import pytest

from pytest_golive.observability.sources.lengths import in_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "0 s"),
        (1.5, "1.5 s"),
        (45.4, "45 s"),
        (59.7, "1 min"),
        (60.0, "1 min"),
        (90.0, "1 min 30 s"),
        (300.0, "5 min"),
        (5400.0, "1 h 30 min"),
        (86_400.0, "24 h"),
        (172_800.0, "2 d"),
        (180_000.0, "2 d 2 h"),
    ],
)
def test_a_length_has_at_most_two_units(seconds, words):
    assert in_words(seconds) == words
