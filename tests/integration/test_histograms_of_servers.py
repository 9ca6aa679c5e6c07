"""Histograms at a real Prometheus: native ones are read by the API, and the bounds of classic ones are written as it writes them."""

from __future__ import annotations

import math
import time

import pytest
from metric_apis import client_for
from metric_instances import Instance, scraped
from servers.prometheus import Prometheus, job
from servers.watching import until

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.prometheus.http_api import aligned
from pytest_golive.observability.sources.prometheus.source import PrometheusMetrics
from pytest_golive.observability.sources.selecting import Matcher, Selector

pytestmark = pytest.mark.integration
BOUNDS = ("0", "0.50", "1", "1.0e1", "100000", "1000000", "2500000", "0.0001", "0.00001", "1e21", "1e22", "+Inf")
CLASSIC = "# TYPE lat histogram\n{}lat_sum 1\nlat_count 2\n"
BUCKETS = "".join(f'lat_bucket{{le="{bound}"}} {number}\n' for number, bound in enumerate(BOUNDS))


def test_bounds_of_own_scrapes_are_those_of_prometheus(serve, start_server, tmp_path):
    instance = Instance(serve, CLASSIC.format(BUCKETS))
    server = Prometheus(tmp_path, "new")
    server.configure(job("bounds", instance.server.url.removeprefix("http://")))
    server = start_server(server)
    theirs = until(lambda: server.query("lat_bucket"), "it is scraped")
    ours = scraped(instance).values(Selector("lat_bucket"), ("le",))
    assert {one.labels["le"] for one in ours.samples} == {one["metric"]["le"] for one in theirs}
    assert len(theirs) == len(BOUNDS)


def test_native_histograms_are_read_by_the_api(start_server, tmp_path):
    server = Prometheus(tmp_path, "new", options=["--enable-feature=native-histograms"])
    place = server.url.removeprefix("http://")
    server.configure(job("itself", place, scrape_protocols=["PrometheusProto"]))
    server = start_server(server)
    name = "prometheus_http_request_duration_seconds"
    until(lambda: server.query(f"count_over_time({name}[1m]) > 2"), "it has scraped itself")
    metrics = PrometheusMetrics(client_for(server.url), [Matcher("job", "=", "itself")])
    assert metrics.names()[name].kind == "native histogram"
    with pytest.raises(CannotMeasure, match="native histograms, which are no numbers") as caught:
        metrics.ask(name)
    assert "histogram_quantile" in caught.value.cure
    found = metrics.ask(f"histogram_quantile(0.95, sum(rate({name}[1m])))")
    assert 0 < found.samples[0].value < 60
    now = time.time()
    (series, *_) = metrics.api.query_range(name, aligned(now - 30, now, 1)).series
    assert (series.points, series.native > 0) == ((), True)
    assert not math.isnan(metrics.values(Selector("up")).samples[0].value)
