"""What we scrape of faulty instances, given to a real Prometheus: its rates and quantiles are those that we tell."""

from __future__ import annotations

import math
import random

import pytest
from metric_instances import TEXT, Instance, scraped
from servers.prometheus import Prometheus

from pytest_golive.observability.sources.quantiles import quantile
from pytest_golive.observability.sources.selecting import Selector

pytestmark = pytest.mark.integration
ROUNDS = 400
SOUND = 3  # the instance that never fails: without any there would be no rates
NAMES = ("requests_total", "lat_seconds_bucket", "lat_seconds_count")
BY = (("code", "instance"), ("le",), ("instance",))


def turns(seed):
    """What an instance exports, turn by turn: it restarts, it fails, and some of its series come late, or go."""
    chance = random.Random(seed)
    counts = {"200": 0.0, "500": 0.0}
    buckets = dict.fromkeys((0.1, 0.5, 1.0, math.inf), 0)
    for number in range(ROUNDS):
        if chance.random() < 0.1:
            counts, buckets = dict.fromkeys(counts, 0.0), dict.fromkeys(buckets, 0)
        if chance.random() < 0.1 and seed != SOUND:
            yield 500, {}, b"restarting"
            continue
        for code, most in (("200", 50), ("500", 3)):
            counts[code] += chance.randrange(most)
        for _ in range(chance.randrange(20)):
            seconds = chance.uniform(0, 1.3)
            buckets = {bound: count + (seconds <= bound) for bound, count in buckets.items()}
        shown = [code for code in counts if code == "200" or number % 7]
        yield 200, TEXT, exposition(shown, counts, buckets).encode()


def exposition(codes, counts, buckets):
    lines = ["# TYPE requests_total counter", *(f'requests_total{{code="{code}"}} {counts[code]}' for code in codes)]
    bounds = {bound: "+Inf" if math.isinf(bound) else f"{bound:g}" for bound in buckets}
    lines += ["# TYPE lat_seconds histogram"]
    lines += [f'lat_seconds_bucket{{le="{bounds[bound]}"}} {count}' for bound, count in buckets.items()]
    return "\n".join([*lines, f"lat_seconds_sum {len(lines)}", f"lat_seconds_count {buckets[math.inf]}", ""])


def told(source):
    """The scraped samples as OpenMetrics."""
    lines = []
    for name in NAMES:
        for track in source.history.chosen(Selector(name)):
            labels = ",".join(f'{label}="{value}"' for label, value in track.labels.items())
            lines += [f"{name}{{{labels}}} {value!r} {at / 1000:.3f}" for at, value in track.points]
    return "\n".join([*lines, "# EOF", ""])


def by_labels(samples):
    return {tuple(sorted(labels.items())): value for labels, value in samples}


@pytest.mark.parametrize("window", [300.0, 2.0])
def test_rates_of_scrapes_are_those_of_prometheus(serve, start_server, tmp_path, window, monkeypatch):
    source = scraped(*(Instance(serve, *turns(seed)) for seed in (1, 2, SOUND)), span=6.0, every=0.15)
    source.rates(Selector("requests_total"), window)
    monkeypatch.setattr(source._collector, "cover", lambda: None)  # all rates are of the same scrapes
    ours = {name: source.rates(Selector(name), window, by) for name, by in zip(NAMES, BY, strict=True)}
    history = source.history
    made = Prometheus(tmp_path, "new")
    made.backfill(told(source))
    server = start_server(made)
    covered = history.last - history.first
    milliseconds = round(window * 1000) if covered >= 2000 * window else covered + 1
    at = f"{history.last / 1000:.3f}"
    for (name, found), by in zip(ours.items(), BY, strict=True):
        theirs = server.query(f"sum by ({','.join(by)}) (rate({name}[{milliseconds}ms]))", time=at)
        mine = by_labels((one.labels, one.value) for one in found.samples)
        assert mine
        assert mine == pytest.approx(by_labels((one["metric"], float(one["value"][1])) for one in theirs), rel=1e-9)
    expression = f"histogram_quantile(0.95, sum by (le) (rate({NAMES[1]}[{milliseconds}ms])))"
    (theirs,) = server.query(expression, time=at)
    buckets = [(float(one.labels["le"]), one.value) for one in ours[NAMES[1]].samples]
    assert quantile(0.95, buckets) == pytest.approx(float(theirs["value"][1]), rel=1e-9)
