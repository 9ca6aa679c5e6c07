"""Simulates a rule: a healthy service must not make it fire, one whose signal crosses the limit must, and in time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from pytest_golive.observability.alerts.examining import Candidate
from pytest_golive.observability.alerts.meaning.quantities import COMPLEMENTS, FALLING, SLOW_SHARE
from pytest_golive.observability.alerts.needed import Needed
from pytest_golive.observability.alerts.promql.tree import NotUnderstood
from pytest_golive.observability.alerts.rules.durations import spelled
from pytest_golive.observability.alerts.simulating.feeding import Fed, feed
from pytest_golive.observability.alerts.simulating.labelling import NotSimulated
from pytest_golive.observability.alerts.simulating.promtool import Promtool

ABOVE: Final = 1.05  # of the limit
BELOW: Final = 0.95  # of the rule's own threshold
SPARE: Final = 3  # intervals
SLOWEST: Final = 60.0  # seconds between two evaluations
SAMPLES: Final = 5  # in the shortest window


@dataclass(frozen=True, slots=True)
class Simulated:
    """What a simulation showed.

    Attributes:
        ran: whether it ran at all.
        why: why it did not run, or how it contradicts the analysis; "" if it agrees.
    """

    ran: bool
    why: str = ""


def simulate(candidate: Candidate, needed: Needed, promtool: Promtool) -> Simulated:
    """Feed a rule that the analysis takes for strict enough."""
    try:
        return _simulated(candidate, needed, promtool)
    except (NotSimulated, NotUnderstood) as error:
        return Simulated(ran=False, why=str(error))


def _simulated(candidate: Candidate, needed: Needed, promtool: Promtool) -> Simulated:
    outcome, rules = candidate.outcome, (*reversed(candidate.recordings), candidate.rule)
    kind = COMPLEMENTS[outcome.share] if outcome.share in FALLING else outcome.share
    limit = 1 - needed.quantile if kind == SLOW_SHARE else needed.base
    ill, well = _past(limit, kind), outcome.lowest * BELOW
    interval = min(SLOWEST, max(1.0, math.floor(outcome.shortest / SAMPLES))) if outcome.shortest else SLOWEST
    window = max(outcome.window, 2 * interval)
    before, after = _steps(window, interval), _steps(window + needed.longest_for, interval) + SPARE
    quiet: tuple[Fed, ...] = feed(outcome, needed, well / 2)
    if not promtool.fires(rules, [(quiet, before), (feed(outcome, needed, ill), after)], interval):
        past = spelled(round(window + needed.longest_for))
        return Simulated(ran=True, why=f"simulated with the signal past the limit, it does not fire within {past}")
    if well > 0 and promtool.fires(rules, [(feed(outcome, needed, well), before + after)], interval):
        return Simulated(ran=True, why="simulated with the signal below its own threshold, it fires")
    return Simulated(ran=True)


def _past(limit: float, kind: str) -> float:
    """A value past the limit; a share cannot be more than all."""
    value = max(limit * ABOVE, 1e-6)
    return value if kind not in COMPLEMENTS else min(value, (limit + 1) / 2)


def _steps(seconds: float, interval: float) -> int:
    return math.ceil(seconds / interval) + 1
