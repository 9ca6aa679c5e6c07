"""A watch that compares with a baseline: what it needs is told before the first sample."""

from __future__ import annotations

from measured_services import customers

WATCH = "deployment::stable_after_deploy"
SETTINGS = """
[tool.golive.watch]
duration = "2s"
interval = "1s"
probe_interval = false
gates = ["monitoring::error_rate", "monitoring::latency"]
fewest_requests = 10
baseline = { kind = "before" }

[tool.golive.monitoring]
fewest_requests = 5
"""


def test_a_baseline_needs_the_moment_of_the_deployment(measured, shop, services):
    measured(SETTINGS, own_requests=0, scrape_for="600ms", scrape_every="200ms")
    with customers(services[0]):
        shop.cannot_measure(WATCH, "*--golive-deployed*", word="NOT SET UP")


def test_a_baseline_needs_metrics_of_the_past(measured, shop, services):
    measured(SETTINGS, own_requests=0, scrape_for="600ms", scrape_every="200ms")
    with customers(services[0]):
        result = shop.judge(WATCH, "--golive-deployed=now")
    result.stdout.fnmatch_lines(
        ["*NOT SET UP*", "*a baseline needs metrics of the past*are scraped by this run alone*"]
    )
