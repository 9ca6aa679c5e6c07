"""How fast error budgets burn since a deployment, with a real Prometheus whose past is known."""

from __future__ import annotations

import time

import pytest
from servers.prometheus import Prometheus
from servers.watching import running
from told_past import Told, written

from pytest_golive.observability.slos.burning.measuring import Burning
from pytest_golive.observability.slos.burning.rates import Burn, Fewest
from pytest_golive.observability.slos.formats.loading import load
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.prometheus.source import PrometheusMetrics
from pytest_golive.observability.watch.measured import Phase

pytestmark = pytest.mark.integration
INTERVAL, BEFORE, AFTER, LATER = 15.0, 120, 160, 40  # scrapes: half an hour, 40 minutes, and 10 minutes to come
SLOTH = """\
version: prometheus/v1
service: shop
slos:
  - name: availability
    objective: 99.9
    sli:
      events:
        error_query: sum(rate(http_requests_total{{job="{job}",status=~"5.."}}[{{{{.window}}}}]))
        total_query: sum(rate(http_requests_total{{job="{job}"}}[{{{{.window}}}}]))
    alerting: {{name: ShopErrors}}
"""
FAST, SLOW = Burn(14.4, 3600.0, 300.0), Burn(6.0, 21_600.0, 1800.0)
BOTH = (FAST, SLOW)


def lived(start, failed, requests=200, numbers=range(BEFORE + AFTER + LATER)):
    """What an instance did: *failed* says how many requests of the scrape with that number failed."""
    return {"a:1": [Told(start + INTERVAL * (n + 1), {0.04: requests}, failed(n)) for n in numbers]}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    start = time.time() - INTERVAL * (BEFORE + AFTER)
    is_new = BEFORE.__lt__
    made = Prometheus(tmp_path_factory.mktemp("burning"), "new")
    made.backfill(
        written(
            {
                "good": lived(start, lambda n: n % 20 == 0),
                "fast": lived(start, lambda n: 6 * is_new(n)),
                "slow": lived(start, lambda n: 2 * is_new(n)),
                "before": lived(start, lambda n: 20 * (n < BEFORE - 1)),
                "mended": lived(start, lambda n: 20 * (BEFORE < n < BEFORE + 60)),
                "quiet": lived(start, lambda n: 0, requests=1),
                "stopped": lived(start, lambda n: 0, numbers=range(BEFORE + AFTER - 12)),
            }
        )
    )
    with running(made):
        yield made


@pytest.mark.parametrize(
    ("job", "phase", "said", "burns"),
    [
        ("good", Phase.GOOD, "the error budget burns", BOTH),
        ("fast", Phase.FAILED, "one must be at most 14.4x", (FAST,)),
        ("slow", Phase.FAILED, "over the last 30 min, of which one must be at most 6x", BOTH),
        ("before", Phase.GOOD, "since the deployment (in place of", BOTH),
        ("mended", Phase.GOOD, "0x over the last 5 min", (FAST,)),
        ("mended", Phase.FAILED, "over the last 30 min", BOTH),  # half an hour forgets more slowly
        ("quiet", Phase.INCONCLUSIVE, "events in a window are too few to tell, of which 100 are needed", BOTH),
        ("stopped", Phase.ERROR, "and one every 15 s is expected", BOTH),
        ("none", Phase.ERROR, "finds no series at Prometheus", BOTH),
    ],
)
def test_a_release_that_burns_too_fast_fails(server, job, phase, said, burns):
    found = load([("slo.yml", SLOTH.format(job=job).encode())], sloth_days=30, now=time.time())
    metrics = PrometheusMetrics(Client(Api("Prometheus", server.url, "[metrics]", timeout=120.0)))
    burning = Burning("objectives::shop/availability", found.slos[0], burns, Fewest(100, 5))
    one = burning.measure(metrics, {"job": job}, (AFTER - 4) * INTERVAL, INTERVAL)
    assert one.phase is phase, one
    assert said in one.said
