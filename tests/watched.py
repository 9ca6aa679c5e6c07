"""Samples of a watch, as its engine gives them to a viewer."""

from __future__ import annotations

import math

from pytest_golive.observability.watch.measured import Measurement, Phase, Sample
from pytest_golive.observability.watch.policy import Policy, Tolerance
from pytest_golive.observability.watch.standing import Standing

NAMES = ("monitoring::error_rate", "monitoring::latency", "smoke::healthy")
BEGAN = 1_800_000_000.0
EVERYTHING = Tolerance(10**6, 10**6, 10**6)


def standing(names=NAMES, count=60):
    return Standing(Policy(30.0, count, tolerance=EVERYTHING), list(names))


def sample(number, names=NAMES, gap="", **bad):
    """Sample *number*; *bad* gives for the last part of a name its phase and what is said of it."""
    found = []
    for place, name in enumerate(names):
        phase, said = bad.get(name.rpartition("::")[2], (Phase.GOOD, ""))
        value = None if name.startswith("smoke") or phase is Phase.ERROR else round(2 + math.sin(number + place), 3)
        found.append(Measurement(name, phase, value, "< 5 %", " %", said=said, cure="look at it", bound=5.0))
    return Sample(number, BEGAN + 30 * number, 30.0 * number, 0.1, tuple(found), gap)
