"""Percentiles of a latency that is known, measured by wrk and by ours, side by side.

    python benchmarks/load_accuracy.py [--seconds 20] [--rates 50,100,300] [--repeat 1]

wrk (Debian: apt-get install wrk) keeps connections busy and cannot hold a rate: it gets as many as make about the same.
That is also why it does not see a stall as clients do, who come whether or not the service answers.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import tempfile
from pathlib import Path
from statistics import fmean

from known_latency import LEVELS, STALL, STALL_EVERY, delays, go_first, running, truth

from pytest_golive.load.plan import Endpoint, Plan
from pytest_golive.load.results.result import LoadRun
from pytest_golive.load.sending.running import run_load

SCRIPT = """\
done = function(summary, latency, requests)
  io.write(string.format("P %f %f %f %f\\n", latency:percentile(50), latency:percentile(95), latency:percentile(99),
    summary.requests / summary.duration * 1e6))
end
"""
ALLOWED = 5.0


def by_wrk(url: str, shape: str, rate: float, seconds: float, folder: Path) -> tuple[dict[int, float], float]:
    """Percentiles in milliseconds, and the rate that came about."""
    script = folder / "percentiles.lua"
    script.write_text(SCRIPT)
    mean = fmean(delays()) + (STALL**2 / 2 / STALL_EVERY if shape == "stall" else 0)
    connections = max(1, round(rate * mean))
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "10s", "-s", str(script), url]
    said = subprocess.run(command, check=True, capture_output=True, text=True, preexec_fn=go_first).stdout
    *values, reached = map(float, re.search(r"^P (\S+) (\S+) (\S+) (\S+)$", said, re.MULTILINE).groups())
    return {level: value / 1000 for level, value in zip(LEVELS, values, strict=True)}, reached


def by_ours(url: str, rate: float, seconds: float, folder: Path) -> LoadRun:
    """One run of ours."""
    plan = Plan(url, rate=rate, warm_up=2.0, duration=seconds, endpoints=(Endpoint("GET /", "GET", "/"),))
    return run_load(plan, folder / f"ours-{rate:g}", dict(os.environ), max_late=1000).runs[0]


def told(name: str, values: dict[int, float], known: dict[int, float], more: str) -> float:
    """Print one row; the largest deviation, in percent."""
    off = {level: 100 * (values[level] / known[level] - 1) for level in LEVELS}
    cells = "  ".join(f"p{level} {values[level]:7.2f} ms {off[level]:+6.1f} %" for level in LEVELS)
    print(f"  {name:<8} {cells}  {more}", flush=True)
    return max(map(abs, off.values()))


def main() -> None:
    """Print all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--rates", default="50,100,300")
    parser.add_argument("--repeat", type=int, default=1)
    args = parser.parse_args()
    worst = 0.0
    for shape in ("plain", "stall"):
        for rate in [float(text) for text in args.rates.split(",") for _ in range(args.repeat)]:
            known = truth(shape, rate, args.seconds)
            print(f"{shape}, {rate:g} requests a second, {args.seconds:g} s; load average {os.getloadavg()[0]:.1f}")
            told("injected", known, known, "")
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                with running(shape) as url:
                    values, reached = by_wrk(url, shape, rate, args.seconds, folder)
                told("wrk", values, known, f"{reached:.1f}/s")
                with running(shape) as url:
                    run = by_ours(url, rate, args.seconds, folder)
                own = {level: run.total.percentile(level) for level in LEVELS}
                late = f"sent late p95 {run.late.percentile(95):.2f} ms, p99 {run.late.percentile(99):.2f} ms"
                worst = max(worst, told("ours", own, known, f"{run.total.rps:.1f}/s  {late}, {run.cpu:.0%} of a CPU"))
    print(f"ours is at most {worst:.1f} % off ({'within' if worst <= ALLOWED else 'MORE than'} {ALLOWED:g} %)")


if __name__ == "__main__":
    main()
