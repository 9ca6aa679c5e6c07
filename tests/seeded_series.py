"""Counters and histograms made from seeds: resets, restarts, gaps, and everything that scrapes meet; also as OpenMetrics."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SECOND = 1000
SPAN = 600 * SECOND
COUNTER, HISTOGRAM = "seeded_total", "seeded_bucket"


@dataclass(frozen=True)
class Counter:
    """One series of a counter: time in milliseconds since 1970, and value."""

    seed: int
    points: tuple[tuple[int, float], ...]


def counter(seed: int, start: int) -> Counter:
    """A counter over ten minutes from *start*, which is in milliseconds."""
    chance = random.Random(seed)
    interval = chance.choice([1, 2, 5, 10, 15, 30]) * SECOND
    jitter = chance.choice([0, 0, 5, 200, interval // 3])
    pace = chance.choice([0, 0.01, 0.3, 5, 250, 90_000])
    resets, gaps, misses = (chance.choice([0, 0, 0.01, 0.05, 0.2]) for _ in range(3))
    first = start + (0 if chance.random() < 0.6 else chance.randrange(SPAN))
    last = start + SPAN if chance.random() < 0.7 else first + chance.randrange(1, SPAN)
    value = chance.choice([0.0, 0.0, 1.0, chance.uniform(0, 50), chance.uniform(0, 1e9)])
    points, at = [], first
    while at <= min(last, start + SPAN):
        if chance.random() >= misses:
            points.append((at, value))
        value += pace * interval / SECOND * chance.choice([0, 1, 1, chance.random() * 2])
        if chance.random() < resets:
            value = chance.choice([0.0, 1.0, value / 2, max(0.0, value - 1)])
        if chance.random() < gaps:  # the process is gone, and comes back
            at += chance.randrange(1, 12) * interval
            value = chance.choice([0.0, value])
        at = max(at + 1, at + interval + chance.randint(-jitter, jitter))
    return Counter(seed, tuple(points))


def buckets(seed: int) -> dict[str, float]:
    """The buckets of a histogram by the text of their bounds; sound ones, and faulty ones."""
    chance = random.Random(seed)
    scale = chance.choice([0.001, 1, 1000])
    bounds = sorted(
        {round(chance.uniform(0, 10) * scale, chance.choice([1, 3, 6])) for _ in range(chance.randrange(12))}
    )
    bounds = [-1.5, *bounds] if chance.random() < 0.15 else bounds
    total, found = 0.0, {}
    for bound in bounds:
        total += chance.choice([0, 0, 1, chance.randrange(100), chance.random()])
        found[repr(float(bound))] = total
    if chance.random() < 0.9:
        found["+Inf"] = total + chance.choice([0, 0, 1, chance.randrange(50)])
    if chance.random() < 0.1:
        found = dict.fromkeys(found, 0.0)
    if found and chance.random() < 0.2:
        name = chance.choice(list(found))
        found[name] = max(0.0, found[name] + chance.choice([-3, 7, 1e-14 * found[name], -1e-14 * found[name]]))
    return found


def written(counters: Iterable[Counter], histograms: Iterable[tuple[int, dict[str, float]]] = (), at: int = 0) -> str:
    """OpenMetrics with a timestamp on each sample; histograms have one sample, at *at*."""
    return "\n".join([*_lines(counters, histograms, at), "# EOF\n"])


def _lines(counters: Iterable[Counter], histograms: Iterable[tuple[int, dict[str, float]]], at: int) -> Iterator[str]:
    yield "# TYPE seeded counter"
    for one in counters:
        for moment, value in one.points:
            yield f'{COUNTER}{{seed="{one.seed}"}} {value!r} {moment / 1000:.3f}'
    yield f"# TYPE {HISTOGRAM} gauge"
    for seed, found in histograms:
        for bound, value in found.items():
            yield f'{HISTOGRAM}{{le="{bound}",seed="{seed}"}} {value!r} {at / 1000:.3f}'
