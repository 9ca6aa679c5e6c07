"""The rows about the first day after a deployment, on a real Prometheus whose past is known."""

from __future__ import annotations

import time

import pytest
from servers.prometheus import Prometheus
from told_past import Told, written

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.ranges.days import Against, day_of
from pytest_golive.observability.ranges.measuring import Stretch, range_of
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.metrics import Matcher
from pytest_golive.observability.sources.prometheus.source import PrometheusMetrics

pytestmark = pytest.mark.integration
INTERVAL = 15.0
HALF = 120  # scrapes, which are half an hour
FAST, SLOW = {0.04: 9, 0.15: 1}, {0.04: 9, 0.4: 1}


def scrapes(start, first, last, times=FAST, failed=0):
    return [Told(start + INTERVAL * (number + 1), dict(times), failed) for number in range(first, last)]


@pytest.fixture(scope="module")
def start():
    return float((int(time.time()) - 2 * 3600) // 300 * 300)


@pytest.fixture(scope="module")
def server(start, tmp_path_factory):
    made = Prometheus(tmp_path_factory.mktemp("days"), "new")
    before = scrapes(start, 0, HALF)
    rare = [*before, *scrapes(start, HALF, HALF + 100), *scrapes(start, HALF + 100, 2 * HALF, failed=2)]
    torn = [one for one in scrapes(start, 0, 2 * HALF) if not start + 2700 < one.at < start + 3000]
    pasts = {
        "steady": {"a:1": scrapes(start, 0, 2 * HALF)},
        "failing": {"a:1": rare},
        "slower": {"a:1": [*before, *scrapes(start, HALF, 2 * HALF, SLOW)]},
        "torn": {"a:1": torn},
        "quiet": {"a:1": [*before, *scrapes(start, HALF, 2 * HALF, {})]},
    }
    made.backfill(written(pasts))
    made.start()
    yield made
    made.stop()


def day(server, start, job, signal="error_rate", since=1800.0, *, fewest=50):
    api = Api("Prometheus", server.url, "[tool.golive.targets.live.metrics]")
    source = PrometheusMetrics(Client(api), (Matcher("job", "=", job),))
    return day_of(
        range_of(source, Wanted(signal, 300.0), Stretch(start + since, start + since + 1800, 300.0, INTERVAL)), fewest
    )


def test_a_day_without_errors_has_a_rate_of_nothing(server, start):
    found = day(server, start, "steady")
    assert found.whole.value == 0
    assert found.n == pytest.approx(1200, rel=0.02)


def test_errors_of_a_few_minutes_are_in_the_rate_of_the_day_and_in_its_worst_window(server, start):
    found = day(server, start, "failing")
    assert found.whole.value == pytest.approx(100 * 40 / 1200, rel=0.05)
    assert dict(found.notes())["worst window"].startswith("20 %, ")


def test_a_slower_release_is_slower_by_its_share(server, start):
    now, before = (day(server, start, "slower", "latency", since) for since in (1800.0, 0.0))
    assert next(Against(now, before).compared()).percent > 50
    same = Against(*(day(server, start, "steady", "latency", since) for since in (1800.0, 0.0)))
    assert next(same.compared()).percent == pytest.approx(0, abs=1)
    assert "known only between" in " ".join(name for name, _ in same.notes())


def test_a_hole_is_an_error_that_names_its_time(server, start):
    with pytest.raises(CannotMeasure, match=r"its data have holes: .* UTC to .* UTC.*: .*no sample"):
        day(server, start, "torn")


def test_a_day_without_requests_or_with_few_proves_nothing(server, start):
    with pytest.raises(CannotMeasure):
        day(server, start, "quiet")
    with pytest.raises(CannotMeasure, match="fewer than 5,000 prove nothing"):
        day(server, start, "steady", fewest=5000)
