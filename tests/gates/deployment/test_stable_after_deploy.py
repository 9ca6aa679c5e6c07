"""The watch after a deployment: it passes, is breached and ends early, cannot measure; a bad sample may be forgiven."""

from __future__ import annotations

import contextlib
import json
import threading

import pytest
from measured_services import customers

WATCH = "deployment::stable_after_deploy"
SETTINGS = """
[tool.golive.watch]
duration = "{duration}"
interval = "1s"
probe_interval = false
gates = [{gates}]
fewest_requests = 10
{more}
[tool.golive.monitoring]
fewest_requests = 5
latency = "p(95)<20s"
"""
GATES = ("monitoring::error_rate", "monitoring::latency", "smoke::healthy", "smoke::version")


@pytest.fixture
def watched(measured, shop):
    """Describe staging as the first instance, and the watch over it."""

    def describe(duration="3s", gates=GATES, more="", **metrics):
        said = SETTINGS.format(duration=duration, gates=", ".join(map(repr, gates)), more=more)
        measured(said, **({"own_requests": 0, "scrape_for": "600ms", "scrape_every": "200ms"} | metrics))
        settings = shop.path / "pyproject.toml"
        settings.write_text(settings.read_text().replace('wait = "60s"', 'wait = "1ms"'))

    return describe


def samples_of(shop):
    lines = (shop.path / ".golive/watch-staging.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def test_stable_after_deploy_passes(watched, shop, services):
    watched()
    with customers(services[0]):
        shop.passes(
            WATCH,
            "*watched: monitoring::error_rate, monitoring::latency, smoke::healthy, smoke::version; * samples in *",
            "*signals that failed: 0, must be at most 0 (n = *, * samples, one every 1 s)*",
        )
    assert len(samples_of(shop)) > 3
    picture = (shop.path / ".golive/watch-staging.svg").read_text()
    assert f"{len(samples_of(shop)) - 2} samples" in picture  # all lines but those of its beginning and its end
    assert "monitoring::latency" in picture


def test_stable_after_deploy_is_breached_and_ends_early(watched, shop, services):
    watched(duration="10m")
    with customers(services[0]), services[0].faulty("unhealthy"):
        shop.breaches(
            WATCH,
            "*signals that failed: 1, must be at most 0*",
            "*smoke::healthy: health: status 503, must be healthy*(since sample 1, * UTC; 1*",
        )


def test_a_bad_sample_is_forgiven_and_shown(watched, shop, services):
    watched(more="failure_limit = 1")
    with customers(services[0]), ill_for_a_sample(shop, services[0]):
        shop.passes(WATCH, "*forgiven: smoke::healthy: 1 sample failed, the first of them sample *, and 1 may fail*")


def test_stable_after_deploy_cannot_measure_without_metrics(watched, shop, services):
    watched(duration="10m", more="consecutive_error_limit = 1")
    with customers(services[0]), services[0].faulty("metrics_failing"):
        shop.cannot_measure(
            WATCH,
            "*after 2 samples in * the service could not be measured: monitoring::error_rate: *no instance can be scraped*",
        )


def test_without_traffic_nothing_is_proven(watched, shop):
    watched(duration="10m")
    shop.cannot_measure(
        WATCH,
        "*after 1 sample in * it is not proven that the service is stable: monitoring::error_rate: http_requests_total *",
    )


def test_few_requests_in_a_window_prove_nothing(watched, shop, services):
    watched(duration="10m")
    shop.settings("[tool.golive.watch.signals]\n'monitoring::latency' = { inconclusive_limit = 9 }\n")
    text = (shop.path / "pyproject.toml").read_text().replace("fewest_requests = 10\n", "fewest_requests = 1000000\n")
    shop.write("pyproject.toml", text)
    with customers(services[0]):
        shop.cannot_measure(
            WATCH,
            "*not proven that the service is stable: monitoring::error_rate: *",
            "*but of only * requests, * fewer than 1,000,000 prove nothing*",
        )


def test_a_service_that_is_gone_is_a_failure_at_once(shop, live, monkeypatch):
    """Nobody waits for it to start, and what does not answer has failed: the watch ends with this sample."""
    monkeypatch.setenv("COLUMNS", "400")
    shop.settings(SETTINGS.format(duration="10m", gates='"smoke::healthy"', more=""))
    declare_metrics_away(shop)
    with leaving(shop, live):
        shop.breaches(
            WATCH,
            "*not watched: monitoring::error_rate: * does not apply: *",
            "*smoke::healthy: *refused*",
        )


def test_nobody_watches_what_says_nothing_of_customers(shop, live):
    shop.cannot_measure(
        WATCH,
        "*nobody would see whether customers are served: *staging* does not say where its metrics are*",
        word="NOT SET UP",
    )


def test_what_is_not_set_up_is_named(watched, shop, services):
    watched(gates=[*GATES, "monitoring::trace_success"])
    with customers(services[0]):
        shop.passes(WATCH, "*not watched: monitoring::trace_success: not set up: *")


@pytest.mark.parametrize(
    ("gate", "said"),
    [
        ("deployment::zero_downtime", "*deployment::zero_downtime uses watched_deployment, which deploys, or loads *"),
        ("security::rate_limit", "*security::rate_limit needs the permission rate_limit, so that it does more than *"),
    ],
)
def test_what_is_not_to_be_repeated_is_refused(watched, shop, services, gate, said):
    watched(gates=[*GATES, gate])
    with customers(services[0]):
        shop.cannot_measure(WATCH, said)


def test_a_gate_that_does_not_exist_is_not_left_out(watched, shop, services):
    watched(gates=[*GATES, "gates/test_shop.py::test_orders"])
    with customers(services[0]):
        shop.cannot_measure(WATCH, "*there is no gate 'gates/test_shop.py::test_orders'*", word="NOT SET UP")


def declare_metrics_away(shop):
    shop.settings(
        "[tool.golive.not_applicable]\n"
        '"monitoring::error_rate" = "the metrics are somebody else\'s"\n'
        '"monitoring::latency" = "the metrics are somebody else\'s"\n'
    )


def ill_for_a_sample(shop, service):
    """The service reports itself ill from the first sample until one has failed."""

    def work(ended):
        while not ended.wait(0.02) and "sample" not in words(shop):
            pass
        with service.faulty("unhealthy"):
            while not ended.wait(0.02) and '"failed"' not in words(shop):
                pass

    return meanwhile(work)


def leaving(shop, live):
    """The server stops after the first sample."""

    def work(ended):
        while not ended.wait(0.02) and '"measurements"' not in words(shop):
            pass
        live.server.close()

    return meanwhile(work)


@contextlib.contextmanager
def meanwhile(work):
    ended = threading.Event()
    thread = threading.Thread(target=work, args=(ended,))
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def words(shop):
    file = shop.path / ".golive/watch-staging.jsonl"
    return file.read_text() if file.exists() else ""
