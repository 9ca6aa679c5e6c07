"""The schedule: when each request is due, and which one; both are known before the first is sent."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence

from pytest_golive.load.plan import Endpoint, Plan

SEED = 20_250_101
MOST_CARDS = 10_000


def due_times(plan: Plan, index: int) -> Iterator[float]:
    """The seconds, from 0, at which worker *index* sends; all workers together send *rate* evenly.

    During the ramp-up the rate grows linearly, so the n-th request is due when the area below it is n.
    """
    ramped = plan.rate * plan.ramp_up / 2
    number = index
    while True:
        if number < ramped:
            at = math.sqrt(2 * number * plan.ramp_up / plan.rate)
        else:
            at = plan.ramp_up + (number - ramped) / plan.rate
        if at >= plan.total:
            return
        yield at
        number += plan.workers


def deck(endpoints: Sequence[Endpoint], seed: int) -> Iterator[Endpoint]:
    """Endless endpoints, each with its exact share, shuffled so that none synchronises with the service."""
    divisor = math.gcd(*(endpoint.weight for endpoint in endpoints))
    cards = [endpoint for endpoint in endpoints for _ in range(endpoint.weight // divisor)][:MOST_CARDS]
    # The same in every run, so that runs are comparable.
    shuffler = random.Random(SEED + seed)  # noqa: S311  # nosec B311
    while True:
        shuffler.shuffle(cards)
        yield from cards
