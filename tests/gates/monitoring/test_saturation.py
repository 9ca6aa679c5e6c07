"""The gates about memory, CPU and queues: each passes, is breached, and cannot measure."""

from __future__ import annotations

import pytest

ROWS = {
    "memory": ("memory_high", "memory of the worst instance: 127.0.0.1:*: 95 %, must be below 80 %", "memory_limit"),
    "cpu": ("cpu_busy", "CPU of the worst instance: 127.0.0.1:*: * %, must be below 80 %", "cpu_limit"),
    "queue_depth": ("queue_long", "queue depth of the worst queue: orders/127.0.0.1:*: 5,000, must be below 1,000", ""),
}
QUIET = {"own_requests": 0, "scrape_for": "1s", "scrape_every": "200ms"}


def passes(row, measured, shop):
    measured(**QUIET)
    shop.passes(f"monitoring::{row}", "*of the worst *must be below *")


def is_breached(row, measured, shop, services):
    fault, said, _ = ROWS[row]
    measured(**QUIET)
    with services[0].faulty(fault):
        shop.breaches(f"monitoring::{row}", f"*{said}*")


def cannot_measure(row, measured, shop, services):
    measured(**QUIET)
    with services[0].faulty("metrics_failing"):
        shop.cannot_measure(f"monitoring::{row}", "*no instance can be scraped*")


def test_memory_passes(measured, shop):
    passes("memory", measured, shop)


def test_memory_is_breached(measured, shop, services):
    is_breached("memory", measured, shop, services)


def test_memory_cannot_measure(measured, shop, services):
    cannot_measure("memory", measured, shop, services)


def test_cpu_passes(measured, shop):
    passes("cpu", measured, shop)


def test_cpu_is_breached(measured, shop, services):
    is_breached("cpu", measured, shop, services)


def test_cpu_cannot_measure(measured, shop, services):
    cannot_measure("cpu", measured, shop, services)


def test_queue_depth_passes(measured, shop):
    passes("queue_depth", measured, shop)


def test_queue_depth_is_breached(measured, shop, services):
    is_breached("queue_depth", measured, shop, services)


def test_queue_depth_cannot_measure(measured, shop, services):
    cannot_measure("queue_depth", measured, shop, services)


@pytest.mark.parametrize("row", ["memory", "cpu"])
def test_a_limit_that_nobody_says_is_not_that_of_the_host(shop, services, live, row):
    metrics = f'[tool.golive.targets.staging.metrics]\ninstances = ["{services[0].url}"]\n'
    shop.settings(metrics + 'scrape_for = "1s"\nscrape_every = "200ms"\n')
    shop.cannot_measure(
        f"monitoring::{row}",
        "*of processes can be measured, but no metric says what the limit is*",
        f"*say what one instance may use: {row}_limit = *",
        word="NOT SET UP",
    )
