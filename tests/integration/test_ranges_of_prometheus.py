"""Signals over a time of the past, from a real Prometheus whose past is known: values, requests, holes, limits."""

from __future__ import annotations

import time

import pytest
from servers.prometheus import Prometheus
from servers.victoria import VictoriaMetrics
from told_past import Told, in_milliseconds, written

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.ranges.measuring import Stretch, range_of
from pytest_golive.observability.signals.readings import Idle
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.metrics import Matcher
from pytest_golive.observability.sources.prometheus.source import PrometheusMetrics

pytestmark = pytest.mark.integration
INTERVAL = 15.0
STEP = 300.0
SCRAPES = 240  # an hour
FAST, SLOW = {0.04: 9, 0.15: 1}, {0.04: 3, 0.4: 7}


def steady(start, numbers=range(SCRAPES), times=FAST, failed=0):
    return [Told(start + INTERVAL * (number + 1), dict(times), failed) for number in numbers]


def without(tolds, start, first, last):
    """The same counters, of which nobody scraped those of some minutes."""
    return [one for one in tolds if not start + 60 * first < one.at < start + 60 * last]


@pytest.fixture(scope="module")
def start():
    return float((int(time.time()) - 2 * 3600) // 300 * 300)


@pytest.fixture(scope="module", params=["old", "new", "victoria"])
def server(request, start, tmp_path_factory):
    folder = tmp_path_factory.mktemp("past")
    healthy = steady(start)
    slow = [*steady(start, range(120)), *steady(start, range(120, SCRAPES), SLOW, failed=1)]
    pasts = {
        "steady": {"a:1": healthy, "b:1": healthy},
        "slower": {"a:1": slow},
        "torn": {"a:1": without(healthy, start, 21, 33)},
        "half": {"a:1": healthy, "b:1": without(healthy, start, 21, 33)},
        "moved": {"a:1": steady(start, range(100)), "b:1": steady(start, range(95, SCRAPES))},
        "ended": {"a:1": steady(start, range(120))},
        "stopped": {"a:1": [*steady(start, range(120)), *steady(start, range(120, SCRAPES), {})]},
        "idle": {"a:1": steady(start, times={})},
    }
    made = VictoriaMetrics(folder) if request.param == "victoria" else Prometheus(folder, request.param)
    if isinstance(made, Prometheus):
        made.backfill(written(pasts))
    made.start()
    if isinstance(made, VictoriaMetrics):
        made.fill(in_milliseconds(written(pasts)))
    yield made
    made.stop()


def source(server, job, **more):
    api = Api("Prometheus", server.url, "[tool.golive.targets.live.metrics]", **more)
    return PrometheusMetrics(Client(api), (Matcher("job", "=", job),))


def over(start, step=STEP, since=0.0, until=3600.0):
    return Stretch(start + since, start + until, step, INTERVAL)


def test_each_window_has_its_value_and_its_requests(server, start):
    found = range_of(source(server, "slower"), Wanted("latency", 300.0), over(start))
    assert len(found.windows) == 12
    assert found.holes == ()
    # 100 ms is between 9 of 10 and all of them; after half of the time, 7 of 10 take up to 500 ms
    assert found.values() == pytest.approx([150.0] * 6 + [500 - 300 * 0.05 / 0.7] * 6, rel=0.02)
    assert [one.n for one in found.points()] == pytest.approx([200.0] * 12, rel=0.02)
    assert found.n == pytest.approx(2400, rel=0.01)
    assert found.whole.value == pytest.approx(500 - 300 * 0.05 / 0.35, rel=0.02)
    assert (found.since, found.until, found.unit) == (start, start + 3600, " ms")
    assert found.names == ("a:1",)
    rate = range_of(source(server, "slower"), Wanted("error_rate", 300.0), over(start))
    assert rate.values() == pytest.approx([0.0] * 6 + [10.0] * 6, rel=0.02)
    assert rate.whole.value == pytest.approx(5.0, rel=0.02)
    assert rate.whole.n == pytest.approx(2400, rel=0.01)


def test_instances_have_values_of_their_own(server, start):
    found = range_of(source(server, "steady"), Wanted("latency", 60.0), over(start))
    assert found.names == ("a:1", "b:1")
    assert found.values("a:1") == pytest.approx(found.values("b:1"))
    assert found.points("a:1")[3].n == pytest.approx(200, rel=0.02)
    assert found.points()[3].n == pytest.approx(400, rel=0.02)
    assert [one.n for one in found.parts] == pytest.approx([2400, 2400], rel=0.01)


def test_a_hole_is_reported_and_not_filled(server, start):
    found = range_of(source(server, "torn"), Wanted("latency", 300.0), over(start))
    assert {(hole.start - start) / 300 for hole in found.of_service} == {4, 5, 6}
    assert all("no sample of http_request_duration_seconds_count" in hole.why for hole in found.of_service)
    assert found.windows[5].total is None  # nothing at all was scraped in it
    assert len(found.values()) < 12


def test_a_hole_of_one_instance_is_its_own(server, start):
    found = range_of(source(server, "half"), Wanted("error_rate", 300.0), over(start))
    assert found.of_service == ()
    assert {(hole.of, (hole.start - start) / 300) for hole in found.holes} == {("b:1", 4), ("b:1", 5), ("b:1", 6)}


def test_instances_that_come_and_go_leave_no_hole(server, start):
    found = range_of(source(server, "moved"), Wanted("error_rate", 300.0), over(start))
    assert found.holes == ()
    moved = dict(found.notes)["came or went"]
    assert "a:1 until" in moved
    assert "b:1 since" in moved


def test_a_service_that_ends_is_a_hole_to_the_end(server, start):
    found = range_of(source(server, "ended"), Wanted("error_rate", 300.0), over(start))
    assert {(hole.start - start) / 300 for hole in found.of_service} == {6, 7, 8, 9, 10, 11}
    assert len(found.values()) in {6, 7}  # the last scrape is of the first seconds of a window


def test_traffic_that_stops_is_known_and_has_no_value(server, start):
    found = range_of(source(server, "stopped"), Wanted("latency", 300.0), over(start))
    assert found.holes == ()
    assert [window.is_idle for window in found.windows] == [False] * 6 + [True] * 6
    assert len(found.values()) == 6


def test_no_traffic_at_all_is_no_value(server, start):
    with pytest.raises(Idle, match="stood still"):
        range_of(source(server, "idle"), Wanted("latency", 300.0), over(start))


@pytest.mark.parametrize(
    ("stretch", "said"),
    [
        (Stretch(0, 100, 300, 15), "no whole window"),
        (Stretch(0, 1000, 30, 15), "too short for scrapes"),
        (Stretch(0, float("nan"), 300, 15), "too short for scrapes"),
        (Stretch(0, 4e9, 1e5, 15), "more than a server answers"),
        (Stretch(4e9, 4e9 + 600, 300, 15), "in the future"),
        (Stretch(1e9, 1e9 + 600, 300, 15), "no metric|nothing|http_requests"),
    ],
)
def test_what_cannot_be_asked_is_told(server, stretch, said):
    with pytest.raises((CannotMeasure, NotSetUp), match=said):
        range_of(source(server, "steady"), Wanted("error_rate", 300.0), stretch)


def test_a_range_before_the_first_sample_is_all_holes_until_then(server, start):
    found = range_of(source(server, "steady"), Wanted("error_rate", 300.0), over(start, since=-1800.0))
    assert [(hole.start - start) / 300 for hole in found.of_service] == [-6, -5, -4, -3, -2, -1]
    assert len(found.values()) == 12


def test_queries_of_the_team_have_a_past_too(server, start):
    orders = Wanted("orders", 300.0, "sum(rate(http_requests_total{job='slower'}[$window])) * 60")
    found = range_of(source(server, "slower"), orders, over(start))
    assert found.values() == pytest.approx([40.0] * 12, rel=0.02)
    assert found.whole.value == pytest.approx(40.0, rel=0.02)
    own = Wanted(
        "latency",
        300.0,
        "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{job='torn'}[5m])))",
        "s",
        labels={"job": "torn"},
    )
    found = range_of(source(server, "torn"), own, over(start))
    assert found.values()[:4] == pytest.approx([150.0] * 4, rel=0.02)
    assert {4, 5, 6} == {(hole.start - start) / 300 for hole in found.of_service}
    assert found.whole is None
    assert "says itself" in dict(found.notes)["not measured at once"]


def test_a_server_that_limits_answers_is_asked_in_parts(server, start):
    found = range_of(source(server, "steady"), Wanted("latency", 300.0), over(start, step=60.0))
    assert found.holes == ()
    assert len(found.values()) == 60


def test_own_scrapes_have_no_past(start):
    from pytest_golive.observability.sources.scraping.source import ScrapedMetrics

    scraped = ScrapedMetrics({"a:1": Client(Api("the service", "http://127.0.0.1:9", "x"))})
    with pytest.raises(CannotMeasure, match="nobody keeps those"):
        range_of(scraped, Wanted("error_rate", 300.0), over(start))
