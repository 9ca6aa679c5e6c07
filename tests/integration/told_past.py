"""A past of a service with known truth, as OpenMetrics with timestamps: counters and histograms of requests."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

EDGES = (0.05, 0.1, 0.2, 0.5, 1.0)


@dataclass(frozen=True)
class Told:
    """What one instance did in one scrape interval: requests by their time in seconds, and how many failed."""

    at: float
    times: dict[float, int]
    failed: int = 0


def written(jobs):
    """OpenMetrics text of what each instance of each job did; a scrape is there for each `Told`, with the sums so far.

    Args:
        jobs: job -> instance -> the `Told` of each scrape, the oldest first.
    """
    counts, buckets, ups = [], [], []
    every = [(job, name, tolds) for job, instances in jobs.items() for name, tolds in instances.items()]
    for job, name, tolds in every:
        labels = f'job="{job}",instance="{name}"'
        good = failed = 0
        sums: dict[float, int] = defaultdict(int)
        total = seconds = 0.0
        for one in tolds:
            n = sum(one.times.values())
            good, failed = good + n - one.failed, failed + one.failed
            for time, count in one.times.items():
                seconds += time * count
                total += count
                for edge in EDGES:
                    sums[edge] += count if time <= edge else 0
            counts += [
                (f'http_requests_total{{{labels},status="200"}}', good, one.at),
                (f'http_requests_total{{{labels},status="500"}}', failed, one.at),
            ]
            ups.append((f"up{{{labels}}}", 1, one.at))
            name_ = "http_request_duration_seconds"
            buckets += [(f'{name_}_bucket{{{labels},le="{edge}"}}', sums[edge], one.at) for edge in EDGES]
            buckets += [
                (f'{name_}_bucket{{{labels},le="+Inf"}}', total, one.at),
                (f"{name_}_count{{{labels}}}", total, one.at),
                (f"{name_}_sum{{{labels}}}", seconds, one.at),
            ]
    lines = ["# TYPE http_requests counter"]
    lines += [f"{series} {value} {at:.3f}" for series, value, at in sorted(counts, key=lambda one: (one[0], one[2]))]
    lines += ["# TYPE http_request_duration_seconds histogram", *_lines(buckets), "# TYPE up gauge", *_lines(ups)]
    return "\n".join([*lines, "# EOF", ""])


def _lines(samples):
    return [f"{series} {value} {at:.3f}" for series, value, at in samples]


def in_milliseconds(openmetrics):
    """The same for VictoriaMetrics, whose timestamps are in milliseconds."""
    samples = [line.rpartition(" ") for line in openmetrics.splitlines() if not line.startswith("#")]
    return "".join(f"{series} {round(1000 * float(at))}\n" for series, _, at in samples)
