"""Which requests are sent, and when."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import islice, pairwise

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.load.plan import Endpoint, Plan
from pytest_golive.load.schedule import deck, due_times
from pytest_golive.service.http.unreachable import Unreachable

ONE = (Endpoint("a", "GET", "/a"),)
PLAN = Plan("http://127.0.0.1:1", rate=10.0, warm_up=1.0, duration=4.0, endpoints=ONE)


def test_requests_are_due_at_equal_distances():
    times = list(due_times(PLAN, 0))
    assert len(times) == 50
    assert times[0] == 0
    assert {round(after - before, 9) for before, after in pairwise(times)} == {0.1}


def test_workers_share_the_schedule_without_gap_or_double():
    plan = replace(PLAN, workers=3)
    together = sorted(time for index in range(3) for time in due_times(plan, index))
    assert together == list(due_times(PLAN, 0))


def test_the_rate_grows_in_a_straight_line():
    times = list(due_times(replace(PLAN, ramp_up=4.0), 0))
    assert len(times) == 20 + 50
    by_second = Counter(int(time) for time in times)
    assert [by_second[second] for second in range(9)] == pytest.approx(
        [1.25, 3.75, 6.25, 8.75, 10, 10, 10, 10, 10], abs=1
    )
    assert times == sorted(times)


def test_weights_are_exact_shares_in_an_order_of_their_own():
    endpoints = [Endpoint("a", "GET", "/a", weight=6), Endpoint("b", "GET", "/b", weight=3)]
    cards = [card.name for card in islice(deck(endpoints, 0), 300)]
    assert Counter(cards) == {"a": 200, "b": 100}
    assert cards[:30] != [card.name for card in islice(deck(endpoints, 1), 30)]
    assert cards == [card.name for card in islice(deck(endpoints, 0), 300)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rate": 0.0}, "either a rate or users"),
        ({"users": 3}, "either a rate or users"),
        ({"endpoints": ()}, "no request to send"),
        ({"rate": 6_000.0}, "rate: 6000 is more than the 5000"),
        ({"rate": 0.0, "users": 3_000}, "users: 3000 is more than the 2000"),
        ({"duration": 4_000.0}, "seconds in all: 4001 is more"),
        ({"rate": 4_000.0, "duration": 3_000.0}, "requests of one worker"),
        ({"url": "http://no-such-host.invalid"}, "no-such-host.invalid has no address"),
    ],
)
def test_a_plan_that_goes_too_far_is_refused(changes, said):
    with pytest.raises(CannotMeasure, match=said):
        replace(PLAN, **changes).check()


def test_clear_text_stays_on_this_machine():
    assert PLAN.check() == replace(PLAN, addresses=("127.0.0.1",))
    with pytest.raises(Unreachable, match=r"plain http, and 192\.0\.2\.1 is not this machine"):
        replace(PLAN, url="http://192.0.2.1").check()


@pytest.mark.security
def test_a_plan_shows_no_secret_and_travels_whole():
    canary = "a-token-" + "nobody-may-see"
    endpoints = (Endpoint("a", "GET", "/a", headers={"Authorization": canary}, json={"x": [1]}),)
    plan = replace(PLAN, endpoints=endpoints, headers={"X-Key": canary})
    assert canary not in repr(plan)
    assert canary not in str(plan.scenario)
    assert Plan.from_json(plan.as_json()).endpoints[0].headers == {"Authorization": canary}
    assert replace(plan, headers={}).digest == plan.digest


def test_plans_that_differ_have_other_digests():
    others = [{"rate": 11.0}, {"duration": 5.0}, {"url": "http://127.0.0.1:2"}, {"locustfile": "/x/y.py"}]
    digests = {PLAN.digest, *(replace(PLAN, **change).digest for change in others)}
    assert len(digests) == 5
