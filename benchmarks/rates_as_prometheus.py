"""Compare our rates and quantiles with those of real Prometheus servers, on thousands of seeded series.

    python benchmarks/rates_as_prometheus.py [--seeds 3000] [--first 0] [--generation new] [--live 40]

Each seed makes a counter with resets, restarts, gaps, jitter and late beginnings, and a histogram, sound or faulty; a
real server gets them as its past. Prometheus 3 must agree on each, within 1 %. With --generation old, Prometheus 2 is
compared twice: with our rates, to tell how often it differs, and with its own two rules, which are all the difference.

With --live SECONDS a real server and we scrape two instances side by side, at different moments, over restarts.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/integration")]

from metric_apis import client_for  # noqa: E402
from seeded_series import COUNTER, HISTOGRAM, SECOND, SPAN, Counter, buckets, counter, written  # noqa: E402
from servers.prometheus import Prometheus, job  # noqa: E402
from servers.watching import running, until  # noqa: E402

from pytest_golive.observability.sources.counters import Point, increase, rate  # noqa: E402
from pytest_golive.observability.sources.quantiles import quantile  # noqa: E402
from pytest_golive.observability.sources.scraping.source import ScrapedMetrics  # noqa: E402
from pytest_golive.observability.sources.selecting import Selector  # noqa: E402

WINDOWS, MOMENTS, QUANTILES = (10, 20, 60, 300), (45, 301.5, 480, 599.999, 600, 660), (0.5, 0.9, 0.95, 0.99)
WITHIN = 0.01
Rule = Callable[[Sequence[Point], int, int], float | None]
Pairs = list[tuple[str, float | None, float | None]]
PER_SECOND, ALIVE, DOWN = 40.0, 12.0, 1.5


def difference(ours: float | None, theirs: float | None) -> float:
    """The relative difference; infinite if only one of them is there, or a number."""
    if ours is None or theirs is None or math.isnan(ours) or math.isnan(theirs):
        is_same = ours is theirs or (
            ours is not None and theirs is not None and math.isnan(ours) and math.isnan(theirs)
        )
        return 0.0 if is_same else math.inf
    return 0.0 if ours == theirs else abs(ours - theirs) / max(abs(ours), abs(theirs))


def rate_of_2(points: Sequence[Point], start: int, end: int) -> float | None:
    """The rate by the rules of Prometheus 2: the window includes its start, and the cut at zero comes first."""
    inside = [point for point in points if start <= point[0] <= end]
    if len(inside) < 2:
        return None
    grown, seconds = increase(inside), (inside[-1][0] - inside[0][0]) / 1000
    average = seconds / (len(inside) - 1)
    before, after = (inside[0][0] - start) / 1000, (end - inside[-1][0]) / 1000
    if grown > 0 and inside[0][1] >= 0:
        before = min(before, seconds * (inside[0][1] / grown))
    extended = seconds + sum(edge if edge < average * 1.1 else average / 2 for edge in (before, after))
    return grown * (extended / seconds) / ((end - start) / 1000)


def by_seed(server: Prometheus, expression: str, at: int) -> dict[int, float]:
    found = server.query(expression, time=f"{at / 1000:.3f}")
    return {int(one["metric"]["seed"]): float(one["value"][1]) for one in found}


def compared(
    server: Prometheus, counters: Sequence[Counter], start: int, rule: Rule = rate
) -> Iterator[tuple[str, Pairs]]:
    for window in WINDOWS:
        pairs: Pairs = []
        for after in MOMENTS:
            end = start + int(after * SECOND)
            theirs = by_seed(server, f"rate({COUNTER}[{window}s])", end)
            for one in counters:
                ours = rule(one.points, end - window * SECOND, end)
                pairs.append((f"seed {one.seed} at {after} s", ours, theirs.get(one.seed)))
        yield f"rate over {window} s", pairs
    for q in QUANTILES:
        theirs = by_seed(server, f"histogram_quantile({q}, {HISTOGRAM})", start + SPAN)
        known = [one.seed for one in counters if buckets(one.seed)]
        ours = {seed: quantile(q, [(float(le), n) for le, n in buckets(seed).items()]) for seed in known}
        yield f"quantile {q}", [(f"seed {seed}", ours[seed], theirs.get(seed)) for seed in known]


def seeded(seeds: Sequence[int], generation: str, rule: Rule = rate) -> int:
    """Compare, print a line for each question, and return how many differ."""
    start = (int(time.time()) - 3600) * SECOND
    counters = [counter(seed, start) for seed in seeds]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        made = Prometheus(Path(folder), generation)
        made.backfill(written(counters, [(seed, buckets(seed)) for seed in seeds], start + SPAN))
        with running(made) as server:
            for name, pairs in compared(server, counters, start, rule):
                found = sorted(((difference(ours, theirs), where) for where, ours, theirs in pairs), reverse=True)
                beyond = [(much, where) for much, where in found if much > WITHIN]
                values = sum(theirs is not None for _, _, theirs in pairs)
                worst = f", such as {beyond[0][1]}" if beyond else ""
                print(f"{name}: {values:,} values, {len(beyond):,} beyond 1 %, most {found[0][0]:.2g}{worst}")
                wrong += len(beyond)
    return wrong


class Restarting(BaseHTTPRequestHandler):
    """Counts time itself; after a while it is gone for a moment, and begins at zero."""

    def do_GET(self) -> None:
        age = (time.monotonic() + self.server.phase) % (ALIVE + DOWN)
        body = f"# TYPE live_total counter\nlive_total {age * PER_SECOND!r}\n".encode()
        self.send_response(200 if age < ALIVE else 503)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def instances() -> Iterator[list[str]]:
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Restarting) for _ in range(2)]
    for number, server in enumerate(servers):
        server.phase = 4.0 * number
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield [f"127.0.0.1:{server.server_port}" for server in servers]
    for server in servers:
        server.shutdown()


def live(seconds: float, generation: str) -> None:
    """Scrape two restarting instances beside a server, which scrapes them at other moments."""
    with instances() as places, tempfile.TemporaryDirectory() as folder:
        made = Prometheus(Path(folder), generation)
        made.configure(job("live", *places), interval="500ms")
        with running(made) as server:
            clients = {place: client_for(f"http://{place}", patience=0) for place in places}
            until(lambda: len(server.query("up == 1")) == len(places), "it scrapes both")
            source = ScrapedMetrics(clients, span=seconds, every=0.5)
            found = source.rates(Selector("live_total"), seconds)
            window = round((source.history.last - source.history.first) / 1000)
            (theirs,) = server.query(f"sum(rate(live_total[{window}s]))", time=f"{found.at:.3f}")
            ours, its = found.samples[0].value, float(theirs["value"][1])
            told = f"over {window} s, two instances: ours {ours:.3f}/s, Prometheus' {its:.3f}/s"
            print(f"{told}: {difference(ours, its):.2%}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=3000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--generation", choices=["new", "old"], default="new")
    parser.add_argument("--live", type=float, default=0.0)
    asked = parser.parse_args()
    if asked.live:
        live(asked.live, asked.generation)
        return 0
    wrong = seeded(range(asked.first, asked.first + asked.seeds), asked.generation)
    print(f"{wrong:,} differ by more than 1 %")
    if asked.generation == "new":
        return int(wrong > 0)
    print("by the rules of Prometheus 2:")
    seeded(range(asked.first, asked.first + asked.seeds), "old", rate_of_2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
