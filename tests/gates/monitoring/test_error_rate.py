"""The gate about failed requests: it passes, is breached, cannot measure; one instance that fails is seen."""

from __future__ import annotations

import pytest
from measured_services import customers

ERROR_RATE = "monitoring::error_rate"


def test_error_rate_passes(measured, shop):
    measured()
    shop.passes(
        ERROR_RATE,
        "*measured by: usual names of Prometheus clients: rate(http_requests_total*",
        "*error rate: 0 %, must be below 1 % (n = *, own scrapes of 1 instance: 127.0.0.1:*)*",
    )


def test_error_rate_is_breached(measured, shop, services):
    measured(request_path="/products")
    with services[0].faulty("failing"):
        shop.breaches(ERROR_RATE, "*error rate: 100 %, must be below 1 %*", "*to fix: See the logs of the instances*")


def test_error_rate_is_breached_by_a_burst_between_two_scrapes(measured, shop, services):
    """The series of failed requests begins with all of them, and never rises again."""
    measured(request_path="/version")
    with services[0].bursting(route="/burst", failed=40):
        shop.breaches(
            ERROR_RATE,
            "*counted from zero: * requests ([34]? of them failed) with which series began within the window; *",
        )


def test_error_rate_is_breached_by_one_instance_of_two(measured, shop, services):
    """In total it is half: the instance that fails is named."""
    measured(request_path="/products", instances=[one.url for one in services], own_requests=150)
    host = services[0].url.partition("//")[2]
    with services[0].faulty("failing"), customers(services[1]):
        shop.breaches(
            ERROR_RATE,
            f"*error rate of the worst instance: {host}: 100 %, must be below 1 %*",
            f"*instance {host}: 100 % (* of * requests failed)*",
        )


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            "counters_stuck",
            "*http_requests_total stood still for * s: there were no requests from which anything follows*",
        ),
        ("metrics_stuck", "*stood still for * s*"),
        ("metric_renamed", "*http_request_duration_seconds_count has no label with the status, so nobody knows *"),
        ("metrics_failing", "*no instance can be scraped*"),
    ],
)
def test_error_rate_cannot_measure(measured, shop, services, fault, said):
    measured()
    with services[0].faulty(fault):
        shop.cannot_measure(ERROR_RATE, said)


def test_error_rate_of_a_service_without_traffic_is_not_0(measured, shop):
    measured(own_requests=0)
    shop.cannot_measure(ERROR_RATE, "*stood still for * s*", "*own_requests = 100*")


def test_error_rate_of_a_few_requests_is_not_proven(measured, shop):
    measured(own_requests=10)
    shop.cannot_measure(
        ERROR_RATE, "*error rate: only * requests were counted in * s, and nothing follows from fewer than 50*"
    )


def test_error_rate_is_not_set_up(shop, live):
    shop.cannot_measure(ERROR_RATE, "*staging] does not say where its metrics are*", word="NOT SET UP")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('error_rate = "0.01"', "*monitoring.error_rate*must be a share with its sign, such as '1%'*"),
        ("error_rate = 0.01", "*monitoring.error_rate*needs its sign: write '0.01%' or '1%'*"),
        ('error_rate = "3%"', "*error rates in the wrong order*"),
        ('error_rate_window = "7d"', "*has error_rate_window = '7d', and longest_window is '1h': *drowns*"),
        ('longest_window = "2m"', "*has error_rate_alert_window = '5m', and longest_window is '2m': *"),
    ],
)
def test_a_limit_that_could_mean_two_things_is_refused(shop, text, said):
    shop.settings(f"\n[tool.golive.monitoring]\n{text}\n")
    result = shop.judge(ERROR_RATE)
    assert result.ret == 4
    result.stderr.fnmatch_lines([said])
