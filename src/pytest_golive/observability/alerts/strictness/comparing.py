"""Compares what a condition fires at with the limit of a needed alert."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.observability.alerts.meaning.arithmetic import APART, lacks_of
from pytest_golive.observability.alerts.meaning.matching import narrowing, not_covering
from pytest_golive.observability.alerts.meaning.quantities import (
    COMPLEMENTS,
    ERROR_SHARE,
    FALLING,
    MEAN,
    QUANTILE,
    QUEUE,
    RATE,
    SLOW_SHARE,
    USED,
    USED_SHARE,
    Quantity,
)
from pytest_golive.observability.alerts.needed import CPU, ERROR_RATE, LATENCY, MEMORY, QUEUE_DEPTH, Needed
from pytest_golive.observability.alerts.promql.tree import FLIPPED, Match, Series
from pytest_golive.observability.alerts.rules.durations import spelled
from pytest_golive.observability.alerts.strictness.constants import LimitMetric, of_constant
from pytest_golive.observability.alerts.strictness.outcomes import NEVER, OTHER, STRICT, UNPROVEN, WEAK, Outcome

KINDS: Final = {
    ERROR_RATE: frozenset({ERROR_SHARE, RATE}),
    LATENCY: frozenset({QUANTILE, SLOW_SHARE, MEAN}),
    MEMORY: frozenset({USED_SHARE, USED}),
    CPU: frozenset({USED_SHARE, USED}),
    QUEUE_DEPTH: frozenset({QUEUE}),
}
TINY: Final = 1e-9
CONFUSED: Final = (100.0, 1000.0)  # percent and ratio, seconds and milliseconds
Covers = Callable[[Series, tuple[Match, ...]], bool | None]


@dataclass(frozen=True)
class Service:
    """What is known of the service for which the alerts are.

    Attributes:
        covers: whether every series of the service passes further matchers; None if nobody can say.
        scrape_interval: seconds; 0 if unknown.
        limit_metric: the name of the metric with the memory limit; "" if there is none, None if nobody can say.
        count: how many series a selector, or what is counted by labels, has now; None if nobody can say.
    """

    covers: Covers = lambda _series, _matches: None
    scrape_interval: float = 0.0
    limit_metric: LimitMetric = lambda _needed: None
    count: Callable[[str], float | None] = lambda _selector: None


def is_about(quantity: Quantity, needed: Needed) -> bool:
    """Whether a quantity is the signal of a needed alert."""
    kind = COMPLEMENTS[quantity.kind] if quantity.kind in FALLING else quantity.kind
    if needed.signal in {MEMORY, CPU}:
        return kind in KINDS[needed.signal] and quantity.topic == needed.signal
    return kind in KINDS[needed.signal] and (kind != RATE or "errors" in quantity.share)


def compared(quantity: Quantity, op: str, number: float, needed: Needed, service: Service) -> Outcome:
    """What the comparison of a quantity with a number is for a needed alert."""
    if not is_about(quantity, needed):
        return Outcome(OTHER)
    if quantity.scale < 0:
        op = FLIPPED[op]
    outcome = Outcome(
        STRICT,
        window=quantity.window,
        shortest=quantity.shortest,
        delay=quantity.delay,
        series=quantity.series,
        share=quantity.kind,
        boundary=quantity.boundary,
        quantile=quantity.quantile,
        keeps=quantity.keeps,
    )
    for why in (*quantity.weak, *lacks_of(quantity)):
        outcome = outcome.worse(WEAK, why)
    for why in quantity.doubts:
        outcome = outcome.worse(UNPROVEN, why)
    if quantity.of_host:
        why = (
            f"it measures the {needed.signal} of a machine, not of the service (see metrics, if it has one for itself)"
        )
        outcome = outcome.worse(UNPROVEN, why)
    if not quantity.scale:
        names = ", ".join(sorted(quantity.names))
        return outcome.worse(UNPROVEN, f"neither its name nor the settings say in which unit {names} is")
    outcome = _limited(outcome, quantity, op, number, needed)
    if quantity.kind == USED and outcome.said:
        outcome = of_constant(outcome, quantity, needed, service.limit_metric)
    return _timed(_covering(outcome, quantity, needed, service), needed, service)


def _limited(outcome: Outcome, quantity: Quantity, op: str, number: float, needed: Needed) -> Outcome:
    """Direction and threshold."""
    if op in {"==", "!="}:
        return outcome.worse(UNPROVEN, f"it compares {quantity.kind} by {op}")
    threshold, falls = number / quantity.scale, quantity.kind in FALLING
    kind = COMPLEMENTS[quantity.kind] if falls else quantity.kind
    threshold = 1 - threshold if falls else threshold
    said = shown(threshold, kind)
    outcome = replace(outcome, threshold=threshold, lowest=threshold, said=f"> {said}", is_inclusive="=" in op)
    if op not in ({"<", "<="} if falls else {">", ">="}):
        return outcome.worse(WEAK, f"it fires in the wrong direction, {quantity.kind} {op} {number:g}")
    if math.isnan(threshold) or math.isinf(threshold):
        return outcome.worse(NEVER, f"its threshold is {number:g}, so it never fires")
    if threshold < 0 or (threshold == 0 and outcome.is_inclusive):
        why = f"{kind} is never less than 0, so it always fires"
        return replace(outcome.worse(WEAK, why), is_always=True)
    if kind == RATE:
        absolute = "it counts errors per second, not their share of the requests"
        return outcome if threshold <= 0 else outcome.worse(UNPROVEN, absolute)
    return outcome if kind == USED else _judged(outcome, kind, threshold, said, needed)


def _judged(outcome: Outcome, kind: str, threshold: float, said: str, needed: Needed) -> Outcome:
    limit = needed.base
    if kind == MEAN:
        return outcome.worse(WEAK, f"it measures the mean, not p{100 * needed.quantile:g}")
    if kind == QUANTILE and outcome.quantile < needed.quantile - TINY:
        return outcome.worse(WEAK, f"it measures p{100 * outcome.quantile:g}, not p{100 * needed.quantile:g}")
    if kind == SLOW_SHARE:
        if outcome.boundary > limit * (1 + TINY):
            slow = f"{1000 * outcome.boundary:g} ms"
            outcome = outcome.worse(WEAK, f"it counts requests slower than {slow}, not than {needed.limit:g} ms")
        limit = 1 - needed.quantile
    if threshold > limit * (1 + TINY) + 1e-12:
        hint = _confused(threshold, limit)
        return outcome.worse(WEAK, f"it fires at > {said}, not at > {shown(limit, kind)}{hint}")
    if threshold > 0 and (hint := _confused(limit, threshold)):
        return outcome.worse(UNPROVEN, f"it fires at > {said} already{hint}; if that is meant, make it the limit")
    return outcome


def _confused(larger: float, smaller: float) -> str:
    """A hint, if two thresholds differ as units do."""
    factor = larger / smaller if smaller else 0.0
    is_unit = any(abs(factor / each - 1) < 1e-6 for each in CONFUSED)  # noqa: PLR2004 -- exactly, but for rounding
    return f" ({factor:g} times as much: is its unit right?)" if is_unit else ""


def shown(threshold: float, kind: str) -> str:
    """A threshold in the unit of the signal."""
    if kind in {ERROR_SHARE, USED_SHARE, SLOW_SHARE}:
        return f"{100 * threshold:.6g} %"
    return f"{1000 * threshold:.6g} ms" if kind in {QUANTILE, MEAN} else f"{threshold:.6g}"


def _covering(outcome: Outcome, quantity: Quantity, needed: Needed, service: Service) -> Outcome:
    """Whether its selectors choose this service, and all of it."""
    for series in quantity.series:
        if wrong := not_covering(series.matches, needed.labels):
            ours = f'{wrong.label}="{needed.labels[wrong.label]}"'
            return outcome.worse(WEAK, f"it selects {wrong}, and this service is {ours}")
    for series in quantity.series:
        further = narrowing(series.matches, needed.labels, APART)
        if further:
            outcome = _narrowed(outcome, series, further, service)
    return outcome


def _narrowed(outcome: Outcome, series: Series, further: tuple[Match, ...], service: Service) -> Outcome:
    written = ",".join(map(str, further))
    if any(one.op == "!~" and one.value == ".*" for one in further):
        return outcome.worse(NEVER, f"{{{written}}} selects nothing")
    covers = service.covers(series, further)
    if covers is False:
        return outcome.worse(WEAK, f"{{{written}}} leaves out series of this service")
    if covers is None and any(one.is_positive for one in further):
        return outcome.worse(UNPROVEN, f"nobody says that {{{written}}} are all series of this service")
    return replace(outcome, notes=(*outcome.notes, f"without {{{written}}}")) if covers is None else outcome


def _timed(outcome: Outcome, needed: Needed, service: Service) -> Outcome:
    if outcome.window > needed.longest_window:
        looked, most = spelled(outcome.window), spelled(needed.longest_window)
        outcome = outcome.worse(WEAK, f"it looks back over {looked}, and may over {most}")
    if outcome.shortest and service.scrape_interval and outcome.shortest < 2 * service.scrape_interval:
        window, scraped = spelled(outcome.shortest), spelled(service.scrape_interval)
        outcome = outcome.worse(NEVER, f"a window of {window} holds no two samples, scraped each {scraped}")
    return outcome
