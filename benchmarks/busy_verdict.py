"""What the load gate says on a busy machine: a healthy service is never red, and a slower one never green.

    python benchmarks/busy_verdict.py [--times 20] [--seconds 2] [--rate 60] [--burners 4] [--slower 1.5]

The service waits (log-normal, drawn anew each time) and computes for 2 ms of CPU at ordinary priority, so it competes
for the CPUs with as many burners as asked for. Its baseline is made up, for nobody can record one on a busy machine:
the same draws, and the time that computing takes on a CPU of its own. Then the gate's own code judges it: healthy,
slower by a factor, and slower by far.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pytest_golive.contention.services import serving
from pytest_golive.errors import CannotMeasure
from pytest_golive.load.baselines.baseline import Baseline
from pytest_golive.load.limits import parse
from pytest_golive.load.plan import Endpoint, Plan
from pytest_golive.load.results.acceptance import Performance
from pytest_golive.load.results.result import Measured
from pytest_golive.load.results.samples import Samples
from pytest_golive.load.sending.running import run_load

MEDIAN, SIGMA, COMPUTES = 0.030, 0.35, 0.002  # seconds
FAR = 40.0
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
LIMITS = [parse("p(95)<200ms"), parse("error_rate<1%")]
RED, GREEN, UNKNOWN = "red", "green", "not measured"


def serve(port: int, factor: float) -> None:
    """Answer until ended."""

    def answer(connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, contextlib.suppress(OSError):
            while connection.recv(65_536):
                began = time.thread_time()
                while time.thread_time() - began < COMPUTES:
                    hashlib.sha256(b"x" * 10_000).digest()
                time.sleep(factor * MEDIAN * random.lognormvariate(0, SIGMA))
                connection.sendall(ANSWER)

    with socket.create_server(("127.0.0.1", port), backlog=1024) as server:
        while True:
            threading.Thread(target=answer, args=(server.accept()[0],), daemon=True).start()


@contextlib.contextmanager
def children(*commands: list[str]) -> Iterator[None]:
    """Processes for as long as the body runs."""
    started = [subprocess.Popen(command) for command in commands]
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def baseline(plan: Plan) -> Baseline:
    """As it would be, had the machine been quiet."""
    runs = []
    for _ in range(3):
        count = int(plan.rate * plan.duration)
        times = [1000 * (MEDIAN * random.lognormvariate(0, SIGMA) + COMPUTES) + 0.5 for _ in range(count)]
        runs.append(Measured(plan.duration, Samples(times), Counter()))
    return Baseline("t", "m", "now", "", plan.scenario, {"": runs, "a": runs})


def verdict(port: int, factor: float, rate: float, seconds: float) -> tuple[str, str]:
    """What the gate would say, and why."""
    endpoints = (Endpoint("a", "GET", "/a"),)
    plan = Plan(f"http://127.0.0.1:{port}", rate=rate, warm_up=0.3, duration=seconds, endpoints=endpoints)
    with children([sys.executable, __file__, "serve", str(port), str(factor)]), tempfile.TemporaryDirectory() as name:
        await_port(port)
        try:
            result = run_load(plan, Path(name), dict(os.environ), runs=3, services=serving("127.0.0.1", port))
            judged = Performance(result, LIMITS, {}, baseline(plan), None)
            rows = [row.sentence for row in judged.in_total() if not row.limit.holds(row.value)]
            found = [*rows, *(finding.message for finding in (*judged.endpoints(), *judged.regressions()))]
            doubt = judged.doubt()
        except CannotMeasure as error:
            return UNKNOWN, error.what
    if found:
        return RED, found[0]
    return (UNKNOWN, doubt.what) if doubt else (GREEN, judged.noise.words)


def await_port(port: int) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)


def main() -> None:
    """Print all."""
    if sys.argv[1:2] == ["serve"]:
        serve(int(sys.argv[2]), float(sys.argv[3]))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--rate", type=float, default=60.0)
    parser.add_argument("--burners", type=int, default=4)
    parser.add_argument("--slower", type=float, default=1.5)
    args = parser.parse_args()
    right = True
    burner = [sys.executable, "-c", "while True: pass"]
    with children(*[burner] * args.burners):
        for factor, wrong in ((1.0, RED), (args.slower, GREEN), (FAR, GREEN)):
            counts: Counter[str] = Counter()
            for number in range(args.times):
                said, why = verdict(free_port(), factor, args.rate, args.seconds)
                counts[said] += 1
                print(f"  {factor:g} times as slow, run {number + 1}: {said}: {why[:170]}", flush=True)
            right = right and not counts[wrong]
            told = ", ".join(f"{count} {said}" for said, count in counts.most_common())
            busy = f"load average {os.getloadavg()[0]:.1f}"
            print(f"{factor:g} times as slow: {told} (never {wrong}); {busy}", flush=True)
    print("all right" if right else "NOT all right")


if __name__ == "__main__":
    main()
