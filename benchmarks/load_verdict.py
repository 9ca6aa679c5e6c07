"""How often the comparison with a baseline is right, over many runs of the gate's own code.

    python benchmarks/load_verdict.py [--times 20] [--seconds 2] [--rate 100]

A baseline is recorded of a server with random delays (log-normal, drawn anew each time). Then the same server is judged
20 times: unchanged, 2 % slower and 30 % slower. Each time is three short runs, as the gate does it.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from dataclasses import replace
from pathlib import Path

from known_latency import running

from pytest_golive.load.baselines.baseline import Baseline
from pytest_golive.load.limits import parse
from pytest_golive.load.plan import Endpoint, Plan
from pytest_golive.load.results.acceptance import Performance
from pytest_golive.load.results.result import LoadResult
from pytest_golive.load.sending.running import run_load

LIMITS = [parse("p(95)<200ms"), parse("error_rate<1%")]
WANTED = {1.0: "no alarm", 1.02: "no alarm", 1.3: "found"}


def loaded(factor: float, rate: float, seconds: float) -> LoadResult:
    """Three runs against a server that is *factor* times as slow."""
    endpoints = (Endpoint("GET /a", "GET", "/a", weight=2), Endpoint("GET /b", "GET", "/b"))
    plan = Plan("", rate=rate, warm_up=0.3, duration=seconds, endpoints=endpoints)
    with running("random", factor) as url, tempfile.TemporaryDirectory() as name:
        return run_load(replace(plan, url=url), Path(name), dict(os.environ), runs=3, max_late=1000)


def main() -> None:
    """Print all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--rate", type=float, default=100.0)
    args = parser.parse_args()
    before = loaded(1.0, args.rate, args.seconds)
    baseline = Baseline.of(before, target="t", machine="m", recorded="now", commit="")
    baseline = Baseline.from_bytes(baseline.as_bytes())
    right = True
    for factor, wanted in WANTED.items():
        alarms, ratios, blurs = 0, [], []
        for _ in range(args.times):
            judged = Performance(loaded(factor, args.rate, args.seconds), LIMITS, {}, baseline, None)
            alarms += bool(judged.regressions())
            blurs.append(judged.resolution(95))
            ratios.append(next(c.ratio for c in judged.changes() if c.name == "in total" and c.percent == 95))
        right = right and alarms == (args.times if wanted == "found" else 0)
        spread = f"p(95) {min(ratios):.3f} to {max(ratios):.3f} times the baseline's"
        words = f"{alarms} of {args.times} called slower"
        blur = f"differences told apart from {max(blurs):.2g} ms on"
        print(f"{factor - 1:+.0%}: {words} ({wanted} is right); {spread}; {blur}", flush=True)
    print("all right" if right else "NOT all right")


if __name__ == "__main__":
    main()
