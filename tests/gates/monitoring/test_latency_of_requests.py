"""The gate about response times: it passes, is breached, cannot measure; a percentile is as well known as its bucket."""

from __future__ import annotations

LATENCY = "monitoring::latency"


def test_latency_passes(measured, shop):
    measured()
    shop.passes(
        LATENCY,
        "*histogram_quantile(0.95, *, in s*",
        "*own requests: our own requests to /version took * ms (mean of *); the mean of http_request_duration_seconds*",
        "*p(95): * ms, must be below 200 ms (n = *",
    )


def test_latency_is_breached(measured, shop, services):
    measured(request_path="/products", own_requests=12, more="\n[tool.golive.monitoring]\nfewest_requests = 5\n")
    with services[0].faulty("slow"):
        shop.breaches(LATENCY, "*p(95): * ms, must be below 200 ms*")


def test_latency_cannot_measure_without_the_bucket(measured, shop, services):
    measured()
    with services[0].faulty("buckets_coarse"):
        shop.cannot_measure(
            LATENCY,
            "*p(95) in total: * ms (of * requests; its bucket is between 0 and 1000 ms), the limit is < 200 ms: *",
            "*add a bucket whose edge is the limit to the histogram of the service (0.2 for 200 ms)*",
        )


def test_a_limit_at_a_coarse_bucket_is_decided(measured, shop, services):
    measured(more='\n[tool.golive.monitoring]\nlatency = "p(95)<=1s"\n')
    with services[0].faulty("buckets_coarse"):
        shop.passes(LATENCY, "*must be at most 1,000 ms*")
