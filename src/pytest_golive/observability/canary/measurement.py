"""A comparison with the baseline, as one measurement of a watch."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.canary.comparing import Compared, Label, compare
from pytest_golive.observability.canary.rules import Rules
from pytest_golive.observability.ranges.range import Range
from pytest_golive.observability.watch.measured import Measurement, Phase


@dataclass(frozen=True, slots=True)
class Side:
    """The values of one side of a comparison.

    Attributes:
        values: one of each window or run.
        n: how many requests they are of; 0 if that is no matter.
        said: what they are: "60 windows of 1 min before 2026-11-02 09:30:00 UTC".
        left_out: windows that say nothing: with holes, or with too few requests.
    """

    values: tuple[float, ...]
    n: float
    said: str
    left_out: int = 0


def side_of(found: Range, fewest: float, said: str) -> Side:
    """The windows of a range that say something: with enough requests, and without a hole."""
    torn = {hole.end for hole in found.holes}
    parts = [one.total for one in found.windows if one.total is not None and one.end not in torn]
    enough = [part for part in parts if part.n is None or part.n >= fewest]
    n = math.fsum(part.n or 0.0 for part in enough)
    words = f"{len(enough)} windows of {found.step:g} s {said}"
    return Side(tuple(part.value for part in enough), n, words, len(found.windows) - len(enough))


def check_newest(found: Range) -> None:
    """Refuse a range whose newest window is torn: it says nothing of now.

    Raises:
        CannotMeasure: it is.
    """
    last = [hole for hole in found.holes if hole.end == found.windows[-1].end]
    if last:
        where = f" of {last[0].of}" if last[0].of else ""
        raise CannotMeasure(
            f"the {found.signal.replace('_', ' ')}{where} of the last {found.step:g} s is unknown: {last[0].why}",
            "see why it was not scraped then",
        )


def measurement_of(signal: str, now: Side, before: Side, rules: Rules, unit: str) -> Measurement:
    """Whether a signal is worse than its baseline, beyond chance and beyond what is tolerated.

    Args:
        signal: its name in the watch: "baseline::latency".
        now: since the deployment.
        before: the baseline.
        rules: how they are compared.
        unit: as written after a value.
    """
    found = compare(now.values, before.values, rules)
    said = f"{_sentence(found, unit)}; {now.said}, {before.said}"
    if left_out := now.left_out + before.left_out:
        said += f"; {left_out} windows say nothing"
    value = None if math.isnan(found.now) else found.now
    bound = None if math.isnan(found.before) or not found.before else rules.most * found.before
    limit = "" if bound is None else f"<= {rules.most:g} x {found.before:.4g}{unit}"
    n = round(now.n) or None
    if found.label is Label.NODATA:
        cure = "send more traffic, take shorter windows (step), a longer baseline (span), or watch for longer"
        return Measurement(
            signal, Phase.INCONCLUSIVE, value, limit, unit, n, f"{found.why} ({said})", cure, bound=bound
        )
    if found.label is Label.HIGH:
        cure = "roll the release back, or raise the tolerance if this was promised to nobody"
        return Measurement(signal, Phase.FAILED, value, limit, unit, n, said, cure, bound=bound)
    return Measurement(signal, Phase.GOOD, value, limit, unit, n, said, bound=bound)


def not_measured(signal: str, error: CannotMeasure) -> Measurement:
    """The measurement of what could not be measured."""
    return Measurement(signal, Phase.ERROR, said=error.what, cure=error.cure)


def _sentence(found: Compared, unit: str) -> str:
    """The comparison: "median 63.1 ms, 40.2 ms in the baseline; certainly worse by 18.1 to 27.3 ms"."""
    if found.shift is None:
        return "not compared"
    change = f"{found.shift.low:+.4g} to {found.shift.high:+.4g}{unit}"
    return f"median {found.now:.4g}{unit}, {found.before:.4g}{unit} in the baseline, a shift of {change}"
