"""How true the gaps are that the zero-downtime probe reports: nginx reloaded, restarted hard, hung, and its upstream
swapped without draining.

The true length comes from a thread that does nothing but knock at the port; for a hang, from the times of the signals.
Needs nginx (tools/integration installs it).

    python benchmarks/downtime.py [RUNS]
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "integration"))

from servers.knocking import Knocker
from servers.nginx import Nginx, server
from servers.processes import free_port

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.probing.connections import Endpoint
from pytest_golive.service.probing.probe import Probe, Watch
from pytest_golive.service.target import Target

PROMISED = 0.05
Happening = Callable[[], float]


def nginx(folder: Path, *lines: str) -> Nginx:
    (folder / "www").mkdir(parents=True)
    (folder / "www" / "healthz").write_text("ok\n")
    port = free_port()
    made = Nginx(folder, port, [server(port, *lines)])
    made.start()
    return made


def reload(front: Nginx) -> float:
    for _ in range(3):
        front.reload()
        time.sleep(0.3)
    return 0.0


def restart(who: Nginx) -> float:
    with Knocker(who.port) as truth:
        time.sleep(random.uniform(0.1, 0.2))
        who.kill()
        time.sleep(random.uniform(0.05, 1.5))
        who.start()
        time.sleep(0.1)
    return truth.seconds


def hang(front: Nginx) -> float:
    time.sleep(random.uniform(0.1, 0.2))
    workers = front.workers
    for pid in workers:
        os.kill(pid, signal.SIGSTOP)
    began = time.monotonic()
    time.sleep(random.uniform(1.2, 3))
    ended = time.monotonic()
    for pid in workers:
        os.kill(pid, signal.SIGCONT)
    return ended - began


@contextlib.contextmanager
def pair() -> Iterator[tuple[Nginx, Nginx]]:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        behind = nginx(Path(name) / "behind")
        try:
            front = nginx(
                Path(name) / "front",
                "location = /healthz {}",
                f"location = /through {{ proxy_pass http://127.0.0.1:{behind.port}/healthz; }}",
            )
            try:
                yield front, behind
            finally:
                front.stop()
        finally:
            behind.stop()


def watch(front: Nginx, path: str, happen: Happening) -> tuple[Watch, float]:
    with Probe(Endpoint(Target("nginx", f"http://127.0.0.1:{front.port}"), path)).watching() as watched:
        true = happen()
    return watched, true


def series(what: str, runs: int, front: Nginx, path: str, happen: Happening) -> list[float]:
    """Print each run; returns the errors in seconds, or infinity for a gap too many or too few."""
    errors = []
    for _ in range(runs):
        watched, true = watch(front, path, happen)
        try:
            gaps = watched.result.gaps
        except CannotMeasure as error:
            print(f"  {what:<8} could not measure: {error}")
            errors.append(float("inf"))
            continue
        lengths = {gap.kind: gap.seconds for gap in gaps}
        wanted = 2 if true else 0
        off = [length - true for length in lengths.values()] if len(gaps) == wanted else [float("inf")]
        errors += off
        told = "  ".join(
            f"{kind} {length * 1e3:7.1f} ms ({(length - true) * 1e3:+5.1f})" for kind, length in lengths.items()
        )
        print(f"  {what:<8} true {true * 1e3:7.1f} ms   {told or 'no gap'}{'' if len(gaps) == wanted else '   WRONG'}")
    return errors


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    results = {}
    with pair() as (front, behind):
        for what, path, happen in (
            ("reload", "/through", lambda: reload(front)),
            ("restart", "/healthz", lambda: restart(front)),
            ("hang", "/healthz", lambda: hang(front)),
            ("swap", "/through", lambda: restart(behind)),
        ):
            print(f"{what}: {runs} runs, a request every 50 ms over each kind of connection")
            results[what] = (runs, series(what, runs, front, path, happen))
    print("\nhappening  runs  gaps judged  median |error|  worst |error|  within 50 ms")
    for what, (count, errors) in results.items():
        sizes = sorted(abs(error) for error in errors)
        if not sizes:
            print(f"{what:<10} {count:>4}  no gap, as it should be")
            continue
        good = sum(size <= PROMISED for size in sizes)
        median, worst = statistics.median(sizes) * 1e3, sizes[-1] * 1e3
        print(f"{what:<10} {count:>4} {len(sizes):>12} {median:11.1f} ms {worst:11.1f} ms {good:>7} of {len(sizes)}")


if __name__ == "__main__":
    main()
