"""Signals over a time that began before the deployment: they tell of two releases, so that nothing follows yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.compared import Row
from pytest_golive.observability.signals.judging import Signal
from pytest_golive.observability.signals.readings import Early
from pytest_golive.observability.signals.units import lasting
from pytest_golive.observability.signals.wanted import WINDOW, Wanted
from pytest_golive.observability.signals.windows import longest_range

# What something is now, and not over a time.
OF_NOW = frozenset({"memory", "queue_depth"})


@dataclass(frozen=True)
class EarlySignal(Signal):
    """A signal that judges nothing yet; instances whose values are too old are told before that.

    Attributes:
        early: why not.
    """

    early: Early = field(default_factory=lambda: Early(""))

    def rows(self) -> Iterator[Row]:
        """None."""
        return iter(())

    def doubt(self) -> CannotMeasure | None:
        """Why nothing follows."""
        return super().doubt() if self.old else self.early


def early_signal(signal: Signal, early: Early) -> EarlySignal:
    """*signal*, of which nothing follows as *early* says."""
    known = {each.name: getattr(signal, each.name) for each in fields(Signal)}
    return EarlySignal(**known, early=early)


def looks_back(wanted: Wanted) -> float:
    """Seconds over which a signal is measured; 0 if it is of now, or if nobody can tell."""
    if wanted.query:
        return range_of_query(wanted.query, wanted.window)
    return 0.0 if wanted.signal in OF_NOW else wanted.window


def range_of_query(query: str, window: float) -> float:
    """Seconds over which a query looks back, with *window* in it; 0 if it has no range, or is no plain PromQL."""
    return longest_range(query.replace(WINDOW, f"{window:g}s"))


def early_of(name: str, window: float, since: float) -> Early | None:
    """Why nothing follows of what was measured over *window* seconds; None if all of them were after the deployment.

    Args:
        name: of what was measured.
        window: seconds.
        since: seconds since the deployment.
    """
    if window <= since:
        return None
    return Early(
        f"{name}: not proven yet: its window of {lasting(window)} reaches back before the deployment, which was "
        f"{lasting(max(since, 0.0))} ago",
        f"measure again in {lasting(window - max(since, 0.0))}, or take a shorter window; in a watch, initial_delay "
        "leaves time for that",
    )
