"""Whether an error budget burns too fast: in a long window, and in a short one that tells that it still does.

The pairs of windows are those of the SRE workbook, chapter 5, "Multiwindow, Multi-Burn-Rate Alerts".
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.observability.slos.ratios import Key
from pytest_golive.observability.slos.result import spoken
from pytest_golive.observability.watch.measured import Measurement, Phase

ROUNDING: Final = 1e-9
TOO_FAST: Final = "roll the release back: it spends in hours what may be spent in a month; or see what fails"
TOO_FEW: Final = (
    "watch while there is traffic, or for longer; objectives of few events need longer windows (burns), or fewer "
    "events (fewest_events, fewest_bad) in [tool.golive.watch.objectives]"
)


@dataclass(frozen=True, slots=True)
class Burn:
    """A pair of windows, and how fast a budget may burn in them.

    Attributes:
        rate: how many times as fast as would spend the budget in just the objective's window.
        long: seconds.
        short: seconds.
    """

    rate: float
    long: float
    short: float


@dataclass(frozen=True, slots=True)
class Seen:
    """What one series did in a window.

    Attributes:
        errors: the ratio of bad to all events.
        events: how many there were; None if nobody can tell.
    """

    errors: float
    events: float | None = None

    @property
    def bad(self) -> float | None:
        """How many were bad; None if nobody can tell."""
        return None if self.events is None else self.errors * self.events


NOTHING: Final = Seen(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Fewest:
    """How much proves something.

    Attributes:
        events: in each window, without which a slow burn proves nothing.
        bad: in the long window, without which a fast burn proves nothing.
    """

    events: float
    bad: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Both windows of a burn rate, as far as they reach back.

    Attributes:
        burn: what is allowed.
        seconds: the length of the long window: no longer than the time since the deployment.
        long: what each series did in it.
        short: what each did in the short one.
    """

    burn: Burn
    seconds: float
    long: Mapping[Key, Seen]
    short: Mapping[Key, Seen]


@dataclass(frozen=True, slots=True)
class Judged:
    """What a pair says of one series.

    Attributes:
        phase: FAILED if both windows burn too fast, and enough events were bad to tell.
        pair: the pair.
        rates: how fast the budget burns in the long and in the short window.
        seen: what the series did in the long one.
        why: why it proves nothing; "" if it proves something.
    """

    phase: Phase
    pair: Pair
    rates: tuple[float, float]
    seen: Seen
    why: str = ""

    @property
    def share(self) -> float:
        """How much of the allowed rate the slower of both windows has: above 1, both are too fast."""
        return min(self.rates) / self.pair.burn.rate

    @property
    def said(self) -> str:
        """The burn rates, in words."""
        burn, (long, short) = self.pair.burn, self.rates
        is_cut = self.pair.seconds < burn.long
        since = f" since the deployment (in place of {spoken(burn.long)})" if is_cut else ""
        events, bad = self.seen.events, self.seen.bad
        unknown = "how many events that is nobody can tell"
        counted = unknown if events is None or bad is None else f"about {bad:,.0f} of {events:,.0f} events bad"
        over = (
            f"{long:.4g}x over {spoken(self.pair.seconds)}{since} and {short:.4g}x over the last {spoken(burn.short)}"
        )
        return f"the error budget burns {over}, of which one must be at most {burn.rate:g}x; {counted}"


def judged(pair: Pair, target: float, fewest: Fewest) -> Judged:
    """What a pair says of the series that says the worst.

    Args:
        pair: what was measured.
        target: the part of all events that must be good.
        fewest: how much proves something.
    """
    found = [_of_one(pair, key, 1 - target, fewest) for key in {*pair.long, *pair.short}]
    found = found or [Judged(Phase.INCONCLUSIVE, pair, (0.0, 0.0), NOTHING, "there was no traffic")]
    return worst(found)


def worst(found: Sequence[Judged]) -> Judged:
    """The one that says the worst."""
    return max(found, key=lambda one: (list(Phase).index(one.phase), one.share))


def _of_one(pair: Pair, key: Key, budget: float, fewest: Fewest) -> Judged:
    long, short = (part.get(key, NOTHING) for part in (pair.long, pair.short))
    rates = (long.errors / budget, short.errors / budget)
    if min(rates) > pair.burn.rate * (1 + ROUNDING):
        if long.bad is None or long.bad >= fewest.bad - ROUNDING:
            return Judged(Phase.FAILED, pair, rates, long)
        why = f"about {long.bad:,.3g} bad events are too few to tell, of which {fewest.bad:g} are needed"
        return Judged(Phase.INCONCLUSIVE, pair, rates, long, why)
    least = min((one.events for one in (long, short) if one.events is not None), default=math.inf)
    if least < fewest.events - ROUNDING:
        why = f"about {least:,.0f} events in a window are too few to tell, of which {fewest.events:g} are needed"
        return Judged(Phase.INCONCLUSIVE, pair, rates, long, why)
    return Judged(Phase.GOOD, pair, rates, long)


def measurement_of(signal: str, shown: str, found: Sequence[Judged], later: str) -> Measurement:
    """The measurement of an objective by all of its pairs.

    Args:
        signal: its name in the watch: "objectives::shop/availability".
        shown: its name and target.
        found: what each pair says; at least one.
        later: which pairs cannot be looked at yet, in words; "" if all are.
    """
    one = worst(found)
    said = "; ".join(filter(None, (one.why, one.said, later)))
    cure = {Phase.FAILED: TOO_FAST, Phase.INCONCLUSIVE: TOO_FEW}.get(one.phase, "")
    n = None if one.seen.events is None else round(one.seen.events)
    bound = one.pair.burn.rate
    value = min(one.rates)
    return Measurement(signal, one.phase, value, f"<= {bound:g}x", "x", n, f"{shown}: {said}", cure, bound=bound)
