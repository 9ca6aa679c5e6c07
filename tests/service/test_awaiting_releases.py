"""Rounds of questions until a release answers: the last round is told as it is."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.release.awaiting import until_complete


@dataclass
class Found:
    is_complete: bool


REFUSED = Unreachable("refused", "start it")


def rounds(*found):
    given = iter(found)

    def ask():
        one = next(given)
        if isinstance(one, Unreachable):
            raise one
        return Found(one)

    return ask


def test_it_ends_with_the_first_round_that_is_complete():
    said, slept = [], []
    ask = rounds(False, REFUSED, True, False)
    last = until_complete(ask, limit=600, what="it serves", progress=said.append, sleep=slept.append)
    assert (last.found.is_complete, last.number) == (True, 3)
    assert last.seconds >= 0
    assert said == ["until it serves, round 1", "until it serves, round 2"]
    assert slept == [1.0, 1.0]


@pytest.mark.parametrize("good", [True, False])
def test_without_time_it_asks_once(good):
    last = until_complete(rounds(good), limit=0, what="it serves", sleep=lambda _: pytest.fail("slept"))
    assert (last.found.is_complete, last.number) == (good, 1)


def test_nobody_answers_to_the_end():
    with pytest.raises(Unreachable, match="refused"):
        until_complete(rounds(REFUSED), limit=0, what="it serves", sleep=lambda _: None)
