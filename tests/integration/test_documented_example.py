"""The example of docs/observability.md as it stands there: tools of Prometheus accept it, and all of its rows pass on it."""

from __future__ import annotations

import functools
import os
import re
import shlex
import subprocess
import threading
import time
from pathlib import Path

import pytest
from servers.alertmanager import Alertmanager
from servers.prometheus import Prometheus
from servers.watching import program_of, until

pytestmark = pytest.mark.integration
PAGE = Path(__file__).parents[2] / "docs" / "observability.md"
NAMED = re.compile(r"`(\w[\w./]{1,60})`[:,.]")  # at the beginning of the paragraph before a file
PROJECT = '[project]\nname = "shop"\nversion = "1.2.0"\n'
RUNBOOK = (
    "# Runbook\n\n## Errors\n\nRoll back.\n\n## Slow\n\nTrace.\n\n## Memory\n\nRestart.\n\n## Queue\n\nAdd workers.\n"
)
TEXT = {"Content-Type": "text/plain; version=0.0.4"}
DAY, MINUTE = 86_400, 60
STEP = 4 * MINUTE  # a series is alive for five after a sample
MIB = 1024 * 1024


def section():
    """The part of the page with the example."""
    return PAGE.read_text(encoding="utf-8").partition("## A complete small example\n")[2].partition("\n## ")[0]


def blocks():
    """The blocks of the example, each with the path that the paragraph before it begins with; "" for none."""
    path, lines, found = "", None, []
    for line in section().splitlines():
        if line.startswith("```"):
            if lines is not None:
                found.append((path, "".join(f"{one}\n" for one in lines)))
            path, lines = (path, []) if lines is None else ("", None)
        elif lines is not None:
            lines.append(line)
        elif named := NAMED.match(line):
            path = named[1]
    return found


def files():
    """The files of the example, by path."""
    return {path: text for path, text in blocks() if path}


def commands():
    """Its commands, each as a list."""
    (block,) = (text for path, text in blocks() if not path)
    return [shlex.split(line) for line in block.replace("\\\n", " ").splitlines()]


class Shop:
    """A healthy process of the service: each request takes 10 ms."""

    def __init__(self) -> None:
        self.started, self.requests, self._lock = time.time(), 0, threading.Lock()

    def answer(self, request):
        """Its metrics, or a product."""
        with self._lock:
            self.requests += request[1] != "/metrics"
        return (200, TEXT, self._metrics().encode()) if request[1] == "/metrics" else (200, {}, b"{}")

    def _metrics(self) -> str:
        n, age = self.requests, time.time() - self.started
        buckets = "".join(
            f'http_request_duration_seconds_bucket{{le="{le}"}} {n}\n' for le in ("0.01", "0.2", "0.5", "1", "+Inf")
        )
        return (
            f'# TYPE http_requests_total counter\nhttp_requests_total{{status="200"}} {n}\n'
            f"# TYPE http_request_duration_seconds histogram\n{buckets}"
            f"http_request_duration_seconds_sum {n / 100}\nhttp_request_duration_seconds_count {n}\n"
            f'# TYPE queue_depth gauge\nqueue_depth{{queue="orders"}} 3\n'
            f"# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes {100 * MIB}\n"
            f"# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total {age / 10}\n"
            f"# TYPE process_start_time_seconds gauge\nprocess_start_time_seconds {self.started}\n"
        )


def past(now: float) -> str:
    """Eight days of a process that was there before: a request each second, and none failed."""
    times = range(int(now) - 8 * DAY, int(now) - 15 * MINUTE, STEP)
    lines = (f'http_requests_total{{job="shop",status="200"}} {at - times.start} {at}' for at in times)
    return "\n".join(["# TYPE http_requests counter", *lines, "# EOF", ""])


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    """Prometheus and Alertmanager, not started; their programs are fetched before a test has a home of its own."""
    folder = tmp_path_factory.mktemp("servers")
    for name in ("prometheus/rules", "alertmanager"):
        (folder / name).mkdir(parents=True)
    return Prometheus(folder / "prometheus"), Alertmanager(folder / "alertmanager")


@pytest.fixture
def sink(servers, pytester, commit, serve):
    """The repository with the files of the example, of which only addresses and intervals differ; who is called by it."""
    shop, sink = serve(Shop().answer), serve()
    prometheus, alertmanager = servers
    addresses = {
        "https://pager.shop.example": sink.url,
        "https://heartbeat.shop.example": sink.url,
        "https://prometheus.shop.example": prometheus.url,
        "https://alertmanager.shop.example": alertmanager.url,
        "alertmanager.shop.example:9093": alertmanager.address,
        "shop.example:8000": shop.url.removeprefix("http://"),
        "https://shop.example": shop.url,
        "_interval: 15s": "_interval: 1s",
    }
    for path, text in {**files(), "docs/runbook.md": RUNBOOK}.items():
        file = pytester.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        told = functools.reduce(lambda said, pair: said.replace(*pair), addresses.items(), text)
        file.write_text(PROJECT + told if path == "pyproject.toml" else told)
    commit(pytester.path)
    return sink


@pytest.fixture
def example(servers, sink, pytester, start_server, monkeypatch):
    """The same, with the servers running its files."""
    prometheus, alertmanager = servers
    ops = pytester.path / "ops"
    for path in ("prometheus.yml", "rules/shop.yml"):
        (prometheus.folder / path).write_bytes((ops / path).read_bytes())
    alertmanager.configure((ops / "alertmanager.yml").read_text())
    prometheus.backfill(past(time.time()))
    start_server(alertmanager)
    start_server(prometheus)
    prometheus.scrapes("shop")
    until(lambda: any("/beat" in one[1] for one in sink.requests), "the dead man's switch arrives")
    monkeypatch.setenv("PATH", f"{Path(program_of('new', 'promtool')).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("COLUMNS", "300")
    return pytester


def test_the_tools_of_prometheus_accept_the_example_and_all_of_its_rows_pass(example):
    *checks, run = commands()
    assert [check[:2] for check in checks] == [["promtool", "check"], ["amtool", "check-config"]]
    for check in checks:
        done = subprocess.run(check, cwd=example.path, capture_output=True, text=True, check=False, timeout=600)
        assert done.returncode == 0, done.stdout + done.stderr
    result = example.runpytest_subprocess(*run[1:], timeout=600)
    assert len([one for one in run if "::" in one]) == 8
    assert len([line for line in result.outlines if line.startswith("  PASS ")]) == 8
    result.stdout.fnmatch_lines(["*ShopMemory *: simulated*", "*shop/availability*100 % left*"])
