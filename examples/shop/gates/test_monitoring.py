"""What production is watched by works on staging, before the release, and staging is within the same limits."""

from pytest_golive import Judge, gate
from pytest_golive.gates import monitoring
from shop.app import create_app
from shop.store import Store
from starlette.testclient import TestClient

FAILED = 'http_requests_total{path="/healthz",status="500"} 1.0'


@gate(
    "A request that fails is counted as failed",
    fix="Count it in shop.metrics: without that, the error rate is always 0.",
)
def failures_are_counted(judge: Judge) -> None:
    store = Store()
    store.close()  # so that /healthz raises
    client = TestClient(create_app(store), raise_server_exceptions=False)
    assert client.get("/healthz").status_code == 500
    lines = client.get("/metrics").text.splitlines()
    judge("failed requests that /metrics counts", lines.count(FAILED), at_least=1, n=1)


# The gates of the section monitoring are due after a deployment; these ask the same of staging before it.


@gate("Error rate on staging", fix="See what shop.app raises on requests to /products, and mend it.")
def error_rate_on_staging(error_rates, judge: Judge) -> None:
    monitoring.error_rate(error_rates, judge)


@gate("Response time on staging", fix="Look for what requests to /products wait for.")
def latency_on_staging(response_time, judge: Judge) -> None:
    monitoring.latency(response_time, judge)


@gate(
    "Memory on staging", fix="Look for what the process keeps; raise memory_limit if it has more memory in production."
)
def memory_on_staging(memory_usage, judge: Judge) -> None:
    monitoring.memory(memory_usage, judge)


@gate("CPU on staging", fix="Profile the process; raise cpu_limit if it has more cores in production.")
def cpu_on_staging(cpu_usage, judge: Judge) -> None:
    monitoring.cpu(cpu_usage, judge)
