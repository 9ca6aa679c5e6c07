"""The reference service as staging, whose instances are scraped."""

from __future__ import annotations

import contextlib
import threading

import pytest
from serving import demo, target_table

from pytest_golive.demo.shop import Release


@pytest.fixture(scope="session")
def services():
    """Two instances of the reference service."""
    with demo() as one, demo() as other:
        for each in (one, other):
            each.shop.release = Release("1.2.0")
        yield one, other


@pytest.fixture
def measured(shop, services, monkeypatch):
    """Describe staging as the first instance, with these settings of its metrics: ``measured(own_requests=0)``."""

    def describe(more="", **metrics):
        monkeypatch.setenv("COLUMNS", "400")
        one = services[0]
        for name, value in one.environment.items():
            monkeypatch.setenv(name, value)
        table = one.table | {"wait": "60s", "timeout": "60s", "connect_timeout": "60s"}
        table["metrics"] = {**one.table["metrics"], "scrape_for": "2s", "scrape_every": "400ms"} | metrics
        shop.settings("\n" + target_table("staging", table) + more)

    return describe


@contextlib.contextmanager
def customers(service):
    """Requests that a service answers well, until the block ends; they are counted as its middleware counts them."""
    ended = threading.Event()

    def work():
        while not ended.wait(0.01):
            service.shop.metrics.observe(method="GET", route="/products", status=200, seconds=0.001)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
