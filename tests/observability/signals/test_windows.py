"""Over days, a burst of errors drowns: a window longer than the longest one is refused, in settings and in queries."""

from __future__ import annotations

from dataclasses import replace

import pytest
from recorded_metrics import Recorded

from pytest_golive.errors import NotSetUp
from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.units import lasting
from pytest_golive.observability.signals.wanted import Wanted

HOUR = 3600.0
WANTED = Wanted("error_rate", HOUR, longest=HOUR)
BUSY = '# TYPE http_requests_total counter\nhttp_requests_total{status="200"} 1000\n'


def measured(wanted, asked=()):
    cap = Cap("queue depth", 1000.0) if wanted.signal == "queue_depth" else Cap("error rate", 1.0, "<", " %")
    metrics = Recorded(BUSY, asked={query: [({}, 0.0)] for query in asked})
    return [row.value for row in measure(metrics, wanted, cap, longest_age=60).rows()]


def test_the_longest_window_is_allowed():
    assert measured(WANTED) == [0.0]


@pytest.mark.parametrize("signal", ["error_rate", "latency"])
def test_a_window_of_days_is_refused(signal):
    with pytest.raises(NotSetUp, match=rf"^{signal} would be measured over 7 d, and 1 h is the longest") as caught:
        measured(replace(WANTED, signal=signal, window=168 * HOUR))
    assert ("monitoring.error_rate_window, or window" in caught.value.cure) == (signal == "error_rate")
    assert "raise monitoring.longest_window" in caught.value.cure


@pytest.mark.parametrize(
    "query", ["sum(rate(x[2h]))", "avg_over_time(sum(rate(x[1m]))[2h:1m])", "rate(x[$window]) / rate(x[2h])"]
)
def test_a_query_that_looks_back_over_more_is_refused(query):
    with pytest.raises(NotSetUp, match=r"^the query of error_rate looks back over 2 h, and 1 h is") as caught:
        measured(replace(WANTED, query=query, unit="ratio"))
    assert "write [$window] in it" in caught.value.cure
    assert measured(
        replace(WANTED, query=query, unit="ratio", longest=2 * HOUR, trusted=True), [query.replace("$window", "3600s")]
    ) == [0.0]


def test_a_query_over_the_window_of_the_settings_is_allowed():
    wanted = replace(WANTED, query="sum(rate(x[$window]))", unit="ratio", trusted=True)
    assert measured(wanted, ["sum(rate(x[3600s]))"]) == [0.0]
    with pytest.raises(NotSetUp, match="would be measured over 2 h"):
        measured(replace(wanted, window=2 * HOUR), ["sum(rate(x[7200s]))"])


def test_a_query_of_a_queue_may_look_back_as_it_likes():
    query = "max_over_time(shop_queue_length[1d])"
    assert measured(Wanted("queue_depth", HOUR, query=query, longest=HOUR), [query]) == [0.0]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "0.4 s"), (60, "1 min"), (90, "90 s"), (300, "5 min"), (3600, "1 h"), (5400, "90 min"), (604_800, "7 d")],
)
def test_lengths_of_time_for_readers(seconds, said):
    assert lasting(seconds) == said
