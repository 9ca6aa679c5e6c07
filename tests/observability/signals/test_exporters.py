"""What real exporters write is read as it is meant: three requests went well, and one was answered by 503.

The texts in ``tests/data/metrics`` were written by the packages that they are named after.
"""

from __future__ import annotations

import math

import pytest
from recorded_metrics import SECONDS, Recorded, recorded

from pytest_golive.observability.signals.requests import error_rate, latency
from pytest_golive.observability.signals.requests.choosing import fitting
from pytest_golive.observability.signals.wanted import Wanted

EXPORTERS = {
    "fastapi_instrumentator": ("fastapi", "http_requests_total", "status", "http_request_duration_highr_seconds", "s"),
    "starlette_exporter": (
        "starlette",
        "starlette_requests_total",
        "status_code",
        "starlette_request_duration_seconds",
        "s",
    ),
    "flask_exporter": (
        "flask",
        "flask_http_request_duration_seconds_count",
        "status",
        "flask_http_request_duration_seconds",
        "s",
    ),
    "django_prometheus": (
        "django",
        "django_http_responses_total_by_status_view_method_total",
        "status",
        "django_http_requests_latency_including_middlewares_seconds",
        "s",
    ),
    "otel_old": (
        "opentelemetry-old",
        "http_server_duration_milliseconds_count",
        "http_status_code",
        "http_server_duration_milliseconds",
        "ms",
    ),
    "otel_new": (
        "opentelemetry",
        "http_server_request_duration_seconds_count",
        "http_response_status_code",
        "http_server_request_duration_seconds",
        "s",
    ),
    "express_prom_bundle": (
        "prometheus",
        "http_request_duration_seconds_count",
        "status_code",
        "http_request_duration_seconds",
        "s",
    ),
}


def wanted(signal, **more):
    return Wanted(signal, SECONDS, probes=("/metrics", "/healthz"), fewest=1, **more)


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_the_error_rate_of_a_real_exporter(exporter):
    key, counter, label, _, _ = EXPORTERS[exporter]
    metrics = Recorded(recorded(exporter))
    names = metrics.names()
    family = fitting(names, wanted("error_rate"))[0]
    reading = error_rate.read(metrics, family, names, wanted("error_rate"))
    assert (family.key, reading.total.value, reading.total.n) == (key, 25.0, 4.0)
    assert reading.said == f"rate({counter}[100s]) by instance and {label}"
    assert [part.name for part in reading.parts] == ["shop-1"]
    assert reading.unsure == ("", "")


@pytest.mark.parametrize("exporter", EXPORTERS)
def test_the_latency_of_a_real_exporter(exporter):
    _, _, _, histogram, unit = EXPORTERS[exporter]
    metrics = Recorded(recorded(exporter))
    names = metrics.names()
    family = fitting(names, wanted("latency"))[0]
    reading = latency.read(metrics, family, names, wanted("latency"))
    assert f"rate({histogram}_bucket[" in reading.said
    assert reading.said.endswith(f", in {unit}")
    # All of them answered on loopback within 50 ms, whatever the unit of their histogram is.
    assert 0 <= reading.total.low < reading.total.value <= reading.total.high <= 50
    assert math.isclose(reading.total.n, 4.0)
