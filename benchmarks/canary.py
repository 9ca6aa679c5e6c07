"""How often a comparison with the baseline is right, on made-up series whose truth is known.

    python benchmarks/canary.py [TRIALS]

Each series is the p(95) of one window after another of a service with log-normal response times: *steady*, *drifting*
(each window resembles the one before it, as real load does), *bursts* (now and then some windows in a row take three
times as long), or with *few* requests. The release is slower by a known factor. Then the same with the share of failed
requests, which is 0 in most windows. Side by side: Kayenta's published defaults, and the rules of golive. Percentages
of comparisons that say "High": with +0 % these are false alarms, else detections; up to +25 %, golive means to be
silent. At last, whole watches, which compare anew with each window, 10 to 60 of them: percentages of watches in which
any comparison said "High".
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from statistics import NormalDist

from pytest_golive.observability.canary.comparing import Label, compare
from pytest_golive.observability.canary.rules import KAYENTA, OF_ERRORS, Rules

MEDIAN, SIGMA = 0.040, 0.5  # seconds; of a log-normal distribution
AT = NormalDist().inv_cdf(0.95)
DENSITY = NormalDist().pdf(AT)
SLOWER = (0, 2, 10, 25, 50, 100)  # percent
RATES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)  # percent of requests that fail, of which the first is the baseline
SIZES = (5, 10, 20, 60)
BASELINE = 60
REQUESTS = 400
FIRST = 10  # windows of a watch's first comparison
WATCHED = (0, 10, 50)
Make = Callable[[random.Random], tuple[Iterator[float], Iterator[float]]]


@dataclass(frozen=True)
class Kind:
    """How the windows of a service differ from each other.

    Attributes:
        requests: in each window.
        spread: standard deviation of the load's influence, in logarithms.
        alike: correlation of that in two windows that follow each other.
        bursts: the chance that a burst begins in a window.
    """

    requests: int = 400
    spread: float = 0.03
    alike: float = 0.0
    bursts: float = 0.0


KINDS = {
    "steady": Kind(),
    "drifting": Kind(spread=0.10, alike=0.8),
    "bursts": Kind(bursts=0.02),
    "few requests": Kind(requests=25),
}


def windows(kind: Kind, factor: float, chance: random.Random) -> Iterator[float]:
    """The p(95) of one window after another, in milliseconds; an order statistic of so many requests, as it varies."""
    load, burst = chance.gauss(0, kind.spread), 0
    noise = SIGMA * math.sqrt(0.95 * 0.05 / kind.requests) / DENSITY
    while True:
        burst = chance.randint(2, 6) if not burst and chance.random() < kind.bursts else max(0, burst - 1)
        level = math.exp(math.log(MEDIAN) + SIGMA * AT + load + chance.gauss(0, noise))
        yield 1000 * level * factor * (3.0 if burst else 1.0)
        load = kind.alike * load + math.sqrt(1 - kind.alike**2) * chance.gauss(0, kind.spread)


def failures(percent: float, chance: random.Random) -> Iterator[float]:
    """The percentage of failed requests in one window after another, of 400 requests each."""
    while True:
        yield 100 * sum(chance.random() < percent / 100 for _ in range(REQUESTS)) / REQUESTS


def share(make: Make, size: int, rules: Rules, trials: int) -> tuple[float, bool]:
    """The share of comparisons that say that the release is worse, and whether there was data."""
    high, data = 0, True
    for seed in range(trials):
        before, now = make(random.Random(seed))
        found = compare([next(now) for _ in range(size)], [next(before) for _ in range(BASELINE)], rules)
        high += found.label is Label.HIGH
        data = found.label is not Label.NODATA
    return high / trials, data


def main(trials: int, show: Callable[[str], object]) -> None:
    show(f"{trials} comparisons each; {BASELINE} windows of baseline; percent that say 'High'")
    for name, kind in KINDS.items():
        makes = {f"+{slower} %": partial(_times, kind, 1 + slower / 100) for slower in SLOWER}
        table(name, makes, {"Kayenta": KAYENTA, "golive": Rules()}, trials, show)
    rates = {f"{rate:g} %": partial(_rates, rate) for rate in RATES}
    table("error rate", rates, {"Kayenta": KAYENTA, "golive": OF_ERRORS}, trials, show)
    watches(trials, show)


def watches(trials: int, show: Callable[[str], object]) -> None:
    """Print how often a watch of up to an hour is ended by a comparison."""
    show(f"\n{'whole watches':<31}" + "".join(f"{f'+{slower} %':>9}" for slower in WATCHED))
    for name, kind in KINDS.items():
        for title, rules in (("Kayenta", KAYENTA), ("golive", Rules())):
            cells = [_ended(partial(_times, kind, 1 + slower / 100), rules, trials) for slower in WATCHED]
            show(f"  {name + ', ' + title:<29}" + "".join(f"{100 * part:9.1f}" for part in cells))


def _ended(make: Make, rules: Rules, trials: int) -> float:
    """The share of watches with any comparison that says that the release is worse."""
    high = 0
    for seed in range(trials):
        before, now = make(random.Random(seed))
        usual, seen = [next(before) for _ in range(BASELINE)], [next(now) for _ in range(FIRST - 1)]
        for _ in range(FIRST, BASELINE + 1):
            seen.append(next(now))
            if compare(seen, usual, rules).label is Label.HIGH:
                high += 1
                break
    return high / trials


def table(
    name: str, makes: Mapping[str, Make], sides: Mapping[str, Rules], trials: int, show: Callable[[str], object]
) -> None:
    """Print one table for each set of rules."""
    for title, rules in sides.items():
        show(f"\n{name + ', ' + title:<22}" + "".join(f"{head:>9}" for head in makes))
        for size in SIZES:
            found = [share(make, size, rules, trials) for make in makes.values()]
            cells = [f"{100 * part:9.1f}" if data else "  no data" for part, data in found]
            show(f"  {size:3} windows now     " + "".join(cells))


def _times(kind: Kind, factor: float, chance: random.Random) -> tuple[Iterator[float], Iterator[float]]:
    return windows(kind, 1.0, chance), windows(kind, factor, chance)


def _rates(percent: float, chance: random.Random) -> tuple[Iterator[float], Iterator[float]]:
    return failures(RATES[0], chance), failures(percent, chance)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, print)
