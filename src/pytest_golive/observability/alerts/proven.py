"""What is proven of the needed alerts: each with its rule, and the rung to which that is proven."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.alerts.doubting import together
from pytest_golive.observability.alerts.examining import Answer, Candidate
from pytest_golive.observability.alerts.needed import Needed
from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.alerts.rules.watching import Watched
from pytest_golive.observability.alerts.simulating.simulation import Simulated

PARSED: Final = "parsed"
SIMULATED: Final = "simulated"
DRILLED: Final = "drilled"


@dataclass(frozen=True, slots=True)
class Proven:
    """One needed alert.

    Attributes:
        answer: the rule that covers it, or why none does.
        rung: how far that is proven: "parsed" or "simulated"; "" if nothing is.
        simulated: what the simulation showed; None if there was none.
    """

    answer: Answer
    rung: str = ""
    simulated: Simulated | None = None

    @property
    def said(self) -> str:
        """For evidence: the rule, and the rung."""
        best = self.answer.best
        if best is None or not self.answer.is_covered:
            return "no rule" if best is None else f"not covered; closest is {best.rule.name}"
        why = f" (not simulated: {self.simulated.why})" if self.simulated and not self.simulated.ran else ""
        return f"{best.said}: {self.rung}{why}"


@dataclass(frozen=True, slots=True)
class Alerting:
    """Whether the rules of a service would call somebody.

    Attributes:
        source: the server.
        alerts: each needed alert.
        files: what is wrong with the files of the repository.
        rules: all that the server has loaded.
        doubts: what is not proven.
        facts: further evidence, by name.
        watched: asks the server about series; None if there is none to ask.
    """

    source: str
    alerts: tuple[Proven, ...]
    files: tuple[Finding, ...] = ()
    rules: tuple[Rule, ...] = ()
    doubts: tuple[CannotMeasure, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    watched: Watched | None = field(default=None, compare=False, repr=False)

    @property
    def missing(self) -> tuple[Finding, ...]:
        """The needed alerts that would not fire."""
        return tuple(one.answer.finding for one in self.alerts if one.answer.finding is not None)

    @property
    def chosen(self) -> tuple[tuple[Needed, Candidate], ...]:
        """The needed alerts with the rules that cover them."""
        found = ((one.answer.needed, one.answer.best) for one in self.alerts if one.answer.is_covered)
        return tuple((needed, best) for needed, best in found if best is not None)

    def notes(self) -> Iterator[tuple[str, str]]:
        """Evidence: each needed alert with its rule and its rung."""
        yield from ((one.answer.needed.title, one.said) for one in self.alerts)
        yield from self.facts

    def doubt(self) -> CannotMeasure | None:
        """What keeps the row from passing if nothing is wrong: what is not proven."""
        return together(self.doubts)
