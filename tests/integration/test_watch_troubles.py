"""Watches over a shop in trouble: what real servers show in a sample, and what the row makes of it.

`benchmarks/watch_troubles.py` tries many more.
"""

from __future__ import annotations

import contextlib
import signal

import pytest
from servers.held import Plan
from servers.troubled import Troubled

pytestmark = pytest.mark.integration
TRIGGERS = "rollback::no_trigger_fired"
PATIENT = Plan(samples=200, more="consecutive_error_limit = 1000")  # a busy machine leaves samples out


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    with Troubled(tmp_path_factory.mktemp("troubled"), interval=5.0) as made:
        yield made


OBJECTIVE = """\
version: prometheus/v1
service: shop
slos:
  - name: availability
    objective: 99.0
    sli:
      events:
        error_query: sum(rate(http_requests_total{job="shop",status=~"5.."}[{{.window}}]))
        total_query: sum(rate(http_requests_total{job="shop"}[{{.window}}]))
"""
COMPARED = Plan(
    samples=10,
    gates=("smoke::version",),
    more="""\
inconclusive_limit = 200
consecutive_error_limit = 1000
baseline = { span = "30s", margin = "1s", step = "4s", fewest_windows = 5, tolerance = "100%" }

[tool.golive.watch.objectives]
fewest_events = 5
burns = { fast = { rate = 14.4, long = "1m", short = "10s" } }

[tool.golive.watch.business.sold]
query = 'sum(rate(http_requests_total{job="shop",route="/products"}[$window])) * 60'
above = 1
unit = "requests a minute"
""",
    target={"slos": {"files": ["slos.yml"]}},
    files={"slos.yml": OBJECTIVE},
)


def test_a_security_incident_ends_the_watch_and_names_the_way_back(shop):
    with contextlib.ExitStack() as stack:

        def steal(watch):
            watch.after(0)
            stack.enter_context(shop.thieves())

        found = shop.watch(steal, PATIENT)
    assert found.word == "FAIL", found.said
    assert found.phases(TRIGGERS)[-1] == "failed"
    assert "the alert TokensStolen fires (category=security), since " in found.reason
    assert f"(since sample {len(found.samples)}, " in found.reason
    assert "./deploy.sh --version v1.1.0; and tell oncall, #shop" in found.reason
    assert found.decision["decision"] == "roll back"
    assert found.decision["command"] == ["./deploy.sh", "--version", "v1.1.0"]
    assert found.decision["notify"] == ["oncall", "#shop"]


def test_a_release_is_watched_with_its_objectives_a_baseline_and_a_figure_of_the_team(shop):
    shop.settle()
    found = shop.watch(lambda watch: watch.after(1), COMPARED)
    assert found.word == "PASS", found.said
    for name in ("monitoring::error_rate", "objectives::shop/availability", "baseline::latency", "business::sold"):
        assert found.phases(name)[-1] == "good", (name, found.samples[-1])
        assert not {"failed", "error"} & set(found.phases(name)), name
    picture = (shop.folder / f"shop-{shop.number}/.golive/watch-staging.svg").read_text()
    assert picture.count('class="b"><title>baseline') >= 2
    assert found.decision["decision"] == "hold"


def test_metrics_that_are_gone_are_no_green_watch(shop):
    """Prometheus is killed, and does not come back: the last test."""

    def kill(watch):
        watch.after(1)
        shop.prometheus.process.stop(signal.SIGKILL)

    found = shop.watch(kill, Plan(samples=200, more="consecutive_error_limit = 1"))
    assert found.word == "ERROR", found.said
    assert "the service could not be measured: " in found.reason
    assert found.decision["decision"] == "hold"
