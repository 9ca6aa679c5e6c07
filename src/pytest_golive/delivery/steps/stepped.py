"""What the row of a step judges: its faults, what ran, and where that can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pytest_golive.delivery.steps.result import StepResult
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding


@dataclass(frozen=True, slots=True)
class Stepped:
    """A step that was executed, in this run or in an earlier one, or a gate or a row that stands for one.

    Attributes:
        faults: one finding if it did not succeed.
        source: what ran.
        notes: names and values of what else is known of it.
        logs: absolute paths of its output.
        is_cut_short: whether it did something, and nobody knows how much of it: it must not be done again blindly.
        doubt: why nobody knows whether it succeeded; None if somebody does.
    """

    faults: tuple[Finding, ...]
    source: str
    notes: tuple[tuple[str, str], ...] = ()
    logs: tuple[str, ...] = ()
    is_cut_short: bool = False
    doubt: CannotMeasure | None = None

    @property
    def holds(self) -> bool:
        """Whether it is known to have succeeded."""
        return not self.faults and self.doubt is None

    @classmethod
    def of(cls, result: StepResult) -> Stepped:
        """The same of what came of it in this run."""
        doubt = CannotMeasure(result.what, result.cure) if result.outcome == "error" else None
        is_bad = not result.is_good and doubt is None
        faults = (Finding("", 0, "step", result.what, "high", cure=result.cure),) if is_bad else ()
        tries = [(f"attempt {one.number}", f"{one.what}, {one.seconds:.1f} s") for one in result.attempts if one.number]
        done = [("done already", result.what)] if result.outcome == "done already" else []
        logs = tuple(one.log for one in result.attempts if one.log)
        return cls(faults, result.shown, (*done, *tries), logs, result.is_cut_short, doubt)

    @classmethod
    def known(cls, evidence: Mapping[str, Any], earlier: str) -> Stepped:
        """The same of what the journal kept of an earlier run in which it succeeded."""
        return cls((), str(evidence.get("shown", "")), (("done", earlier),))
