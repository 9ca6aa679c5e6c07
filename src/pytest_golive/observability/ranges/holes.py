"""Holes in series: times without a sample, which no rate and no percentile shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.observability.ranges.range import Hole
from pytest_golive.observability.signals.readings import INSTANCE, instance_of
from pytest_golive.observability.sources.growing import duration, grouped_by
from pytest_golive.observability.sources.lengths import in_words
from pytest_golive.observability.sources.prometheus.past import Past, told
from pytest_golive.observability.sources.selecting import Selector

# Scrapes without a sample that are forgiven: one may fail, and one may be late.
INTERVALS: Final = 3.0
LOOKS: Final = 2.0  # in each interval
EDGE: Final = 1.0 + 1e-6  # a look that may belong to the window before, or after


@dataclass(frozen=True, slots=True)
class Followed:
    """Series in which holes are looked for.

    Attributes:
        selector: PromQL.
        interval: seconds between two of its samples.
    """

    selector: str
    interval: float


def holes_of(
    past: Past, followed: Iterable[Followed], step: float, interval: float
) -> tuple[tuple[Hole, ...], tuple[str, ...]]:
    """The holes in the series of a signal, window by window.

    A window has a hole if no sample was there for longer than `INTERVALS` intervals. Instances come and go: the time
    before the first sample of one, and after its last, is a hole of the service only if no other was there. One whose
    scrapes fail has not gone.

    Args:
        past: the source, at the ends of all windows.
        followed: the series.
        step: seconds of a window.
        interval: seconds between two scrapes.

    Returns:
        The holes, and which instances came or went, in words.

    Raises:
        CannotMeasure: the source cannot be asked.
    """
    found: dict[Hole, None] = {}
    moved: dict[str, None] = {}
    for one in followed:
        recent = f"(last_over_time({one.selector}[{duration(INTERVALS * one.interval)}]))"
        of_all = _counted(past, f"count{recent}", step, one.interval).get("", [0.0] * len(past.moments))
        found |= dict.fromkeys(_short(past, one, "", dict(enumerate(of_all)), step))
        for name, counts in _counted(past, f"count{grouped_by(INSTANCE)}{recent}", step, one.interval).items():
            there = [number for number, count in enumerate(counts) if count]
            moved |= dict.fromkeys(_moved(past, name, counts, step))
            inside = {number: counts[number] for number in range(there[0] + 1, there[-1])}
            found |= dict.fromkeys(_short(past, one, name, inside, step) if name else ())
    found |= dict.fromkeys(_down(past, step, interval))
    return tuple(sorted(found, key=lambda hole: (hole.start, hole.of))), tuple(moved)


def _counted(past: Past, expression: str, step: float, interval: float) -> Mapping[str, list[float]]:
    """By instance and window, at how many looks an expression had a value."""
    looks = f"count_over_time(({expression})[{duration(step)}:{duration(interval / LOOKS)}])"
    found: dict[str, list[float]] = {}
    for number in range(len(past.moments)):
        for sample in past.asked(looks, number).samples:
            found.setdefault(instance_of(sample.labels), [0.0] * len(past.moments))[number] += sample.value
    return found


def _short(past: Past, one: Followed, name: str, counts: Mapping[int, float], step: float) -> Iterator[Hole]:
    """Windows in which fewer looks found a sample than there were."""
    everything = step * LOOKS / one.interval
    for number, count in counts.items():
        if (missing := everything - count) > EDGE:
            lost = step * missing / everything + INTERVALS * one.interval * bool(count)
            end = past.moments[number]
            of_all = f"no sample of {one.selector} for {in_words(min(lost, step))} of {in_words(step)}"
            yield Hole(end - step, end, name, of_all)


def _moved(past: Past, name: str, counts: Sequence[float], step: float) -> Iterator[str]:
    there = [number for number, count in enumerate(counts) if count]
    if there[0] > 0:
        yield f"{name} since {told(past.moments[there[0]] - step)}"
    if there[-1] < len(counts) - 1:
        yield f"{name} until {told(past.moments[there[-1]])}"


def _down(past: Past, step: float, interval: float) -> Iterator[Hole]:
    """Instances that are scraped in vain."""
    up = Selector("up", past.source.matchers)
    highest = f"max{grouped_by(INSTANCE)}(max_over_time({up}[{duration(INTERVALS * interval)}]))"
    for name, counts in _counted(past, f"{highest} == 0", step, interval).items():
        for number, count in enumerate(counts):
            if count > EDGE:
                end = past.moments[number]
                lost = in_words(min(count * interval / LOOKS + INTERVALS * interval, step))
                yield Hole(end - step, end, name, f"its scrapes failed for {lost} of {in_words(step)}")
