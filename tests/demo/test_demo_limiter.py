"""Windows of requests, with a clock controlled by the test."""

from __future__ import annotations

import pytest

from pytest_golive.demo.paths import limiter
from pytest_golive.demo.paths.limiter import Limiter, Rate

RATE = Rate(2, 10.0)


@pytest.mark.parametrize(
    ("text", "rate"), [("10/2s", (10, 2)), ("5/1m", (5, 60)), ("1/250ms", (1, 0.25)), (" 3/1.5h ", (3, 5400))]
)
def test_rates_are_read(text, rate):
    assert Rate.parse(text) == Rate(*rate)


@pytest.mark.parametrize("text", ["", "10", "0/1s", "-1/1s", "10/0s", "10/s", "10/2d", "10/2s/3", "1e3/1s"])
def test_what_is_no_rate_is_refused(text):
    with pytest.raises(ValueError, match="no rate such as 10/2s"):
        Rate.parse(text)


def test_a_window_begins_with_the_first_request_and_refusals_do_not_move_it():
    times = iter([100.0, 104.0, 105.0, 109.9, 110.0, 111.0, 112.0, 112.0])
    limits = Limiter(lambda: next(times))
    took = [limits.take("one", RATE).accepted for _ in range(7)]
    assert took == [True, True, False, False, True, True, False]
    assert limits.take("other", RATE).accepted


def test_clients_who_left_are_forgotten(monkeypatch):
    monkeypatch.setattr(limiter, "MANY", 3)
    now = 0.0
    limits = Limiter(lambda: now)
    for name in "abc":
        limits.take(name, RATE)
    now = 9.0
    limits.take("d", RATE)
    assert len(limits._windows) == 4
    now = 12.0
    limits.take("e", RATE)
    assert set(limits._windows) == {"d", "e"}
