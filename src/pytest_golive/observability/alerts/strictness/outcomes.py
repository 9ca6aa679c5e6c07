"""What the analysis of a rule says about one needed alert."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.observability.alerts.meaning.quantities import unique
from pytest_golive.observability.alerts.promql.tree import Series

STRICT: Final = "strict"  # it fires whenever the signal is past the limit
UNPROVEN: Final = "not proven"
WEAK: Final = "weak"  # for certain, it does not always fire
OTHER: Final = "other"  # it is about something else
ALWAYS: Final = "always"  # it is true whatever happens
NEVER: Final = "never"
RANK: Final = {STRICT: 0, UNPROVEN: 1, WEAK: 2, NEVER: 2, ALWAYS: 3, OTHER: 4}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a condition is for a needed alert.

    Attributes:
        state: one of the words above.
        why: the reasons for it.
        threshold: past which it fires, in base units; of the condition that is about the signal.
        lowest: the lowest threshold of several of which one is enough.
        is_inclusive: whether it fires at its threshold already.
        said: the threshold in the signal's unit, for evidence.
        window: the longest window in seconds.
        shortest: the shortest window of a rate.
        delay: seconds by which it is late, apart from the rule's ``for``.
        series: the selectors that it reads.
        share: how the quantity is measured: one of the kinds of quantities.
        boundary: of slow requests, the seconds past which one is slow.
        quantile: of a quantile of latency.
        keeps: the labels that the alert has from its series: ("by", labels) or ("without", labels).
        notes: what is worth knowing, though it changes nothing.
        guards: the selectors of requests without which it may stay silent.
        needs: a further condition that must hold, which nobody can simulate; "" without one.
        is_always: whether it holds whenever its series are there, and so calls somebody for ever.
    """

    state: str
    why: tuple[str, ...] = ()
    threshold: float = 0.0
    lowest: float = 0.0
    is_inclusive: bool = False
    said: str = ""
    window: float = 0.0
    shortest: float = 0.0
    delay: float = 0.0
    series: tuple[Series, ...] = ()
    share: str = ""
    boundary: float = 0.0
    quantile: float = 0.0
    keeps: tuple[str, frozenset[str]] = ("without", frozenset())
    notes: tuple[str, ...] = ()
    guards: tuple[Series, ...] = ()
    needs: str = ""
    is_always: bool = False

    def worse(self, state: str, why: str) -> Outcome:
        """The same, with a reason for a state that is worse."""
        worst = state if RANK[state] > RANK[self.state] else self.state
        kept = tuple(each for each in self.why if each != why) if worst == self.state else ()
        return replace(self, state=worst, why=(*kept, why)) if RANK[state] >= RANK[self.state] else self

    def noted(self, what: str) -> Outcome:
        """The same, with something that is worth knowing."""
        return replace(self, notes=(*self.notes, what))

    def beside(self, other: Outcome) -> Outcome:
        """This one, with what the other adds to windows and delays."""
        windows = [each for each in (self.shortest, other.shortest) if each]
        return replace(
            self,
            window=max(self.window, other.window),
            shortest=min(windows, default=0.0),
            delay=max(self.delay, other.delay),
            series=unique((*self.series, *other.series)),
            notes=unique((*self.notes, *other.notes)),
            guards=unique((*self.guards, *other.guards)),
            needs=self.needs or other.needs,
        )


def both(left: Outcome, right: Outcome) -> Outcome:
    """Two conditions about the signal that must both hold: the worse one counts."""
    if left.is_always != right.is_always:  # what always holds takes nothing away
        return right.beside(left) if left.is_always else left.beside(right)
    worse, other = sorted((left, right), key=lambda one: -RANK[one.state])
    laxer = worse if worse.threshold >= other.threshold else other
    joined = worse.beside(other)
    return replace(joined, threshold=laxer.threshold, lowest=laxer.lowest, said=laxer.said)


def either(left: Outcome, right: Outcome) -> Outcome:
    """Two conditions of which one is enough: the better one counts."""
    for one, other in ((left, right), (right, left)):
        if one.is_always:
            return one.beside(other)
        if one.state == ALWAYS and other.state != OTHER:
            return replace(other, state=WEAK, why=("one side of its `or` is always true, so it always fires",))
    best = min((left, right), key=lambda one: RANK[one.state])
    thresholds = [one.lowest for one in (left, right) if one.state not in {OTHER, ALWAYS} and one.said]
    return replace(best, lowest=min(thresholds, default=best.lowest))
