"""What is usual before a deployment, and since when it is not, from a real Prometheus whose past is known."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from servers.prometheus import Prometheus
from told_past import Told, written

from pytest_golive.activation import Asked
from pytest_golive.context.run import Run
from pytest_golive.context.sharing import Shared
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.signals.judging import Cap, Signal
from pytest_golive.settings.loading import settings_in
from pytest_golive.targets.opening import opened
from pytest_golive.targets.triggers.baselines import usual_time
from pytest_golive.targets.triggers.rates import since_when

pytestmark = pytest.mark.integration
INTERVAL, MINUTES = 15.0, 60
FAST, SLOW = {0.04: 9, 0.15: 1}, {0.04: 3, 0.4: 7}
SETTINGS = """
[tool.golive.targets.staging]
url = "http://127.0.0.1:9"
[tool.golive.targets.staging.metrics]
url = "{url}"
selector = {{ job = "{job}" }}
scrape_interval = "15s"
{more}
"""


def told(start, first, last, times=FAST, failed=0):
    """The counters of each scrape in some minutes."""
    return [Told(start + INTERVAL * (number + 1), dict(times), failed) for number in range(4 * first, 4 * last)]


@pytest.fixture(scope="module")
def start():
    return float((int(time.time()) - 2 * 3600) // 300 * 300)


@pytest.fixture(scope="module")
def server(start, tmp_path_factory):
    made = Prometheus(tmp_path_factory.mktemp("before"), "new")
    pasts = {
        "steady": {"a:1": told(start, 0, MINUTES)},
        "torn": {"a:1": [*told(start, 0, 20), *told(start, 32, MINUTES)]},
        "failing": {"a:1": [*told(start, 0, 50), *told(start, 50, MINUTES, SLOW, failed=2)]},
    }
    made.backfill(written(pasts))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def at(server, start, tmp_path):
    """A run on staging whose release was deployed after an hour: ``at("steady")``."""

    def of(job, more="", is_deployed=True):
        text = SETTINGS.format(url=server.url, job=job, more=more)
        moment = dt.datetime.fromtimestamp(start + 60 * MINUTES, dt.UTC).isoformat() if is_deployed else ""
        asked = Asked(("post_deploy",), (), alone=True, target="staging", deployed=moment)
        (tmp_path / "pyproject.toml").write_text(text)
        run = Run(tmp_path, settings_in(text, "pyproject.toml"), asked, Shared(tmp_path, among_workers=False))
        return run, opened(run, "staging")

    return of


def test_the_usual_time_is_that_of_the_time_before_the_deployment(at):
    usual = usual_time(*at("steady"), 95.0)
    assert usual.milliseconds == pytest.approx(150, rel=0.05)
    assert usual.source.startswith("the 1 h before the deployment of ")
    assert usual.source.endswith(" requests; --golive-deployed)")


def test_the_settings_know_better(at):
    usual = usual_time(*at("steady", '[tool.golive.rollback]\nbaseline = "120ms"'), 95.0)
    assert (usual.milliseconds, usual.source) == (pytest.approx(120), "[tool.golive.rollback] baseline")


def test_a_time_with_a_hole_is_no_baseline(at):
    with pytest.raises(CannotMeasure, match=r"no baseline of response times: .* have a hole of "):
        usual_time(*at("torn"), 95.0)


def test_a_time_without_requests_enough_is_no_baseline(at):
    more = '[tool.golive.rollback]\nbefore = "30m"\n[tool.golive.monitoring]\nfewest_requests = 100000\n'
    with pytest.raises(
        CannotMeasure, match=r"no baseline .* had [\d,]+ requests, and fewer than 100,000 prove nothing"
    ):
        usual_time(*at("steady", more), 95.0)


def test_without_a_moment_there_is_no_time_before_it(at):
    with pytest.raises(NotSetUp, match="there is no baseline of response times of staging"):
        usual_time(*at("steady", is_deployed=False), 95.0)


@pytest.mark.parametrize("key", ["error_rate", "latency"])
def test_since_when_it_is_past_the_limit_is_read_from_the_windows(at, start, key):
    run, live = at("failing", is_deployed=False)  # since a deployment, it is never before that
    cap = Cap(key, 5.0 if key == "error_rate" else 300.0, "<=")
    since = since_when(run, live, key, Signal(cap, (), "", window=60.0), start + 60 * MINUTES)
    assert since.timestamp() == pytest.approx(start + 60 * 50, abs=90)
