"""What a watch of 24 hours costs: the size of its file, and the memory and the CPU time of its engine.

    python benchmarks/watch_day.py [--hours 24] [--interval 30] [--signals 8]

The time is pretended, and everything else is as in a real watch: each sample is judged, masked, written and flushed.
It is held once with all signals good, and once with two of them failing in every other sample, with words.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

from pytest_golive.observability.watch.clocks import Moment
from pytest_golive.observability.watch.journal.lines import About
from pytest_golive.observability.watch.journal.reading import read
from pytest_golive.observability.watch.journal.resuming import start
from pytest_golive.observability.watch.measured import Measurement, Phase
from pytest_golive.observability.watch.policy import Policy, Tolerance
from pytest_golive.observability.watch.watching import Watching

SAID = "the error rate of GET /orders is 7.25 %, which is above the limit: 145 of 2,000 requests of the last 5 min"
CURE = "look at the newest log lines of the service, and roll back if the release is the cause"


class Pretended:
    """Clocks that move when somebody sleeps."""

    def __init__(self) -> None:
        self._passed = 0.0

    def now(self) -> Moment:
        """What they say."""
        return Moment(self._passed, 1.8e9 + self._passed, self._passed)

    def sleep(self, seconds: float) -> None:
        """Move on."""
        self._passed += seconds

    def boot_id(self) -> str:
        """Some machine."""
        return "pretended"


def taking(signals: Sequence[str], *, is_failing: bool) -> Callable[[], list[Measurement]]:
    """Measures *signals*."""
    numbers = count()

    def take() -> list[Measurement]:
        number = next(numbers)
        bad = 2 if is_failing and number % 2 else 0
        return [
            Measurement(each, Phase.FAILED, 7.25 + number / 1e4, "< 5 %", " %", 2000, SAID, CURE, bound=5.0)
            if place < bad
            else Measurement(each, Phase.GOOD, 0.25 + number / 1e4, "< 5 %", " %", 2000, f"sample {number}", bound=5.0)
            for place, each in enumerate(signals)
        ]

    return take


def hold(options: argparse.Namespace, *, is_failing: bool) -> None:
    """Hold one watch, and print what it costs."""
    signals = tuple(f"monitoring::signal_{number}" for number in range(options.signals))
    samples = round(options.hours * 3600 / options.interval)
    policy = Policy(options.interval, samples, tolerance=Tolerance(failure_limit=samples))
    with tempfile.TemporaryDirectory() as folder:
        file, clock = Path(folder) / "samples.jsonl", Pretended()
        journal = start(file, About("1.0.0", "c" * 40, "prod", policy, signals), clock)
        watching = Watching(policy, signals, taking(signals, is_failing=is_failing), journal, clock=clock)
        tracemalloc.start()
        began, synchronised = time.process_time(), time.perf_counter()
        watched = watching.hold()
        cpu, took = time.process_time() - began, time.perf_counter() - synchronised
        kept, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        size = file.stat().st_size
        again = time.perf_counter()
        stored = read(file)
        again = time.perf_counter() - again
    assert stored.kept.standing.samples == watched.total
    what = "two fail in every other sample" if is_failing else "all good"
    print(f"{watched.total:,} samples of {len(signals)} signals, {what}: {watched.ending.value}")
    print(f"  file: {size / 1e6:.2f} MB, {size / watched.total:,.0f} bytes a sample; read back in {again:.2f} s")
    print(f"  memory: {kept / 1e6:.2f} MB kept, {most / 1e6:.2f} MB at most ({len(watched.samples):,} samples)")
    print(f"  CPU: {cpu:.1f} s, {cpu / (options.hours * 36):.4f} % of a core, slowed by tracing; {took:.1f} s")


def main() -> int:
    """Hold both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--interval", type=float, default=30.0)
    parser.add_argument("--signals", type=int, default=8)
    options = parser.parse_args()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for is_failing in (False, True):
        hold(options, is_failing=is_failing)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"the process grew by {grown / 1024:.1f} MiB over both")
    return 0


if __name__ == "__main__":
    sys.exit(main())
