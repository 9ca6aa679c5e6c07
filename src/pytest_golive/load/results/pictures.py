"""Pictures of a load test: the distribution of times, their course, errors over time, and the baseline."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from pytest_golive.load.baselines.baseline import TOTAL, Baseline
from pytest_golive.load.results.drawing import Panel, sparkline, whole
from pytest_golive.load.results.result import LoadResult, LoadRun, Together
from pytest_golive.load.results.samples import Samples

BINS: Final = 60
DRAWN: Final = 10_000
NOW, THEN, MIDDLE, BAD = "#1f6fb4", "#e08a1e", "#2a9d5c", "#c0392b"


def in_text(result: LoadResult, baseline: Baseline | None) -> dict[str, str]:
    """Small pictures, each on one line, by title."""
    low, high, now, then = _spread(result, baseline)
    slots = _worst_run(result).slots
    p95 = [slot.percentile(95) for slot in slots]
    drawn = {
        f"times, {low:.3g} to {high:.3g} ms": sparkline(now),
        f"p(95) over time, up to {_greatest(p95):.3g} ms": sparkline(p95),
    }
    if then:
        drawn["times in the baseline, on the same scale"] = sparkline(then)
    errors = [float(slot.errors.total()) for slot in slots]
    if any(errors):
        drawn[f"errors over time, up to {max(errors):.0f} in {slots[0].seconds:.2g} s"] = sparkline(errors)
    return drawn


def in_svg(result: LoadResult, baseline: Baseline | None, title: str) -> str:
    """All pictures in one SVG."""
    low, high, now, then = _spread(result, baseline)
    run = _worst_run(result)
    span = ("0 s", f"{run.plan.total:.3g} s")
    spread = Panel("times", (f"{low:.3g} ms", f"{high:.3g} ms (logarithmic)"), max(now + then), " %")
    spread.bars(now, NOW)
    if then:
        spread.line(then, THEN, "baseline")
    levels = {"p(50)": (50, MIDDLE), "p(95)": (95, NOW), "p(99)": (99, BAD)}
    over_time = {name: [slot.percentile(level) for slot in run.slots] for name, (level, _) in levels.items()}
    lines = Panel("percentiles over time", span, max(map(_greatest, over_time.values())), " ms")
    for place, (name, values) in enumerate(over_time.items()):
        lines.line(values, levels[name][1], name, place)
    wrong = [float(slot.errors.total()) for slot in run.slots]
    errors = Panel(f"errors over time ({_reasons(result.of())})", span, max(1.0, *wrong), "")
    errors.bars(wrong, BAD)
    return whole([spread, lines, errors, _ladder(result, baseline)], title)


def _ladder(result: LoadResult, baseline: Baseline | None) -> Panel:
    """The percentiles from 1 to 99: where the run and its baseline diverge."""
    now = _percentiles([run.total.times for run in result.runs])
    then = _percentiles(baseline.times(TOTAL)) if baseline else []
    title = "run against baseline" if baseline else "percentiles"
    panel = Panel(f"{title}, by percentile", ("p(1)", "p(99)"), max(now + then), " ms")
    panel.line(now, NOW, "now")
    if then:
        panel.line(then, THEN, "baseline", 1)
    return panel


def _percentiles(runs: Sequence[Samples]) -> list[float]:
    together = _together(runs)
    return [together.percentile(level) for level in range(1, 100)]


def _spread(result: LoadResult, baseline: Baseline | None) -> tuple[float, float, list[float], list[float]]:
    """The minimum and maximum, and the percentage of requests in each of 60 classes, now and in the baseline."""
    now = _together(result.of().times).thinned(DRAWN)
    then = _together(baseline.times(TOTAL)).thinned(DRAWN) if baseline else []
    low = max(0.001, min([*now[:1], *then[:1]]))
    high = max(low * 1.001, *now[-1:], *then[-1:])
    place = _placing(low, high)
    return low, high, _shares(now, place), _shares(then, place)


def _placing(low: float, high: float) -> Callable[[float], int]:
    width = math.log(high / low) / BINS
    return lambda value: min(BINS - 1, int(math.log(max(value, low) / low) / width))


def _shares(values: Sequence[float], place: Callable[[float], int]) -> list[float]:
    counts = [0.0] * BINS if values else []
    for value in values:
        counts[place(value)] += 100 / len(values)
    return counts


def _together(runs: Sequence[Samples]) -> Samples:
    together = Samples()
    for run in runs:
        together.merge(run)
    return together


def _worst_run(result: LoadResult) -> LoadRun:
    return max(result.runs, key=lambda run: (run.total.errors.total(), run.total.percentile(95)))


def _greatest(values: Sequence[float]) -> float:
    return max((value for value in values if not math.isnan(value)), default=0.0)


def _reasons(together: Together) -> str:
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in together.errors.most_common(3))
    return reasons or "none"
