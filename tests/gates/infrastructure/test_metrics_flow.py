"""The gate about metrics that flow: it passes, is breached by what does not arrive, and cannot measure."""

from __future__ import annotations

import time

import pytest

FLOW = "infrastructure::metrics_flow"


def test_metrics_flow_passes(measured, shop):
    measured()
    shop.passes(
        FLOW,
        "*metrics looked for on each instance: http_requests_total, http_request_duration_seconds*",
        '*requests sent: 20 to /version, counted by http_requests_total{route="/version"}*',
        "*instances that are scraped: 1, must be at least 1 (own scrapes of 1 instance: *)*",
        "*requests that the metrics count: *, must be at least 20 *",
    )


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("counters_stuck", "*http_requests_total* stood still while 20 requests to /version were answered*"),
        ("metrics_stuck", "*http_requests_total* stood still while 20 requests to /version were answered*"),
        ("metric_renamed", "*http_request_duration_seconds_count has no label with the status*"),
    ],
)
def test_metrics_flow_is_breached(measured, shop, services, fault, said):
    measured()
    with services[0].faulty(fault):
        shop.breaches(FLOW, said)


def test_metrics_flow_is_breached_by_an_instance_that_cannot_be_scraped(measured, shop, services):
    one, other = services
    measured(instances=[one.url, other.url])
    with other.faulty("metrics_failing"):
        shop.breaches(
            FLOW,
            "*scrapes that fail or are old: 1, must be at most 0*",
            f"*the scrape of {other.url.partition('//')[2]} fails: *500*",
        )


def test_metrics_flow_is_breached_by_an_instance_that_nobody_scrapes(measured, shop, services):
    measured(instances=[services[0].url], needed=["http_requests_total", "jobs_done_total"])
    shop.breaches(FLOW, "*127.0.0.1:* has no jobs_done_total*")


def test_metrics_flow_cannot_measure(measured, shop, services):
    measured()
    with services[0].faulty("metrics_failing"):
        shop.cannot_measure(FLOW, "*no instance can be scraped*")


def test_metrics_flow_is_not_set_up(shop, live):
    shop.cannot_measure(FLOW, "*staging] does not say where its metrics are*", word="NOT SET UP")


@pytest.mark.parametrize("counts_ours", [True, False])
def test_a_counter_without_paths_must_count_ours_and_not_others_alone(shop, serve, counts_ours):
    ours = []

    def answer(request):
        if request[1] != "/metrics":
            ours.append(request)
            return 200, {}, b'{"version": "1.2.0"}'
        count = 100 + (len(ours) if counts_ours else round(2000 * (time.monotonic() % 1e6)))
        text = f'# TYPE http_requests_total counter\nhttp_requests_total{{code="200"}} {count}\n'
        return 200, {"Content-Type": "text/plain; version=0.0.4"}, text.encode()

    url = serve(answer).url
    shop.settings(
        f'[tool.golive.targets.staging]\nurl = "{url}"\n[tool.golive.targets.staging.metrics]\n'
        f'instances = ["{url}"]\nscrape_for = "2s"\nscrape_every = "400ms"\nneeded = ["http_requests_total"]\n'
    )
    if counts_ours:
        shop.passes(FLOW, "*requests that the metrics count: 2*, must be at least 20*")
    else:
        shop.cannot_measure(FLOW, "*by others' requests alone it would*")
