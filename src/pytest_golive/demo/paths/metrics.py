"""Metrics of the service for Prometheus."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from pytest_golive.demo.faults import Fault
from pytest_golive.demo.limits import CPU_LIMIT, LONG_QUEUE, MEMORY_LIMIT, NEARLY, QUEUE_LENGTH

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
FINE_BUCKET = re.compile(rb'^http_request_duration_seconds_bucket\{.*le="0\.[0-9]+".*\n', re.MULTILINE)
STATM = Path("/proc/self/statm")


class Metrics:
    """Counters of one service, in a registry of their own."""

    content_type = "text/plain; version=0.0.4; charset=utf-8"

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "http_requests", "Requests answered.", ["method", "route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "http_request_duration_seconds",
            "Seconds from the request to the end of the answer.",
            ["route"],
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._queue = Gauge("queue_depth", "Orders that wait to be sent.", ["queue"], registry=self._registry)
        self._process = _Process()
        self._registry.register(self._process)
        self._kept = b""

    def observe(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request; *route* is a path of the service, never one that a client made up."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self, faults: AbstractSet[str] = frozenset()) -> bytes:
        """All metrics, in the text format 0.0.4."""
        self._queue.labels("orders").set(LONG_QUEUE if Fault.QUEUE_LONG in faults else QUEUE_LENGTH)
        self._process.faults = faults
        text = generate_latest(self._registry)
        if Fault.METRIC_RENAMED in faults:
            text = text.replace(b"http_requests_total", b"shop_requests_total")
        if Fault.BUCKETS_COARSE in faults:
            text = FINE_BUCKET.sub(b"", text)
        self._kept = (self._kept or text) if Fault.METRICS_STUCK in faults else b""
        return self._kept or text


class _Process(Collector):
    """What the official clients say of a process, on every system; its CPU time counts from the service's start."""

    def __init__(self) -> None:
        self.faults: AbstractSet[str] = frozenset()
        self._started = time.time()
        self._used_before = time.process_time()

    def collect(self) -> Iterator[Metric]:
        """The metrics of the process as it is now."""
        memory = MEMORY_LIMIT * NEARLY if Fault.MEMORY_HIGH in self.faults else _resident_bytes()
        busy = (time.time() - self._started) * CPU_LIMIT * NEARLY if Fault.CPU_BUSY in self.faults else 0.0
        used = time.process_time() - self._used_before + busy
        yield GaugeMetricFamily("process_resident_memory_bytes", "Resident memory size in bytes.", memory)
        yield CounterMetricFamily("process_cpu_seconds", "Total user and system CPU time spent in seconds.", used)
        yield GaugeMetricFamily(
            "process_start_time_seconds", "Start time of the process since unix epoch.", self._started
        )


def _resident_bytes() -> float:
    import resource

    if STATM.exists():
        return float(STATM.read_text().split()[1]) * resource.getpagesize()
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)  # in bytes, where there is no /proc
