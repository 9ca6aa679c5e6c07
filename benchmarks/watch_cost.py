"""What a watch costs: CPU of a sample, and memory beside an idle pytest.

    python benchmarks/watch_cost.py [--few 4] [--many 34] [--interval 2] [--every 30]

A real Prometheus scrapes two instances of the reference service, which real clients ask. Two watches with the default
signals, of few and of many samples, differ by their samples alone: the CPU time of one more sample, by the interval of
a real watch, is the share of a core. The memory is the largest that the process had, less that of a pytest that
collects nothing in the same folder. The probe, which asks once a second all the time, costs the same for a longer
interval, so that its share (0.25 % of a core) comes on top of what is printed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/integration"), str(ROOT / "benchmarks")]

from servers.prometheus import Prometheus, job  # noqa: E402
from servers.watching import until  # noqa: E402
from serving import demo  # noqa: E402
from watch_healthy import ROW, VERSION, WINDOW, customers, project  # noqa: E402

from pytest_golive.demo.limits import CPU_LIMIT  # noqa: E402
from pytest_golive.demo.shop import Release  # noqa: E402


def cost(folder: Path, environment: Mapping[str, str], args: Sequence[str]) -> tuple[int, float, float]:
    """Exit status, CPU seconds with those of children that have ended, and the largest memory in MB."""
    log = (folder / "said.log").open("wb")
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", str(folder), *args],
        {**os.environ, **environment},
        file_actions=[(os.POSIX_SPAWN_DUP2, log.fileno(), 1), (os.POSIX_SPAWN_DUP2, log.fileno(), 2)],
    )
    _, status, usage = os.wait4(pid, 0)
    return os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--few", type=int, default=4, help="samples of the short watch")
    parser.add_argument("--many", type=int, default=34, help="samples of the long one")
    parser.add_argument("--interval", type=float, default=2.0, help="seconds between samples here")
    parser.add_argument("--every", type=float, default=30.0, help="seconds between samples of a real watch")
    parser.add_argument("--rate", type=float, default=20.0, help="requests a second to each instance")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, demo() as one, demo() as other:
        folder, instances = Path(place), (one, other)
        for each in instances:
            each.shop.release = Release(VERSION)
        (folder / "prometheus").mkdir()
        server = Prometheus(folder / "prometheus")
        server.configure(job("shop", *(each.url.partition("//")[2] for each in instances)), interval="500ms")
        server.start()
        try:
            with customers(instances, args.rate):
                until(lambda: len(server.query('up{job="shop"} == 1')) == len(instances), "both are scraped")
                time.sleep(WINDOW + 2)
                metrics = {"url": server.url, "selector": {"job": "shop"}, "window": f"{WINDOW}s"}
                metrics |= {"memory_limit": "64GiB", "cpu_limit": CPU_LIMIT, "request_path": "/version"}
                table = one.table | {"timeout": "20s", "connect_timeout": "20s", "metrics": metrics}
                found = []
                for samples in (args.few, args.many):
                    where = folder / f"shop-{samples}"
                    project(where, table, samples, args.interval)
                    os.chdir(where)
                    status, cpu, memory = cost(where, one.environment, ["--target=staging", ROW])
                    found.append((samples, cpu, memory))
                    print(f"{samples:4} samples: {cpu:6.2f} s of CPU, {memory:5.0f} MB, exit status {status}")
                _, _, idle = cost(where, one.environment, ["--collect-only", "-p", "no:golive", "-q"])
        finally:
            server.stop()
            os.chdir(ROOT)
    (few, before, _), (many, after, memory) = found
    each = (after - before) / (many - few)
    print(
        f"one sample: {each * 1000:.0f} ms of CPU with {args.interval:g} s of the probe; every {args.every:g} s that is"
    )
    share = each / args.every * 100
    print(f"  at most {share:.2f} % of a core, and {memory - idle:.0f} MB beside an idle pytest ({idle:.0f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
