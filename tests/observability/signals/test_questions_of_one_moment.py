"""What several measurements of one moment want to know is asked once, and what moves each time."""

from __future__ import annotations

from collections import Counter

import pytest
from recorded_metrics import Recorded

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.remembering import OfOneMoment
from pytest_golive.observability.sources.selecting import Matcher, Selector

TEXT = 'requests_total{status="200"} 7\nrequests_total{status="500"} 1\n'
REQUESTS = Selector("requests_total")
ERRORS = Selector("requests_total", (Matcher("status", "=", "500"),))
STAYS = {
    "names": lambda one: one.names(),
    "instances": lambda one: one.instances(),
    "values": lambda one: one.values(REQUESTS, ("status",), "count"),
    "series": lambda one: one.series(REQUESTS),
    "ages": lambda one: one.ages(REQUESTS, ("instance",)),
}
MOVES = {
    "rates": lambda one: one.rates(REQUESTS, 60),
    "growth": lambda one: one.growth(REQUESTS, 60, ("status",)),
    "ask": lambda one: one.ask("count(requests_total)"),
}


class Counted:
    """A source that counts what it is asked, and can break."""

    def __init__(self):
        self.source, self.asked, self.broken = Recorded(TEXT), Counter(), False

    def __getattr__(self, name):
        if name == "said":
            return self.source.said

        def ask(*parts):
            self.asked[name] += 1
            if self.broken:
                raise CannotMeasure("nobody answers")
            return getattr(self.source, name)(*parts)

        return ask


@pytest.mark.parametrize("name", STAYS)
def test_what_exists_is_asked_once(name):
    source = Counted()
    moment = OfOneMoment(source)
    first, second = STAYS[name](moment), STAYS[name](moment)
    assert first == second == STAYS[name](Recorded(TEXT))
    assert source.asked == {name: 1}


@pytest.mark.parametrize("name", MOVES)
def test_what_moves_is_asked_each_time(name):
    source = Counted()
    moment = OfOneMoment(source)
    assert MOVES[name](moment) == MOVES[name](moment) == MOVES[name](Recorded(TEXT))
    assert source.asked == {name: 2}


def test_another_question_is_another_one():
    moment = OfOneMoment(Counted())
    found = [
        moment.values(REQUESTS, (), "sum").samples[0].value,
        moment.values(REQUESTS, (), "count").samples[0].value,
        moment.values(ERRORS, (), "sum").samples[0].value,
        len(moment.values(REQUESTS, ("status",), "sum").samples),
        len(moment.series(ERRORS).samples),
    ]
    assert found == [8, 2, 1, 2, 1]


def test_no_answer_is_not_remembered():
    source = Counted()
    moment = OfOneMoment(source)
    source.broken = True
    with pytest.raises(CannotMeasure, match="nobody answers"):
        moment.names()
    source.broken = False
    assert set(moment.names()) == {"requests_total"}
    assert moment.said == "two texts"
