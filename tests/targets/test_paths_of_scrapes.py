"""Which path only scrapes request: the one that is scraped, and with a Prometheus one that is plainly of metrics."""

from __future__ import annotations

import pytest

from pytest_golive.settings.targets.metrics import Metrics
from pytest_golive.targets.observing.metric_table import scraped_path


@pytest.mark.parametrize(
    ("path", "asked", "scraped"),
    [
        ("/orders", "/metrics", "/orders"),
        ("/metrics", "/metrics", "/metrics"),
        ("/actuator/prometheus", "/actuator/prometheus", "/actuator/prometheus"),
        ("/metrics/orders", "/metrics", "/metrics/orders"),
    ],
)
def test_customers_may_request_any_path_that_nobody_here_scrapes(path, asked, scraped):
    with_prometheus = Metrics(url="http://127.0.0.1:9090", selector={"job": "shop"}, path=path)
    assert scraped_path(with_prometheus) == asked
    assert scraped_path(Metrics(path=path)) == scraped
