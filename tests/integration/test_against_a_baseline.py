"""A release against its baseline, with a real Prometheus: worse, as before, and what proves nothing."""

from __future__ import annotations

import datetime as dt
import random
import time
from types import SimpleNamespace

import pytest
from servers.prometheus import Prometheus
from told_past import Told, written

from pytest_golive.load.baselines.baseline import Baseline as Recorded
from pytest_golive.load.baselines.baseline import write_baseline
from pytest_golive.load.results.result import Measured
from pytest_golive.load.results.samples import Samples
from pytest_golive.observability.watch.measured import Phase
from pytest_golive.service.target import Target
from pytest_golive.settings.loading import settings_in
from pytest_golive.settings.watching.baseline import Baseline
from pytest_golive.targets.live import Live
from pytest_golive.targets.observing.beside_gates.against import Against
from pytest_golive.targets.performing import baseline_place

pytestmark = pytest.mark.integration
INTERVAL, BEFORE, AFTER = 15.0, 320, 80  # scrapes: 80 minutes and 20
GOOD, FAILED, INCONCLUSIVE, ERROR = Phase.GOOD, Phase.FAILED, Phase.INCONCLUSIVE, Phase.ERROR


def lived(start, numbers, *, slower=False, failed=0, requests=40):
    """What an instance did: about 40 requests in each interval, of which one in twenty is slow, or one in three."""
    chance = random.Random(f"{numbers} {slower}")
    found = []
    for number in numbers:
        slow = sum(chance.random() < (0.35 if slower else 0.06) for _ in range(requests))
        found.append(Told(start + INTERVAL * (number + 1), {0.04: requests - slow, 0.4: slow}, failed))
    return found


@pytest.fixture(scope="module")
def start():
    return time.time() - INTERVAL * (BEFORE + AFTER) - 5


@pytest.fixture(scope="module")
def server(start, tmp_path_factory):
    made = Prometheus(tmp_path_factory.mktemp("against"), "new")
    then, now = range(BEFORE), range(BEFORE, BEFORE + AFTER)
    usual, both = lived(start, then), range(BEFORE + AFTER)
    made.backfill(
        written(
            {
                "same": {"a:1": lived(start, both)},
                "slower": {"a:1": [*usual, *lived(start, now, slower=True)]},
                "failing": {"a:1": [*usual, *lived(start, now, failed=2)]},
                "quiet": {"a:1": [*usual, *lived(start, now, requests=3)]},
                "gone": {"a:1": lived(start, range(BEFORE + AFTER - 12))},
                "torn": {"a:1": [*usual, *lived(start, range(BEFORE + 20, BEFORE + AFTER))]},
                "groups": {"a:1": lived(start, both), "b:1": lived(start, both, slower=True), "c:1": usual},
                "fresh": {"a:1": lived(start, now)},
            }
        )
    )
    made.start()
    yield made
    made.stop()


@pytest.fixture
def against(server, start, tmp_path):
    """Measures the signals of one job, which was deployed after 80 minutes, or so many seconds later."""

    def against(job, later=0.0, **table):
        text = f"""
[targets.prod]
url = "http://127.0.0.1:9"
metrics = {{ url = "{server.url}", selector = {{ job = "{job}" }}, scrape_interval = "15s" }}
"""
        settings = settings_in(text, "golive.toml").settings
        moment = dt.datetime.fromtimestamp(start + INTERVAL * BEFORE + later, dt.UTC).isoformat()
        run = SimpleNamespace(
            root=tmp_path, settings=settings, asked=SimpleNamespace(deployed=moment), progress=lambda _: None
        )
        live = Live(Target("prod", "http://127.0.0.1:9"), settings.targets["prod"], {}, tmp_path)
        made = Against(run, live, Baseline(**table))
        return made, {one.signal.partition("::")[2]: one for one in made.measure()}

    return against


def phases(found):
    return {name: one.phase for name, one in found.items()}


@pytest.mark.parametrize(
    ("job", "latency", "error_rate"),
    [
        ("same", GOOD, GOOD),
        ("slower", FAILED, GOOD),
        ("failing", GOOD, FAILED),
        ("quiet", INCONCLUSIVE, INCONCLUSIVE),
        ("gone", ERROR, ERROR),
        ("fresh", ERROR, ERROR),  # nothing is known of the time before
    ],
)
def test_against_the_time_before(against, job, latency, error_rate):
    _, found = against(job)
    assert phases(found) == {"latency": latency, "error_rate": error_rate}
    assert all(one.cure for one in found.values() if one.phase is not GOOD)
    assert not any(one.is_early for one in found.values())  # there were windows enough, and what lacks is no time


def test_what_is_said(against):
    made, found = against("slower")
    assert made.signals == ("baseline::latency", "baseline::error_rate")
    slow = found["latency"]
    assert slow.value > slow.bound
    assert slow.n > 2_000
    assert slow.limit.startswith("<= 1.25 x ")
    assert "in the baseline, a shift of +" in slow.said
    assert "of 60 s since the deployment" in slow.said
    assert "of 60 s before it" in slow.said
    assert found["error_rate"].value == 0.0


def test_a_hole_is_left_out_and_counted(against):
    _, found = against("torn")
    assert phases(found) == {"latency": GOOD, "error_rate": GOOD}
    assert "windows say nothing" in found["latency"].said


def test_shortly_after_the_deployment_nothing_is_proven(against):
    _, found = against("same", later=INTERVAL * AFTER - 300)
    assert phases(found) == {"latency": INCONCLUSIVE, "error_rate": INCONCLUSIVE}
    assert "each side needs 10" in found["latency"].said
    assert all(one.is_early for one in found.values())
    _, at_once = against("same", later=INTERVAL * AFTER - 20)
    assert phases(at_once) == {"latency": INCONCLUSIVE, "error_rate": INCONCLUSIVE}
    assert "there is no value now" in at_once["latency"].said


def test_against_instances_of_the_old_release(against):
    old = {"kind": "instances", "signals": ("latency",)}
    assert phases(against("groups", old={"instance": ("a:1",)}, **old)[1]) == {"latency": FAILED}
    assert phases(against("groups", old={"instance": ("b:1",)}, **old)[1]) == {"latency": GOOD}
    _, missing = against("groups", old={"instance": ("z:1",)}, **old)
    assert phases(missing) == {"latency": ERROR}
    _, all_old = against("groups", old={"instance": ("a:1", "b:1", "c:1")}, **old)
    assert phases(all_old) == {"latency": ERROR}


def test_against_recorded_runs(against, tmp_path):
    _, without = against("slower", kind="stored")
    assert phases(without) == {"latency": ERROR, "error_rate": ERROR}
    assert "golive baseline record --target prod" in without["latency"].cure
    settings = settings_in("", "golive.toml").settings
    place = baseline_place(SimpleNamespace(root=tmp_path, settings=settings), "prod")
    for count, expected in ((3, FAILED), (1, INCONCLUSIVE)):
        runs = [Measured(20.0, Samples([40.0] * 90 + [100.0 + number] * 10)) for number in range(count)]
        write_baseline(place, Recorded("prod", "any", "2026-11-01T00:00:00+00:00", "1a2b", {}, {"": runs}))
        _, found = against("slower", kind="stored", signals=("latency",))
        assert phases(found) == {"latency": expected}, found


def test_no_baseline_is_no_signal(against):
    made, found = against("same", kind="none")
    assert (made.signals, found) == ((), {})
    made.check()
