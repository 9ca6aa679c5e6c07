"""Our own rates and quantiles are those of a real Prometheus, on the same series: over resets, restarts and gaps."""

from __future__ import annotations

import math
import time

import pytest
from seeded_series import COUNTER, HISTOGRAM, SECOND, SPAN, buckets, counter, written
from servers.prometheus import Prometheus

from pytest_golive.observability.sources.counters import rate
from pytest_golive.observability.sources.quantiles import quantile

pytestmark = pytest.mark.integration
SEEDS = range(300)
WINDOWS = (20, 60, 300)
QUANTILES = (0, 0.01, 0.5, 0.9, 0.95, 0.99, 1)


@pytest.fixture(scope="module")
def start():
    """Milliseconds since 1970, an hour ago, at a whole second."""
    return (int(time.time()) - 3600) * SECOND


@pytest.fixture(scope="module")
def counters(start):
    return [counter(seed, start) for seed in SEEDS]


@pytest.fixture(scope="module")
def server(counters, start, tmp_path_factory):
    made = Prometheus(tmp_path_factory.mktemp("rates"), "new")
    made.backfill(written(counters, [(seed, buckets(seed)) for seed in SEEDS], start + SPAN))
    made.start()
    yield made
    made.stop()


def by_seed(found):
    return {int(one["metric"]["seed"]): float(one["value"][1]) for one in found}


def is_same(one, other):
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12) or (math.isnan(one) and math.isnan(other))


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("after", [45, 301.5, 480, 600, 660])
def test_rates_are_those_of_prometheus(server, counters, start, window, after):
    end = start + int(after * SECOND)
    theirs = by_seed(server.query(f"rate({COUNTER}[{window}s])", time=f"{end / 1000:.3f}"))
    ours = {one.seed: rate(one.points, end - window * SECOND, end) for one in counters}
    known = {seed: value for seed, value in ours.items() if value is not None}
    assert known.keys() == theirs.keys()
    assert [(seed, known[seed], theirs[seed]) for seed in known if not is_same(known[seed], theirs[seed])] == []
    assert theirs or after > 600  # what is compared is there


@pytest.mark.parametrize("q", QUANTILES)
def test_quantiles_are_those_of_prometheus(server, start, q):
    at = f"{(start + SPAN) / 1000:.3f}"
    theirs = by_seed(server.query(f"histogram_quantile({q}, {HISTOGRAM})", time=at))
    ours = {seed: quantile(q, [(float(le), n) for le, n in buckets(seed).items()]) for seed in SEEDS if buckets(seed)}
    assert ours.keys() == theirs.keys()
    assert [(s, ours[s], theirs[s], buckets(s)) for s in ours if not is_same(ours[s], theirs[s])] == []
    assert sum(math.isfinite(value) for value in theirs.values()) > len(SEEDS) / 2
