"""The gate about response times: it passes, is breached, cannot measure."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from answering import answering

from pytest_golive.load.baselines.baseline import Baseline, place_of, write_baseline
from pytest_golive.load.baselines.machine import machine_class
from pytest_golive.load.results.result import Measured
from pytest_golive.load.results.samples import Samples
from pytest_golive.load.sending import generators

GATE = "infrastructure::performance_acceptable"
TABLE = """
[tool.golive.targets.staging]
url = "{url}"
timeout = "1s"
endpoints = [{{ path = "/products" }}, {{ path = "/cart", auth = true }}]
auth = {{ scheme = "bearer", token_env = "STAGING_TOKEN", protected = ["/cart"] }}

[tool.golive.performance]
rate = 80
warm_up = "100ms"
duration = "1500ms"
runs = 1
max_lateness = "500ms"
{more}
"""
SCENARIO = {"rate": 80.0, "endpoints": [["GET /cart", "GET", "/cart", 1], ["GET /products", "GET", "/products", 1]]}
CANARY = "a-token-" + "nobody-may-see"


@pytest.fixture
def server():
    with answering() as made:
        yield made


@pytest.fixture
def loaded(shop, server, monkeypatch, quiet):
    """The shop, with a staging target that responds immediately."""
    monkeypatch.setenv("STAGING_TOKEN", CANARY)

    def settings(more=""):
        shop.settings(TABLE.format(url=server.url, more=more))
        return shop

    return settings


def baseline(shop, milliseconds, scenario=SCENARIO):
    generator = random.Random(1)
    times = [milliseconds * generator.lognormvariate(0, 0.2) for _ in range(300)]
    runs = {name: [Measured(1.5, Samples(times), Counter())] for name in ("", "GET /cart", "GET /products")}
    machine = machine_class()
    made = Baseline("staging", machine, "2026-11-01T10:00:00+00:00", "0123456789abcdef", scenario, runs)
    write_baseline(place_of(shop.path / "golive-baselines", "staging", machine), made)


def test_performance_acceptable_passes_with_a_baseline_and_draws(loaded, server):
    shop = loaded()
    baseline(shop, 300.0)
    server.delay = 0.02
    result = shop.judge(GATE, "--junitxml=junit.xml")
    result.stdout.fnmatch_lines(
        [
            "*  PASS *",
            "*requests sent late by the generator's own fault (p95): *",
            "*times, * to * ms: *█*",
            "*p(95) in total: * ms, must be below 200 ms (n = 120, locust, 80 requests a second for 1.5 s)*",
            "*error rate in total: 0 %, must be below 1 %*",
            "*endpoints past a limit: 0, must be at most 0 (n = 2)*",
            "*slower than the baseline: 0, must be at most 0 (baseline of 2026-11-01, commit 0123456789)*",
        ]
    )
    assert CANARY not in result.stdout.str()
    assert {CANARY} == {line.partition("Bearer ")[2] for line in sent(server, "/cart")}
    assert not sent(server, "/products")
    picture = shop.path / ".golive" / "performance.svg"
    assert f"[[ATTACHMENT|{picture}]]" in (shop.path / "junit.xml").read_text()
    assert picture.read_text().startswith("<svg")
    for file in (shop.path / ".golive").rglob("*"):
        assert not file.is_file() or CANARY not in file.read_text()


def sent(server, path):
    requests = [request for request in server.seen if f" {path} " in request]
    return [line for request in requests for line in request.splitlines() if line.startswith("Authorization")]


def test_performance_acceptable_is_breached_by_slow_answers_by_wrong_ones_and_by_what_became_slower(loaded, server):
    server.delay, server.bad_every = 0.25, 10
    shop = loaded('endpoint_limits = { "GET /cart" = ["p(50)<2s"] }')
    baseline(shop, 30.0)
    result = shop.judge(GATE)
    result.stdout.fnmatch_lines(
        [
            "*  FAIL *",
            "*p(95) in total: 2* ms, must be below 200 ms*",
            "*error rate in total: *%, must be below 1 %*",
            "*endpoints past a limit: 2, must be at most 0*",
            "*slower than the baseline: 6, must be at most 0*",
            "*GET /products*p(95)<200ms*",
            "*in total: p(50) 2* ms, 3* ms in the baseline (+*",
        ]
    )
    assert "GET /cart: " not in result.stdout.str().partition("endpoints past")[2].partition("slower")[0]


def test_performance_acceptable_cannot_measure_without_a_baseline(loaded):
    loaded().cannot_measure(
        GATE,
        "*p(95) in total: * ms, must be below 200 ms*",
        "*that it became no slower is not proven: staging has no baseline on *",
        "*golive baseline record --target staging*to release without one, waive this alone: match =*",
    )


def test_it_sends_nothing_to_production_unless_both_allow_it(shop, server):
    shop.settings(
        f'[tool.golive.targets.prod]\nurl = "{server.url}"\nproduction = true\nallow = ["load"]\n'
        'endpoints = [{ path = "/products" }]\n'
    )
    result = shop.judge(GATE, "--target=prod")
    result.stdout.fnmatch_lines(["*  ERROR *", "*no load was sent to prod: it is production*", "*--golive-allow=load*"])
    assert server.count("/products") == 0


def test_it_names_what_is_not_installed(loaded, monkeypatch):
    monkeypatch.setattr(generators, "find_spec", lambda name: None)
    loaded().cannot_measure(GATE, "*locust is not installed*", "*pip install 'pytest-golive?load?'*")
