"""Hold healthy watches over two instances of the reference service, and count the false alarms.

    python benchmarks/watch_healthy.py [--watches 40] [--samples 30] [--interval 1] [--together 1] [--rate 40]

A real Prometheus scrapes both instances, which real clients ask; each watch is a run of pytest of its own, of the row
deployment::stable_after_deploy with its default signals, and short intervals. Nothing is wrong, so a red row is a false
alarm; a row that could not be measured is none, but is counted, with its reason.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/integration")]

import httpx  # noqa: E402
from servers.prometheus import Prometheus, job  # noqa: E402
from servers.watching import until  # noqa: E402
from serving import Demo, demo, target_table  # noqa: E402

from pytest_golive.demo.limits import CPU_LIMIT  # noqa: E402
from pytest_golive.demo.shop import Release  # noqa: E402

ROW = "golive/deployment::stable_after_deploy"
VERSION = "1.2.0"
WINDOW = 10  # seconds
PATIENCE = 900.0
SETTINGS = """\
[project]
name = "shop"
version = "{version}"

[tool.golive]
default_target = "staging"

[tool.golive.watch]
duration = "{seconds:g}s"
interval = "{interval:g}s"
fewest_requests = 20

[tool.golive.monitoring]
fewest_requests = 10
latency = "p(95)<20s"

{target}
"""
REASON = re.compile(r"^ +\d+\. deployment::stable_after_deploy +(.*)$", re.MULTILINE)


@dataclass
class Found:
    """What came of all watches.

    Attributes:
        verdicts: how many ended in which way.
        reasons: of those that are not green.
        samples: by signal and phase.
        late: samples with a gap before them.
        seconds: of each watch, with the start of pytest.
    """

    verdicts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    samples: dict[str, Counter[str]] = field(default_factory=dict)
    late: int = 0
    seconds: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def customers(instances: tuple[Demo, ...], rate: float) -> Iterator[None]:
    """Clients that ask each instance *rate* times a second, until the block ends."""
    ended = threading.Event()

    def ask(url: str) -> None:
        with httpx.Client(timeout=60) as client:
            while not ended.wait(1 / rate):
                client.get(f"{url}/products").raise_for_status()

    threads = [threading.Thread(target=ask, args=(one.url,)) for one in instances]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def project(folder: Path, table: Mapping[str, object], samples: int, interval: float) -> None:
    """A project whose release is watched."""
    folder.mkdir()
    target = target_table("staging", dict(table))
    settings = SETTINGS.format(version=VERSION, seconds=samples * interval, interval=interval, target=target)
    (folder / "pyproject.toml").write_text(settings)
    (folder / ".gitignore").write_text(".golive/\n")
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "A shop"]):
        subprocess.run(["git", *IDENTITY, *command], cwd=folder, check=True, timeout=60)


IDENTITY = ("-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.org")


def watch(folder: Path, environment: Mapping[str, str], found: Found) -> None:
    """One watch, and what came of it."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--target=staging", ROW]
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        env={**os.environ, **environment, "COLUMNS": "400"},
    )
    row = re.search(r"^ +(PASS|FAIL|ERROR|NOT SET UP|WAIVED) .*Stable for", done.stdout, re.MULTILINE)
    reason = REASON.search(done.stdout)
    with found.lock:
        found.seconds.append(time.monotonic() - began)
        found.verdicts[row[1] if row else "?"] += 1
        if not row or row[1] != "PASS":
            found.reasons[reason[1][:300] if reason else (done.stdout + done.stderr)[-600:]] += 1
        _count(folder / ".golive/watch-staging.jsonl", found)


def _count(file: Path, found: Found) -> None:
    for line in file.read_text().splitlines() if file.exists() else ():
        sample = json.loads(line)
        found.late += bool(sample.get("gap"))
        for one in sample.get("measurements", ()):
            found.samples.setdefault(one["signal"], Counter())[one["phase"]] += 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--watches", type=int, default=40)
    parser.add_argument("--samples", type=int, default=30)
    parser.add_argument("--interval", type=float, default=1.0, help="seconds; a busy machine needs more")
    parser.add_argument("--together", type=int, default=1, help="watches at once")
    parser.add_argument("--rate", type=float, default=40.0, help="requests a second to each instance")
    args = parser.parse_args()
    found = Found()
    with tempfile.TemporaryDirectory() as place, demo() as one, demo() as other:
        folder = Path(place)
        instances = (one, other)
        for each in instances:
            each.shop.release = Release(VERSION)
        (folder / "prometheus").mkdir()
        server = Prometheus(folder / "prometheus")
        addresses = (each.url.partition("//")[2] for each in instances)
        server.configure(job("shop", *addresses), interval="500ms")
        server.start()
        try:
            with customers(instances, args.rate):
                until(lambda: len(server.query('up{job="shop"} == 1')) == len(instances), "both are scraped")
                time.sleep(WINDOW + 2)
                metrics = {"url": server.url, "selector": {"job": "shop"}, "window": f"{WINDOW}s"}
                metrics |= {"memory_limit": "64GiB", "cpu_limit": CPU_LIMIT, "request_path": "/version"}
                table = one.table | {"timeout": "20s", "connect_timeout": "20s", "metrics": metrics}
                folders = [folder / f"shop-{number}" for number in range(args.watches)]
                for each in folders:
                    project(each, table, args.samples, args.interval)
                with ThreadPoolExecutor(args.together) as pool:
                    list(pool.map(lambda each: watch(each, one.environment, found), folders))
        finally:
            server.stop()
    tell(found, args.watches)
    return 1 if found.verdicts["FAIL"] else 0


def tell(found: Found, watches: int) -> None:
    """Print the figures."""
    print(f"{watches} healthy watches: {found.verdicts['FAIL']} false alarms; {dict(found.verdicts)}")
    print(f"seconds a watch, with pytest's start: {min(found.seconds):.1f} to {max(found.seconds):.1f}")
    print(f"samples after a gap: {found.late}")
    for signal, phases in sorted(found.samples.items()):
        print(f"  {signal:30} {dict(phases)}")
    for reason, count in found.reasons.most_common():
        print(f"  {count} times: {reason}")


if __name__ == "__main__":
    sys.exit(main())
