"""Whether the times of a metric can be of the unit that it is said to have: seconds in a name of milliseconds pass."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import mean
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.ours import Ours
from pytest_golive.observability.signals.requests.families import Family
from pytest_golive.observability.signals.units import SHORT
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Matcher, Metrics, Selector

# No server answers a request over HTTP in less, so the unit must be another one.
IMPLAUSIBLE: Final = 2e-6
# Buckets for seconds begin at a few thousandths and end before two minutes; those for milliseconds begin at 1 or so.
LONGEST_OF_SECONDS: Final = 120.0
NEXT: Final = 1000.0  # how much a unit of time is of the next one
ALIKE: Final = 2.0  # the mean of the same requests, on both ends of the line
OF_OTHERS: Final = 10.0  # that of other paths, which may be slower than ours
UNLIKE: Final = 100.0


@dataclass(frozen=True, slots=True)
class Times:
    """A metric of response times.

    Attributes:
        name: of the metric.
        family: who exports it.
        conditions: those that its series must meet.
        per_unit: how many seconds one unit of its values is.
        is_said: whether its name, its metadata or its exporter say the unit.
    """

    name: str
    family: Family
    conditions: tuple[Matcher, ...]
    per_unit: float
    is_said: bool

    @property
    def unit(self) -> str:
        """Its unit in a message: "ms"."""
        return SHORT[self.per_unit]

    def in_ms(self, values: float) -> str:
        """Values of it for readers: "0.2 ms"."""
        return _ms(self.per_unit * values)


def check_mean(metrics: Metrics, times: Times, wanted: Wanted) -> tuple[tuple[str, str], ...]:
    """Refuse a mean that no server can have, or that fits our own requests only in another unit.

    Returns:
        A note, if the metric says far more than our own requests took.

    Raises:
        CannotMeasure: the unit is wrong, or the server faster than the settings let us believe.
    """
    whole = _mean(metrics, times, times.conditions, wanted)
    if whole is None:
        return ()
    if whole * times.per_unit < IMPLAUSIBLE:
        raise CannotMeasure(
            f"the mean of {times.name} is {1e6 * times.per_unit * whole:.2g} µs if its unit is {times.unit}, too short "
            "for HTTP",
            "look at what is observed there: seconds where the unit is another one, or nothing at all",
        )
    if wanted.ours is None or not (_is_doubtful(times, wanted) or wanted.ours.seconds):
        return ()
    return _against_ours(metrics, times, wanted, wanted.ours, whole)


def check_bounds(times: Times, bounds: Iterable[float], wanted: Wanted) -> None:
    """Refuse buckets of 0.005 to 10 in a unit below the second, as they are usual for seconds.

    Raises:
        CannotMeasure: the buckets are those of seconds.
    """
    finite = sorted(bound for bound in bounds if math.isfinite(bound) and bound > 0)
    if not finite or not _is_doubtful(times, wanted) or finite[0] >= 1 or finite[-1] > LONGEST_OF_SECONDS:
        return
    raise CannotMeasure(
        f"{times.name} has buckets from {finite[0]:g} to {finite[-1]:g}, which are usual for seconds, and its unit is "
        f"{times.unit}: whatever takes longer than {times.in_ms(finite[-1])} would be in no bucket",
        _cure(times, wanted),
    )


def _is_doubtful(times: Times, wanted: Wanted) -> bool:
    """Whether values of a longer unit would look well, and nobody has confirmed that they are none."""
    is_confirmed = bool(wanted.unit) and times.is_said
    return times.per_unit < 1 and not is_confirmed and not times.family.is_before


def _against_ours(
    metrics: Metrics, times: Times, wanted: Wanted, ours: Ours, whole: float
) -> tuple[tuple[str, str], ...]:
    took = mean(ours.times())
    here = _mean_of_path(metrics, times, ours.path, wanted)
    value, most = (whole, OF_OTHERS) if here is None else (here, ALIKE)
    about = f"requests to {ours.path}" if here is not None else "all requests"
    measured = f"the mean of {times.name} for {about} is {value:.3g}, so {times.in_ms(value)}"
    own = f"our own requests to {ours.path} took {_ms(took)} (mean of {len(ours.seconds)})"
    if _is_doubtful(times, wanted) and value * times.per_unit * NEXT <= most * took:
        raise CannotMeasure(f"{measured}, and {own}: it seems to be observed in a longer unit", _cure(times, wanted))
    if value * times.per_unit >= UNLIKE * took:
        return (("unit in doubt", f"{measured}, and {own}: see whether it is observed in a shorter unit"),)
    return (("own requests", f"{own}; {measured}"),)


def _cure(times: Times, wanted: Wanted) -> str:
    again = (
        f"if it holds {times.unit} indeed, confirm it: latency = {{ unit = '{times.unit}' }} in {wanted.place}"
        if times.is_said
        else f"correct latency = {{ unit = … }} in {wanted.place}, or write a query if it holds {times.unit} indeed"
    )
    return f"look at what the service observes there: seconds need a name that says so, or must be converted; {again}"


def _mean_of_path(metrics: Metrics, times: Times, path: str, wanted: Wanted) -> float | None:
    """The mean of requests to one path, if a label tells them apart."""
    for label in times.family.routes:
        conditions = (*times.family.only, Matcher(label, "=", path))
        if (found := _mean(metrics, times, conditions, wanted)) is not None:
            return found
    return None


def _mean(metrics: Metrics, times: Times, conditions: tuple[Matcher, ...], wanted: Wanted) -> float | None:
    """The mean of the values, in their unit; None if there were none."""
    sums = metrics.growth(Selector(f"{times.name}_sum", conditions), wanted.window).samples
    counts = metrics.growth(Selector(f"{times.name}_count", conditions), wanted.window).samples
    if not sums or not counts or not counts[0].value > 0:
        return None
    return sums[0].value / counts[0].value


def _ms(seconds: float) -> str:
    value = 1000 * seconds
    return f"{value:,.0f} ms" if value >= NEXT else f"{value:.3g} ms"
